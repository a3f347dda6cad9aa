//! The incoming book: every registration, with its number.

use aggregates::ids::AuthorityId;
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::cases::{self, Case};
use crate::record::Record;
use crate::stored::{Moment, Plain, instant, moment, plain, signed};

pub(super) const SCHEMA: &str = "
    CREATE TABLE incoming (
        position INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        initiative TEXT NOT NULL,
        authority TEXT NOT NULL,
        year INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        number TEXT NOT NULL,
        registered_on TEXT NOT NULL,
        again INTEGER NOT NULL
    );
";

/// A registration.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incoming {
    /// The initiative that was registered, and how it came.
    #[serde(flatten)]
    pub case: Case,
    /// The position of `Registered`: the order of the book, and the cursor.
    pub position: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The year of the number.
    pub year: i16,
    /// 1, 2, 3 … in that year.
    pub ordinal: u32,
    /// As the authority writes it.
    pub number: String,
    /// The date in the world.
    pub registered_on: Date,
    /// It was registered here before: the old number stands, and so does its year.
    pub again: bool,
}

/// A page of the incoming book, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncomingPage {
    /// The lines.
    pub items: Vec<Incoming>,
    /// The cursor of the next page, if there is more.
    pub next: Option<u64>,
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    let Fact::Registered { authority, year, ordinal, number, again, .. } = &event.fact else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO incoming (position, at, initiative, authority, year, ordinal, number, registered_on, again)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        signed(record.position),
        Moment(record.at),
        record.stream_id,
        Plain(authority),
        year,
        ordinal,
        number,
        Plain(event.done_on),
        again,
    ])?;
    Ok(())
}

/// What an authority registered under numbers of a year, oldest first, after the
/// position where a page ended, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn incoming(
    connection: &Connection,
    authority: &AuthorityId,
    year: i16,
    after: Option<u64>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<IncomingPage> {
    let mut items = connection
        .prepare_cached(&format!(
            "SELECT i.*, {} FROM incoming i CROSS JOIN cases c ON c.initiative = i.initiative
                 AND c.from_position <= ?4 AND c.to_position > ?4
             WHERE i.authority = ?1 AND i.year = ?2 AND i.position > ?3 AND i.position <= ?4
             ORDER BY i.position LIMIT ?5",
            cases::COLUMNS
        ))?
        .query_map(
            params![Plain(authority), year, after.map_or(0, signed), instant(as_of), i64::from(limit) + 1],
            |row| {
                Ok(Incoming {
                    case: cases::read(row)?,
                    position: row.get("position")?,
                    at: moment(row, "at")?,
                    year: row.get("year")?,
                    ordinal: row.get("ordinal")?,
                    number: row.get("number")?,
                    registered_on: plain(row, "registered_on")?,
                    again: row.get("again")?,
                })
            },
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(IncomingPage { items, next })
}
