//! What only a demonstration has: the notice that it is one, and time that can be moved on.

mod leap;
mod notice;

use axum::Router;
use axum::routing::post;

use crate::app::App;

pub(crate) use notice::notice;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/demonstration/leap", post(leap::leap))
}
