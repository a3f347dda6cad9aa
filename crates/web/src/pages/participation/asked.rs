//! The initiative that a form is about, and what is answered to the form.

use aggregates::ids::InitiativeId;
use aggregates::initiative::Action;
use aggregates::kept::{Private, Typed as Words};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use maud::{Markup, html};
use projections::directory;
use projections::initiative::{self, Page};

use crate::acting::{Terms, act};
use crate::layout;
use crate::open::OpenInitiative;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The `{id}` of an address, if an initiative can be called so.
pub(super) struct Case(InitiativeId);

impl<S: Send + Sync> FromRequestParts<S> for Case {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| Problem::not_found())?;
        let id = params.iter().find(|(name, _)| *name == "id").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// Why a form is shown again, and what was typed into it.
pub(super) type Again<'f> = Option<(&'f Problem, &'f Typed)>;

/// The initiative as the views have it, if there is anything in it for this visitor.
///
/// # Errors
///
/// If there is none that he may see, or the view cannot be read.
pub(super) async fn page(visitor: &Visitor, case: Case) -> Result<Page, Problem> {
    known(visitor, found(visitor, case).await?).await
}

/// The initiative as the views have it, whoever asks.
///
/// # Errors
///
/// If there is none, or the view cannot be read.
pub(super) async fn found(visitor: &Visitor, Case(id): Case) -> Result<Page, Problem> {
    let found = visitor.app.engine().views().read("initiative", move |view| initiative::page(view, id, None));
    found.await?.ok_or_else(Problem::not_found)
}

/// The initiative, if this visitor may know that there is one.
///
/// # Errors
///
/// If he may not, or the directory cannot be read.
pub(super) async fn known(visitor: &Visitor, page: Page) -> Result<Page, Problem> {
    if page.public || acts_for_author(visitor, &page).await? || visitor.sees_all_of(&page) {
        return Ok(page);
    }
    Err(Problem::not_found())
}

/// Whether the visitor is the author, or represents the body that is.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) async fn acts_for_author(visitor: &Visitor, page: &Page) -> Result<bool, Problem> {
    let (Some(me), Some(author)) = (visitor.participant_id(), page.author) else { return Ok(false) };
    if me == author {
        return Ok(true);
    }
    let views = visitor.app.engine().views();
    let author = views.read("directory", move |view| directory::participant(view, author, None)).await?;
    Ok(author.is_some_and(|author| author.representatives.contains(&me)))
}

/// Does something to the initiative as its author or co-initiator, at the sequence that
/// he saw, and answers the form.
///
/// # Errors
///
/// If it could not be tried at all.
pub(super) async fn attempt(
    visitor: &Visitor,
    page: &Page,
    verb: &'static str,
    action: Action<Words, Private>,
    terms: Terms,
    form: impl FnOnce(&Problem) -> Markup,
) -> Result<Response, Problem> {
    let what = Intent::Initiative { id: Some(page.id), procedure: None, action: Box::new(action) };
    match act(&visitor.app, visitor.as_participant()?, what, terms).await {
        Ok(receipt) => Ok(recorded(visitor, page, verb, receipt.first)),
        Err(problem) => {
            let form = form(&problem);
            refused(visitor, page, problem, form)
        }
    }
}

/// Back to the initiative, which says what was done.
pub(super) fn done(visitor: &Visitor, page: &Page, verb: &str) -> Response {
    Redirect::to(&visitor.to(&format!("/initiatives/{}?done={verb}#take-part", page.id))).into_response()
}

/// The same, with the position of the event: the page shows the receipt for it.
pub(super) fn recorded(visitor: &Visitor, page: &Page, verb: &str, position: u64) -> Response {
    let path = format!("/initiatives/{}?done={verb}&at={position}#take-part", page.id);
    Redirect::to(&visitor.to(&path)).into_response()
}

/// Why it was not done, with the form as it was filled in.
///
/// # Errors
///
/// The problem itself, if no form can mend it.
pub(super) fn refused(
    visitor: &Visitor,
    page: &Page,
    problem: Problem,
    form: Markup,
) -> Result<Response, Problem> {
    if problem.status >= 500 || problem.code == "sign_in_needed" {
        return Err(problem);
    }
    let title = title(visitor, page);
    let body = html! {
        p { a href=(visitor.to(&format!("/initiatives/{}", page.id))) { "← " (title) } }
        h1 { (visitor.say().t("problem-title")) }
        (layout::problem_box(visitor, &problem))
        (form)
    };
    let shown = layout::Page::new(visitor, "initiatives", visitor.say().t("problem-title"));
    Ok(shown.status(problem.status()).show(None, body))
}

/// What it is called before this visitor.
pub(super) fn title(visitor: &Visitor, page: &Page) -> String {
    let open = if visitor.sees_all_of(page) { page.title.text.clone() } else { None };
    let open = open.or_else(|| OpenInitiative::of(page.clone()).title.text.clone());
    open.unwrap_or_else(|| visitor.say().t(if page.public { "unpublished-title" } else { "private-title" }))
}

/// The event of what was done a moment ago.
pub(super) fn just_recorded(visitor: &Visitor) -> Option<u64> {
    in_address(visitor, "at=")?.parse().ok()
}

fn in_address<'v>(visitor: &'v Visitor, name: &str) -> Option<&'v str> {
    let (_, query) = visitor.here.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name))
}

/// What was done a moment ago, as the address of the page says.
pub(super) fn just_done(visitor: &Visitor) -> Option<String> {
    let verb = in_address(visitor, "done=")?;
    let fits = verb.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    visitor.say().maybe(&format!("done-{verb}"), &[]).filter(|_| fits)
}
