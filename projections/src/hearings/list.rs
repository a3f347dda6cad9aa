//! Reading the hearings.

use aggregates::ids::{InitiativeId, TerritoryId, TextId};
use calendar::UtcOffset;
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::cases::{self, Case};
use crate::question::Question;
use crate::stored::{Plain, instant, plain, plain_or_none, signed};
use crate::texts::{self, Readable};

/// Which hearings are asked for; everything that is given has to hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// On this day or later.
    pub from: Option<Date>,
    /// On this day or earlier.
    pub until: Option<Date>,
    /// Of initiatives whose home is this territory or part of it.
    pub within: Option<TerritoryId>,
    /// Of this initiative.
    pub initiative: Option<InitiativeId>,
    /// Only of initiatives that the public may read.
    pub published_only: bool,
}

/// A hearing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hearing {
    /// The initiative it is about.
    #[serde(flatten)]
    pub case: Case,
    /// The position of the announcement, or of the protocol where there was none: names it.
    pub position: u64,
    /// Whether it was announced.
    pub announced: bool,
    /// The local date.
    pub on: Date,
    /// Minutes after local midnight, where it was announced.
    pub starts_at: Option<u16>,
    /// The local time there.
    pub utc_offset: UtcOffset,
    /// Where, where it was announced.
    pub place: Option<Readable>,
    /// What was recorded of it, once it was.
    pub protocol: Option<Protocol>,
}

/// What was recorded of a hearing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Protocol {
    /// The position of `HearingRecorded`.
    pub position: u64,
    /// The protocol itself.
    pub text: Readable,
    /// People present.
    pub present: u32,
    /// Votes for.
    pub votes_for: u32,
    /// Votes against.
    pub votes_against: u32,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The date of its last hearing.
    pub on: Date,
    /// And its position.
    pub position: u64,
}

/// A page of hearings, by date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The hearings.
    pub items: Vec<Hearing>,
    /// The cursor of the next page, if there is more.
    pub next: Option<Cursor>,
}

/// A row with the keys of its texts.
struct Found {
    hearing: Hearing,
    place: Option<TextId>,
    protocol: Option<TextId>,
}

/// The hearings that `filter` asks for, by date, after a cursor, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn list(
    connection: &Connection,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Page> {
    let mut question = Question::default();
    let then = instant(as_of);
    question.ask_for("h.position <=", then);
    question.ask_for("c.from_position <=", then);
    question.ask_for("c.to_position >", then);
    question.ask_if("h.held_on >=", filter.from.map(Plain));
    question.ask_if("h.held_on <=", filter.until.map(Plain));
    question.ask_if("h.initiative =", filter.initiative.map(Plain));
    if let Some(Cursor { on, position }) = after {
        let (on, position) = (question.value(Plain(on)), question.value(signed(position)));
        question.ask(&format!("(h.held_on, h.position) > ({on}, {position})"));
    }
    if let Some(territory) = &filter.within {
        let value = question.value(Plain(territory.clone()));
        question.ask(&format!(
            "EXISTS (SELECT 1 FROM places p WHERE p.territory = {value} AND p.initiative = h.initiative)"
        ));
    }
    if filter.published_only {
        question.ask("c.public AND c.published");
    }
    let limit_value = question.value(i64::from(limit) + 1);
    let sql = format!(
        "SELECT h.*, {} FROM hearings h CROSS JOIN cases c ON c.initiative = h.initiative
         WHERE {} ORDER BY h.held_on, h.position LIMIT {limit_value}",
        cases::COLUMNS,
        question.conditions()
    );
    let found = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), |row| read(row, then))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = found.len() > limit as usize;
    let items = found
        .into_iter()
        .take(limit as usize)
        .map(|found| complete(connection, found))
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let last = items.last().filter(|_| more);
    let next = last.map(|last| Cursor { on: last.on, position: last.position });
    Ok(Page { items, next })
}

fn read(row: &Row<'_>, then: i64) -> rusqlite::Result<Found> {
    let recorded: Option<i64> = row.get("recorded_position")?;
    let protocol = match recorded.filter(|recorded| *recorded <= then) {
        Some(_) => Some(Protocol {
            position: row.get("recorded_position")?,
            text: Readable::default(),
            present: row.get("present")?,
            votes_for: row.get("votes_for")?,
            votes_against: row.get("votes_against")?,
        }),
        None => None,
    };
    let place = plain_or_none(row, "place")?;
    let hearing = Hearing {
        case: cases::read(row)?,
        position: row.get("position")?,
        announced: place.is_some(),
        on: plain(row, "held_on")?,
        starts_at: row.get("starts_at")?,
        utc_offset: plain(row, "utc_offset")?,
        place: None,
        protocol,
    };
    Ok(Found { hearing, place, protocol: plain_or_none(row, "protocol")? })
}

fn complete(connection: &Connection, found: Found) -> rusqlite::Result<Hearing> {
    let mut hearing = found.hearing;
    hearing.place = found.place.map(|key| texts::read(connection, key)).transpose()?;
    if let (Some(protocol), Some(key)) = (&mut hearing.protocol, found.protocol) {
        protocol.text = texts::read(connection, key)?;
    }
    Ok(hearing)
}
