//! `GET`, `POST /desk/verify`: somebody who has an account showed a clerk his document.

use aggregates::ids::ParticipantId;
use aggregates::kept::Private;
use aggregates::official::Role;
use aggregates::participant::{Action, Method};
use axum::http::StatusCode;
use axum::response::Response;
use desk::Account;
use engine::Intent;
use maud::html;

use super::known;
use super::person::{self, Answer, Form};
use super::residence::Places;
use crate::acting::{Terms, act};
use crate::layout::{self, Page};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The empty form.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    visitor.office_as(Role::Clerk)?;
    page(&visitor, &Typed::default(), Vec::new(), None, false).await
}

/// Verifies the participant of an account.
pub(super) async fn verify(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, typed, command_id, .. } = posted;
    visitor.office_as(Role::Clerk)?;
    match document_seen(&visitor, form, command_id).await {
        Ok(None) => page(&visitor, &Typed::default(), Vec::new(), None, true).await,
        Ok(Some(known)) => page(&visitor, &typed, known, None, false).await,
        Err(problem) if problem.status < 500 => {
            page(&visitor, &typed, Vec::new(), Some(&problem), false).await
        }
        Err(problem) => Err(problem),
    }
}

/// Does it. Gives those who may be the same person, if the clerk has to say.
async fn document_seen(
    visitor: &Visitor,
    form: Form,
    command: Option<uuid::Uuid>,
) -> Result<Option<Vec<ParticipantId>>, Problem> {
    let app = &visitor.app;
    let by = visitor.as_official()?;
    let Some(identity) = form.identity()? else {
        return Err(Problem::field("kind", "field_unfit", "only a person shows a document"));
    };
    let account = account(visitor, form.login.as_deref()).await?;
    let mut known = known::holders(app, &identity).await?;
    // His own identity, claimed by this form when it was sent before.
    if let Some(own) = account.participant.filter(|own| known.contains(own)) {
        known::contact(app, by, own, form.phone, form.email, command).await?;
        return Ok(None);
    }
    let him = match person::answer(form.same.as_deref(), &known) {
        Answer::Ask => return Ok(Some(std::mem::take(&mut known))),
        Answer::Same(him) => {
            // Registered before, on paper: from now on the account is his.
            app.desk().set_participant(account.id, him).await?;
            him
        }
        Answer::Another(namesake) => {
            let him = account.participant.ok_or_else(no_such_account)?;
            let action = Action::Verify {
                method: Method::DocumentSeenByClerk,
                on: form.seen_on.unwrap_or(visitor.office()?.today),
                residence: form.residence(),
                identity: Some(Private(identity)),
            };
            let what = Intent::Participant { id: Some(him), namesake, action };
            act(app, by, what, Terms { command_id: command, ..Terms::default() }).await?;
            him
        }
    };
    known::contact(app, by, him, form.phone, form.email, command).await?;
    Ok(None)
}

/// A resident's account. Nobody learns here which logins officials have.
async fn account(visitor: &Visitor, login: Option<&str>) -> Result<Account, Problem> {
    let login = login.ok_or_else(|| Problem::field("login", "field_missing", "the login is missing"))?;
    let account = visitor.app.desk().account_by_login(login).await?;
    account.filter(|account| account.participant.is_some()).ok_or_else(no_such_account)
}

fn no_such_account() -> Problem {
    Problem::field("login", "no_such_account", "no resident has an account of this login")
}

async fn page(
    visitor: &Visitor,
    typed: &Typed,
    known: Vec<ParticipantId>,
    problem: Option<&Problem>,
    done: bool,
) -> Result<Response, Problem> {
    let say = visitor.say();
    let places = Places::near(visitor, None).await?;
    let known = person::described(visitor, known).await?;
    let today = visitor.office()?.today;
    let status = match problem {
        Some(problem) => problem.status(),
        None if known.is_empty() => StatusCode::OK,
        None => StatusCode::CONFLICT,
    };
    let body = html! {
        h1 { (say.t("verify-title")) }
        @if done { p.notice role="status" { (say.t("verify-done")) } }
        p { (say.t("verify-lead")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form method="post" action=(visitor.to("/desk/verify")) {
            (layout::once(visitor, None))
            label for="login" { (say.t("field-login")) }
            p.hint #login-hint { (say.t("verify-login-hint")) }
            input #login name="login" required maxlength="200" autocomplete="off" autocapitalize="none"
                aria-describedby="login-hint" value=(typed.get("login").unwrap_or_default());
            @if !known.is_empty() { (person::question(visitor, &known)) }
            (person::inputs(visitor, typed, &places, false, today))
            button { (say.t("verify-button")) }
        }
    };
    Ok(Page::new(visitor, "desk", say.t("verify-title")).status(status).show(None, body))
}
