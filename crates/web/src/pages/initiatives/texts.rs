//! The text in its versions, with what changed between them.

use maud::{Markup, html};
use projections::initiative::TextVersion;

use super::case::Case;
use super::changes::{Run, changes};
use crate::asked::address;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// The version that is shown: the one asked for, or the newest.
pub(super) fn chosen(case: &Case, version: Option<u32>) -> Option<&TextVersion> {
    match version {
        Some(version) => case.seen.texts.iter().find(|text| text.version == version),
        None => case.seen.texts.iter().rev().find(|text| text.published).or_else(|| case.seen.texts.last()),
    }
}

/// The text, the way to its other versions, and what changed since the one before.
pub(super) fn text(visitor: &Visitor, case: &Case, version: Option<u32>, compared: bool) -> Markup {
    let say = visitor.say();
    let Some(shown) = chosen(case, version) else {
        let key = if case.seen.public { "case-not-published" } else { "case-never-published" };
        return html! { section.card { p { (say.t(key)) } } };
    };
    let before = case.seen.texts.iter().rev().find(|text| text.version < shown.version);
    html! {
        section aria-labelledby="text-heading" {
            h2 #text-heading { (say.t("case-text")) }
            @if case.seen.texts.len() > 1 {
                nav.tabs aria-label=(say.t("case-versions")) {
                    @for text in &case.seen.texts {
                        @let here = text.version == shown.version;
                        a href=(link(visitor, case, text.version, false)) aria-current=[here.then_some("true")] {
                            (name(visitor, text)) ", " (say.short_date(text.done_on))
                        }
                    }
                }
                @if before.is_some() {
                    p.small {
                        a href=(link(visitor, case, shown.version, !compared)) {
                            (say.t(if compared { "case-hide-changes" } else { "case-show-changes" }))
                        }
                    }
                }
            } @else {
                p.meta { span { (name(visitor, shown)) ", " (say.date(shown.done_on)) } }
            }
            @if !shown.published { p.notice { (say.t("case-version-not-public")) } }
            (fields(visitor, shown, before.filter(|_| compared)))
            p.small.soft { (say.t("case-hash")) " " code { (shown.hash.get(..16).unwrap_or(&shown.hash)) "…" } }
        }
    }
}

fn fields(visitor: &Visitor, shown: &TextVersion, before: Option<&TextVersion>) -> Markup {
    let say = visitor.say();
    let older = |name: &str| {
        let found = before.and_then(|before| before.fields.texts().find(|(field, _)| *field == name));
        found.map(|(_, text)| text.text.clone().unwrap_or_default())
    };
    html! {
        @for (name, text) in shown.fields.texts() {
            @if name != "title" || before.is_some() {
                h3 { (say.t(&format!("field-{}", name.replace('_', "-")))) }
                @match (before, text.text.as_deref()) {
                    (Some(_), Some(newer)) => (marked(&older(name).unwrap_or_default(), newer)),
                    (Some(_) | None, _) => (phrases::text(say, text)),
                }
            }
        }
        @if let Some(before) = before {
            @for (name, text) in before.fields.texts() {
                @if !shown.fields.has(name) {
                    h3 { (say.t(&format!("field-{}", name.replace('_', "-")))) }
                    (marked(text.text.as_deref().unwrap_or_default(), ""))
                }
            }
        }
        @if let Some(cost) = shown.fields.cost_rubles {
            h3 { (say.t("field-cost-rubles")) }
            p {
                @match before.and_then(|before| before.fields.cost_rubles).filter(|before| *before != cost) {
                    Some(before) => { del { (say.number(before)) } " " ins { (say.number(cost)) } }
                    None => (say.number(cost)),
                }
            }
        }
    }
}

fn marked(older: &str, newer: &str) -> Markup {
    html! {
        p.changes {
            @for run in changes(older, newer) {
                @match run {
                    Run::Same(text) => (text),
                    Run::Gone(text) => del { (text) },
                    Run::New(text) => ins { (text) },
                }
            }
        }
    }
}

fn name(visitor: &Visitor, text: &TextVersion) -> String {
    let say = visitor.say();
    if text.version == 0 { say.t("version-submitted") } else { say.count("version", u64::from(text.version)) }
}

fn link(visitor: &Visitor, case: &Case, version: u32, compared: bool) -> String {
    let path = visitor.to(&format!("/initiatives/{}", case.seen.id));
    let address = address(
        &path,
        &[
            ("version", Some(version.to_string())),
            ("changes", compared.then(|| "yes".to_owned())),
            ("as_of", case.as_of.in_address()),
        ],
    );
    format!("{address}#text-heading")
}
