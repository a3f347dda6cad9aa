//! What the public ledger says of an event: codes, numbers and dates; of texts and of what
//! is sealed only commitments; of people only what they go by in one initiative.

use std::collections::BTreeMap;
use std::fmt;

use aggregates::assessment::Assessment;
use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::Initiative;
use aggregates::kept::{OPEN, SEALED};
use aggregates::participant::Participant;
use aggregates::support::Support;
use cqrs_es::Aggregate;
use journal::{EntryText, EntryTime, NewEvent, StreamId};
use ledger::{Facts, is_code};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::secrets::keyed;

/// Fields that hold a person, wherever they stand.
const PEOPLE: [&str; 5] = ["author", "participant", "person", "supporter", "by"];
/// Fields that lead to files, from a public case to a private one, or quote a text.
const NOT_PUBLIC: [&str; 5] = ["letter", "linked", "linked_from", "confirmed", "spans"];

/// Where an event will stand.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) stream: &'a StreamId,
    pub(crate) sequence: u64,
    /// The case is nobody's business but that of those concerned.
    pub(crate) confidential: bool,
}

/// Another name for a person, the same within one initiative and nowhere else: one can
/// see that two comments are of one person, and not what else he did.
pub fn pseudonym(initiative: InitiativeId, person: ParticipantId) -> ParticipantId {
    let mut hash = Sha256::new();
    hash.update(b"veche pseudonym 1 ");
    hash.update(initiative.0.as_bytes());
    hash.update(person.0.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    ParticipantId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The stream as the log names it: a participant's goes by another name there.
pub(crate) fn stream_name(stream: &StreamId) -> String {
    match (&*stream.kind, stream.id.parse()) {
        (Participant::TYPE, Ok(person)) => {
            format!("{}/{}", stream.kind, pseudonym(InitiativeId(Uuid::nil()), person))
        }
        (_, _) => stream.to_string(),
    }
}

/// How exactly the log tells when something happened in a stream: what a resident did
/// by himself is told by the day.
pub(crate) fn time_told(stream: &StreamId) -> EntryTime {
    match &*stream.kind {
        Support::TYPE | Assessment::TYPE => EntryTime::Day,
        _ => EntryTime::Instant,
    }
}

/// Before place, salt and metadata are known.
pub(crate) fn pending() -> EntryText {
    EntryText { before: String::new(), time: EntryTime::Instant, after: String::new() }
}

/// The entry of an event that is whole but for its entry.
pub(crate) fn of(origin: &str, place: Place<'_>, event: &NewEvent, salt: &[u8; 16]) -> EntryText {
    let (public, commitments) = public(place, &event.payload);
    let row = row(salt, &event.payload, &event.metadata);
    let facts = Facts {
        log: origin,
        stream: &stream_name(place.stream),
        sequence: place.sequence,
        event_type: &event.event_type,
        version: &event.event_version,
        public: &public,
        commitments: &commitments,
        row: &row,
    };
    let (before, after) = facts.around_time();
    EntryText { before, time: time_told(place.stream), after }
}

/// What binds an entry to its row: HMAC-SHA-256 under the salt of the payload, a zero
/// byte, and the metadata, as they are stored; hexadecimal.
pub(crate) fn row(salt: &[u8; 16], payload: &str, metadata: &str) -> String {
    hex::encode(keyed(salt, &[payload.as_bytes(), b"\0", metadata.as_bytes()]))
}

/// The public facts of a payload, and its commitments by their path in it.
pub(crate) fn public(place: Place<'_>, payload: &str) -> (Value, BTreeMap<String, String>) {
    // It was written here, or checked to be JSON by the journal.
    let mut payload: Value = serde_json::from_str(payload).unwrap_or_default();
    let mut walk = Walk { initiative: initiative(place.stream, &payload), commitments: BTreeMap::new() };
    let facts = if walk.keeps(&mut payload, Path::Whole) { payload } else { json!({}) };
    let facts = if &*place.stream.kind == Participant::TYPE {
        json!({})
    } else if place.confidential {
        facts.get("moved").map_or_else(|| json!({}), |moved| json!({ "moved": moved }))
    } else {
        facts
    };
    (facts, walk.commitments)
}

/// The initiative within which people go by their pseudonyms.
fn initiative(stream: &StreamId, payload: &Value) -> Option<InitiativeId> {
    if &*stream.kind == Initiative::TYPE {
        return stream.id.parse().ok();
    }
    let facts = payload.as_object()?.values().next()?;
    facts.get("initiative")?.as_str()?.parse().ok()
}

/// Takes out of a payload what is not public.
struct Walk {
    initiative: Option<InitiativeId>,
    commitments: BTreeMap<String, String>,
}

/// Where a value stands in a payload: names and numbers with dots between them.
#[derive(Clone, Copy)]
enum Path<'a> {
    Whole,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Field(Self::Whole, name) => out.write_str(name),
            Self::Item(Self::Whole, at) => write!(out, "{at}"),
            Self::Field(parent, name) => write!(out, "{parent}.{name}"),
            Self::Item(parent, at) => write!(out, "{parent}.{at}"),
        }
    }
}

