//! `POST /initiatives/{id}/clarify`: the author answers what he was asked.

use aggregates::initiative::Action;
use aggregates::kept::Typed as Words;
use axum::response::Response;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Case};
use super::proposal::{Proposal, proposal_inputs};
use crate::acting::Terms;
use crate::layout;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is typed: an answer and, while it is not published, the proposal anew.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    rewrite: bool,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    problem: Option<String>,
    #[serde(default)]
    proposal: Option<String>,
    #[serde(default)]
    expected_result: Option<String>,
    #[serde(default)]
    cost_rubles: Option<u64>,
    #[serde(default)]
    own_contribution: Option<String>,
    #[serde(default)]
    draft_wording: Option<String>,
}

impl Form {
    fn proposal(&self) -> Proposal {
        let it = self.clone();
        Proposal {
            title: it.title,
            problem: it.problem,
            proposal: it.proposal,
            expected_result: it.expected_result,
            cost_rubles: it.cost_rubles,
            own_contribution: it.own_contribution,
            draft_wording: it.draft_wording,
        }
    }
}

/// The form: the questions stand above it.
pub(super) fn form(visitor: &Visitor, page: &Page, answer: &str, proposal: &Proposal, open: bool) -> Markup {
    let say = visitor.say();
    let unpublished = !page.texts.iter().any(|text| text.published);
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/clarify", page.id))) {
            (layout::once(visitor, Some(page.sequence)))
            label for="clarify-answer" { (say.t("clarify-label")) }
            textarea #clarify-answer name="answer" required { (answer) }
            @if unpublished {
                details open[open] {
                    summary { (say.t("clarify-rewrite")) }
                    p.check {
                        input #clarify-rewrite type="checkbox" name="rewrite" value="on" checked[open];
                        " " label for="clarify-rewrite" { (say.t("clarify-rewrite-send")) }
                    }
                    (proposal_inputs(visitor, proposal, page.kind, "clarify"))
                }
            }
            button { (say.t("clarify-send")) }
        }
    }
}

/// Answers.
pub(super) async fn clarify(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let proposal = fields.proposal();
    let rewritten = fields.rewrite.then(|| proposal.fields());
    let action = Action::Clarify { answer: Words(fields.answer.clone()), fields: rewritten };
    asked::attempt(
        &visitor,
        &page,
        "clarify",
        action,
        Terms { command_id, expected, ..Terms::default() },
        |_| form(&visitor, &page, &fields.answer, &proposal, fields.rewrite),
    )
    .await
}
