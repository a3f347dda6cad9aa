//! The facts of an event as a view keeps them: texts by their keys, nothing sealed;
//! and as it shows them: with the texts that can be read today.

use aggregates::ids::TextId;
use aggregates::kept::{OPEN, SEALED};
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::record::Record;
use crate::texts::{self, Readable};
use crate::{ApplyError, stored};

/// A part of an event without its sealed bytes: they are the journal's to keep. The
/// texts whose keys stand in it are kept beside it.
pub(crate) fn keep(
    tx: &Transaction<'_>,
    record: &Record,
    part: &impl Serialize,
) -> Result<Value, ApplyError> {
    let mut kept = serde_json::to_value(part).map_err(stored::unwritable)?;
    let mut keys = Vec::new();
    unseal(&mut kept, &mut keys);
    for key in keys {
        texts::keep_key(tx, record, key)?;
    }
    Ok(kept)
}

fn unseal(value: &mut Value, keys: &mut Vec<TextId>) {
    match value {
        Value::Object(fields) => {
            if let Some(key) = fields.get(OPEN).and_then(Value::as_str) {
                keys.extend(key.parse::<TextId>());
                empty(fields);
            } else if fields.contains_key(SEALED) {
                empty(fields);
            } else {
                fields.values_mut().for_each(|field| unseal(field, keys));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| unseal(item, keys)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn empty(fields: &mut Map<String, Value>) {
    for name in ["commitment", "ciphertext"] {
        fields.insert(name.to_owned(), Value::String(String::new()));
    }
}

/// The facts of an event enum's variant, without its name.
pub(crate) fn facts(variant: Value) -> Value {
    match variant {
        Value::Object(fields) => fields.into_iter().next().map_or(Value::Null, |(_, fields)| fields),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            debug_assert!(other.is_string(), "a variant is its name or an object under its name");
            json!({})
        }
    }
}

/// The same of an event that holds no text and nothing sealed, as JSON.
pub(crate) fn facts_told(event: &impl Serialize) -> Result<String, ApplyError> {
    let told = serde_json::to_string(event).map_err(stored::unwritable)?;
    // `{"Name":{…}}`, or `"Name"` of one that says no more. A name needs no escapes.
    let facts = told.strip_prefix('{').and_then(|told| told.split_once(':')?.1.strip_suffix('}'));
    Ok(facts.unwrap_or("{}").to_owned())
}

/// Puts readable texts in the place of their keys: `{"text": …, "redacted": …, "key": …}`,
/// and `{"sealed": true}` for what is private.
pub(crate) fn fill(connection: &Connection, value: &mut Value) -> rusqlite::Result<()> {
    match value {
        Value::Object(fields) => {
            if let Some(key) = fields.get(OPEN).and_then(Value::as_str).and_then(|key| key.parse().ok()) {
                let Readable { text, redacted } = texts::read(connection, key)?;
                *value = json!({ "text": text, "redacted": redacted, "key": key.to_string() });
            } else if fields.contains_key(SEALED) {
                *value = json!({ "sealed": true });
            } else {
                for field in fields.values_mut() {
                    fill(connection, field)?;
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                fill(connection, item)?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}
