//! The public register of misses and debts.

pub(crate) mod lines;
mod list;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/misses", get(list::list))
}
