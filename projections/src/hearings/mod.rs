//! Hearings of all initiatives, announced and recorded, by date.

mod list;

#[cfg(test)]
mod tests;

pub use crate::cases::Case;
pub use list::{Cursor, Filter, Hearing, Page, Protocol, list};

use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::stored::{Plain, signed};
use crate::{ApplyError, Projection, cases, texts};

/// The hearings.
pub struct Hearings;

const SCHEMA: &str = "
    CREATE TABLE hearings (
        position INTEGER PRIMARY KEY,
        initiative TEXT NOT NULL,
        held_on TEXT NOT NULL,
        utc_offset TEXT NOT NULL,
        starts_at INTEGER,
        place TEXT,
        recorded_position INTEGER,
        protocol TEXT,
        present INTEGER,
        votes_for INTEGER,
        votes_against INTEGER
    );
    CREATE INDEX hearings_of ON hearings (initiative, held_on, position);
    CREATE TABLE offsets (
        initiative TEXT PRIMARY KEY,
        utc_offset TEXT NOT NULL
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX hearings_on ON hearings (held_on, position);
";

impl Projection for Hearings {
    fn name(&self) -> &'static str {
        "hearings"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, cases::SCHEMA, SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
            Event::Support(_)
            | Event::Territory(_)
            | Event::Authority(_)
            | Event::Register(_)
            | Event::Official(_)
            | Event::Participant(_)
            | Event::Comment(_)
            | Event::Assessment(_)
            | Event::Installation(_)
            | Event::Foreign => Ok(()),
        }
    }
}

fn apply_initiative(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    cases::apply(tx, record, event)?;
    // Who has it holds its hearings, by his own time.
    if let Some(custody) = event.moved.as_ref().and_then(|moved| moved.custody.as_ref()) {
        tx.prepare_cached("INSERT OR REPLACE INTO offsets (initiative, utc_offset) VALUES (?1, ?2)")?
            .execute(params![record.stream_id, Plain(custody.offset)])?;
    }
    let position = signed(record.position);
    if let Fact::HearingAnnounced { on, starts_at, place } = &event.fact {
        texts::keep(tx, record, place)?;
        tx.prepare_cached(
            "INSERT INTO hearings (position, initiative, held_on, utc_offset, starts_at, place)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            position,
            record.stream_id,
            Plain(on),
            offset(tx, record)?,
            starts_at,
            Plain(place.key)
        ])?;
    }
    if let Fact::HearingRecorded { held_on, protocol, present, votes_for, votes_against } = &event.fact {
        texts::keep(tx, record, protocol)?;
        // The protocol of the hearing announced for that day; or of one that was not announced.
        let announced: Option<i64> = tx
            .prepare_cached(
                "SELECT position FROM hearings
                 WHERE initiative = ?1 AND held_on = ?2 AND recorded_position IS NULL
                 ORDER BY position LIMIT 1",
            )?
            .query_row(params![record.stream_id, Plain(held_on)], |row| row.get(0))
            .optional()?;
        if announced.is_none() {
            tx.prepare_cached(
                "INSERT INTO hearings (position, initiative, held_on, utc_offset) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                position,
                record.stream_id,
                Plain(held_on),
                offset(tx, record)?
            ])?;
        }
        tx.prepare_cached(
            "UPDATE hearings SET recorded_position = ?2, protocol = ?3, present = ?4, votes_for = ?5,
                 votes_against = ?6
             WHERE position = ?1",
        )?
        .execute(params![
            announced.unwrap_or(position),
            position,
            Plain(protocol.key),
            present,
            votes_for,
            votes_against,
        ])?;
    }
    Ok(())
}

fn offset(tx: &Transaction<'_>, record: &Record) -> Result<String, ApplyError> {
    tx.prepare_cached("SELECT utc_offset FROM offsets WHERE initiative = ?1")?
        .query_row([&record.stream_id], |row| row.get(0))
        .optional()?
        .ok_or_else(|| ApplyError::unknown("custody of initiative", &record.stream_id))
}
