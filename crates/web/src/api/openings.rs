//! `POST /api/v1/initiatives/{initiative}/openings`: what is sealed of a case, for an
//! official who says which of it he has to read, and why.

use aggregates::initiative::fields::Attachment;
use aggregates::official::{OpeningReason, SealedField};
use aggregates::participant::Identity;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::Response;
use serde::Serialize;

use super::answer::Answer;
use super::call::Call;
use super::command;
use super::row::NoQuery;
use super::shape::{asked, shapes};
use crate::problem::Problem;

asked! {
    /// What is to be opened, and why. Each field is recorded once an official, case and day.
    OpenSealed {
        /// What of it.
        fields: Vec<SealedField>,
        /// Why.
        reason: OpeningReason,
    }
}

/// What was opened.
#[derive(Serialize)]
pub(super) struct Opened {
    identity: Option<Identity>,
    phone: Option<String>,
    email: Option<String>,
    letter: Option<String>,
    attachments: Vec<Attachment>,
    erased: bool,
}

shapes! {
    /// What is sealed of a case. Null is what was not asked for or never given.
    Opened as "Opened" {
        identity "Who the author is.", phone "His phone.", email "His e-mail.",
        letter "The letter as it came on paper.",
        attachments "The files that he sent; until the end of the day `downloadAttachment` gives them.",
        erased "Some of it is erased.",
    }
}

/// Records the opening, and answers with what was opened.
pub(super) async fn open(mut call: Call) -> Result<Response, Problem> {
    call.query::<NoQuery>()?;
    let OpenSealed { fields, reason } = command::body(&call)?;
    let page = super::reads::initiative::whole(&call).await?;
    let visitor = &call.asker.visitor;
    if !visitor.sees_all_of(&page) {
        return Err(Problem::forbidden("not_your_case", "this case is not with your authority"));
    }
    let (official, fields) = (visitor.office()?.id(), fields.into_iter().collect());
    let opened = call.app.engine().open_sealed(official, page.id, fields, reason).await;
    let engine::Opened { identity, phone, email, letter, attachments, erased, positions: _ } = opened?;
    let opened = Opened { identity, phone, email, letter, attachments, erased };
    let mut response = Answer::from(opened).respond(call.reached());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
