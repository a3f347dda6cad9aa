//! `GET`, `POST /initiatives/{id}/join`: the link that an author shares, and what it does.

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

/// The form to propose it too.
pub(super) fn form(visitor: &Visitor, page: &Page) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/join", page.id))) {
            (layout::once(visitor, None))
            p { (say.t("join-explained")) }
            button.plain { (say.t("join-send")) }
        }
    }
}

/// What the link leads to: what it is about, as far as he may read it, and the form.
pub(super) async fn show(visitor: Visitor, case: Case) -> Result<Response, Problem> {
    visitor.signed()?;
    let page = asked::page(&visitor, case).await?;
    let say = visitor.say();
    let already = visitor
        .participant_id()
        .is_some_and(|me| page.author == Some(me) || page.co_initiators.contains(&me));
    let body = html! {
        h1 { (say.t("join-title")) }
        p { a href=(visitor.to(&format!("/initiatives/{}", page.id))) { (asked::title(&visitor, &page)) } }
        @if already { p.notice { (say.t("join-already")) } }
        @else if visitor.participant_id().is_none() { p { (say.t("participants-only")) } }
        @else { (form(&visitor, &page)) }
    };
    Ok(layout::Page::new(&visitor, "initiatives", say.t("join-title")).show(None, body))
}

/// Proposes it too.
pub(super) async fn join(case: Case, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, command_id, .. } = posted;
    let page = asked::page(&visitor, case).await?;
    let terms = Terms { command_id, ..Terms::default() };
    asked::attempt(&visitor, &page, "join", Action::JoinAsCoInitiator, terms, |_| html! {}).await
}
