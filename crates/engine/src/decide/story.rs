//! The history of one initiative with its texts, for what a decision has to read.

use std::collections::BTreeMap;

use aggregates::ids::TextId;
use aggregates::initiative::fields::Fields;
use aggregates::initiative::{Fact, Initiative, InitiativeEvent};
use aggregates::kept::Open;
use aggregates::seen::Seen;
use journal::{Recorded, StreamId};
use serde_json::Value;
use vault::{Context, Text};

use crate::EngineError;
use crate::cold::event;
use crate::sealing::command_of;
use crate::session::Session;

/// The events up to the sequence that was seen.
pub(super) struct Story {
    pub(super) events: Vec<InitiativeEvent>,
    /// Those whose keys live.
    texts: BTreeMap<TextId, String>,
    /// Where the first event's values are sealed for.
    pub(super) beginning: Context,
}

impl Session<'_> {
    pub(super) async fn story(&self, seen: &Seen<Initiative>) -> Result<Story, EngineError> {
        let stream = StreamId::new("initiative", seen.id.as_str());
        let mut recorded = self.engine.journal.load(&stream, 0).await?;
        recorded.retain(|row| row.sequence <= seen.sequence);
        let place = |row: &Recorded| self.engine.place(&stream, command_of(row));
        let beginning = recorded.first().map(place);
        let beginning =
            beginning.ok_or_else(|| EngineError::NotFound { what: "initiative", id: seen.id.clone() })?;
        let mut sealed: Vec<(Context, Value)> = Vec::with_capacity(recorded.len());
        let mut events = Vec::with_capacity(recorded.len());
        for row in &recorded {
            events.push(event::<Initiative>(row)?);
            sealed.push((place(row), crate::sealing::json(&events.last())));
        }
        let asked: Vec<_> = sealed.iter().map(|(place, payload)| (place, payload)).collect();
        let opened = self.engine.vault.open_many(&asked).await?;
        let texts = opened.into_iter().flatten().filter_map(|(key, text)| match text {
            Text::Readable(text) => Some((key, text)),
            Text::Destroyed => None,
        });
        Ok(Story { events, texts: texts.collect(), beginning })
    }
}

impl Story {
    /// The proposal as it stands.
    pub(super) fn fields(&self) -> Option<&Fields> {
        self.events.iter().rev().find_map(|event| match &event.fact {
            Fact::Submitted { fields, .. } | Fact::Revised { fields, .. } => Some(fields),
            Fact::Clarified { fields, .. } | Fact::Published { fields, .. } => fields.as_ref(),
            _ => None,
        })
    }

    /// A text, while its key lives.
    pub(super) fn text(&self, text: &Open) -> Option<&str> {
        self.texts.get(&text.key).map(String::as_str)
    }

    /// Whether a text stands, or stood, in this very initiative.
    pub(super) fn holds(&self, text: TextId) -> bool {
        let key = format!("\"{}\":\"{text}\"", aggregates::kept::OPEN);
        self.events.iter().any(|event| crate::sealing::json(event).to_string().contains(&key))
    }
}
