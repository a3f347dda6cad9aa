//! `veche journal export`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ::journal::{Journal, JournalError, Recorded};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::exit::{Exit, Failure};
use crate::output::Output;

const PAGE: usize = 2000;

/// One line. The order of the fields is the order on the line.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    stream: Stream<'a>,
    sequence: u64,
    #[serde(rename = "type")]
    event_type: &'a str,
    version: &'a str,
    at: Timestamp,
    /// As the journal recorded it; nothing for rows that came without one.
    actor: Option<String>,
    payload: &'a RawValue,
}

#[derive(Serialize)]
struct Stream<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: &'a str,
}

pub(super) async fn run(journal: &Journal, output: &mut Output) -> Result<Exit, Failure> {
    let mut after = 0;
    loop {
        let page = journal.read(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(Exit::Done) };
        after = last.position;
        for event in &page {
            write(event, output)?;
        }
    }
}

fn write(event: &Recorded, output: &mut Output) -> Result<(), Failure> {
    let damaged = |what: &str, error: serde_json::Error| {
        let what = format!("the {what} at position {} is not JSON: {error}", event.position);
        Failure::from(JournalError::Corrupt { what })
    };
    let payload = on_one_line(&event.payload);
    let payload: &RawValue = serde_json::from_str(&payload).map_err(|error| damaged("payload", error))?;
    let mut metadata: BTreeMap<String, String> =
        serde_json::from_str(&event.metadata).map_err(|error| damaged("metadata", error))?;
    output.json(&Line {
        position: event.position,
        stream: Stream { kind: &event.stream.kind, id: &event.stream.id },
        sequence: event.sequence,
        event_type: &event.event_type,
        version: &event.event_version,
        at: event.at,
        actor: metadata.remove("actor"),
        payload,
    })?;
    Ok(())
}

/// A line break in JSON text can only stand between tokens: a blank does as well.
fn on_one_line(payload: &str) -> Cow<'_, str> {
    if payload.contains(['\n', '\r']) {
        Cow::Owned(payload.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(payload)
    }
}
