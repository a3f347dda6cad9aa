//! Everything that happened, with who, when it was done and when it was recorded.

use aggregates::ids::AuthorityId;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::initiative::Entry;
use serde_json::Value;

use super::case::Case;
use super::outcome::readable;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// The facts of an event that name an authority.
const AUTHORITIES: [&str; 4] = ["authority", "executor", "from", "to"];

/// Texts of an event, by the names of its facts, worth reading in the timeline.
const TEXTS: [&str; 12] = [
    "why",
    "reason",
    "reasons",
    "question",
    "questions",
    "answer",
    "opinion",
    "position",
    "document",
    "what",
    "new",
    "place",
];

/// The authorities that an event speaks of.
pub(super) fn authorities(details: &Value) -> impl Iterator<Item = AuthorityId> + '_ {
    AUTHORITIES.iter().filter_map(|name| details.get(name)?.as_str()?.parse().ok())
}

/// The timeline, newest last, as it was recorded.
pub(super) fn timeline(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        section #timeline data-live aria-labelledby="timeline-heading" {
            h2 #timeline-heading { (say.t("case-timeline")) }
            p.soft.small { (say.t("case-timeline-lead")) }
            ol.timeline { @for entry in &case.seen.timeline { (event(visitor, case, entry)) } }
        }
    }
}

fn event(visitor: &Visitor, case: &Case, entry: &Entry) -> Markup {
    let say = visitor.say();
    let recorded = calendar::local_date(entry.at, case.offset);
    let texts = texts(&entry.details);
    html! {
        li.miss[entry.event == "DeadlineMissed"] id=(format!("e{}", entry.position)) {
            strong { (say.t(&phrases::event_key(entry.event))) }
            @let said = said(visitor, case, &entry.details);
            @if !said.is_empty() { ": " (said) }
            p.meta {
                span {
                    time datetime=(entry.done_on) { (say.date(entry.done_on)) }
                }
                span { (phrases::actor(say, &entry.by, case.seen.is_author(&entry.by), &case.names)) }
                span.late-record[recorded != entry.done_on] {
                    (say.with("event-recorded", &[("when", phrases::moment(say, entry.at, case.offset).into())]))
                }
                @if let Some(stage) = entry.stage { span { "→ " (phrases::stage(say, stage)) } }
                @if let Some(custody) = &entry.custody { span { (case.names.authority(&custody.authority)) } }
                a.small href=(visitor.to(&format!("/events/{}", entry.position)))
                    title=(say.with("event-place", &[("position", entry.position.into()), ("sequence", entry.sequence.into())])) {
                    "№ " (entry.position) " / " (entry.sequence)
                }
            }
            @if !texts.is_empty() {
                details { summary { (say.t("event-text")) } @for text in &texts { (phrases::text(say, text)) } }
            }
        }
    }
}

/// What can be told of an event in a few words.
fn said(visitor: &Visitor, case: &Case, details: &Value) -> String {
    let say = visitor.say();
    let mut said = Vec::new();
    let text = |name: &str| details.get(name).and_then(Value::as_str);
    let count = |name: &str| details.get(name).and_then(Value::as_u64);
    if let Some(cause) = text("cause") {
        let key = cause.replace('_', "-");
        said.extend(
            say.maybe(&format!("cause-{key}"), &[]).or_else(|| say.maybe(&format!("return-{key}"), &[])),
        );
    }
    said.extend(text("number").map(|number| format!("№ {number}")));
    said.extend(text("outgoing_number").map(|number| format!("№ {number}")));
    if let Some(kind) = text("kind") {
        let key = kind.replace('_', "-");
        said.extend(
            say.maybe(&format!("term-{key}"), &[]).or_else(|| say.maybe(&format!("kind-{key}"), &[])),
        );
    }
    for authority in authorities(details) {
        said.push(case.names.authority(&authority).to_owned());
    }
    for (name, key) in
        [("due", "event-due"), ("until", "event-until"), ("on", "event-on"), ("held_on", "event-on")]
    {
        if let Some(date) = text(name).and_then(|date| date.parse::<Date>().ok()) {
            said.push(say.with(key, &[("date", say.date(date).into())]));
        }
    }
    if let (Some(count), Some(needed)) = (count("count"), count("needed")) {
        said.push(format!(
            "{} {}",
            say.number(count),
            say.with("supports-of", &[("needed", say.number(needed).into())])
        ));
    }
    said.extend(count("version").map(|version| say.count("version", version)));
    if let Some(theme) = text("theme").and_then(|theme| theme.parse().ok()) {
        said.push(phrases::theme(say, &theme));
    }
    said.join(", ")
}

/// The texts of an event that can be read or were redacted. Those of a decision stand
/// within its outcome.
fn texts(details: &Value) -> Vec<projections::texts::Readable> {
    let inner = details.get("outcome").and_then(Value::as_object).and_then(|outcome| outcome.values().next());
    [Some(details), inner]
        .into_iter()
        .flatten()
        .flat_map(|facts| TEXTS.iter().filter_map(|name| facts.get(name)))
        .map(readable)
        .filter(|text| text.text.is_some() || text.redacted)
        .collect()
}
