//! How a case is called, its text, and what changed in it.

use aggregates::actor::Actor;
use maud::{Markup, html};
use projections::initiative::Entry;

use super::file::{CaseFile, Names};
use super::show_form::kebab;
use crate::layout::paragraphs;
use crate::words::Say;

/// Number and title in a line.
pub(super) fn short(say: Say<'_>, case: &CaseFile) -> String {
    let title = title(say, case);
    match case.number() {
        Some(number) => format!("№ {number} — {title}"),
        None => title,
    }
}

/// The title as an official reads it.
pub(super) fn title(say: Say<'_>, case: &CaseFile) -> String {
    case.page.title.text.clone().unwrap_or_else(|| say.t("redacted"))
}

/// The proposal as it stands, published or not.
pub(super) fn proposal(say: Say<'_>, case: &CaseFile) -> Markup {
    let Some(version) = case.page.texts.last() else { return Markup::default() };
    html! {
        @for (name, text) in version.fields.texts().filter(|(name, _)| *name != "title") {
            h3 { (say.t(&format!("field-{}", name.replace('_', "-")))) }
            @match &text.text {
                Some(text) => (paragraphs(text)),
                None => p.soft { (say.t("redacted")) },
            }
        }
        @if let Some(cost) = version.fields.cost_rubles {
            h3 { (say.t("field-cost-rubles")) }
            p { (say.number(cost)) }
        }
    }
}

/// What happened since the form was opened.
pub(super) fn changes_since(say: Say<'_>, case: &CaseFile, sequence: u64) -> Markup {
    let since = case.page.timeline.iter().filter(|entry| entry.sequence > sequence);
    html! {
        div.notice {
            p { strong { (say.t("changed-since")) } }
            ul { @for entry in since { li { (event_line(say, &case.names, entry)) } } }
        }
    }
}

/// An event in a line: what, who, when.
pub(super) fn event_line(say: Say<'_>, names: &Names, entry: &Entry) -> Markup {
    html! {
        (say.t(&format!("event-{}", kebab(entry.event)))) ", "
        (say.short_date(entry.done_on)) ", " (actor(say, names, &entry.by))
    }
}

/// Who did something.
pub(super) fn actor(say: Say<'_>, names: &Names, by: &Actor) -> String {
    match by {
        Actor::Official { official, authority } => {
            let authority = names.authority(authority);
            names
                .official(*official)
                .map_or_else(|| authority.to_owned(), |name| format!("{name} ({authority})"))
        }
        Actor::Participant(_) => say.t("actor-resident"),
        Actor::Engine => say.t("actor-engine"),
        Actor::Installation => say.t("actor-installation"),
    }
}
