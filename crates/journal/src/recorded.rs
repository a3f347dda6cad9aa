//! An event in its place.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{JournalError, StreamId};

/// An event as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the one order: 1, 2, 3 … without gaps.
    pub position: u64,
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place in the stream: 1, 2, 3 … without gaps.
    pub sequence: u64,
    /// The event's name.
    pub event_type: String,
    /// The version of its shape.
    pub event_version: String,
    /// JSON text, byte for byte as it was appended.
    pub payload: String,
    /// A flat JSON object of strings, byte for byte as it was appended.
    pub metadata: String,
    /// When the journal recorded it, to the microsecond; never before the
    /// event at the position before.
    pub at: Timestamp,
}

impl Recorded {
    /// SHA-256 over all fields, each prefixed with its length (8 bytes, big
    /// endian); numbers are 8 bytes big endian, the time in microseconds since
    /// 1970. Equal on both stores and after a copy.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        field(&self.position.to_be_bytes());
        field(self.stream.kind.as_bytes());
        field(self.stream.id.as_bytes());
        field(&self.sequence.to_be_bytes());
        field(self.event_type.as_bytes());
        field(self.event_version.as_bytes());
        field(self.payload.as_bytes());
        field(self.metadata.as_bytes());
        field(&self.at.as_microsecond().to_be_bytes());
        hasher.finalize().into()
    }
}

/// A stored position, sequence or count.
pub(crate) fn unsigned(stored: i64) -> Result<u64, JournalError> {
    u64::try_from(stored)
        .map_err(|_| JournalError::Corrupt { what: format!("{stored} is no position or count") })
}

/// A position or sequence as both databases store it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A stored time, in microseconds since 1970.
pub(crate) fn time(stored: i64) -> Result<Timestamp, JournalError> {
    Timestamp::from_microsecond(stored)
        .map_err(|_| JournalError::Corrupt { what: format!("{stored} µs is no point in time") })
}

/// A stored SHA-256.
pub(crate) fn digest(stored: &[u8]) -> Result<[u8; 32], JournalError> {
    stored.try_into().map_err(|_| JournalError::Corrupt { what: "a digest is not 32 bytes long".into() })
}
