//! What the author of an initiative, or who represents him, finds on its page.

use aggregates::ids::InitiativeId;
use aggregates::initiative::stage::Stage;
use aggregates::procedure::TermKind;
use maud::{Markup, html};
use projections::initiative::Page;

use super::asked::acts_for_author;
use super::proposal::{Proposal, fields_of_text};
use super::{appeal, clarify, join, leave, merge, revision};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What he is asked, with the answers he can give, and how to leave it. Nothing for others.
///
/// # Errors
///
/// If the journal or the directory cannot be read.
pub(super) async fn panel(visitor: &Visitor, page: &Page) -> Result<Markup, Problem> {
    if !acts_for_author(visitor, page).await? {
        return Ok(html! {});
    }
    let Some(now) = visitor.app.engine().initiative(page.id).await? else { return Ok(html! {}) };
    let say = visitor.say();
    let running = |kind: TermKind| now.running(kind).map(|owed| owed.term.due.date);
    let heading = |key: &str, until: Option<jiff::civil::Date>| {
        html! {
            h3 { (say.t(key)) }
            @if let Some(until) = until {
                p { strong { (say.with("answer-until", &[("date", say.date(until).into())])) } }
            }
        }
    };
    Ok(html! {
        @if let Some(until) = running(TermKind::Clarify) {
            (heading("clarify-title", Some(until)))
            (asked_for(page, "ReturnedForClarification", "questions"))
            (clarify::form(visitor, page, "", &text(page), false))
        }
        @if let Some(until) = running(TermKind::RevisionAnswer) {
            (heading("revision-title", Some(until)))
            (asked_of_decision(page))
            (revision::answer_form(visitor, page))
        }
        @if let Some(until) = running(TermKind::RevisionText) {
            (heading("revise-title", Some(until)))
            (asked_of_decision(page))
            (revision::form(visitor, page, &text(page), None))
        }
        @if let Some(until) = running(TermKind::MergeAnswer) {
            (heading("merge-title", Some(until)))
            (merge::form(visitor, page, merge_into(page)))
        }
        @if matches!(now.stage(), Stage::Refused { .. }) {
            details {
                summary { (say.t("appeal-title")) }
                @if let Some(until) = running(TermKind::AppealLodge) {
                    p { (say.with("answer-until", &[("date", say.date(until).into())])) }
                }
                (appeal::form(visitor, page, "", None))
            }
        }
        p { a href=(visitor.to(&format!("/initiatives/{}/evidence", page.id))) { (say.t("author-evidence")) }
            " " span.small.soft { (say.t("author-evidence-about")) } }
        @if !now.stage().is_closed() {
            p { (say.t("share-explained")) " "
                code { (join::link(visitor, page.id)) } }
            details {
                summary { (say.t("leave-title")) }
                (leave::form(visitor, page, "withdraw"))
                (leave::form(visitor, page, "step-down"))
            }
        }
    })
}

/// The proposal as it stands.
fn text(page: &Page) -> Proposal {
    page.texts.last().map(|text| fields_of_text(&text.fields)).unwrap_or_default()
}

/// What the last event of that name says in one of its texts.
fn asked_for(page: &Page, event: &str, field: &str) -> Markup {
    let entry = page.timeline.iter().rev().find(|entry| entry.event == event);
    let words = entry.and_then(|entry| entry.details.get(field)?.get("text")?.as_str());
    html! { @if let Some(words) = words { blockquote { (crate::layout::paragraphs(words)) } } }
}

/// What was offered to be changed.
fn asked_of_decision(page: &Page) -> Markup {
    use projections::initiative::Outcome;
    let offer = page.decisions.iter().rev().find(|decision| decision.outcome == Outcome::RevisionOffered);
    let words = offer.and_then(|offer| offer.reasons.as_ref()?.text.as_deref());
    html! { @if let Some(words) = words { blockquote { (crate::layout::paragraphs(words)) } } }
}

/// The initiative that would go on.
fn merge_into(page: &Page) -> Option<InitiativeId> {
    let entry = page.timeline.iter().rev().find(|entry| entry.event == "MergeProposed")?;
    entry.details.get("into")?.as_str()?.parse().ok()
}
