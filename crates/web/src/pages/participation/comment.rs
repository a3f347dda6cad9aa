//! `POST /initiatives/{id}/comment`.

use aggregates::comment::{self, Action};
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

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    text: String,
}

/// The form, with what was typed and what of it may not stand there.
pub(super) fn form(visitor: &Visitor, page: &Page, text: &str, again: Again<'_>) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/comment", page.id))) {
            (layout::once(visitor, None))
            label for="comment-text" { (say.t("comment-label")) }
            p.hint #comment-hint { (say.t("comment-hint")) }
            @if let Some((problem, typed)) = again { (personal::places(visitor, &problem.findings, |_| Some(text), Some(typed))) }
            textarea #comment-text name="text" required maxlength=(comment::command::LONGEST) aria-describedby="comment-hint"
                aria-invalid=[again.map(|_| "true")] { (text) }
            button { (say.t("comment-send")) }
        }
    }
}

/// Comments, unless it says something about a person.
pub(super) async fn receive(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { text }, typed, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let action = Action::Receive { text: Words(text.clone()) };
    let what = Intent::Comment { id: None, initiative: page.id, action };
    let terms = Terms { command_id, confirmed: answers::given(&typed), ..Terms::default() };
    match act(&visitor.app, visitor.as_participant()?, what, terms).await {
        Ok(receipt) => Ok(asked::recorded(&visitor, &page, "comment", receipt.first)),
        Err(problem) => {
            let form = form(&visitor, &page, &text, Some((&problem, &typed)));
            asked::refused(&visitor, &page, problem, form)
        }
    }
}
