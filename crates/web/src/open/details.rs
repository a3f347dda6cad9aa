//! Events' details without what is not the public's: texts that nobody looked through,
//! people, files.

use aggregates::ids::{InitiativeId, ParticipantId};
use serde_json::{Map, Value, json};

use super::pseudonym;

/// Fields that hold a person, wherever they stand.
const PEOPLE: [&str; 5] = ["author", "participant", "person", "supporter", "by"];
/// Fields that lead to files, to what is sealed, or from a public case to a private one.
const NOT_OPEN: [&str; 5] = ["attachments", "letter", "linked", "linked_from", "confirmed"];

/// What a text is to the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// It passed the gate and can be read, unless it was redacted since.
    Open,
    /// Nobody looked through it.
    Withheld,
}

/// The details as anybody may have them. A text that can be read stands as
/// `{"key", "text"}`; one that was redacted as `{"key", "redacted": true}`, with what was
/// left of it as `text`; one that is not public as `{"withheld": true}`. People of an
/// initiative go by their pseudonyms there, and nowhere else by anything.
pub(super) fn open(details: Value, texts: Texts, initiative: Option<InitiativeId>) -> Value {
    match details {
        Value::Object(fields) if is_text(&fields) => text(&fields, texts),
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| !NOT_OPEN.contains(&name.as_str()));
            let kept = kept.filter_map(|(name, value)| {
                let value = match person(&name, &value) {
                    Some(person) => Value::String(pseudonym(initiative?, person).to_string()),
                    None => open(value, texts, initiative),
                };
                Some((name, value))
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.into_iter().map(|item| open(item, texts, initiative)).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// The person that a field names, if it names one.
pub(super) fn person(name: &str, value: &Value) -> Option<ParticipantId> {
    if PEOPLE.contains(&name) { value.as_str()?.parse().ok() } else { None }
}

fn is_text(fields: &Map<String, Value>) -> bool {
    ["text", "redacted", "key"].iter().all(|name| fields.contains_key(*name))
}

fn text(fields: &Map<String, Value>, texts: Texts) -> Value {
    let key = &fields["key"];
    match (texts, &fields["text"], fields["redacted"] == true) {
        (Texts::Withheld, ..) => json!({ "withheld": true }),
        // Its key went before this view was built: the event that says so comes later.
        (Texts::Open, Value::Null, _) => json!({ "key": key, "redacted": true }),
        (Texts::Open, masked, true) => json!({ "key": key, "redacted": true, "text": masked }),
        (Texts::Open, text, false) => json!({ "key": key, "text": text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INITIATIVE: InitiativeId = InitiativeId(uuid::Uuid::from_u128(7));

    fn readable(text: Option<&str>, redacted: bool) -> Value {
        json!({ "text": text, "redacted": redacted, "key": "k" })
    }

    #[test]
    fn a_text_is_open_masked_gone_or_withheld() {
        let shown = |text, texts| open(json!({ "reasons": text }), texts, None)["reasons"].clone();
        let told = readable(Some("why"), false);
        assert_eq!(shown(told.clone(), Texts::Open), json!({ "key": "k", "text": "why" }));
        assert_eq!(shown(told, Texts::Withheld), json!({ "withheld": true }));
        let masked = json!({ "key": "k", "redacted": true, "text": "w…" });
        assert_eq!(shown(readable(Some("w…"), true), Texts::Open), masked);
        for gone in [readable(None, true), readable(None, false)] {
            assert_eq!(shown(gone, Texts::Open), json!({ "key": "k", "redacted": true }));
        }
    }

    #[test]
    fn people_go_by_their_pseudonyms_and_files_do_not_go_at_all() {
        let person = ParticipantId(uuid::Uuid::from_u128(9));
        let details = json!({
            "author": person, "by": person, "inner": [{ "participant": person }],
            "attachments": [{ "id": 1 }], "linked": "x", "theme": "roads",
        });
        let other = pseudonym(INITIATIVE, person);
        let expected = json!({
            "author": other, "by": other, "inner": [{ "participant": other }], "theme": "roads",
        });
        assert_eq!(open(details.clone(), Texts::Open, Some(INITIATIVE)), expected);
        let nobody = json!({ "inner": [{}], "theme": "roads" });
        assert_eq!(open(details, Texts::Open, None), nobody);
    }
}
