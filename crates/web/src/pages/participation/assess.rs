//! `POST /initiatives/{id}/assess`.

use aggregates::assessment::{self, Action, Score};
use aggregates::kept::Typed as Words;
use axum::response::Response;
use engine::Intent;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Again, Case};
use super::personal;
use crate::acting::{Terms, act};
use crate::layout;
use crate::pages::answers;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is chosen and typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    score: Option<u8>,
    #[serde(default)]
    text: Option<String>,
}

/// The form, with what was chosen and typed.
pub(super) fn form(visitor: &Visitor, page: &Page, typed: &Form, again: Again<'_>) -> Markup {
    let say = visitor.say();
    let text = typed.text.as_deref().unwrap_or_default();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/assess", page.id))) {
            (layout::once(visitor, None))
            fieldset {
                legend { (say.t("assess-label")) }
                @for score in 1..=5_u8 {
                    p.check {
                        input id={ "score-" (score) } type="radio" name="score" value=(score) required
                            checked[typed.score == Some(score)];
                        " " label for={ "score-" (score) } { (score) " — " (say.t(&format!("score-{score}"))) }
                    }
                }
            }
            label for="assess-text" { (say.t("assess-text-label")) }
            p.hint #assess-hint { (say.t("comment-hint")) }
            @if let Some((problem, said)) = again { (personal::places(visitor, &problem.findings, |_| Some(text), Some(said))) }
            textarea #assess-text name="text" maxlength=(assessment::command::LONGEST) aria-describedby="assess-hint" { (text) }
            button { (say.t("assess-send")) }
        }
    }
}

/// Says how well it turned out.
pub(super) async fn assess(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields, typed, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let score = fields.score.and_then(|score| Score::try_from(score).ok());
    let Some(score) = score else {
        let problem = Problem::field("score", "score_missing", "choose a score from 1 to 5");
        let form = form(&visitor, &page, &fields, Some((&problem, &typed)));
        return asked::refused(&visitor, &page, problem, form);
    };
    let action = Action::Assess { score, text: fields.text.clone().map(Words) };
    let what = Intent::Assessment { initiative: page.id, action };
    let terms = Terms { command_id, confirmed: answers::given(&typed), ..Terms::default() };
    match act(&visitor.app, visitor.as_participant()?, what, terms).await {
        Ok(receipt) => Ok(asked::recorded(&visitor, &page, "assess", receipt.first)),
        Err(problem) => {
            let form = form(&visitor, &page, &fields, Some((&problem, &typed)));
            asked::refused(&visitor, &page, problem, form)
        }
    }
}
