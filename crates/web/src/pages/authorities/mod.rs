//! Authorities: compared with each other, and each by itself. Every figure is the length
//! of a list that it leads to.

mod counted;
pub(crate) mod figures;
mod list;
mod months;
mod show;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/authorities", get(list::list))
        .route("/authorities/{code}", get(show::show))
        .route("/authorities/{code}/{measure}", get(counted::counted))
}
