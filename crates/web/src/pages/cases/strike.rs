//! `POST …/comments/{comment}/withhold` and `…/supports/invalidate`: what residents
//! gave, and a clerk strikes out.

use aggregates::ids::{CommentId, InitiativeId, SupportId};
use aggregates::initiative::fields::Basis;
use aggregates::support::InvalidationGround;
use aggregates::{comment, support};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Intent;
use maud::{Markup, html};
use serde::Deserialize;

use super::file::CaseFile;
use super::{heading, supporters};
use crate::acting::{Terms, act};
use crate::layout::{self, Page};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Why a comment goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withhold {
    basis: Basis,
}

/// Which support goes, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invalidate {
    #[serde(default)]
    tag: String,
    ground: InvalidationGround,
}

/// Makes a comment unreadable. Whatever is in the way, the choice is shown again.
pub(super) async fn withhold(
    Path((id, comment)): Path<(String, String)>,
    posted: Posted<Withhold>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let comment: CommentId = comment.parse().map_err(|_| Problem::not_found())?;
    let Posted { visitor, fields: Withhold { basis }, typed, command_id, .. } = posted;
    let case = CaseFile::open(&visitor, id).await?;
    let action = comment::Action::Withhold { basis };
    let what = Intent::Comment { id: Some(comment), initiative: id, action };
    let terms = Terms { command_id, ..Terms::default() };
    match act(&visitor.app, visitor.as_official()?, what, terms).await {
        Ok(_) => Ok(back(&visitor, id, "withhold")),
        Err(problem) => {
            let title = visitor.say().t("withhold-comment");
            let body = html! {
                p { a href=(visitor.to(&format!("/desk/initiatives/{id}"))) { "← " (heading::short(visitor.say(), &case)) } }
                h1 { (title) }
                (layout::problem_box(&visitor, &problem))
                (withhold_form(&visitor, &case, comment, Some(&typed)))
            };
            Ok(Page::new(&visitor, "desk", title).status(problem.status()).show(None, body))
        }
    }
}

/// Strikes a support out. Whatever is in the way, the list comes back with what was chosen.
pub(super) async fn invalidate(
    Path(id): Path<String>,
    posted: Posted<Invalidate>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let Posted { visitor, fields: Invalidate { tag, ground }, typed, command_id, .. } = posted;
    let case = CaseFile::open(&visitor, id).await?;
    let tag: Result<SupportId, Problem> =
        tag.parse().map_err(|_| Problem::field("tag", "field_unfit", "this is no tag of a support"));
    let done = match tag {
        Ok(tag) => {
            let action = support::Action::Invalidate { ground };
            let what = Intent::Support { initiative: id, supporter: None, tag: Some(tag), action };
            let terms = Terms { command_id, ..Terms::default() };
            act(&visitor.app, visitor.as_official()?, what, terms).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(back(&visitor, id, "invalidate")),
        Err(problem) => supporters::page(&visitor, &case, None, &typed, Some(&problem)).await,
    }
}

fn back(visitor: &Visitor, id: InitiativeId, done: &str) -> Response {
    Redirect::to(&visitor.to(&format!("/desk/initiatives/{id}?done={done}"))).into_response()
}

/// The form that withholds a comment, with what was chosen before.
pub(super) fn withhold_form(
    visitor: &Visitor,
    case: &CaseFile,
    comment: CommentId,
    typed: Option<&Typed>,
) -> Markup {
    let chosen = typed.and_then(|typed| typed.get("basis"));
    let say = visitor.say();
    let to = visitor.to(&format!("/desk/initiatives/{}/comments/{comment}/withhold", case.page.id));
    html! {
        details.small open[typed.is_some()] {
            summary { (say.t("withhold-comment")) }
            form method="post" action=(to) {
                (layout::once(visitor, None))
                label for={ "basis-" (comment) } { (say.t("fill-basis")) }
                select id={ "basis-" (comment) } name="basis" {
                    @for basis in ["unlawful_processing", "court_order", "consent_withdrawn"] {
                        option value=(basis) selected[chosen == Some(basis)] { (say.t(&format!("basis-{}", basis.replace('_', "-")))) }
                    }
                }
                " " button.danger.small { (say.t("withhold-comment")) }
            }
        }
    }
}
