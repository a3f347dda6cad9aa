//! One event before everybody: what the public log says of it, and the proof.

mod receipt;
mod show;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use receipt::{Leaf, Receipts, receipt};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/events/{position}", get(show::show))
}