impl Walk {
    /// Whether anything of a value is public; what is not is gone then.
    fn keeps(&mut self, value: &mut Value, path: Path<'_>) -> bool {
        match value {
            Value::Object(fields) => {
                if let Some(commitment) = commitment(fields) {
                    self.commitments.insert(path.to_string(), commitment.to_owned());
                    return false;
                }
                fields.retain(|name, value| self.keeps_field(name, value, path));
                true
            }
            Value::Array(values) => {
                let mut places = 0..;
                values.retain_mut(|value| {
                    let at = places.next().expect("it has no end");
                    self.keeps(value, Path::Item(&path, at))
                });
                true
            }
            Value::String(text) => is_code(text),
            // Not every reader keeps a fraction as it was.
            Value::Number(number) if number.is_f64() => {
                *value = Value::String(number.to_string());
                true
            }
            Value::Number(_) | Value::Bool(_) => true,
            Value::Null => false,
        }
    }

    fn keeps_field(&mut self, name: &str, value: &mut Value, path: Path<'_>) -> bool {
        let person = if PEOPLE.contains(&name) { value.as_str() } else { None };
        match (person.and_then(|person| person.parse().ok()), self.initiative) {
            (Some(person), Some(id)) => {
                *value = Value::String(pseudonym(id, person).to_string());
                true
            }
            (Some(_), None) => false,
            // Of what is not public the commitments stand in the log, the facts do not.
            (None, _) => self.keeps(value, Path::Field(&path, name)) && !NOT_PUBLIC.contains(&name),
        }
    }
}

/// The commitment of a text, of something sealed, or of a file.
fn commitment(fields: &Map<String, Value>) -> Option<&str> {
    let kept = fields.contains_key(OPEN) || fields.contains_key(SEALED) || fields.contains_key("media_type");
    if kept { fields.get("commitment")?.as_str() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "00000000-0000-0000-0000-000000000009";
    const INITIATIVE: &str = "00000000-0000-0000-0000-000000000007";

    fn at<'a>(stream: &'a StreamId, confidential: bool) -> Place<'a> {
        Place { stream, sequence: 1, confidential }
    }

    #[test]
    fn texts_and_files_become_commitments_and_people_pseudonyms() {
        let stream = StreamId::new("initiative", INITIATIVE);
        let (open, sealed, file) = ("ab".repeat(32), "cd".repeat(32), "ef".repeat(32));
        let payload = json!({
            "by": {"participant": PERSON}, "done_on": "2027-01-11",
            "fact": {"Submitted": {
                "author": PERSON, "home": "71826000",
                "fields": {"title": {"$open": "k", "chars": 3, "commitment": open, "ciphertext": "x"}},
                "letter": {"$sealed": PERSON, "commitment": sealed, "ciphertext": "x"},
                "attachments": [{"id": "a", "media_type": "image/png", "size": 3, "commitment": file}],
                "linked_from": INITIATIVE, "why": "because of my neighbour",
            }},
            "moved": {"stage": "awaiting_registration"},
        });
        let (facts, commitments) = public(at(&stream, false), &payload.to_string());
        let other = pseudonym(INITIATIVE.parse().expect("an id"), PERSON.parse().expect("an id"));
        let expected = json!({
            "by": {"participant": other}, "done_on": "2027-01-11",
            "fact": {"Submitted": {"author": other, "home": "71826000", "fields": {}, "attachments": []}},
            "moved": {"stage": "awaiting_registration"},
        });
        assert_eq!(facts, expected);
        let committed = BTreeMap::from([
            ("fact.Submitted.fields.title".to_owned(), open),
            ("fact.Submitted.letter".to_owned(), sealed),
            ("fact.Submitted.attachments.0".to_owned(), file),
        ]);
        assert_eq!(commitments, committed);
        let (facts, _) = public(at(&stream, true), &payload.to_string());
        assert_eq!(facts, json!({"moved": {"stage": "awaiting_registration"}}));
    }

    #[test]
    fn of_a_participant_the_log_tells_neither_id_nor_facts() {
        let stream = StreamId::new("participant", PERSON);
        let payload = json!({"ResidenceChanged": {"residence": "71826000", "on": "2027-01-11"}});
        assert_eq!(public(at(&stream, false), &payload.to_string()).0, json!({}));
        assert!(!stream_name(&stream).contains(PERSON));
    }

    #[test]
    fn a_support_is_told_by_its_tag_and_its_day() {
        let stream = StreamId::new("support", "tag");
        let payload = json!({"SupportGiven": {"initiative": INITIATIVE, "version": 1, "day": "2027-01-11"}});
        assert_eq!(public(at(&stream, false), &payload.to_string()).0, payload);
        assert_eq!((stream_name(&stream).as_str(), time_told(&stream)), ("support/tag", EntryTime::Day));
    }
}
