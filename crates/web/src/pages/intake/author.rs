//! `GET`, `POST /desk/intake`: whose initiative it is.

use aggregates::ids::ParticipantId;
use aggregates::official::Role;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::derived;
use super::known::{self, Newcomer};
use super::person::{self, Answer, Form};
use super::residence::Places;
use crate::layout::{self, Page};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The empty form.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    visitor.office_as(Role::Clerk)?;
    page(&visitor, &Typed::default(), Vec::new(), None).await
}

/// Finds or registers the author, and leads on to his initiative.
pub(super) async fn choose(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: form, typed, command_id, .. } = posted;
    visitor.office_as(Role::Clerk)?;
    match author(&visitor, form, command_id).await {
        Ok(Found::Him(author)) => {
            Ok(Redirect::to(&visitor.to(&format!("/desk/intake/author/{author}"))).into_response())
        }
        Ok(Found::Perhaps(known)) => page(&visitor, &typed, known, None).await,
        Err(problem) if problem.status < 500 => page(&visitor, &typed, Vec::new(), Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

enum Found {
    Him(ParticipantId),
    /// One of these, or another of their name.
    Perhaps(Vec<ParticipantId>),
}

async fn author(visitor: &Visitor, form: Form, command: Option<uuid::Uuid>) -> Result<Found, Problem> {
    let app = &visitor.app;
    let by = visitor.as_official()?;
    let identity = form.identity()?;
    let known = match &identity {
        Some(identity) => known::holders(app, identity).await?,
        None => Vec::new(),
    };
    let command = command.unwrap_or_else(|| app.engine().entropy().uuid_v4());
    let him = match person::answer(form.same.as_deref(), &known) {
        Answer::Ask => return Ok(Found::Perhaps(known)),
        Answer::Same(him) => him,
        Answer::Another(namesake) => {
            if identity.is_none() && form.name.is_none() {
                return Err(Problem::field("name", "field_missing", "the name is missing"));
            }
            let him = ParticipantId(derived(command, &["author"]));
            let residence = form.residence();
            let newcomer = Newcomer {
                kind: form.kind.of_participant(&residence),
                name: form.name.clone().filter(|_| identity.is_none()),
                identity,
                namesake,
                residence,
                seen_on: form.seen_on.unwrap_or(visitor.office()?.today),
            };
            known::register(app, by, him, newcomer).await?;
            him
        }
    };
    known::contact(app, by, him, form.phone, form.email, Some(command)).await?;
    Ok(Found::Him(him))
}

async fn page(
    visitor: &Visitor,
    typed: &Typed,
    known: Vec<ParticipantId>,
    problem: Option<&Problem>,
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
        h1 { (say.t("intake-title")) }
        p { (say.t("intake-lead")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        form method="post" action=(visitor.to("/desk/intake")) {
            (layout::once(visitor, None))
            @if !known.is_empty() { (person::question(visitor, &known)) }
            h2 { (say.t("intake-author")) }
            (person::inputs(visitor, typed, &places, true, today))
            button { (say.t("intake-on")) }
        }
        p.noprint { a href=(visitor.to("/desk/verify")) { (say.t("verify-title")) } }
    };
    Ok(Page::new(visitor, "desk", say.t("intake-title")).status(status).show(None, body))
}
