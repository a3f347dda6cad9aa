//! What is sent: an event as the public record of changes tells it.

use engine::Entropy;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::open::OpenEvent;

/// The name of a message that nothing caused but somebody who tries a receiver.
const TRIAL: &str = "webhook.test";
/// The name of what another program recorded on the same tables.
const UNKNOWN: &str = "unknown";

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The same for every attempt: by it a receiver drops what it has.
    pub(super) id: String,
    pub(super) body: String,
}

#[derive(Serialize)]
struct Body<'e> {
    #[serde(rename = "type")]
    name: &'e str,
    /// As the event tells it: of what residents do by themselves, the beginning of the day.
    timestamp: Timestamp,
    data: &'e OpenEvent,
}

impl Message {
    /// Of an event of a journal, by its hash, to a receiver.
    pub(super) fn of(event: &OpenEvent, (journal, hash): (Uuid, &[u8; 32]), receiver: Uuid) -> Self {
        let digest = Sha256::new().chain_update(receiver).chain_update(journal).chain_update(hash).finalize();
        let name = Some(event.name()).filter(|name| !name.is_empty()).unwrap_or(UNKNOWN);
        let body = Body { name, timestamp: event.at(), data: event };
        Self {
            id: format!("msg_{}", hex::encode(&digest[..16])),
            body: serde_json::to_string(&body).expect("an event is made of what JSON can say"),
        }
    }

    /// To try a receiver.
    pub(super) fn trial(entropy: &Entropy, at: Timestamp, receiver: Uuid) -> Self {
        let body = json!({ "type": TRIAL, "timestamp": at, "data": { "receiver": receiver } });
        Self { id: format!("msg_{}", entropy.uuid_v4().simple()), body: body.to_string() }
    }
}
