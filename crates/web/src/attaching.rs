//! Files on their way into the vault, all of a form's or none, and out to whoever may read
//! the case.

use aggregates::ids::{AttachmentId, InitiativeId, ParticipantId};
use aggregates::initiative::fields::Attachment;
use aggregates::official::{Official, SealedField};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
};
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use projections::initiative::Page;
use uuid::Uuid;
use vault::{Context, KeyId, VaultError};

use crate::app::App;
use crate::posted::PostedFile;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Puts files into the vault for an initiative and a command. What one of them is not
/// fit for, none is kept for.
///
/// # Errors
///
/// If one of them is not taken: it is too large, or is not what it is said to be.
pub(crate) async fn keep(
    app: &App,
    initiative: InitiativeId,
    command: Uuid,
    subject: Option<ParticipantId>,
    files: Vec<PostedFile>,
) -> Result<Vec<Attachment>, Problem> {
    let engine = app.engine();
    let context = Context {
        log: engine.journal().identity().id,
        stream_kind: "initiative".to_owned(),
        stream_id: initiative.to_string(),
        command_id: command,
    };
    let mut kept: Vec<Attachment> = Vec::with_capacity(files.len());
    for PostedFile { field, media_type, bytes } in files {
        let put =
            engine.vault().put_attachment(engine.entropy(), &context, subject, &media_type, &bytes).await;
        match put {
            Ok(attachment) => kept.push(attachment),
            Err(error) => {
                give_up(app, &kept).await?;
                let problem: Problem = EngineError::Vault(error).into();
                let about = problem.field.is_some().then_some(field);
                return Err(Problem { field: about, ..problem });
            }
        }
    }
    Ok(kept)
}

/// Takes files out again whose command came to nothing.
///
/// # Errors
///
/// If the vault fails.
pub(crate) async fn give_up(app: &App, kept: &[Attachment]) -> Result<(), Problem> {
    for file in kept {
        app.engine().vault().destroy(KeyId::Attachment(file.id)).await.map_err(EngineError::Vault)?;
    }
    Ok(())
}

/// Gives a file of a case out, to somebody who may read all of the case: to those who stand
/// behind it, and to an official who has opened its files that day.
///
/// # Errors
///
/// If there is no such file in this case, or the vault cannot be read.
pub(crate) async fn give(visitor: &Visitor, case: &Page, id: AttachmentId) -> Result<Response, Problem> {
    let engine = visitor.app.engine();
    let found = match engine.vault().attachment(id).await {
        // No file was ever kept under that id.
        Err(VaultError::KeyMissing { .. }) => None,
        found => found.map_err(EngineError::from)?,
    };
    // Whoever names a file of another case in his own does not get to read it.
    let of_this_case =
        |context: &Context| context.stream_kind == "initiative" && context.stream_id == case.id.to_string();
    let file = found.filter(|file| of_this_case(&file.context)).ok_or_else(Problem::not_found)?;
    if !visitor.stands_behind(case) {
        must_have_opened(visitor, case.id).await?;
    }
    let kind = HeaderValue::try_from(file.about.media_type).unwrap_or(HeaderValue::from_static("text/plain"));
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(response)
}

/// Refuses an official who has not said today why he has to read the files of a case.
///
/// # Errors
///
/// If he has not, or is no official.
pub(crate) async fn must_have_opened(visitor: &Visitor, case: InitiativeId) -> Result<(), Problem> {
    let office = visitor.office()?;
    let (official, _) = visitor.app.engine().load::<Official>(&office.id().to_string()).await?;
    if official.has_opened(case, SealedField::Attachments, office.today) {
        return Ok(());
    }
    Err(Problem::forbidden("not_opened", "say first why you have to read the files of this case"))
}
