//! `GET /submit/{draft}/done`: what happens next, and until when.

use aggregates::ids::InitiativeId;
use axum::response::Response;
use maud::html;
use projections::{directory, initiative};

use super::draft::DraftId;
use crate::layout::Page;
use crate::pages::events::receipt;
use crate::pages::participation::{acts_for_author, invitation_link};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// For its author.
pub(super) async fn show(visitor: Visitor, DraftId(id): DraftId) -> Result<Response, Problem> {
    visitor.signed()?;
    let id = InitiativeId(id);
    let views = visitor.app.engine().views();
    let page = views.read("initiative", move |view| initiative::page(view, id, None)).await?;
    let page = page.ok_or_else(Problem::not_found)?;
    if !visitor.sees_all_of(&page) && !acts_for_author(&visitor, &page).await? {
        return Err(Problem::not_found());
    }
    let holder = page.custody.as_ref().map(|custody| custody.authority.clone());
    let authority = match holder {
        Some(holder) => {
            views.read("directory", move |view| directory::authority(view, &holder, None)).await?
        }
        None => None,
    };
    let say = visitor.say();
    let authority = authority.and_then(|it| it.name).unwrap_or_default();
    let next = page.obligations.iter().map(|it| &it.obligation).find(|it| it.is_running());
    let submitted = match page.timeline.first() {
        Some(event) => receipt(&visitor, event.position).await?,
        None => html! {},
    };
    let body = html! {
        h1 { (say.t("sent-title")) }
        p.notice { (page.title.text.as_deref().unwrap_or_default()) }
        (submitted)
        p { (say.with("sent-authority", &[("authority", authority.clone().into())])) }
        h2 { (say.t("sent-next")) }
        ol {
            @if let Some(owed) = next {
                li { (say.with("sent-register", &[("date", say.date(owed.term.due.date).into())])) }
            }
            @if page.public {
                li { (say.t("sent-publish")) }
                li { (say.t("sent-review")) }
                li { (say.t("sent-silence")) }
            } @else { li { (say.t("sent-answer")) } }
        }
        h2 { (say.t("share-title")) }
        p { (say.t("share-explained")) }
        p { code { (invitation_link(&visitor, id)) } }
        p {
            a.button href=(visitor.to(&format!("/initiatives/{id}"))) { (say.t("sent-open")) }
            " " a.button.plain href=(visitor.to("/cabinet")) { (say.t("nav-cabinet")) }
        }
    };
    Ok(Page::new(&visitor, "submit", say.t("sent-title")).show(None, body))
}
