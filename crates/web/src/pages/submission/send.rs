//! `POST /submit/{draft}/send`: with consents and files.

use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::Action;
use aggregates::initiative::command::Submission;
use aggregates::initiative::fields::{Attachment, Channel, Consents};
use axum::response::{IntoResponse, Redirect, Response};

use desk::Followed;
use engine::Intent;
use serde::Deserialize;

use super::check::{self, Agreed};
use super::draft::{DraftId, Sheet, draft};
use crate::acting::{Terms, act};
use crate::attaching;
use crate::posted::{Posted, PostedFiles};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is ticked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    publish_text: bool,
    #[serde(default)]
    pass_up: bool,
    #[serde(default)]
    publish_name: bool,
    /// The body in whose name it is; nothing where it is his own.
    #[serde(default)]
    author: Option<ParticipantId>,
}

/// Submits the draft; it is a draft no more then.
pub(super) async fn send(id: DraftId, posted: PostedFiles<Form>) -> Result<Response, Problem> {
    let PostedFiles { posted: Posted { visitor, fields: form, command_id, .. }, files } = posted;
    visitor.participant()?;
    let initiative = InitiativeId(id.0);
    let app = &visitor.app;
    let Some(sheet) = draft(&visitor, id).await? else {
        // Sent before, with the same button.
        return done_before(&visitor, initiative).await?.ok_or_else(Problem::not_found);
    };
    let Form { publish_text, pass_up, publish_name, author } = form;
    let agreed = Agreed { publish_text, pass_up, publish_name, author };
    let subject = author.or(visitor.participant_id());
    let attachments = match attaching::keep(app, initiative, initiative.0, subject, files).await {
        Ok(attachments) => attachments,
        Err(problem) => return check::page(&visitor, id, &sheet, agreed, Some(&problem)).await,
    };
    let kept = attachments.clone();
    let Some(submission) =
        submission(sheet.clone(), author, Consents { publish_text, pass_up, publish_name }, attachments)
    else {
        return Ok(Redirect::to(&visitor.to(&format!("/submit/{}", id.0))).into_response());
    };
    let what = Intent::Initiative {
        id: Some(initiative),
        procedure: sheet.procedure.clone(),
        action: Box::new(Action::Submit(Box::new(submission))),
    };
    let terms = Terms { command_id, ..Terms::default() };
    match act(app, visitor.as_participant()?, what, terms).await {
        Ok(receipt) => {
            let account = visitor.signed()?.account.id;
            app.desk().drop_draft(account, id.0).await?;
            app.desk().follow(account, Followed { initiative, since: receipt.last }).await?;
            Ok(done(&visitor, initiative))
        }
        Err(problem) => {
            attaching::give_up(app, &kept).await?;
            if problem.status >= 500 {
                return Err(problem);
            }
            match done_before(&visitor, initiative).await? {
                Some(done) => Ok(done),
                None => check::page(&visitor, id, &sheet, agreed, Some(&problem)).await,
            }
        }
    }
}

/// The draft as a submission; nothing while it has no home.
fn submission(
    sheet: Sheet,
    author: Option<ParticipantId>,
    consents: Consents,
    attachments: Vec<Attachment>,
) -> Option<Submission<aggregates::kept::Typed, aggregates::kept::Private>> {
    Some(Submission {
        kind: sheet.kind(),
        home: sheet.home?,
        also_concerns: Vec::new(),
        author,
        fields: sheet.proposal.fields(),
        consents,
        channel: Channel::Web,
        received_on: None,
        origin: None,
        linked_from: None,
        letter: None,
        attachments,
    })
}

/// The answer to a form whose initiative is there already, and is this visitor's.
async fn done_before(visitor: &Visitor, id: InitiativeId) -> Result<Option<Response>, Problem> {
    let there = visitor.app.engine().initiative(id).await?;
    let Some(author) = there.and_then(|it| it.author()) else { return Ok(None) };
    let bodies = check::bodies(visitor).await?;
    let mine = visitor.participant_id() == Some(author) || bodies.iter().any(|body| body.id == author);
    Ok(mine.then(|| done(visitor, id)))
}

fn done(visitor: &Visitor, id: InitiativeId) -> Response {
    Redirect::to(&visitor.to(&format!("/submit/{id}/done"))).into_response()
}
