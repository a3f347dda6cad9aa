//! `POST /initiatives/{id}/support`, `confirm`, `withdraw-support`.

use aggregates::initiative::fields::Channel;
use aggregates::support::Action;
use axum::response::Response;
use desk::Followed;
use engine::Intent;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;
use uuid::Uuid;

use super::asked::{self, Case};
use crate::acting::{Terms, act};
use crate::layout;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What the button brings along.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Give {
    /// To hear of what becomes of it.
    #[serde(default)]
    follow: bool,
}

/// The version that was read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirm {
    version: u32,
}

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withdraw {}

/// The form to stand behind it.
pub(super) fn form(visitor: &Visitor, page: &Page, follows: bool) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/support", page.id))) {
            (layout::once(visitor, None))
            p { (say.t("support-explained")) }
            @if !follows {
                p.check {
                    input #support-follow type="checkbox" name="follow" value="on" checked;
                    " " label for="support-follow" { (say.t("follow-too")) }
                }
            }
            button { (say.t("support-give")) }
        }
    }
}

/// The form to stand behind the new text too.
pub(super) fn confirm_form(visitor: &Visitor, page: &Page, version: u32) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/confirm", page.id))) {
            (layout::once(visitor, None))
            input type="hidden" name="version" value=(version);
            p { (say.t("confirm-explained")) }
            button { (say.with("support-confirm", &[("version", version.into())])) }
        }
    }
}

/// The form to take it back.
pub(super) fn withdraw_form(visitor: &Visitor, page: &Page) -> Markup {
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/withdraw-support", page.id))) {
            (layout::once(visitor, None))
            button.plain { (visitor.say().t("support-withdraw")) }
        }
    }
}

/// Stands behind it.
pub(super) async fn give(case: Case, posted: Posted<Give>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Give { follow }, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let given = order(&visitor, &page, Action::Give { channel: Channel::Web }, command_id).await;
    match given {
        Ok(position) => {
            if follow {
                let followed = Followed { initiative: page.id, since: position };
                visitor.app.desk().follow(visitor.signed()?.account.id, followed).await?;
            }
            Ok(asked::recorded(&visitor, &page, "support", position))
        }
        Err(problem) => asked::refused(&visitor, &page, problem, html! {}),
    }
}

/// Stands behind the new text too.
pub(super) async fn confirm(case: Case, posted: Posted<Confirm>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Confirm { version }, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    match order(&visitor, &page, Action::Confirm { version }, command_id).await {
        Ok(position) => Ok(asked::recorded(&visitor, &page, "confirm", position)),
        Err(problem) => asked::refused(&visitor, &page, problem, html! {}),
    }
}

/// Takes it back.
pub(super) async fn withdraw(case: Case, posted: Posted<Withdraw>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    match order(&visitor, &page, Action::Withdraw, command_id).await {
        Ok(position) => Ok(asked::recorded(&visitor, &page, "withdraw-support", position)),
        Err(problem) => asked::refused(&visitor, &page, problem, html! {}),
    }
}

/// Gives the position of what was recorded.
async fn order(
    visitor: &Visitor,
    page: &Page,
    action: Action,
    command_id: Option<Uuid>,
) -> Result<u64, Problem> {
    let what = Intent::Support { initiative: page.id, supporter: None, tag: None, action };
    let terms = Terms { command_id, ..Terms::default() };
    Ok(act(&visitor.app, visitor.as_participant()?, what, terms).await?.last)
}
