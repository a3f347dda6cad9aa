//! The facts of an event as they are recorded, with the texts that can be read today.

use maud::{Markup, html};
use serde_json::Value;

use crate::layout::paragraphs;
use crate::words::Say;

/// Names and values, nested as the event has them. What is sealed stays sealed.
pub(super) fn tree(say: Say<'_>, value: &Value) -> Markup {
    html! {
        @match value {
            Value::Null => span.soft { "–" },
            Value::Bool(yes) => (say.t(if *yes { "yes" } else { "no" })),
            Value::Number(number) => (number),
            Value::String(text) => span.value { (text) },
            Value::Array(items) => {
                @if items.is_empty() { span.soft { "–" } }
                @else { ol.tree { @for item in items { li { (tree(say, item)) } } } }
            },
            Value::Object(fields) => {
                @if fields.get("sealed") == Some(&Value::Bool(true)) {
                    span.tag { (say.t("audit-sealed")) }
                } @else if ["text", "redacted", "key"].iter().all(|name| fields.contains_key(*name)) {
                    (text(say, fields))
                } @else if fields.is_empty() {
                    span.soft { "–" }
                } @else {
                    dl.facts { @for (name, value) in fields { dt { (label(say, name)) } dd { (tree(say, value)) } } }
                }
            }
        }
    }
}

fn text(say: Say<'_>, fields: &serde_json::Map<String, Value>) -> Markup {
    html! {
        @if let Some(text) = fields["text"].as_str() { blockquote { (paragraphs(text)) } }
        @if fields["redacted"] == true { span.tag.warn { (say.t("text-redacted")) } }
        @else if fields["text"].is_null() { span.soft { "–" } }
    }
}

/// What the screens call a field; its own name, where they have none for it.
fn label(say: Say<'_>, name: &str) -> Markup {
    html! {
        @match say.maybe(&format!("field-{}", name.replace('_', "-")), &[]) {
            Some(label) => (label),
            None => code { (name) },
        }
    }
}
