//! Territories: the tree, and each with what its people began and how its authority answers.

mod list;
mod show;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/territories", get(list::list)).route("/territories/{code}", get(show::show))
}
