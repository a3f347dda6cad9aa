//! The bytes of one leaf: what the log says of one event.
//!
//! A JSON object with a fixed order of keys and no space between them:
//!
//! ```text
//! {"v":1,"log":ORIGIN,"stream":KIND/ID,"sequence":N,"type":NAME,"version":N.N,
//!  "at":TIME,"public":FACTS,"commitments":{PATH:HEX,…},"row":HEX}
//! ```
//!
//! A row that another program wrote has only `{"v":1,"type":"opaque","row":HEX}`.
//! Numbers are integers below 2^53; texts inside `public` are codes: see [`is_code`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EntryRef;

/// The number of this format, as it stands in every entry.
pub const FORMAT: u64 = 1;
/// Bytes that an entry may have.
pub const MAX_ENTRY: usize = 4096;
/// Characters that a code may have.
pub(crate) const MAX_CODE: usize = 160;
/// Integers that every reader of JSON keeps.
pub(crate) const MAX_INTEGER: u64 = (1 << 53) - 1;

/// What the log says of an event, but for the time, which only the append knows.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The origin of the log.
    pub log: &'a str,
    /// Kind and id of the stream, with a slash between them.
    pub stream: &'a str,
    /// The place in the stream.
    pub sequence: u64,
    /// The event's name.
    pub event_type: &'a str,
    /// The version of its shape.
    pub version: &'a str,
    /// Its public facts.
    pub public: &'a Value,
    /// The commitment to each text and sealed value, by its path, in hexadecimal.
    pub commitments: &'a BTreeMap<String, String>,
    /// HMAC-SHA-256 of the row, in hexadecimal.
    pub row: &'a str,
}

/// An entry as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The number of the format.
    pub v: u64,
    /// The origin of the log; nothing in an opaque entry, as all that follows but `type` and `row`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Kind and id of the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<String>,
    /// The place in the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// The event's name, or `opaque`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The version of its shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// When it was recorded, to the microsecond, or only the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Its public facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<Value>,
    /// The commitments, by path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitments: Option<BTreeMap<String, String>>,
    /// HMAC-SHA-256, of an opaque one SHA-256, of the row.
    pub row: String,
}

/// Bytes are no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no entry of the log: {what}")]
pub struct EntryError {
    /// What is wrong, in a sentence.
    pub what: String,
}

impl Facts<'_> {
    /// The entry's bytes before and after the time.
    pub fn around_time(&self) -> (String, String) {
        let Self { log, stream, sequence, event_type, version, public, commitments, row } = *self;
        let before = Before { v: FORMAT, log, stream, sequence, event_type, version };
        let mut before = serde_json::to_string(&before).expect("texts and numbers are JSON");
        before.pop();
        before.push_str(r#","at":""#);
        let after = serde_json::to_string(&After { public, commitments, row }).expect("facts are JSON");
        (before, [r#"","#, &after[1..]].concat())
    }
}

/// An object that ends where the time begins.
#[derive(Serialize)]
struct Before<'a> {
    v: u64,
    log: &'a str,
    stream: &'a str,
    sequence: u64,
    #[serde(rename = "type")]
    event_type: &'a str,
    version: &'a str,
}

/// An object that begins where the time ends.
#[derive(Serialize)]
struct After<'a> {
    public: &'a Value,
    commitments: &'a BTreeMap<String, String>,
    row: &'a str,
}

/// The entry of a row that another program wrote: SHA-256 of the row, in hexadecimal.
pub fn opaque(row: &str) -> Vec<u8> {
    format!(r#"{{"v":{FORMAT},"type":"opaque","row":"{row}"}}"#).into_bytes()
}

/// Whether a text is a code: an id, a date, a number of a document. At most 160
/// characters and no space: what a person writes in his own words is none.
pub fn is_code(text: &str) -> bool {
    let short = text.len() <= MAX_CODE || text.chars().count() <= MAX_CODE;
    short && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

impl Entry {
    /// Reads an entry, strictly: there is one way to write it.
    ///
    /// # Errors
    ///
    /// [`EntryError`] says what is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        EntryRef::parse(bytes)?;
        serde_json::from_slice(bytes).map_err(|error| no(error.to_string()))
    }

    /// Whether another program wrote the row.
    pub fn is_opaque(&self) -> bool {
        self.event_type == "opaque"
    }

    /// Kind and id of the stream.
    pub fn stream(&self) -> Option<(&str, &str)> {
        self.stream.as_deref()?.split_once('/')
    }
}

pub(crate) fn no(what: String) -> EntryError {
    EntryError { what }
}
