//! How it works, and what can be taken away to be checked: the data and the feeds.

mod data;
mod how;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) use how::one as procedure;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/how", get(how::show)).route("/data", get(data::show))
}
