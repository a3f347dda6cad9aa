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
use crate::acting::{Terms, act};
use crate::layout;
use crate::posted::Posted;
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
    tag: String,
    ground: InvalidationGround,
}

/// Makes a comment unreadable.
pub(super) async fn withhold(
    Path((id, comment)): Path<(String, String)>,
    posted: Posted<Withhold>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let comment: CommentId = comment.parse().map_err(|_| Problem::not_found())?;
    let Posted { visitor, fields: Withhold { basis }, command_id, .. } = posted;
    CaseFile::open(&visitor, id).await?;
    let action = comment::Action::Withhold { basis };
    let what = Intent::Comment { id: Some(comment), initiative: id, action };
    let terms = Terms { command_id, ..Terms::default() };
    act(&visitor.app, visitor.as_official()?, what, terms).await?;
    Ok(back(&visitor, id, "withhold"))
}

/// Strikes a support out.
pub(super) async fn invalidate(
    Path(id): Path<String>,
    posted: Posted<Invalidate>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let Posted { visitor, fields: Invalidate { tag, ground }, command_id, .. } = posted;
    CaseFile::open(&visitor, id).await?;
    let tag: SupportId =
        tag.parse().map_err(|_| Problem::field("tag", "field_unfit", "this is no tag of a support"))?;
    let action = support::Action::Invalidate { ground };
    let what = Intent::Support { initiative: id, supporter: None, tag: Some(tag), action };
    let terms = Terms { command_id, ..Terms::default() };
    act(&visitor.app, visitor.as_official()?, what, terms).await?;
    Ok(back(&visitor, id, "invalidate"))
}

fn back(visitor: &Visitor, id: InitiativeId, done: &str) -> Response {
    Redirect::to(&visitor.to(&format!("/desk/initiatives/{id}?done={done}"))).into_response()
}

/// The form that withholds a comment.
pub(super) fn withhold_form(visitor: &Visitor, case: &CaseFile, comment: CommentId) -> Markup {
    let say = visitor.say();
    let to = visitor.to(&format!("/desk/initiatives/{}/comments/{comment}/withhold", case.page.id));
    html! {
        details.small {
            summary { (say.t("withhold-comment")) }
            form method="post" action=(to) {
                (layout::once(visitor, None))
                label for={ "basis-" (comment) } { (say.t("fill-basis")) }
                select id={ "basis-" (comment) } name="basis" {
                    @for basis in ["unlawful_processing", "court_order", "consent_withdrawn"] {
                        option value=(basis) { (say.t(&format!("basis-{}", basis.replace('_', "-")))) }
                    }
                }
                " " button.danger.small { (say.t("withhold-comment")) }
            }
        }
    }
}

/// The form that strikes a support out.
pub(super) fn invalidate_form(visitor: &Visitor, case: &CaseFile) -> Markup {
    let say = visitor.say();
    let to = visitor.to(&format!("/desk/initiatives/{}/supports/invalidate", case.page.id));
    html! {
        details.small {
            summary { (say.t("invalidate-support")) }
            form method="post" action=(to) {
                (layout::once(visitor, None))
                label for="tag" { (say.t("fill-tag")) }
                input #tag name="tag" required autocomplete="off";
                label for="invalid-ground" { (say.t("fill-ground")) }
                select #invalid-ground name="ground" {
                    @for ground in ["duplicate", "not_resident", "under_age", "forged"] {
                        option value=(ground) { (say.t(&format!("invalid-{}", ground.replace('_', "-")))) }
                    }
                }
                " " button.danger.small { (say.t("invalidate-support")) }
            }
        }
    }
}
