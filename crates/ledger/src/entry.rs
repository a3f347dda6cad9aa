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

/// The number of this format, as it stands in every entry.
pub const FORMAT: u64 = 1;
/// Bytes that an entry may have.
pub const MAX_ENTRY: usize = 4096;
/// Characters that a code may have.
const MAX_CODE: usize = 160;
/// Integers that every reader of JSON keeps.
const MAX_INTEGER: u64 = (1 << 53) - 1;

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
        let text = |value: &str| Value::from(value).to_string();
        let before = format!(
            r#"{{"v":{FORMAT},"log":{},"stream":{},"sequence":{},"type":{},"version":{},"at":""#,
            text(self.log),
            text(self.stream),
            self.sequence,
            text(self.event_type),
            text(self.version),
        );
        let commitments = serde_json::to_string(self.commitments).expect("texts by texts are JSON");
        let after =
            format!(r#"","public":{},"commitments":{commitments},"row":{}}}"#, self.public, text(self.row));
        (before, after)
    }
}

/// The entry of a row that another program wrote: SHA-256 of the row, in hexadecimal.
pub fn opaque(row: &str) -> Vec<u8> {
    format!(r#"{{"v":{FORMAT},"type":"opaque","row":"{row}"}}"#).into_bytes()
}

/// Whether a text is a code: an id, a date, a number of a document. At most 160
/// characters and no space: what a person writes in his own words is none.
pub fn is_code(text: &str) -> bool {
    text.chars().count() <= MAX_CODE && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

impl Entry {
    /// Reads an entry, strictly: there is one way to write it.
    ///
    /// # Errors
    ///
    /// [`EntryError`] says what is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(no(format!("it has {} bytes", bytes.len())));
        }
        let entry: Self = serde_json::from_slice(bytes).map_err(|error| no(error.to_string()))?;
        if entry.v != FORMAT {
            return Err(no(format!("its format is {}; {FORMAT} is known", entry.v)));
        }
        let whole = entry.log.is_some()
            && entry.stream.is_some()
            && entry.sequence.is_some()
            && entry.version.is_some()
            && entry.at.is_some()
            && entry.public.is_some()
            && entry.commitments.is_some();
        let bare = entry.log.is_none()
            && entry.stream.is_none()
            && entry.sequence.is_none()
            && entry.version.is_none()
            && entry.at.is_none()
            && entry.public.is_none()
            && entry.commitments.is_none();
        if !(if entry.event_type == "opaque" { bare } else { whole }) {
            return Err(no("a key is missing or too many".to_owned()));
        }
        if let Some(public) = &entry.public {
            check(public)?;
        }
        if !is_digest(&entry.row) || !entry.commitments.iter().flatten().all(|(_, hex)| is_digest(hex)) {
            return Err(no("a hash is not 64 digits".to_owned()));
        }
        if serde_json::to_vec(&entry).ok().as_deref() != Some(bytes) {
            return Err(no("its keys stand in another order, or spaces between them".to_owned()));
        }
        Ok(entry)
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

fn check(value: &Value) -> Result<(), EntryError> {
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) if number <= MAX_INTEGER => Ok(()),
            (None, Some(number)) if number.unsigned_abs() <= MAX_INTEGER => Ok(()),
            (_, _) => Err(no(format!("{number} is no integer below 2^53"))),
        },
        Value::String(text) if is_code(text) => Ok(()),
        Value::String(text) => Err(no(format!("{text:?} is no code"))),
        Value::Array(values) => values.iter().try_for_each(check),
        Value::Object(fields) => fields.values().try_for_each(check),
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn no(what: String) -> EntryError {
    EntryError { what }
}
