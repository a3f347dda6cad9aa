//! `GET`, `POST /desk/initiatives/{id}/{verb}`: the form of an action, and the action.

use aggregates::ids::InitiativeId;
use aggregates::initiative::{Action, Verb};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use maud::html;
use serde::de::IgnoredAny;

use super::choices::Choices;
use super::file::CaseFile;
use super::fill;
use super::form::fields;
use super::show_form::{Filled, form, name};
use super::{findings, heading, merge};
use crate::acting::{Terms, act};
use crate::layout::{Page, problem_box};
use crate::pages::answers;
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The form of an action; what is asked for in the address stands in it.
pub(super) async fn show(
    visitor: Visitor,
    Path((id, verb)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (id, verb) = named(&id, &verb)?;
    let case = CaseFile::open(&visitor, id).await?;
    let possible = case.option(verb)?;
    let typed = Typed(asked_for(&visitor.here));
    let choices = Choices::of(&visitor, &case, verb).await?;
    let filled = Filled { case: &case, verb, typed: &typed, problem: None, choices: &choices, possible };
    page(&visitor, &filled, None).await
}

/// Does it. Whatever is in the way, the form comes back with everything that was typed.
pub(super) async fn send(
    Path((id, verb)): Path<(String, String)>,
    posted: Posted<IgnoredAny>,
) -> Result<Response, Problem> {
    let Posted { visitor, typed, command_id, expected, .. } = posted;
    let (id, verb) = named(&id, &verb)?;
    // What is not his to see is refused before anything is read.
    CaseFile::open(&visitor, id).await?;
    let (typed, action, found) = match fill::settle(&visitor, verb, typed).await {
        Ok(typed) => {
            let action = fill::action(verb, &typed, visitor.say());
            (typed, action, Vec::new())
        }
        Err((typed, problem, found)) => (typed, Err(problem), found),
    };
    let done = match action {
        Ok(action) => {
            does(&visitor, id, action, &typed, Terms { command_id, expected, ..Terms::default() }).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(problem) => again(&visitor, id, verb, &typed, &problem, expected, found).await,
    }
}

/// Takes the action, and says where to go on.
async fn does(
    visitor: &Visitor,
    id: InitiativeId,
    action: fill::Asked,
    typed: &Typed,
    terms: Terms,
) -> Result<String, Problem> {
    let verb = action.verb();
    let dated = typed.get("dated").map(str::trim).filter(|date| !date.is_empty());
    let done_on = dated.map(str::parse).transpose();
    let done_on = done_on.map_err(|_| Problem::field("dated", "field_unfit", "this is no date"))?;
    let mut terms = Terms { done_on, confirmed: answers::given(typed), ..terms };
    let mut action = action;
    if matches!(action, Action::Publish { .. }) {
        let case = CaseFile::open(visitor, id).await?;
        let (fields, confirmed) = findings::published(&case.page, typed);
        (action, terms.confirmed) = (Action::Publish { fields }, confirmed);
    }
    let intent = |action| Intent::Initiative { id: Some(id), procedure: None, action: Box::new(action) };
    let caller = visitor.as_official()?;
    let receipt = act(&visitor.app, caller, intent(action), terms).await?;
    let case = visitor.to(&format!("/desk/initiatives/{id}"));
    if typed.get("then") == Some("publish") && verb == Verb::Register {
        let terms = Terms { expected: Some(receipt.sequence), done_on, ..Terms::default() };
        // What was found in the text is looked at in the form of its own.
        return Ok(match act(&visitor.app, caller, intent(Action::Publish { fields: None }), terms).await {
            Ok(_) => format!("{case}?done=publish"),
            Err(problem) if problem.code == "personal_data_found" => format!("{case}/publish"),
            Err(_) => format!("{case}?done=register"),
        });
    }
    Ok(format!("{case}?done={verb}"))
}

/// The form once more: with what was typed, why it was not done, and what has changed.
async fn again(
    visitor: &Visitor,
    id: InitiativeId,
    verb: Verb,
    typed: &Typed,
    problem: &Problem,
    expected: Option<u64>,
    found: Vec<projections::directory::Authority>,
) -> Result<Response, Problem> {
    let case = CaseFile::open(visitor, id).await?;
    let possible = case.option(verb).cloned().unwrap_or_default();
    let mut choices = Choices::of(visitor, &case, verb).await?;
    if !found.is_empty() {
        choices.authorities =
            found.into_iter().map(|it| (it.id.clone(), it.name.unwrap_or_default())).collect();
    }
    let filled =
        Filled { case: &case, verb, typed, problem: Some(problem), choices: &choices, possible: &possible };
    page(visitor, &filled, expected).await
}

async fn page(visitor: &Visitor, filled: &Filled<'_>, expected: Option<u64>) -> Result<Response, Problem> {
    let (say, case) = (visitor.say(), filled.case);
    let title = name(say, filled.verb);
    let stale = filled.problem.is_some_and(|problem| problem.code == "stale");
    let since = expected.filter(|_| stale);
    let preview = match filled.verb {
        Verb::ProposeMerge => merge::preview(visitor, case, filled.typed, filled.choices).await?,
        _ => maud::Markup::default(),
    };
    let body = html! {
        p { a href=(visitor.to(&format!("/desk/initiatives/{}", case.page.id))) { "← " (heading::short(say, case)) } }
        h1 { (title) }
        @if let Some(problem) = filled.problem { (problem_box(visitor, problem)) }
        @if let Some(since) = since { (heading::changes_since(say, case, since)) }
        @if let (Some(_), Err(now)) = (filled.problem, case.option(filled.verb)) {
            div.notice { p { (say.t("no-longer-possible")) " " (crate::pages::sentence(visitor, &now)) } }
        }
        (preview)
        (form(visitor, filled))
        @if filled.verb != Verb::Publish {
            details { summary { (say.t("read-the-case")) } (heading::proposal(say, case)) }
        }
    };
    let status = filled.problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "desk", title).status(status).show(None, body))
}

fn named(id: &str, verb: &str) -> Result<(InitiativeId, Verb), Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let verb: Verb = verb.parse().map_err(|_| Problem::not_found())?;
    fields(verb).map(|_| (id, verb)).ok_or_else(Problem::not_found)
}

/// What the address fills in already: `?into=…`.
fn asked_for(here: &str) -> Vec<(String, String)> {
    let query = here.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let decoded = |part: &str| {
        percent_encoding::percent_decode_str(&part.replace('+', " "))
            .decode_utf8()
            .ok()
            .map(|it| it.into_owned())
    };
    pairs.filter_map(|(name, value)| Some((decoded(name)?, decoded(value)?))).collect()
}
