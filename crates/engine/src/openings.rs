//! With what anybody checks that a text he reads is the one that the log commits to.

use aggregates::kept::Open;
use serde::Deserialize;
use serde_json::Value;
use vault::Opening;

use crate::sample::find;
use crate::sealing::command_of;
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
        // It was written here, or by a program whose rows open nothing.
        let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
        let context = inner.place(&row.stream, command_of(&row));
        let mut committed = Vec::new();
        find("", "", &payload, &mut committed);
        let mut opened = Vec::new();
        for (path, field, value) in committed {
            let Ok(open) = Open::deserialize(value) else { continue };
            let opening = inner.vault.proven(&context, field, &open).await?;
            opened.extend(opening.map(|opening| OpenedText { path, opening }));
        }
        Ok(opened)
    }
}
