//! `POST /initiatives/{id}/appeal`: to the authority above.

use aggregates::initiative::Action;
use aggregates::kept::Typed as Words;
use axum::response::Response;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Again, Case};
use super::personal;
use crate::acting::Terms;
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
    reasons: String,
}

/// The form.
pub(super) fn form(visitor: &Visitor, page: &Page, reasons: &str, again: Again<'_>) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/appeal", page.id))) {
            (layout::once(visitor, Some(page.sequence)))
            p { (say.t("appeal-explained")) }
            label for="appeal-reasons" { (say.t("appeal-label")) }
            @if let Some((problem, typed)) = again { (personal::places(visitor, &problem.findings, |_| Some(reasons), Some(typed))) }
            textarea #appeal-reasons name="reasons" required { (reasons) }
            button { (say.t("appeal-send")) }
        }
    }
}

/// Complains of the refusal.
pub(super) async fn appeal(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { reasons }, typed, command_id, expected } = posted;
    let page = asked::page(&visitor, case).await?;
    let action = Action::Appeal { reasons: Words(reasons.clone()) };
    let terms = Terms { command_id, expected, confirmed: answers::given(&typed), ..Terms::default() };
    asked::attempt(&visitor, &page, "appeal", action, terms, |problem| {
        form(&visitor, &page, &reasons, Some((problem, &typed)))
    })
    .await
}
