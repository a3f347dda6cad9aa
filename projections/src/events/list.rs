//! Reading the lines: filters, both orders, pages.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::find::find;
use super::row::{COLUMNS, Line, complete, read};
use crate::stored::{Plain, plain_or_none, signed};

/// Somebody whose acts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An official.
    Official(OfficialId),
    /// A participant. His supports and assessments are not among them: the journal
    /// does not say whose they are.
    Participant(ParticipantId),
}

/// Which events are asked for; everything that is given has to hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Done by this official or participant.
    pub actor: Option<Actor>,
    /// Done for this authority, or about an initiative that it had before or after the
    /// event, or about a term that it missed.
    pub authority: Option<AuthorityId>,
    /// Of this name.
    pub event_type: Option<String>,
    /// In streams of this aggregate type.
    pub stream_kind: Option<String>,
    /// In this stream.
    pub stream_id: Option<String>,
    /// About this initiative.
    pub initiative: Option<InitiativeId>,
    /// About an initiative whose home is this territory or part of it.
    pub within: Option<TerritoryId>,
    /// Recorded at this time or later.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only those whose date is not that of the day they were recorded.
    pub recorded_late: bool,
}

/// Which end of the journal comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last event.
    #[default]
    NewestFirst,
    /// The first event.
    OldestFirst,
}

/// The part of the journal to read, and from which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Only later positions.
    pub after: Option<u64>,
    /// Only earlier positions.
    pub before: Option<u64>,
    /// Which comes first.
    pub order: Order,
}

/// A page of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The lines.
    pub items: Vec<Line>,
    /// Where the next page begins, if there is more: `before` when the newest stands
    /// first, `after` when the oldest does.
    pub next: Option<u64>,
}

/// A sort of event that the journal has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventType {
    /// The aggregate type of its streams.
    pub stream_kind: String,
    /// Its name.
    pub event_type: String,
    /// How many there are today.
    pub count: u64,
}

/// The events that `filter` asks for in that part of the journal, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn list(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Page> {
    // One more tells whether there is more.
    let mut items = find(connection, filter, window, limit as usize + 1, as_of)?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for item in &mut items {
        complete(connection, item)?;
    }
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(Page { items, next })
}

/// The event at a position.
///
/// # Errors
///
/// If the view cannot be read.
pub fn event(connection: &Connection, position: u64) -> rusqlite::Result<Option<Line>> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM events e LEFT JOIN cases c ON c.created = e.about
             WHERE e.position = ?1"
        ))?
        .query_row([signed(position)], read)
        .optional()?;
    let Some(mut found) = found else { return Ok(None) };
    complete(connection, &mut found)?;
    Ok(Some(found))
}

/// Who had the initiative before the event at a position; nobody if it had just come.
///
/// # Errors
///
/// If the view cannot be read.
pub fn custody_before(
    connection: &Connection,
    initiative: InitiativeId,
    position: u64,
) -> rusqlite::Result<Option<AuthorityId>> {
    let found = connection
        .prepare_cached(
            "SELECT custody FROM events INDEXED BY events_about
             WHERE about = (SELECT created FROM cases WHERE initiative = ?1) AND position < ?2
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![Plain(initiative), signed(position)], |row| plain_or_none(row, "custody"))
        .optional()?;
    Ok(found.flatten())
}

/// Every sort of event that the journal has today, by stream and name.
///
/// # Errors
///
/// If the view cannot be read.
pub fn types(connection: &Connection) -> rusqlite::Result<Vec<EventType>> {
    connection
        .prepare_cached("SELECT stream_kind, event_type, count FROM types ORDER BY stream_kind, event_type")?
        .query_map([], |row| {
            Ok(EventType {
                stream_kind: row.get("stream_kind")?,
                event_type: row.get("event_type")?,
                count: row.get("count")?,
            })
        })?
        .collect()
}
