//! Bringing an initiative in: it is written as a draft, looked at as it will be read, and
//! sent.
//!
//! | address | what happens there |
//! | --- | --- |
//! | `/submit` | where to begin: the drafts so far, or a new one |
//! | `/submit/{draft}` | the form; whatever the button, what was typed is kept |
//! | `/submit/{draft}/check` | as others will read it, what is missing, what is similar; consents and files |
//! | `/submit/{draft}/done` | what happens next, and until when |
//! | `/submit/similar` | initiatives similar to a text, as a part of a page |
//!
//! The id of a draft becomes the id of the initiative: what is sent twice is there once.

mod begin;
mod check;
mod done;
mod draft;
mod drop;
pub(crate) mod places;
mod send;
mod similar;
mod write;

use aggregates::initiative::fields::Kind;
use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::posted::PostedFiles;

pub(crate) use draft::drafts;

/// What can be asked for, in the order of the form.
const KINDS: [Kind; 4] = [Kind::Work, Kind::Programme, Kind::Rule, Kind::Law];

pub(super) fn routes() -> Router<App> {
    let send = post(send::send).layer(PostedFiles::<send::Form>::limit());
    Router::new()
        .route("/submit", get(begin::show))
        .route("/submit/similar", get(similar::show))
        .route("/submit/{draft}", get(write::show).post(write::keep))
        .route("/submit/{draft}/check", get(check::show))
        .route("/submit/{draft}/send", send)
        .route("/submit/{draft}/drop", post(drop::drop))
        .route("/submit/{draft}/done", get(done::show))
}
