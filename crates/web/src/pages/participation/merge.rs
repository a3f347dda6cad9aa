//! `POST /initiatives/{id}/accept-merge`, `decline-merge`: by the author of the one that would end.

use aggregates::ids::InitiativeId;
use aggregates::initiative::Action;
use axum::response::Response;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Case};
use crate::acting::Terms;
use crate::layout;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {}

/// The two answers. `into` is the one that would go on.
pub(super) fn form(visitor: &Visitor, page: &Page, into: Option<InitiativeId>) -> Markup {
    let say = visitor.say();
    html! {
        p { (say.t("merge-explained")) }
        @if let Some(into) = into {
            p { a href=(visitor.to(&format!("/initiatives/{into}"))) { (say.t("merge-other")) } }
        }
        @for (verb, class) in [("accept-merge", None), ("decline-merge", Some("plain"))] {
            form method="post" action=(visitor.to(&format!("/initiatives/{}/{verb}", page.id))) {
                (layout::once(visitor, Some(page.sequence)))
                button class=[class] { (say.t(verb)) }
            }
        }
    }
}

/// Agrees.
pub(super) async fn accept(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let again = |_: &Problem| form(&visitor, &page, None);
    asked::attempt(
        &visitor,
        &page,
        "accept-merge",
        Action::AcceptMerge,
        Terms { command_id, expected, ..Terms::default() },
        again,
    )
    .await
}

/// Does not.
pub(super) async fn decline(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let again = |_: &Problem| form(&visitor, &page, None);
    asked::attempt(
        &visitor,
        &page,
        "decline-merge",
        Action::DeclineMerge,
        Terms { command_id, expected, ..Terms::default() },
        again,
    )
    .await
}
