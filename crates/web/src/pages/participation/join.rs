//! `GET`, `POST /initiatives/{id}/join`: the link that an author shares, and what it does.

use aggregates::ids::{InitiativeId, InvitationCode};
use aggregates::initiative::Action;
use axum::extract::Query;
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

/// The author's invitation, if he came by the link that the author gave.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invited {
    invitation: Option<String>,
}

impl Invited {
    /// The code as it was given, if it can be one at all.
    fn code(&self) -> Option<InvitationCode> {
        self.invitation.as_deref().and_then(|code| code.parse().ok())
    }
}

/// The link for the author to share: whoever has it can join before it is published.
pub(crate) fn link(visitor: &Visitor, id: InitiativeId) -> String {
    let code = visitor.app.engine().invitation(id);
    let path = visitor.to(&format!("/initiatives/{id}/join"));
    format!("{}{path}?invitation={code}", visitor.app.settings().base_url)
}

/// The form to propose it too.
pub(super) fn form(visitor: &Visitor, page: &Page, invitation: Option<&InvitationCode>) -> Markup {
    let say = visitor.say();
    html! {
        form method="post" action=(visitor.to(&format!("/initiatives/{}/join", page.id))) {
            (layout::once(visitor, None))
            @if let Some(code) = invitation { input type="hidden" name="invitation" value=(code); }
            p { (say.t("join-explained")) }
            button.plain { (say.t("join-send")) }
        }
    }
}

/// The initiative, also where nobody but the invited may know of it.
async fn page(visitor: &Visitor, case: Case, invited: &Invited) -> Result<Page, Problem> {
    let engine = visitor.app.engine();
    let page = asked::found(visitor, case).await?;
    match invited.code() {
        Some(code) if engine.is_invitation(page.id, &code) => Ok(page),
        Some(_) | None => asked::known(visitor, page).await,
    }
}

/// What the link leads to: what it is about, as far as he may read it, and the form.
pub(super) async fn show(
    visitor: Visitor,
    case: Case,
    Query(invited): Query<Invited>,
) -> Result<Response, Problem> {
    visitor.signed()?;
    let page = page(&visitor, case, &invited).await?;
    let say = visitor.say();
    let already = visitor
        .participant_id()
        .is_some_and(|me| page.author == Some(me) || page.co_initiators.contains(&me));
    let published = page.texts.iter().any(|text| text.published);
    let invitation = invited.code();
    let body = html! {
        h1 { (say.t("join-title")) }
        p { a href=(visitor.to(&format!("/initiatives/{}", page.id))) { (asked::title(&visitor, &page)) } }
        @if already { p.notice { (say.t("join-already")) } }
        @else if visitor.participant_id().is_none() { p { (say.t("participants-only")) } }
        @else if !published && invitation.is_none() { p { (say.t("refusal-not-invited")) } }
        @else { (form(&visitor, &page, invitation.as_ref())) }
    };
    Ok(layout::Page::new(&visitor, "initiatives", say.t("join-title")).show(None, body))
}

/// Proposes it too.
pub(super) async fn join(case: Case, posted: Posted<Invited>) -> Result<Response, Problem> {
    let Posted { visitor, fields: invited, command_id, .. } = posted;
    let page = page(&visitor, case, &invited).await?;
    let terms = Terms { command_id, ..Terms::default() };
    let action = Action::JoinAsCoInitiator { invitation: invited.code() };
    asked::attempt(&visitor, &page, "join", action, terms, |_| html! {}).await
}
