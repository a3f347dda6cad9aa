//! What is handed to the journal, and what it answers.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use uuid::Uuid;

use crate::JournalError;

/// One aggregate's history, by the aggregate's type and id. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// The aggregate type, for example `initiative`. Never empty.
    pub kind: Arc<str>,
    /// The aggregate id, unique within its kind. Never empty.
    pub id: Arc<str>,
}

impl StreamId {
    /// The stream of the aggregate `id` of type `kind`.
    pub fn new(kind: impl Into<Arc<str>>, id: impl Into<Arc<str>>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.kind, self.id)
    }
}

/// An event that has no place in the order yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The event's name, for example `Submitted`.
    pub event_type: String,
    /// The version of its shape, for example `1.0`.
    pub event_version: String,
    /// JSON text; stored byte for byte.
    pub payload: String,
    /// A flat JSON object whose values are strings; stored byte for byte.
    pub metadata: String,
    /// What the public ledger says of it.
    pub entry: EntryText,
}

/// The bytes of an event's ledger entry, around the time that only the append knows.
///
/// Recorded are `before`, the time, `after`, at most [`MAX_ENTRY`] bytes together. The
/// journal does not look into them: what an entry says is the ledger's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryText {
    /// What comes before the time.
    pub before: String,
    /// How much of the time is told.
    pub time: EntryTime,
    /// What comes after the time.
    pub after: String,
}

/// How exactly an entry tells when its event was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryTime {
    /// To the microsecond: `2026-11-26T07:00:00.000000Z`.
    Instant,
    /// Only the day in UTC: `2026-11-26`. For what could be linked to a person by its time.
    Day,
}

/// Bytes that an entry may have.
pub const MAX_ENTRY: usize = 4096;

impl EntryTime {
    /// The time as it stands in an entry.
    pub fn of(self, at: Timestamp) -> String {
        let format = match self {
            Self::Instant => "%Y-%m-%dT%H:%M:%S%.6fZ",
            Self::Day => "%Y-%m-%d",
        };
        at.strftime(format).to_string()
    }
}

impl EntryText {
    /// The entry of an event recorded at `at`.
    pub fn at(&self, at: Timestamp) -> Vec<u8> {
        [&*self.before, &*self.time.of(at), &*self.after].concat().into_bytes()
    }

    fn longest(&self) -> usize {
        self.before.len() + self.time.of(Timestamp::UNIX_EPOCH).len() + self.after.len()
    }
}

/// Events for one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamAppend {
    /// The stream that grows.
    pub stream: StreamId,
    /// The sequence of its last event as the decision saw it; 0 when it has none.
    pub expected: u64,
    /// What is added, in order, at sequences `expected + 1` onwards. Not empty.
    pub events: Vec<NewEvent>,
}

/// A stream that the decision relied on without writing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The stream that was looked at.
    pub stream: StreamId,
    /// The sequence it had, and must still have at the append; 0 when it had none.
    pub sequence: u64,
}

/// What one command wants recorded: all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same id is recorded once; asking again answers with the same positions.
    pub command_id: Uuid,
    /// SHA-256 of the command's body: the same id with another body is refused.
    pub digest: [u8; 32],
    /// When it happens, kept to the microsecond. Recorded is the later of this
    /// and the time of the last event in the journal.
    pub at: Timestamp,
    /// At least one, each of another stream.
    pub appends: Vec<StreamAppend>,
    /// Any number. A guard on a stream that the item also writes is allowed and
    /// looks at the stream as it was before.
    pub guards: Vec<Guard>,
}

/// The journal's answer to an [`Item`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Recorded at these positions, both inclusive.
    Committed {
        /// Position of the first event.
        first: u64,
        /// Position of the last event.
        last: u64,
    },
    /// Nothing recorded: a stream to be written is not at the expected sequence.
    Conflict {
        /// The first such stream in the item's order.
        stream: StreamId,
    },
    /// Nothing recorded: a guarded stream is not where the decision saw it.
    GuardMoved {
        /// The first such stream in the item's order.
        stream: StreamId,
    },
    /// Nothing new: this command was recorded before, at these positions.
    Repeated {
        /// Position of its first event.
        first: u64,
        /// Position of its last event.
        last: u64,
    },
    /// Nothing recorded: the command id belongs to another body.
    IdReused,
}

/// What is remembered of a command that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRecord {
    /// The id its sender gave it.
    pub command_id: Uuid,
    /// SHA-256 of its body.
    pub digest: [u8; 32],
    /// Position of its first event.
    pub first: u64,
    /// Position of its last event.
    pub last: u64,
}

impl Item {
    /// Refuses what neither store could keep, before it can spoil a batch.
    pub(crate) fn check(&self) -> Result<(), JournalError> {
        let mut written = HashSet::new();
        if self.appends.is_empty() {
            return Err(malformed("it appends to no stream"));
        }
        for append in &self.appends {
            check_stream(&append.stream)?;
            if append.events.is_empty() {
                return Err(malformed(format!("it appends no event to {}", append.stream)));
            }
            if !written.insert(&append.stream) {
                return Err(malformed(format!("it appends to {} twice", append.stream)));
            }
            if append.expected > u64::from(u32::MAX) {
                return Err(malformed(format!("no stream has {} events", append.expected)));
            }
            append.events.iter().try_for_each(check_event)?;
        }
        for guard in &self.guards {
            check_stream(&guard.stream)?;
            if guard.sequence > u64::from(u32::MAX) {
                return Err(malformed(format!("no stream has {} events", guard.sequence)));
            }
        }
        Ok(())
    }

    /// How many events it appends.
    pub(crate) fn events(&self) -> usize {
        self.appends.iter().map(|append| append.events.len()).sum()
    }
}

fn malformed(what: impl Into<String>) -> JournalError {
    JournalError::Malformed { what: what.into() }
}

fn check_name(what: &str, text: &str) -> Result<(), JournalError> {
    if text.is_empty() || text.contains('\0') {
        return Err(malformed(format!("its {what} {text:?} is empty or holds a NUL")));
    }
    Ok(())
}

fn check_stream(stream: &StreamId) -> Result<(), JournalError> {
    check_name("stream's kind", &stream.kind)?;
    check_name("stream's id", &stream.id)
}

fn check_event(event: &NewEvent) -> Result<(), JournalError> {
    check_name("event's type", &event.event_type)?;
    check_name("event's version", &event.event_version)?;
    let length = event.entry.longest();
    if length > MAX_ENTRY {
        return Err(malformed(format!("the entry of {} has {length} bytes", event.event_type)));
    }
    check_json(&event.payload, &event.metadata).map_err(malformed)
}

/// Says what is wrong with stored or to be stored JSON, if anything.
pub(crate) fn check_json(payload: &str, metadata: &str) -> Result<(), String> {
    serde_json::from_str::<IgnoredAny>(payload).map_err(|error| format!("a payload is not JSON: {error}"))?;
    serde_json::from_str::<BTreeMap<String, String>>(metadata)
        .map_err(|error| format!("a metadata is not a flat JSON object of strings: {error}"))?;
    Ok(())
}
