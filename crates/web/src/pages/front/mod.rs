//! The front page: the inverted pyramid.

mod show;

use axum::Router;
use axum::routing::{MethodRouter, get};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/", page())
}

/// The page itself.
pub(super) fn page() -> MethodRouter<App> {
    get(show::show)
}
