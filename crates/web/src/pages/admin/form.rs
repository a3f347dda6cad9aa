//! The form of an act: what was typed stands in it again, or what is set now.

use aggregates::procedure::themes;
use maud::{Markup, html};
use projections::directory::Official;
use serde_json::Value;

use super::acts::{Act, Field, Noun, What};
use crate::layout::{once, problem_box};
use crate::names::in_path;
use crate::pages::phrases;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// An act that was not done, with what was typed.
pub(super) struct Refused<'r> {
    pub(super) verb: &'r str,
    pub(super) typed: &'r Typed,
    pub(super) problem: &'r Problem,
}

/// What a form is filled from.
pub(super) struct Shown<'s> {
    pub(super) noun: Noun,
    /// Of what; nothing for a new one.
    pub(super) id: Option<&'s str>,
    /// What is set now, by the names of the fields.
    pub(super) now: Value,
    /// Who can be chosen where an official of the authority is asked for.
    pub(super) colleagues: &'s [Official],
    pub(super) refused: Option<&'s Refused<'s>>,
}

/// The forms of everything that can be done to it, each folded until it is wanted.
pub(super) fn all(visitor: &Visitor, shown: &Shown<'_>) -> Markup {
    let say = visitor.say();
    html! {
        @for act in shown.noun.changes() {
            @let open = shown.refused.is_some_and(|refused| refused.verb == act.verb);
            details.section open[open] {
                summary { h3 { (say.t(&title(shown.noun, act))) } }
                (one(visitor, shown, act))
            }
        }
    }
}

/// What an act is called.
pub(super) fn title(noun: Noun, act: &Act) -> String {
    format!("admin-{}-{}", noun.as_str(), act.verb.replace('_', "-"))
}

/// One form.
pub(super) fn one(visitor: &Visitor, shown: &Shown<'_>, act: &Act) -> Markup {
    let say = visitor.say();
    let refused = shown.refused.filter(|refused| refused.verb == act.verb);
    let place = shown.noun.place();
    let action = match shown.id {
        Some(id) => visitor.to(&format!("/admin/{place}/{}/{}", in_path(id), act.verb)),
        None => visitor.to(&format!("/admin/{place}/new")),
    };
    html! {
        form method="post" action=(action) {
            @if let Some(refused) = refused { (problem_box(visitor, refused.problem)) }
            (once(visitor, None))
            @for field in act.fields { (input(visitor, shown, act, field, refused)) }
            p { button.danger[matches!(act.verb, "abolish" | "dismiss" | "merge")] { (say.t(&title(shown.noun, act))) } }
        }
    }
}

fn input(
    visitor: &Visitor,
    shown: &Shown<'_>,
    act: &Act,
    field: &Field,
    refused: Option<&Refused<'_>>,
) -> Markup {
    let say = visitor.say();
    let short = field.name.rsplit('.').next().unwrap_or(field.name).replace('_', "-");
    // Elsewhere a name is that of whoever signs up.
    let label = if short == "name" { say.t("admin-name") } else { say.t(&format!("field-{short}")) };
    let hint = say.maybe(&format!("admin-hint-{short}"), &[]);
    let id = format!("{}-{short}", act.verb);
    let values = filled(shown, field, refused);
    let value = values.first().map(String::as_str);
    let wrong = refused.is_some_and(|refused| refused.problem.field.as_deref() == Some(field.name));
    let described = hint.as_ref().map(|_| format!("{id}-hint"));
    let optional = html! { @if !field.needed { " " span.soft { (say.t("admin-optional")) } } };
    let note = html! { @if let Some(hint) = hint { p.hint id={ (id) "-hint" } { (hint) } } };
    let line = |kind: &str| {
        html! {
            label for=(id) { (label) (optional) } (note)
            input id=(id) name=(field.name) type=(kind) value=[value] required[field.needed]
                aria-invalid=[wrong.then_some("true")] aria-describedby=[described.as_deref()];
        }
    };
    match field.what {
        What::Line => line("text"),
        What::Date => line("date"),
        What::Number => html! {
            label for=(id) { (label) (optional) } (note)
            input id=(id) name=(field.name) inputmode="numeric" value=[value] required[field.needed]
                aria-invalid=[wrong.then_some("true")] aria-describedby=[described.as_deref()];
        },
        What::Text => html! {
            label for=(id) { (label) (optional) } (note)
            textarea id=(id) name=(field.name) required[field.needed] aria-describedby=[described.as_deref()] {
                (value.unwrap_or_default())
            }
        },
        What::Tick => html! {
            p.check {
                input id=(id) type="checkbox" name=(field.name) checked[value.is_some()]; " "
                label for=(id) { (label) }
            }
            (note)
        },
        What::OneOf(about, words) => html! {
            label for=(id) { (label) (optional) } (note)
            select id=(id) name=(field.name) required[field.needed] {
                option value="" { "–" }
                @for word in words {
                    option value=(word) selected[value == Some(*word)] { (phrases::word(say, about, word)) }
                }
            }
        },
        What::Colleague => html! {
            label for=(id) { (label) (optional) } (note)
            select id=(id) name=(field.name) required[field.needed] {
                option value="" { "–" }
                @for one in shown.colleagues {
                    @let of = one.id.to_string();
                    option value=(of) selected[value == Some(of.as_str())] { (one.name.as_deref().unwrap_or("–")) }
                }
            }
        },
        What::SomeOf(about, words) => {
            let offered = words.iter().map(|word| ((*word).to_owned(), phrases::word(say, about, word)));
            ticks(&id, field.name, &label, note, offered, &values)
        }
        What::Themes => {
            let offered = themes().iter().map(|it| (it.id.to_string(), phrases::theme(say, &it.id)));
            ticks(&id, field.name, &label, note, offered, &values)
        }
        What::Colleagues => {
            let offered = shown
                .colleagues
                .iter()
                .map(|one| (one.id.to_string(), one.name.clone().unwrap_or_else(|| "–".to_owned())));
            ticks(&id, field.name, &label, note, offered, &values)
        }
    }
}

fn ticks(
    id: &str,
    name: &str,
    label: &str,
    note: Markup,
    offered: impl Iterator<Item = (String, String)>,
    values: &[String],
) -> Markup {
    html! {
        fieldset {
            legend { (label) } (note)
            @for (value, text) in offered {
                @let id = format!("{id}-{value}");
                p.check {
                    input id=(id) type="checkbox" name=(name) value=(value) checked[values.contains(&value)]; " "
                    label for=(id) { (text) }
                }
            }
        }
    }
}

/// What was typed; or else what is set now.
fn filled(shown: &Shown<'_>, field: &Field, refused: Option<&Refused<'_>>) -> Vec<String> {
    if let Some(refused) = refused {
        return refused.typed.all(field.name).map(str::to_owned).collect();
    }
    let now = field.name.split('.').try_fold(&shown.now, |value, name| value.get(name));
    match now {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Bool(true)) => vec!["on".to_owned()],
        Some(Value::Bool(false) | Value::Null | Value::Object(_)) | None => Vec::new(),
    }
}
