//! Initiatives: the register, and each of them as the public sees it.

mod case;
mod changes;
mod files;
mod list;
mod now;
mod outcome;
mod show;
mod supports;
mod talk;
mod texts;
mod timeline;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/initiatives", get(list::list))
        .route("/initiatives/{id}", get(show::show))
        .route("/initiatives/{id}/files/{file}", get(files::give))
}
