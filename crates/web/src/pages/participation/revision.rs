//! `POST /initiatives/{id}/accept-revision`, `decline-revision`, `revise`.

use aggregates::initiative::Action;
use axum::response::Response;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Again, Case};
use super::personal;
use super::proposal::{Proposal, proposal_inputs};
use crate::acting::Terms;
use crate::layout;
use crate::pages::answers;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {}

/// The two answers to an offer.
pub(super) fn answer_form(visitor: &Visitor, page: &Page) -> Markup {
    let say = visitor.say();
    html! {
        p { (say.t("revision-explained")) }
        @for (verb, class) in [("accept-revision", None), ("decline-revision", Some("plain"))] {
            form method="post" action=(visitor.to(&format!("/initiatives/{}/{verb}", page.id))) {
                (layout::once(visitor, Some(page.sequence)))
                button class=[class] { (say.t(verb)) }
            }
        }
    }
}

/// The form for the new text.
pub(super) fn form(visitor: &Visitor, page: &Page, typed: &Proposal, again: Again<'_>) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/revise", page.id))) {
            (layout::once(visitor, Some(page.sequence)))
            p { (say.t("revise-explained")) }
            @if let Some((problem, said)) = again {
                (personal::places(visitor, &problem.findings, |field| typed.text(field), Some(said)))
            }
            (proposal_inputs(visitor, typed, page.kind, "revise"))
            button { (say.t("revise-send")) }
        }
    }
}

/// Agrees to revise it.
pub(super) async fn accept(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let terms = Terms { command_id, expected, ..Terms::default() };
    let again = |_: &Problem| answer_form(&visitor, &page);
    asked::attempt(&visitor, &page, "accept-revision", Action::AcceptRevision, terms, again).await
}

/// Keeps the text as it is.
pub(super) async fn decline(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let terms = Terms { command_id, expected, ..Terms::default() };
    let again = |_: &Problem| answer_form(&visitor, &page);
    asked::attempt(&visitor, &page, "decline-revision", Action::DeclineRevision, terms, again).await
}

/// Gives the new text.
pub(super) async fn revise(case: Case, posted: Posted<Proposal>) -> Result<Response, Problem> {
    let Posted { visitor, fields: proposal, typed, command_id, expected } = posted;
    let page = asked::page(&visitor, case).await?;
    let action = Action::Revise { fields: proposal.fields() };
    let terms = Terms { command_id, expected, confirmed: answers::given(&typed), ..Terms::default() };
    asked::attempt(&visitor, &page, "revise", action, terms, |problem| {
        form(&visitor, &page, &proposal, Some((problem, &typed)))
    })
    .await
}
