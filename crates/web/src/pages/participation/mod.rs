//! What residents do about an initiative of others, and its author about his own.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `panel`, `author` | what a visitor, and what its author, finds on the page of an initiative |
//! | `asked` | the initiative that a form is about, and what is answered to the form |
//! | `personal` | where personal data was found in what somebody typed |
//! | the others | a verb each: its form, and what it does |

mod appeal;
mod asked;
mod assess;
mod author;
mod clarify;
mod comment;
mod evidence;
mod follow;
mod join;
mod leave;
mod merge;
mod panel;
pub(crate) mod personal;
mod proposal;
mod revision;
mod support;

use axum::Router;
use axum::routing::post;

use crate::app::App;

pub(crate) use asked::acts_for_author;
pub(crate) use join::link as invitation_link;
pub(crate) use panel::actions;
pub(crate) use proposal::{Proposal, TEXTS, proposal_inputs};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/initiatives/{id}/support", post(support::give))
        .route("/initiatives/{id}/confirm", post(support::confirm))
        .route("/initiatives/{id}/withdraw-support", post(support::withdraw))
        .route("/initiatives/{id}/comment", post(comment::receive))
        .route("/initiatives/{id}/assess", post(assess::assess))
        .route("/initiatives/{id}/follow", post(follow::follow))
        .route("/initiatives/{id}/unfollow", post(follow::unfollow))
        .route("/initiatives/{id}/evidence", axum::routing::get(evidence::give))
        .route("/initiatives/{id}/join", axum::routing::get(join::show).post(join::join))
        .route("/initiatives/{id}/clarify", post(clarify::clarify))
        .route("/initiatives/{id}/accept-revision", post(revision::accept))
        .route("/initiatives/{id}/decline-revision", post(revision::decline))
        .route("/initiatives/{id}/revise", post(revision::revise))
        .route("/initiatives/{id}/appeal", post(appeal::appeal))
        .route("/initiatives/{id}/accept-merge", post(merge::accept))
        .route("/initiatives/{id}/decline-merge", post(merge::decline))
        .route("/initiatives/{id}/withdraw", post(leave::withdraw))
        .route("/initiatives/{id}/step-down", post(leave::step_down))
        .route("/initiatives/{id}/take-over", post(leave::take_over))
}
