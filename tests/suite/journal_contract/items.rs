//! Items for tests, short to write.

use jiff::Timestamp;
use journal::{EntryText, EntryTime, Guard, Item, Journal, NewEvent, StreamAppend, StreamId, Verdict};
use uuid::Uuid;

pub(crate) fn stream(id: &str) -> StreamId {
    StreamId::new("thing", id)
}

pub(crate) fn event(name: &str) -> NewEvent {
    NewEvent {
        event_type: name.into(),
        event_version: "1.0".into(),
        payload: format!(r#"{{"{name}":{{}}}}"#),
        metadata: r#"{"actor":"test"}"#.into(),
        entry: entry(EntryTime::Instant),
    }
}

/// An entry that says when.
pub(crate) fn entry(time: EntryTime) -> EntryText {
    EntryText { before: r#"{"at":""#.into(), time, after: r#""}"#.into() }
}

/// `count` events for a stream that has `expected`.
pub(crate) fn write(id: &str, expected: u64, count: u64) -> StreamAppend {
    let events = (1..=count).map(|number| event(&format!("Happened{number}"))).collect();
    StreamAppend { stream: stream(id), expected, events }
}

pub(crate) fn guard(id: &str, sequence: u64) -> Guard {
    Guard { stream: stream(id), sequence }
}

/// The number stands for command id, digest and body alike.
pub(crate) fn item(number: u128, appends: impl Into<Vec<StreamAppend>>) -> Item {
    guarded(number, appends, [])
}

pub(crate) fn guarded(
    number: u128,
    appends: impl Into<Vec<StreamAppend>>,
    guards: impl Into<Vec<Guard>>,
) -> Item {
    Item {
        command_id: Uuid::from_u128(number),
        digest: [number.to_le_bytes()[0]; 32],
        at: Timestamp::UNIX_EPOCH,
        appends: appends.into(),
        guards: guards.into(),
    }
}

pub(crate) async fn append(journal: &Journal, item: Item) -> Verdict {
    journal.append(item).await.expect("a verdict")
}

pub(crate) fn committed(first: u64, last: u64) -> Verdict {
    Verdict::Committed { first, last }
}
