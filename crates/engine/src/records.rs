//! Recorded events on their way to the views: parsed once, their texts opened.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use aggregates::kept::OPEN;
use journal::{Journal, Recorded, StreamId};
use projections::{Event, Hash, ParseError, Record};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use vault::{Context, IdentityKey, KeyId, Text, Vault};

use crate::ViewError;
use crate::aside::Asides;
use crate::coverage::destroyed_by;
use crate::hot::Copies;
use crate::sealing::destroy;

/// Opens what the views may show.
pub(crate) struct Records {
    vault: Vault,
    journal: Journal,
    /// Keys of people in the memory of this node.
    identities: Arc<Copies<IdentityKey>>,
    /// What an operator let the views pass over.
    pub(crate) asides: Asides,
}

/// What is read of an event's metadata.
#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    command_id: Uuid,
}

impl Records {
    pub(crate) fn new(
        vault: Vault,
        journal: Journal,
        identities: Arc<Copies<IdentityKey>>,
        asides: Asides,
    ) -> Self {
        Self { vault, journal, identities, asides }
    }

    /// The event, or why it cannot be read; what was set aside says nothing to any view.
    fn read(&self, row: &Recorded) -> Result<(Event, Metadata), ViewError> {
        parsed(row).or_else(|source| {
            if self.asides.has(row)? {
                return Ok((Event::Foreign, Metadata::default()));
            }
            Err(ViewError::Unreadable {
                position: row.position,
                event_type: row.event_type.clone(),
                stream: row.stream.to_string(),
                source: Arc::new(source),
            })
        })
    }

    /// Why the views cannot go on with this event, if they cannot.
    pub(crate) fn unreadable(&self, row: &Recorded) -> Option<ViewError> {
        self.read(row).err()
    }

    /// The events up to the first that cannot be read, and why not.
    ///
    /// Keys whose end is recorded are destroyed first, should whoever recorded it
    /// have died before he could.
    pub(crate) async fn of(
        &self,
        recorded: Vec<Recorded>,
    ) -> Result<(Vec<Record>, Option<ViewError>), ViewError> {
        let mut events = Vec::with_capacity(recorded.len());
        let mut metadata: Vec<Metadata> = Vec::with_capacity(recorded.len());
        let mut unreadable = None;
        for row in &recorded {
            match self.read(row) {
                Ok((event, about)) => {
                    events.push(event);
                    metadata.push(about);
                }
                Err(error) => {
                    unreadable = Some(error);
                    break;
                }
            }
        }
        for (row, event) in recorded.iter().zip(&events) {
            if let Some(key) = destroyed_by(row, event) {
                if !self.vault.is_destroyed(key).await.map_err(failed)? {
                    destroy(&self.vault, key).await.map_err(failed)?;
                }
                self.vault.drop_cached(key);
                if let KeyId::Subject(person) = key {
                    self.identities.forget(&person.to_string());
                }
            }
        }
        let mut texts = self.texts(&recorded, &events, &metadata).await?;
        let earlier = self.earlier(&recorded, &events).await?;
        let all = recorded.into_iter().zip(events).zip(earlier).zip(metadata);
        let records = all.map(|(((row, event), earlier), metadata)| Record {
            position: row.position,
            at: row.at,
            stream_kind: row.stream.kind.to_string(),
            stream_id: row.stream.id.to_string(),
            sequence: row.sequence,
            event_type: row.event_type.clone(),
            actor: metadata.actor,
            event,
            earlier,
            texts: texts.remove(&row.position).unwrap_or_default(),
            hash: Hash::of(move || row.hash()),
        });
        Ok((records.collect(), unreadable))
    }

    /// What each event builds on. Of streams that begin before these events it is read; views
    /// need no index of streams for it while they are built.
    async fn earlier(&self, recorded: &[Recorded], events: &[Event]) -> Result<Vec<Vec<Event>>, ViewError> {
        let rows = || recorded.iter().zip(events);
        let builds_on = rows().filter(|(_, event)| event.builds_on());
        let mut given: HashMap<&StreamId, Vec<Event>> =
            builds_on.map(|(row, _)| (&row.stream, Vec::new())).collect();
        if given.is_empty() {
            return Ok(vec![Vec::new(); events.len()]);
        }
        let (mut begun, mut asked) = (HashSet::new(), Vec::new());
        for (row, event) in rows().filter(|(row, _)| given.contains_key(&row.stream)) {
            if event.begins() {
                begun.insert(&row.stream);
            } else if event.builds_on() && begun.insert(&row.stream) {
                asked.push(row);
            }
        }
        let streams = asked.iter().map(|row| row.stream.clone()).collect();
        for (row, stream) in asked.iter().zip(self.journal.load_each(streams).await?) {
            let given = given.entry(&row.stream).or_default();
            for before in stream.iter().take_while(|before| before.sequence < row.sequence) {
                self.read(before)?.0.follow(given);
            }
        }
        let earlier = |(row, event): (&Recorded, &Event)| {
            given.get_mut(&row.stream).map(|given| event.follow(given)).unwrap_or_default()
        };
        Ok(rows().map(earlier).collect())
    }

    /// The readable texts of each position that has any.
    async fn texts(
        &self,
        recorded: &[Recorded],
        events: &[Event],
        metadata: &[Metadata],
    ) -> Result<BTreeMap<u64, BTreeMap<aggregates::ids::TextId, String>>, ViewError> {
        let mut sealed = Vec::new();
        for ((row, event), metadata) in recorded.iter().zip(events).zip(metadata) {
            if row.payload.contains(OPEN) && *event != Event::Foreign {
                // It was parsed as an event already.
                let payload: Value = serde_json::from_str(&row.payload).unwrap_or_default();
                sealed.push((row.position, self.place(&row.stream, metadata.command_id), payload));
            }
        }
        let asked: Vec<_> = sealed.iter().map(|(_, place, payload)| (place, payload)).collect();
        let opened = self.vault.open_many(&asked).await.map_err(failed)?;
        let readable = |(key, text)| match text {
            Text::Readable(text) => Some((key, text)),
            Text::Destroyed => None,
        };
        Ok(sealed
            .iter()
            .zip(opened)
            .map(|((position, ..), texts)| (*position, texts.into_iter().filter_map(readable).collect()))
            .collect())
    }

    fn place(&self, stream: &StreamId, command_id: Uuid) -> Context {
        Context {
            log: self.journal.identity().id,
            stream_kind: stream.kind.to_string(),
            stream_id: stream.id.to_string(),
            command_id,
        }
    }
}

/// An event with what stands beside it; both have to be readable.
fn parsed(row: &Recorded) -> Result<(Event, Metadata), ParseError> {
    let event = Event::parse(&row.stream.kind, &row.event_type, &row.event_version, &row.payload)?;
    let metadata = serde_json::from_str(&row.metadata).map_err(|source| ParseError::Malformed {
        stream_kind: row.stream.kind.to_string(),
        event_type: row.event_type.clone(),
        version: row.event_version.clone(),
        source,
    })?;
    Ok((event, metadata))
}

fn failed(error: vault::VaultError) -> ViewError {
    ViewError::Vault(Arc::new(error))
}
