//! The outgoing book: every letter that was sent, with what it answers.

use aggregates::actor::Actor;
use aggregates::ids::{AttachmentId, AuthorityId};
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Channel;
use aggregates::initiative::obligation::TermChange;
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::cases::{self, Case};
use crate::record::Record;
use crate::stored::{Moment, Plain, Word, instant, moment, plain, plain_or_none, signed, word};

pub(super) const SCHEMA: &str = "
    CREATE TABLE outgoing (
        position INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        initiative TEXT NOT NULL,
        authority TEXT NOT NULL,
        year INTEGER NOT NULL,
        number TEXT NOT NULL,
        sent_on TEXT NOT NULL,
        channel TEXT NOT NULL,
        nth INTEGER NOT NULL,
        letter TEXT
    );
    CREATE TABLE owed (
        initiative TEXT NOT NULL,
        nth INTEGER NOT NULL,
        position INTEGER NOT NULL,
        event TEXT NOT NULL,
        done_on TEXT NOT NULL,
        due TEXT NOT NULL,
        PRIMARY KEY (initiative, nth)
    ) WITHOUT ROWID;
";

/// A letter that was sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outgoing {
    /// The initiative it is about.
    #[serde(flatten)]
    pub case: Case,
    /// The position of `AnswerDispatched`: the order of the book, and the cursor.
    pub position: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The authority's outgoing number.
    pub number: String,
    /// The date on the letter.
    pub sent_on: Date,
    /// By which way.
    pub channel: Channel,
    /// The dispatch obligation it met.
    pub nth: u32,
    /// The letter itself, where it was attached.
    pub letter: Option<AttachmentId>,
    /// What it answers: the step that made it due.
    pub answers: Option<Answered>,
}

/// The step that a letter tells the author of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The position of its event.
    pub position: u64,
    /// That event's name.
    pub event: String,
    /// The date of the step.
    pub done_on: Date,
    /// By when the letter was due.
    pub due: Date,
}

/// A page of the outgoing book, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutgoingPage {
    /// The lines.
    pub items: Vec<Outgoing>,
    /// The cursor of the next page, if there is more.
    pub next: Option<u64>,
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    if let Fact::AnswerDispatched { nth, outgoing_number, channel, letter } = &event.fact {
        // A letter is sent by an official; his authority's book it goes into.
        let Actor::Official { authority, .. } = &event.by else {
            return Err(ApplyError::unknown("sender of a letter about", &record.stream_id));
        };
        tx.prepare_cached(
            "INSERT INTO outgoing (position, at, initiative, authority, year, number, sent_on, channel, nth, letter)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            signed(record.position),
            Moment(record.at),
            record.stream_id,
            Plain(authority),
            event.done_on.year(),
            outgoing_number,
            Plain(event.done_on),
            Word(channel),
            nth,
            letter.map(Plain),
        ])?;
    }
    for change in &event.terms {
        let TermChange::Started(term) = change else { continue };
        if term.kind == TermKind::Dispatch {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO owed (initiative, nth, position, event, done_on, due)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                record.stream_id,
                term.nth,
                signed(record.position),
                event.fact.name(),
                Plain(event.done_on),
                Plain(term.due.date),
            ])?;
        }
    }
    Ok(())
}

/// The letters that an authority sent in a year, oldest first, after the position
/// where a page ended, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn outgoing(
    connection: &Connection,
    authority: &AuthorityId,
    year: i16,
    after: Option<u64>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<OutgoingPage> {
    let mut items = connection
        .prepare_cached(&format!(
            "SELECT l.*, d.position AS step, d.event AS step_event, d.done_on AS step_on, d.due, {}
             FROM outgoing l CROSS JOIN cases c ON c.initiative = l.initiative
                 AND c.from_position <= ?4 AND c.to_position > ?4
             LEFT JOIN owed d ON d.initiative = l.initiative AND d.nth = l.nth
             WHERE l.authority = ?1 AND l.year = ?2 AND l.position > ?3 AND l.position <= ?4
             ORDER BY l.position LIMIT ?5",
            cases::COLUMNS
        ))?
        .query_map(
            params![Plain(authority), year, after.map_or(0, signed), instant(as_of), i64::from(limit) + 1],
            read,
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(OutgoingPage { items, next })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Outgoing> {
    let step: Option<u64> = row.get("step")?;
    let answers = match step {
        Some(position) => Some(Answered {
            position,
            event: row.get("step_event")?,
            done_on: plain(row, "step_on")?,
            due: plain(row, "due")?,
        }),
        None => None,
    };
    Ok(Outgoing {
        case: cases::read(row)?,
        position: row.get("position")?,
        at: moment(row, "at")?,
        number: row.get("number")?,
        sent_on: plain(row, "sent_on")?,
        channel: word(row, "channel")?,
        nth: row.get("nth")?,
        letter: plain_or_none(row, "letter")?,
        answers,
    })
}
