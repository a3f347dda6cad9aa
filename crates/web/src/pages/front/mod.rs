//! The front page: the inverted pyramid.

mod show;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/", get(show::show))
}
