//! `POST /initiatives/{id}/follow`, `unfollow`: following is no support, and nobody is told.

use axum::response::Response;
use desk::Followed;
use maud::{Markup, html};
use projections::initiative::Page;
use serde::Deserialize;

use super::asked::{self, Case};
use crate::layout;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {}

/// The button: to follow, or to follow no more.
pub(super) fn form(visitor: &Visitor, page: &Page, follows: bool) -> Markup {
    let verb = if follows { "unfollow" } else { "follow" };
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/{verb}", page.id))) {
            (layout::csrf(visitor))
            button.plain { (visitor.say().t(verb)) }
        }
    }
}

/// Wants to hear of it from here on.
pub(super) async fn follow(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let visitor = posted.visitor;
    let account = visitor.signed()?.account.id;
    let page = asked::page(&visitor, case).await?;
    let since = visitor.app.engine().views().reached();
    visitor.app.desk().follow(account, Followed { initiative: page.id, since }).await?;
    Ok(asked::done(&visitor, &page, "follow"))
}

/// Wants to hear of it no more.
pub(super) async fn unfollow(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let visitor = posted.visitor;
    let account = visitor.signed()?.account.id;
    let page = asked::page(&visitor, case).await?;
    visitor.app.desk().unfollow(account, page.id).await?;
    Ok(asked::done(&visitor, &page, "unfollow"))
}
