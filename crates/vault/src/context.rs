//! Where a sealed value belongs.

use aggregates::ids::ParticipantId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The place for which something is sealed: what is sealed for one does not
/// open in another. The field is added where it is known, see [`Self::bytes`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The id of the journal.
    pub log: Uuid,
    /// The kind of the event's stream: `initiative`.
    pub stream_kind: String,
    /// The id of the event's stream.
    pub stream_id: String,
    /// The command whose event holds the value.
    pub command_id: Uuid,
}

impl Context {
    /// The bytes that ciphertext and commitment are bound to. `field` is the
    /// key of the JSON object nearest above the value, and so the same in the
    /// command and in the event, however deep it lies; the values of one list
    /// share it. `subject` is there for what is sealed under a subject's key.
    ///
    /// `veche sealed 1`, a zero byte, the log (16 bytes), the subject (0, or 1
    /// and 16 bytes), stream kind, stream id (each after its length in 4 bytes,
    /// big-endian), the command (16 bytes), the field (as the stream).
    pub fn bytes(&self, field: &str, subject: Option<ParticipantId>) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160);
        bytes.extend_from_slice(b"veche sealed 1\0");
        bytes.extend_from_slice(self.log.as_bytes());
        match subject {
            None => bytes.push(0),
            Some(ParticipantId(id)) => {
                bytes.push(1);
                bytes.extend_from_slice(id.as_bytes());
            }
        }
        push_text(&mut bytes, &self.stream_kind);
        push_text(&mut bytes, &self.stream_id);
        bytes.extend_from_slice(self.command_id.as_bytes());
        push_text(&mut bytes, field);
        bytes
    }
}

/// A text after its length, so that no two sequences of texts are the same bytes.
pub(crate) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    let length = u32::try_from(text.len()).expect("no name here is 4 GB long");
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_have_the_same_bytes() {
        let here = Context {
            log: Uuid::from_u128(1),
            stream_kind: "initiative".into(),
            stream_id: "a".into(),
            command_id: Uuid::from_u128(2),
        };
        let subject = ParticipantId(Uuid::from_u128(3));
        let places = [
            here.bytes("title", None),
            here.bytes("titl", None),
            here.bytes("title", Some(subject)),
            here.bytes("title", Some(ParticipantId(Uuid::from_u128(4)))),
            Context { log: Uuid::from_u128(9), ..here.clone() }.bytes("title", None),
            Context { command_id: Uuid::from_u128(9), ..here.clone() }.bytes("title", None),
            Context { stream_id: "b".into(), ..here.clone() }.bytes("title", None),
            Context { stream_kind: "initiativea".into(), stream_id: String::new(), ..here }
                .bytes("title", None),
        ];
        for (at, place) in places.iter().enumerate() {
            assert!(!places[..at].contains(place), "{at}");
        }
    }
}
