//! `POST /initiatives/{id}/withdraw`, `step-down`, `take-over`: the author ends it or
//! leaves it, and a co-initiator takes his place.

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

/// That it is meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    sure: bool,
}

/// A button that asks once more. Which of the two it is depends on how many support it:
/// the one that does not fit says so.
pub(super) fn form(visitor: &Visitor, page: &Page, verb: &str) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/{verb}", page.id))) {
            (layout::once(visitor, Some(page.sequence)))
            p { (say.t(&format!("{verb}-explained"))) }
            p.check {
                input id={ (verb) "-sure" } type="checkbox" name="sure" value="on" required;
                " " label for={ (verb) "-sure" } { (say.t("sure")) }
            }
            button.plain { (say.t(verb)) }
        }
    }
}

/// Ends it.
pub(super) async fn withdraw(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    end(case, posted, "withdraw", Action::Withdraw).await
}

/// Leaves it to the others.
pub(super) async fn step_down(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    end(case, posted, "step-down", Action::StepDown).await
}

/// Takes the author's place.
pub(super) async fn take_over(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    end(case, posted, "take-over", Action::ReplaceAuthor).await
}

async fn end(
    case: Case,
    posted: Posted<Form>,
    verb: &'static str,
    action: Action<aggregates::kept::Typed, aggregates::kept::Private>,
) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { sure }, command_id, expected, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    if !sure {
        let problem = Problem::field("sure", "not_sure", "tick that you are sure");
        let form = form(&visitor, &page, verb);
        return asked::refused(&visitor, &page, problem, form);
    }
    let again = |_: &Problem| form(&visitor, &page, verb);
    asked::attempt(&visitor, &page, verb, action, Terms { command_id, expected, ..Terms::default() }, again)
        .await
}
