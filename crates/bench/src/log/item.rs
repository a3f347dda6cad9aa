//! Supports as the engine records them: payload, metadata and entry of the same sizes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use journal::{EntryText, EntryTime, Guard, Item, NewEvent, StreamAppend, StreamId};
use ledger::Facts;
use serde_json::json;
use uuid::Uuid;

/// The log's name.
pub(crate) const ORIGIN: &str = "veche.example.org/log";

/// What an event says of itself to the public log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entries {
    /// All that a support says: some 520 bytes.
    Whole,
    /// Two bytes: as near as the table comes to no entry.
    Bare,
}

/// The first event, which all others are guarded by.
pub(crate) fn first() -> Item {
    let mut item = support(0, Entries::Bare);
    item.guards.clear();
    item.appends[0].stream = initiative();
    item
}

fn initiative() -> StreamId {
    StreamId::new("initiative", Uuid::from_u128(1).to_string())
}

/// The support of that number, in a stream of its own, guarded by the initiative.
pub(crate) fn support(number: u64, entries: Entries) -> Item {
    let number = u128::from(number);
    let command_id = Uuid::from_u128((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
    let tag = format!("{:064x}", (number + 1).wrapping_mul(0x2545_f491_4f6c_dd1d_9e37_79b9_7f4a_7c15));
    let facts = json!({"SupportGiven": {
        "initiative": Uuid::from_u128(1), "version": 1, "channel": "web", "residence": "71826000",
        "path": ["71826000", "71800000", "RU"], "day": "2027-01-11",
    }});
    let metadata = json!({
        "actor": format!("participant/{command_id}"), "command_id": command_id, "asked_at": "1799650800000000",
        "salt": format!("{number:032x}"),
    });
    Item {
        command_id,
        digest: [7; 32],
        at: Timestamp::from_second(1_799_650_800).expect("a time"),
        guards: vec![Guard { stream: initiative(), sequence: 1 }],
        appends: vec![StreamAppend {
            stream: StreamId::new("support", tag.clone()),
            expected: 0,
            events: vec![NewEvent {
                event_type: "SupportGiven".to_owned(),
                event_version: "1.0".to_owned(),
                payload: facts.to_string(),
                metadata: metadata.to_string(),
                entry: entry(&tag, &facts, entries),
            }],
        }],
    }
}

fn entry(tag: &str, public: &serde_json::Value, entries: Entries) -> EntryText {
    if entries == Entries::Bare {
        return EntryText { before: String::new(), time: EntryTime::Day, after: String::new() };
    }
    let facts = Facts {
        log: ORIGIN,
        stream: &format!("support/{tag}"),
        sequence: 1,
        event_type: "SupportGiven",
        version: "1.0",
        public,
        commitments: &BTreeMap::new(),
        row: tag,
    };
    let (before, after) = facts.around_time();
    EntryText { before, time: EntryTime::Day, after }
}
