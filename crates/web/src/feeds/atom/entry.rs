//! One event as an entry.

use std::collections::BTreeMap;

use aggregates::ids::AuthorityId;
use atom_syndication::{Category, Content, Entry, Person, Text};
use maud::html;
use serde_json::Value;

use super::{atom_time, link, urn};
use crate::app::App;
use crate::open::{OpenActor, OpenEvent};
use crate::pages::phrases;
use crate::words::{Lang, Say};

/// The entry of an event that the public could read about by then.
pub(super) fn of(app: &App, lang: Lang, names: &BTreeMap<AuthorityId, String>, event: &OpenEvent) -> Entry {
    let say = app.words().of(lang);
    let base = &app.settings().base_url;
    let what = say.t(&phrases::event_key(event.name()));
    let title = match event.title() {
        Some(title) => format!("{what}: {title}"),
        None => format!("{what}: {}", say.t("redacted")),
    };
    let page = event.initiative().map(|id| format!("{base}/{lang}/initiatives/{id}")).unwrap_or_default();
    let at = atom_time(event.at());
    let who = who(say, names, event.by());
    Entry {
        title: Text::plain(title),
        id: urn(app, &format!("event {}", event.position())),
        updated: at,
        published: Some(at),
        authors: who.iter().map(|name| Person { name: name.clone(), ..Person::default() }).collect(),
        categories: vec![Category { term: event.name().to_owned(), scheme: None, label: Some(what) }],
        links: vec![link("alternate", page, "text/html")],
        content: Some(Content {
            value: Some(content(say, names, event, who.as_deref())),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

/// Authorities that an entry calls by their names.
pub(super) fn named(event: &OpenEvent) -> impl Iterator<Item = AuthorityId> + '_ {
    let acting = match event.by() {
        Some(OpenActor::Official { authority, .. }) => authority.clone(),
        Some(
            OpenActor::Participant { .. } | OpenActor::Resident | OpenActor::Clock | OpenActor::Installation,
        )
        | None => None,
    };
    acting.into_iter().chain(event.custody().cloned())
}

fn who(say: Say<'_>, names: &BTreeMap<AuthorityId, String>, by: Option<&OpenActor>) -> Option<String> {
    Some(match by? {
        OpenActor::Official { authority, .. } => {
            let authority = authority.as_ref()?;
            names.get(authority).cloned().unwrap_or_else(|| authority.to_string())
        }
        OpenActor::Participant { .. } | OpenActor::Resident => say.t("actor-resident"),
        OpenActor::Clock => say.t("actor-clock"),
        OpenActor::Installation => say.t("actor-installation"),
    })
}

fn content(
    say: Say<'_>,
    names: &BTreeMap<AuthorityId, String>,
    event: &OpenEvent,
    who: Option<&str>,
) -> String {
    let mut texts = Vec::new();
    let told = event.published().or(event.details());
    collect(told.unwrap_or(&Value::Null), None, &mut texts);
    let custody = event.custody().map(|id| names.get(id).cloned().unwrap_or_else(|| id.to_string()));
    let body = html! {
        @if let Some(date) = event.done_on() {
            p { (say.date(date)) @if let Some(who) = who { ". " (who) } }
        }
        @for (field, text) in texts {
            @if let Some(label) = field.and_then(|field| say.maybe(&format!("field-{}", field.replace('_', "-")), &[])) {
                h3 { (label) }
            }
            @match text {
                Some(text) => { (crate::layout::paragraphs(text)) }
                None => p { em { (say.t("redacted")) } },
            }
        }
        @if let Some(custody) = custody { p { (say.with("feed-custody", &[("authority", custody.into())])) } }
    };
    body.into_string()
}

/// The texts of an event with the names of their fields; nothing for one that was redacted.
fn collect<'e>(
    value: &'e Value,
    field: Option<&'e str>,
    texts: &mut Vec<(Option<&'e str>, Option<&'e str>)>,
) {
    match value {
        Value::Object(fields) if fields.contains_key("key") => {
            texts.push((field, fields.get("text").and_then(Value::as_str)));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, Some(name.as_str()), texts));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, field, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
