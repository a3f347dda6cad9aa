//! `GET /submit`: where to begin.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::draft::{Sheet, drafts};
use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// A stranger reads what is needed; whoever has drafts chooses; all others write.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    let say = visitor.say();
    let new: Uuid = visitor.app.engine().entropy().uuid_v4();
    let write = visitor.to(&format!("/submit/{new}"));
    let Some(signed) = &visitor.signed else {
        let body = html! {
            h1 { (say.t("nav-submit")) }
            (explained(&visitor))
            p {
                a.button href=(visitor.to(&format!("/sign-in?next=/{}/submit", visitor.lang))) { (say.t("sign-in")) }
                " " a.button.plain href=(visitor.to("/sign-up")) { (say.t("sign-up")) }
            }
        };
        return Ok(Page::new(&visitor, "submit", say.t("nav-submit")).show(None, body));
    };
    if signed.participant.is_none() {
        return Err(Problem::forbidden("not_a_participant", "this is for residents and organisations"));
    }
    let kept = drafts(&visitor).await?;
    if kept.is_empty() {
        return Ok(Redirect::to(&write).into_response());
    }
    let body = html! {
        h1 { (say.t("nav-submit")) }
        (explained(&visitor))
        p { a.button href=(write) { (say.t("submit-new")) } }
        h2 { (say.t("drafts")) }
        ul { @for (draft, sheet) in &kept { li { (link(&visitor, draft.id, sheet)) } } }
    };
    Ok(Page::new(&visitor, "submit", say.t("nav-submit")).show(None, body))
}

fn explained(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    html! {
        p { (say.t("submit-explained")) }
        ul {
            li { (say.t("submit-explained-shape")) }
            li { (say.t("submit-explained-verified")) }
            li { (say.t("submit-explained-terms")) }
        }
    }
}

/// A draft by its title.
pub(super) fn link(visitor: &Visitor, id: Uuid, sheet: &Sheet) -> Markup {
    let title = sheet.proposal.title.clone().unwrap_or_else(|| visitor.say().t("draft-untitled"));
    html! { a href=(visitor.to(&format!("/submit/{id}"))) { (title) } }
}
