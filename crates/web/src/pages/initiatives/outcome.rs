//! What came of it: decisions, hearings, opinions, progress and the final report.

use aggregates::initiative::fields::{Labour, Money};
use maud::{Markup, html};
use projections::initiative::{Entry, Hearing};
use projections::texts::Readable;
use serde::Deserialize;
use serde_json::Value;

use super::case::Case;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// Decisions with their grounds and reasons, oldest first.
pub(super) fn decisions(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if !case.seen.decisions.is_empty() {
            section aria-labelledby="decisions-heading" {
                h2 #decisions-heading { (say.t("case-decisions")) }
                @for decision in &case.seen.decisions {
                    article.card id=(format!("decision-{}", decision.position)) {
                        h3 {
                            (phrases::word(say, "outcome", decision.outcome))
                            @if let Some(level) = decision.level { span.soft { " · " (phrases::word(say, "level", level)) } }
                        }
                        p.meta {
                            span { (say.date(decision.done_on)) }
                            span { (phrases::actor(say, &decision.by, case.seen.is_author(&decision.by), &case.names)) }
                        }
                        @if let (Some(ground), true) = (&decision.ground, case.seen.is_told()) {
                            p { strong { (say.t("decision-ground")) } " " (ground) ". " (phrases::ground(say, &case.seen.procedure, ground)) }
                        }
                        @if case.seen.is_told() {
                            @if let Some(reasons) = &decision.reasons { (phrases::text(say, reasons)) }
                            @if let Some(link) = &decision.link {
                                div { strong { (say.t("decision-link")) } (phrases::text(say, link)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Hearings, announced and held.
pub(super) fn hearings(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if !case.seen.hearings.is_empty() {
            section aria-labelledby="hearings-heading" {
                h2 #hearings-heading { (say.t("case-hearings")) }
                @for hearing in &case.seen.hearings {
                    article.card {
                        @match hearing {
                            Hearing::Announced { on, starts_at, place, .. } => {
                                h3 { (say.t("hearing-announced")) }
                                p { strong { (say.date(*on)) ", " (phrases::clock(*starts_at)) }
                                    @if let Some(place) = &place.text { ", " (place) } }
                            }
                            Hearing::Recorded { held_on, protocol, present, votes_for, votes_against, .. } => {
                                h3 { (say.with("hearing-held", &[("date", say.date(*held_on).into())])) }
                                p { (say.with("hearing-votes", &[
                                    ("present", (*present).into()),
                                    ("for", (*votes_for).into()),
                                    ("against", (*votes_against).into()),
                                ])) }
                                details { summary { (say.t("hearing-protocol")) } (phrases::text(say, protocol)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Opinions asked of other authorities.
pub(super) fn opinions(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if !case.seen.opinions.is_empty() {
            section aria-labelledby="opinions-heading" {
                h2 #opinions-heading { (say.t("case-opinions")) }
                @for opinion in &case.seen.opinions {
                    article.card {
                        h3 { (case.names.authority_link(visitor, &opinion.authority)) }
                        p.meta {
                            span { (say.with("opinion-asked", &[("date", say.date(opinion.requested_on).into())])) }
                            @match opinion.given_on {
                                Some(on) => span { (say.with("opinion-given", &[("date", say.date(on).into())])) },
                                None => span.tag.warn { (say.t("opinion-awaited")) },
                            }
                            @if let Some(agrees) = opinion.agrees {
                                span.tag.good[agrees] { (say.t(if agrees { "opinion-agrees" } else { "opinion-disagrees" })) }
                            }
                        }
                        (phrases::text(say, &opinion.question))
                        @if let Some(opinion) = &opinion.opinion { blockquote { (phrases::text(say, opinion)) } }
                    }
                }
            }
        }
    }
}

/// Facts of an event that reports what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    works: Value,
    report: Value,
    money: Money,
    labour: Labour,
}

/// Progress and the final report, with money by source.
pub(super) fn reports(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let reports: Vec<(&Entry, Told)> = case
        .seen
        .timeline
        .iter()
        .filter(|entry| matches!(entry.event, "ProgressReported" | "ReportPublished"))
        .filter_map(|entry| Some((entry, serde_json::from_value(entry.details.clone()).ok()?)))
        .collect();
    html! {
        @if !reports.is_empty() {
            section aria-labelledby="reports-heading" {
                h2 #reports-heading { (say.t("case-reports")) }
                @for (entry, told) in reports.iter().rev() {
                    article.card {
                        h3 { (say.t(&phrases::event_key(entry.event))) }
                        p.meta { span { (say.date(entry.done_on)) } }
                        (phrases::text(say, &readable(&told.works)))
                        (phrases::text(say, &readable(&told.report)))
                        (money(visitor, told.money, told.labour))
                    }
                }
            }
        }
    }
}

fn money(visitor: &Visitor, money: Money, labour: Labour) -> Markup {
    let say = visitor.say();
    let Money { local_budget, regional_budget, federal_budget, contributions } = money;
    let sources = [
        ("money-local", local_budget),
        ("money-regional", regional_budget),
        ("money-federal", federal_budget),
        ("money-contributions", contributions),
    ];
    html! {
        @if sources.iter().any(|(_, rubles)| *rubles > 0) || labour.people > 0 {
            dl.facts {
                @for (key, rubles) in sources {
                    @if rubles > 0 { dt { (say.t(key)) } dd { (say.number(rubles)) " ₽" } }
                }
                @if labour.people > 0 {
                    dt { (say.t("labour")) }
                    dd { (say.with("labour-given", &[("people", labour.people.into()), ("hours", labour.hours.into())])) }
                }
            }
        }
    }
}

/// A text among the facts of an event.
pub(super) fn readable(value: &Value) -> Readable {
    Readable {
        text: value.get("text").and_then(Value::as_str).map(str::to_owned),
        redacted: value.get("redacted").and_then(Value::as_bool).unwrap_or(false),
    }
}
