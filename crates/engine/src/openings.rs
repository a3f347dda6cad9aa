//! With what anybody checks that a text he reads is the one that the log commits to.

use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::{Fact, Initiative};
use aggregates::kept::{Open, SEALED};
use cqrs_es::Aggregate;
use journal::StreamId;
use serde::Deserialize;
use serde_json::Value;
use vault::{Opening, VaultError};

use crate::cold::event;
use crate::sample::find;
use crate::sealing::command_of;
use crate::{Engine, EngineError};

/// A text or value of an event that can be read today, with its opening.
///
/// Whether who asks may read it is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedText {
    /// Where its commitment stands in the entry: `fact.Published.fields.title`.
    pub path: String,
    /// The opening.
    pub opening: Opening,
}

/// What of an event is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The texts that the public may come to read.
    Open,
    /// What is private: recording who opens it, and why, comes first.
    Sealed,
}

impl Engine {
    /// The texts or the private values of an event whose keys live; none for a position that has
    /// no event.
    ///
    /// # Errors
    ///
    /// If journal or vault cannot be read.
    pub async fn openings(&self, position: u64, kept: Kept) -> Result<Vec<OpenedText>, EngineError> {
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
            let opening = match (kept, Open::deserialize(value)) {
                (Kept::Open, Ok(open)) => inner.vault.proven(&context, field, &open).await?,
                (Kept::Sealed, _) if value.get(SEALED).is_some() => {
                    match inner.vault.proven_sealed(&context, field, value).await {
                        Err(VaultError::Erased { .. }) => None,
                        opened => Some(opened?),
                    }
                }
                (Kept::Open | Kept::Sealed, _) => None,
            };
            opened.extend(opening.map(|opening| OpenedText { path, opening }));
        }
        Ok(opened)
    }

    /// The position at which an initiative was submitted, and by whom, if there is one.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read.
    pub async fn submission_of(
        &self,
        initiative: InitiativeId,
    ) -> Result<Option<(u64, ParticipantId)>, EngineError> {
        let stream = StreamId::new(Initiative::TYPE, initiative.to_string());
        for row in self.journal().load(&stream, 0).await? {
            if let Fact::Submitted { author, .. } = event::<Initiative>(&row)?.fact {
                return Ok(Some((row.position, author)));
            }
        }
        Ok(None)
    }
}
