//! `GET /desk/initiatives/{id}`: a case.

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::file::CaseFile;
use super::{actions, heading, record, terms};
use crate::layout::Page;
use crate::presence::Reader;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What was just done, to say so.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Just {
    #[serde(default)]
    done: Option<String>,
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(Just { done }): Query<Just>,
) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let case = CaseFile::open(&visitor, id).await?;
    let say = visitor.say();
    let (official, now) = (&case.office.official, visitor.app.engine().now());
    let name = official.name.as_deref().unwrap_or_default();
    let others = visitor.app.presence().opened(id, official.id, name, now);
    let actions = actions::show(&visitor, &case).await?;
    let talk = record::talk(&visitor, &case).await?;
    let stage = say.t(&format!("stage-{}", stage_word(&case).replace('_', "-")));
    let body = html! {
        p { a href=(visitor.to("/desk")) { "← " (say.t("nav-desk")) } }
        div.case-head {
            h1 { (heading::title(say, &case)) }
            p {
                @if let Some(number) = case.number() { strong { "№ " (number) } " " }
                span.tag { (stage) } " "
                span.tag { (say.t(&format!("kind-{}", case.page.kind.as_str()))) } " "
                @if !case.page.public { span.tag.warn { (say.t("case-not-public")) } }
            }
        }
        (just_done(say, &case, done.as_deref()))
        @if done.is_some() { (next_case(&visitor, &case).await?) }
        div #readers data-live { (readers(&visitor, &case, &others)) }
        div.two {
            div {
                (actions)
                section.card {
                    h2 { (say.t("desk-case-text")) }
                    (heading::proposal(say, &case))
                }
                (record::decisions(say, &case))
                (talk)
                (record::timeline(say, &case))
            }
            div {
                section.card #custody data-live { h2 { (say.t("desk-case-custody")) } (terms::custody(say, &case)) (assigned(&visitor, &case)) }
                section.card #terms data-live { h2 { (say.t("desk-case-terms")) } (terms::terms(say, &case)) }
                section.card { h2 { (say.t("case-facts")) } (record::facts(&visitor, &case)) }
            }
        }
    };
    let title = heading::short(say, &case);
    Ok(Page::new(&visitor, "desk", title).live(format!("/live/initiatives/{id}")).show(None, body))
}

fn stage_word(case: &CaseFile) -> &'static str {
    case.page.stage.name().map_or("unknown", |name| name.as_str())
}

fn just_done(say: crate::words::Say<'_>, case: &CaseFile, done: Option<&str>) -> Markup {
    let said = done.and_then(|verb| say.maybe(&format!("done-{}", verb.replace('_', "-")), &[]));
    let said = said.or_else(|| done.map(|_| say.t("done-other")));
    html! {
        @if let Some(said) = said {
            div.notice role="status" {
                p { (said) @if let (Some("register"), Some(number)) = (done, case.number()) { " № " (number) } }
            }
        }
    }
}

/// After an action: the way to the case that is due next.
async fn next_case(visitor: &Visitor, case: &CaseFile) -> Result<Markup, Problem> {
    let say = visitor.say();
    let next = crate::pages::desk::next_after(visitor, &case.office, case.page.id).await?;
    Ok(html! {
        p {
            @match next {
                Some(task) => {
                    (say.t("next-case")) " "
                    a href=(visitor.to(&format!("/desk/initiatives/{}", task.owed.initiative))) {
                        (task.title.unwrap_or_else(|| say.t("redacted"))) }
                    ", " (say.with("next-case-due", &[("date", say.short_date(task.owed.due).into())]))
                }
                None => (say.t("next-case-none")),
            }
        }
    })
}

fn readers(visitor: &Visitor, case: &CaseFile, others: &[Reader]) -> Markup {
    let say = visitor.say();
    html! {
        @if !others.is_empty() {
            p.notice {
                (say.t("also-open")) " "
                @for (place, reader) in others.iter().enumerate() {
                    @if place > 0 { ", " }
                    (reader.name) " (" (clock(case, reader.at)) ")"
                }
            }
        }
    }
}

/// Hours and minutes where the authority is.
fn clock(case: &CaseFile, at: jiff::Timestamp) -> String {
    let seconds = i32::from(case.office.authority.utc_offset.minutes()) * 60;
    let offset = jiff::tz::Offset::from_seconds(seconds);
    offset.map(|offset| offset.to_datetime(at).strftime("%H:%M").to_string()).unwrap_or_default()
}

/// Who works on it, and taking it over.
fn assigned(visitor: &Visitor, case: &CaseFile) -> Markup {
    let say = visitor.say();
    let own = case.office.id();
    let may = case.options.possible(aggregates::initiative::Verb::Assign).is_some();
    html! {
        p {
            (say.t("desk-case-assigned")) ": "
            @match case.page.assigned {
                Some(official) => strong { (case.names.official(official).unwrap_or("—")) },
                None => span.soft { (say.t("nobody-assigned")) },
            }
        }
        @if may && case.page.assigned != Some(own) {
            form method="post" action=(visitor.to(&format!("/desk/initiatives/{}/assign", case.page.id))) {
                (crate::layout::once(visitor, Some(case.options.sequence)))
                input type="hidden" name="official" value=(own);
                button.plain.small { (say.t(if case.page.assigned.is_some() { "case-take-over" } else { "case-take" })) }
            }
        }
    }
}
