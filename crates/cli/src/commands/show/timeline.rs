//! What happened, one line an event.

use std::io;

use aggregates::actor::Actor;
use projections::initiative::Page;
use serde_json::Value;

use crate::output::Output;
use crate::table::Table;
use crate::words::spaced;

/// Characters of a text that a line shows.
const SHOWN: usize = 60;

pub(super) fn tell(page: &Page, output: &mut Output) -> io::Result<()> {
    output.gap()?;
    output.title("Timeline (date on the document; position in the journal)")?;
    let mut table = Table::new(["done on", "position", "event", "by", "what"]).indented(2);
    for entry in &page.timeline {
        let mut what = Vec::new();
        gather("", &entry.details, &mut what);
        let by = by(&entry.by, page);
        what.retain(|fact| fact.strip_prefix("authority ") != Some(by.as_str()));
        table.row([
            entry.done_on.to_string(),
            entry.position.to_string(),
            entry.event.to_owned(),
            by,
            what.join(", "),
        ]);
    }
    table.write(output)
}

fn by(actor: &Actor, page: &Page) -> String {
    match actor {
        Actor::Official { authority, .. } => authority.to_string(),
        Actor::Participant(id) if Some(*id) == page.author => "the author".to_owned(),
        Actor::Participant(_) => "a participant".to_owned(),
        Actor::Engine => "the clock".to_owned(),
        Actor::Installation => "the installation".to_owned(),
    }
}

/// Facts and texts, however deep; lists only by their length.
pub(in crate::commands) fn gather(name: &str, value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Bool(false) => {}
        Value::Bool(true) => into.push(spaced(name)),
        Value::Number(_) => into.push(format!("{} {value}", spaced(name))),
        Value::String(text) => into.push(format!("{} {text}", spaced(name))),
        Value::Array(list) if list.is_empty() => {}
        Value::Array(list) => into.push(format!("{} ({})", spaced(name), list.len())),
        Value::Object(fields) => match (fields.get("text"), fields.get("redacted"), fields.get("sealed")) {
            (Some(Value::String(text)), Some(_), _) => into.push(format!("{} “{}”", spaced(name), cut(text))),
            (Some(_), Some(_), _) => into.push(format!("{} (no longer readable)", spaced(name))),
            (_, _, Some(Value::Bool(true))) => into.push(format!("{} (sealed)", spaced(name))),
            _ => fields.iter().for_each(|(name, value)| gather(name, value, into)),
        },
    }
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let start: String = line.chars().take(SHOWN).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_texts_and_what_is_private_are_told_apart() {
        let details = json!({
            "again": false,
            "agrees": true,
            "ordinal": 7,
            "reasons": { "text": "Too\nexpensive", "redacted": false },
            "gone": { "text": null, "redacted": true },
            "letter": { "sealed": true },
            "outcome": { "refused": { "ground": "M2" } },
        });
        let mut what = Vec::new();
        gather("", &details, &mut what);
        what.sort();
        assert_eq!(
            what,
            [
                "agrees",
                "gone (no longer readable)",
                "ground M2",
                "letter (sealed)",
                "ordinal 7",
                "reasons “Too expensive”"
            ]
        );
    }
}
