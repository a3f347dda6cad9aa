//! Which journal this is and how far it has come.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::JournalError;

/// Whose time a journal records; fixed when it is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The world's. Appends more than 60 s away from the database's clock are refused.
    Real,
    /// A made-up one, for simulations, demonstrations and tests.
    Simulated,
}

impl ClockKind {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Simulated => "simulated",
        }
    }

    pub(crate) fn stored(word: &str) -> Result<Self, JournalError> {
        match word {
            "real" => Ok(Self::Real),
            "simulated" => Ok(Self::Simulated),
            other => Err(JournalError::Corrupt { what: format!("{other:?} is no kind of clock") }),
        }
    }
}

impl fmt::Display for ClockKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What never changes about a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Given at creation. A view of another journal shows itself by it.
    pub id: Uuid,
    /// Whose time it records.
    pub clock: ClockKind,
}

/// The end of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last position given; 0 when the journal is empty.
    pub position: u64,
    /// The time of the event there; `None` when the journal is empty.
    pub at: Option<Timestamp>,
}

/// Counts over the whole journal. Computing them reads all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// The last position given.
    pub head: u64,
    /// Events held; equals `head` in a sound journal.
    pub events: u64,
    /// Streams that have at least one event.
    pub streams: u64,
    /// Events by event type.
    pub by_type: BTreeMap<String, u64>,
    /// Bytes of all payloads and metadata.
    pub bytes: u64,
}
