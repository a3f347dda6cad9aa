//! Finding a case by what somebody at the counter knows of it.

mod find;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/desk/find", get(find::show).post(find::find))
}
