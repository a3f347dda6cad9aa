//! With what anybody checks that a text he reads is the one that the log commits to.

use aggregates::kept::{OPEN, Open};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use vault::{Context, Opening};

use crate::{Engine, EngineError};

/// A text of an event that can be read today, with its opening.
///
/// Whether the public may read it is not known here: see who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedText {
    /// Where its commitment stands in the entry: `fact.Published.fields.title`.
    pub path: String,
    /// The opening.
    pub opening: Opening,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    command_id: Uuid,
}

impl Engine {
    /// The texts of an event whose keys live; none for a position that has no event.
    ///
    /// # Errors
    ///
    /// If journal or vault cannot be read.
    pub async fn openings(&self, position: u64) -> Result<Vec<OpenedText>, EngineError> {
        let inner = self.inner();
        let rows = inner.journal.read(position.saturating_sub(1), 1).await?;
        let Some(row) = rows.into_iter().find(|row| row.position == position) else {
            return Ok(Vec::new());
        };
        // Both were written here, or by a program whose rows open nothing.
        let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
        let Metadata { command_id } = serde_json::from_str(&row.metadata).unwrap_or_default();
        let context = Context {
            log: inner.journal.identity().id,
            stream_kind: row.stream.kind.to_string(),
            stream_id: row.stream.id.to_string(),
            command_id,
        };
        let mut texts = Vec::new();
        collect(&payload, String::new(), "", &mut texts);
        let mut opened = Vec::with_capacity(texts.len());
        for (path, field, open) in texts {
            let opening = inner.vault.proven(&context, field, &open).await?;
            opened.extend(opening.map(|opening| OpenedText { path, opening }));
        }
        Ok(opened)
    }
}

/// Path, field and text of all that is readable in a payload. The members of one list share
/// their field, as in [`Context::bytes`].
fn collect<'p>(
    value: &'p Value,
    path: String,
    field: &'p str,
    found: &mut Vec<(String, &'p str, Open<Value>)>,
) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) if fields.contains_key(OPEN) => {
            found.extend(Open::deserialize(value).ok().map(|open| (path, field, open)));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, under(name), name, found));
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(at, value)| collect(value, under(&at.to_string()), field, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
