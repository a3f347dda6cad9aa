//! The worklist of an authority: what is due, and who does it.

mod assign;
mod next;
mod show;
mod sorted;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(in crate::pages) use next::next_after;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/desk", get(show::show)).route("/desk/assign", post(assign::assign))
}
