//! What a participant has going on: what waits for him, what he proposed, what he follows,
//! and what happened meanwhile.

mod mine;
mod notices;
mod overview;
mod waiting;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(crate) use notices::unread;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/cabinet", get(overview::show))
        .route("/cabinet/notices", get(notices::show))
        .route("/cabinet/notices/read", post(notices::mark))
}

/// As many initiatives are looked at: who proposes or follows more uses the register.
const MOST: usize = 100;
