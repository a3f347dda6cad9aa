//! Files of a case: taken in before they are named in a command, and given out to those
//! who may read all of the case.

use aggregates::ids::{AttachmentId, InitiativeId};
use aggregates::initiative::fields::Attachment;
use aggregates::official::Role;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use projections::initiative;
use vault::Context;

use super::call::Call;
use super::row::NoQuery;
use crate::attaching;
use crate::problem::Problem;

/// What is taken.
pub(super) const MEDIA: [&str; 4] = ["application/pdf", "image/jpeg", "image/png", "text/plain"];

/// `POST /api/v1/initiatives/{initiative}/attachments`: keeps a file for an initiative, or
/// for one that is to be submitted under that id.
pub(super) async fn upload(mut call: Call) -> Result<Response, Problem> {
    call.query::<NoQuery>()?;
    let id: InitiativeId = call.ids.get("initiative")?;
    let visitor = call.asker.visitor.clone();
    let page = call.read("initiative", move |view| initiative::page(view, id, None)).await?;
    // Who only reads cases, or only runs the installation, has nothing to add to one.
    if visitor.participant_id().is_none() {
        visitor.office_as(Role::Clerk)?;
    }
    let subject = match &page {
        Some(page) if !visitor.sees_all_of(page) => {
            return Err(Problem::forbidden("not_concerned", "this case is not yours to add files to"));
        }
        Some(page) if visitor.stands_behind(page) => visitor.participant_id(),
        // What the office adds is about the author, also where an official lives here himself.
        Some(page) => page.author,
        None => visitor.participant_id(),
    };
    let kind = call.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let taken = |kind: &str| MEDIA.iter().any(|known| kind.split(';').next().map(str::trim) == Some(known));
    let kind = kind.filter(|kind| taken(kind)).ok_or_else(|| Problem::media_type(&MEDIA.join(", ")))?;
    let engine = call.app.engine();
    let context = Context {
        log: engine.journal().identity().id,
        stream_kind: "initiative".to_owned(),
        stream_id: id.to_string(),
        command_id: engine.entropy().uuid_v4(),
    };
    let kept = engine.vault().put_attachment(engine.entropy(), &context, subject, &kind, &call.body).await;
    let about: Attachment = kept.map_err(EngineError::from)?;
    Ok((StatusCode::CREATED, Json(about)).into_response())
}

/// `GET /api/v1/initiatives/{initiative}/attachments/{attachment}`
pub(super) async fn download(mut call: Call) -> Result<Response, Problem> {
    call.query::<NoQuery>()?;
    let page = super::reads::initiative::whole(&call).await?;
    let id: AttachmentId = call.ids.get("attachment")?;
    if !call.asker.visitor.sees_all_of(&page) {
        return Err(Problem::not_found());
    }
    attaching::give(&call.asker.visitor, &page, id).await
}
