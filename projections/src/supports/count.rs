//! Counting supports, and the history of each tag.

use std::rc::Rc;

use aggregates::ids::{InitiativeId, SupportId, TerritoryId};
use aggregates::initiative::fields::Channel;
use aggregates::initiative::stage::SupportWindow;
use aggregates::participant::Method;
use aggregates::support::SupportEvent;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{Subject, find, subject};
use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::stored::{Json, Plain, Word, instant, json, json_or_none, plain, signed, word};
use crate::{ApplyError, totals};

pub(super) const SCHEMA: &str = "
    CREATE TABLE standings (
        position INTEGER PRIMARY KEY,
        tag TEXT NOT NULL,
        initiative TEXT NOT NULL,
        residence TEXT NOT NULL,
        versions TEXT NOT NULL,
        channel TEXT NOT NULL,
        verified TEXT NOT NULL,
        standing TEXT NOT NULL,
        day TEXT NOT NULL
    );
    -- How the counts of a version were after each event: one for each territory on the way up
    -- from the initiative's home, and of the day the same.
    CREATE TABLE counted (
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        created INTEGER NOT NULL,
        day TEXT NOT NULL,
        counts TEXT NOT NULL,
        of_day TEXT NOT NULL,
        PRIMARY KEY (position, version)
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`](crate::Projection::indexes).
pub(super) const INDEXES: &str = "
    CREATE UNIQUE INDEX standings_of ON standings (tag, position);
    CREATE INDEX counted_so_far ON counted (created, version, position);
    CREATE INDEX counted_by_day ON counted (created, version, day, position);
";

/// Whether a support counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// It does.
    Given,
    /// The supporter took it back.
    Withdrawn,
    /// An official struck it out.
    Invalidated,
}

/// A support as its tag shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Support {
    /// Its tag.
    pub tag: SupportId,
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// Where the supporter lived on the day he gave it.
    pub residence: TerritoryId,
    /// The versions of the text it counts for; none once withdrawn or struck out.
    pub versions: Vec<u32>,
    /// How it came.
    pub channel: Channel,
    /// How the supporter was verified.
    pub verified: Method,
    /// Whether it counts.
    pub standing: Given,
    /// The local date of its last event.
    pub day: Date,
}

/// A support and where it counts.
#[derive(Clone)]
struct Held {
    support: Support,
    subject: Rc<Subject>,
    /// Of each territory on the way up from the initiative's home, whether the supporter is a
    /// resident.
    counts: Vec<bool>,
}

/// The count of a version among the residents of one territory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The version of the text.
    pub version: u32,
    /// Whose residents; the root of the tree counts all.
    pub territory: TerritoryId,
    /// How many.
    pub count: u64,
}

/// One day of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The local date.
    pub day: Date,
    /// Given and confirmed less withdrawn and struck out on that day.
    pub change: i64,
    /// The count with all days up to this one.
    pub count: i64,
}

pub(super) fn apply(tx: &Batch<'_>, record: &Record, event: &SupportEvent) -> Result<(), ApplyError> {
    let mut before: Option<Held> = None;
    for earlier in &record.earlier {
        if let Event::Support(earlier) = earlier {
            before = Some(follow(tx, record, before, earlier)?);
        }
    }
    let after = follow(tx, record, before.clone(), event)?;
    let (support, day) = (&after.support, after.support.day);
    if let Some(before) = &before {
        let over = |version: &&u32| !support.versions.contains(version);
        for version in before.support.versions.iter().filter(over) {
            change(tx, record.position, before, *version, day, -1)?;
        }
    }
    let held = before.as_ref().map_or(&[][..], |before| &before.support.versions);
    for version in support.versions.iter().filter(|version| !held.contains(version)) {
        change(tx, record.position, &after, *version, day, 1)?;
    }
    write(tx, record, support)
}

/// What an event of a tag makes of what was before it.
fn follow(
    tx: &Batch<'_>,
    record: &Record,
    before: Option<Held>,
    event: &SupportEvent,
) -> Result<Held, ApplyError> {
    let unknown = || ApplyError::unknown("support", &record.stream_id);
    let known = before.ok_or_else(unknown);
    let (mut held, standing, on) = match event {
        SupportEvent::SupportGiven {
            initiative,
            residence,
            residence_path,
            channel,
            verified,
            version,
            day,
        } => {
            let subject = subject(tx, &initiative.to_string())?;
            let counts = subject.path.iter().map(|territory| residence_path.contains(territory)).collect();
            let support = Support {
                tag: record.stream_id.parse().map_err(|_| unknown())?,
                initiative: *initiative,
                residence: residence.clone(),
                versions: vec![*version],
                channel: *channel,
                verified: *verified,
                standing: Given::Given,
                day: *day,
            };
            (Held { support, subject, counts }, Given::Given, day)
        }
        SupportEvent::SupportConfirmed { version, day } => {
            let mut held = known?;
            if !held.support.versions.contains(version) {
                held.support.versions.push(*version);
            }
            (held, Given::Given, day)
        }
        SupportEvent::SupportWithdrawn { day } => (known?, Given::Withdrawn, day),
        SupportEvent::SupportInvalidated { day, .. } => (known?, Given::Invalidated, day),
    };
    if standing != Given::Given {
        held.support.versions.clear();
    }
    (held.support.standing, held.support.day) = (standing, *on);
    Ok(held)
}

fn change(
    tx: &Batch<'_>,
    position: u64,
    held: &Held,
    version: u32,
    day: Date,
    by: i64,
) -> Result<(), ApplyError> {
    let Subject { created, path } = &*held.subject;
    let initiative = held.support.initiative.to_string();
    let (part, daily) = (part(version), daily(version, day));
    let (mut counts, mut of_day) = (Vec::with_capacity(path.len()), Vec::with_capacity(path.len()));
    for (territory, resides) in path.iter().zip(&held.counts) {
        let by = if *resides { by } else { 0 };
        counts.push(totals::tally(tx, (&initiative, &part, territory.as_str()), by)?);
        of_day.push(totals::tally(tx, (&initiative, &daily, territory.as_str()), by)?);
    }
    tx.run(
        "INSERT INTO counted (position, version, created, day, counts, of_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![signed(position), version, created, Plain(day), Json(counts), Json(of_day)],
    )?;
    Ok(())
}

/// The part under which the count of a version stands. Padded, so that a version
/// and its days sort together.
pub(super) fn part(version: u32) -> String {
    format!("{version:010}")
}

fn daily(version: u32, day: Date) -> String {
    format!("{version:010} {day}")
}

fn write(tx: &Batch<'_>, record: &Record, support: &Support) -> Result<(), ApplyError> {
    tx.run(
        "INSERT INTO standings (tag, position, initiative, residence, versions, channel, verified, standing, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
        record.stream_id,
        signed(record.position),
        Plain(support.initiative),
        support.residence.as_str(),
        Json(&support.versions),
        Word(support.channel),
        Word(support.verified),
        Word(support.standing),
        Plain(support.day),
    ],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Support> {
    Ok(Support {
        tag: plain(row, "tag")?,
        initiative: plain(row, "initiative")?,
        residence: plain(row, "residence")?,
        versions: json(row, "versions")?,
        channel: word(row, "channel")?,
        verified: word(row, "verified")?,
        standing: word(row, "standing")?,
        day: plain(row, "day")?,
    })
}

/// The support of that tag.
///
/// # Errors
///
/// If the view cannot be read.
pub fn standing(
    connection: &Connection,
    tag: &SupportId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Support>> {
    connection
        .prepare_cached(
            "SELECT * FROM standings WHERE tag = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![tag.as_str(), instant(as_of)], read)
        .optional()
}

/// How many residents of `territory` support `version`. The territory has to be on
/// the way up from the initiative's home; the root counts all.
///
/// # Errors
///
/// If the view cannot be read.
pub fn count(
    connection: &Connection,
    initiative: InitiativeId,
    version: u32,
    territory: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<u64> {
    let id = initiative.to_string();
    if as_of.is_none() {
        return totals::now(connection, (&id, &part(version), territory.as_str())).map(not_negative);
    }
    let Some(subject) = find(connection, &id)? else { return Ok(0) };
    let place = subject.path.iter().position(|found| found == territory);
    let counts = counted(connection, &subject, version, as_of)?;
    Ok(place.and_then(|place| counts.get(place)).copied().map_or(0, not_negative))
}

/// The counts of a version for each territory of the way up, after the last event until then.
fn counted(
    connection: &Connection,
    subject: &Subject,
    version: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<i64>> {
    let counts = connection
        .prepare_cached(
            "SELECT counts FROM counted WHERE created = ?1 AND version = ?2 AND position <= ?3
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![subject.created, version, instant(as_of)], |row| json(row, "counts"))
        .optional()?;
    Ok(counts.unwrap_or_default())
}

/// How many support the version that counts, wherever they live.
///
/// # Errors
///
/// If the view cannot be read.
pub fn total(connection: &Connection, initiative: InitiativeId, as_of: Option<u64>) -> rusqlite::Result<u64> {
    let id = initiative.to_string();
    let root = find(connection, &id)?.and_then(|subject| subject.path.last().cloned());
    let (Some(root), Some(version)) = (root, version_as_of(connection, &id, as_of)?) else { return Ok(0) };
    count(connection, initiative, version, &root, as_of)
}

/// The version that counts: of the last window that named one.
pub(super) fn version_as_of(
    connection: &Connection,
    initiative: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<u32>> {
    let windows = connection
        .prepare_cached(
            "SELECT window FROM windows WHERE initiative = ?1 AND position <= ?2 ORDER BY position DESC",
        )?
        .query_map(params![initiative, instant(as_of)], |row| json::<SupportWindow>(row, "window"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(windows.into_iter().find_map(|window| match window {
        SupportWindow::Open { version } | SupportWindow::Suspended { version } => Some(version),
        SupportWindow::NotOpened | SupportWindow::Closed => None,
    }))
}

/// The counts of every version in every territory on the way up from home; those
/// of zero are left out.
///
/// # Errors
///
/// If the view cannot be read.
pub fn supports(
    connection: &Connection,
    initiative: InitiativeId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Counted>> {
    let id = initiative.to_string();
    let Some(subject) = find(connection, &id)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for version in 0..=version_as_of(connection, &id, as_of)?.unwrap_or(0) {
        let counts = counted(connection, &subject, version, as_of)?;
        let counts = subject.path.iter().zip(counts).filter(|(_, count)| *count != 0);
        let counts = counts.map(|(territory, count)| (territory.clone(), not_negative(count)));
        found.extend(counts.map(|(territory, count)| Counted { version, territory, count }));
    }
    Ok(found)
}

/// How the count of a version in a territory grew, day by day. Days without a
/// change are left out.
///
/// # Errors
///
/// If the view cannot be read.
pub fn days(
    connection: &Connection,
    initiative: InitiativeId,
    version: u32,
    territory: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Day>> {
    let id = initiative.to_string();
    let Some(subject) = find(connection, &id)? else { return Ok(Vec::new()) };
    let Some(place) = subject.path.iter().position(|found| found == territory) else { return Ok(Vec::new()) };
    let (first, last) = (format!("{version:010} "), format!("{version:010}~"));
    let changes = connection
        .prepare_cached(
            "SELECT substr(part, 12) AS day,
                 (SELECT of_day FROM counted
                  WHERE created = ?5 AND version = ?6 AND day = substr(part, 12) AND position <= ?7
                  ORDER BY position DESC LIMIT 1) AS of_day
             FROM series WHERE subject = ?1 AND part BETWEEN ?2 AND ?3 AND measure = ?4 ORDER BY part",
        )?
        .query_map(
            params![id, first, last, territory.as_str(), subject.created, version, instant(as_of)],
            |row| Ok((plain::<Date>(row, "day")?, json_or_none::<Vec<i64>>(row, "of_day")?)),
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let changes = changes.into_iter().filter_map(|(day, of_day)| Some((day, *of_day?.get(place)?)));
    let mut count = 0;
    let day = |(day, change)| {
        count += change;
        Day { day, change, count }
    };
    Ok(changes.filter(|(_, change)| *change != 0).map(day).collect())
}

/// Every withdrawal follows on a support that was counted.
fn not_negative(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
