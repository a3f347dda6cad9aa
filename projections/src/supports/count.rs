//! Counting supports, and the history of each tag.

use aggregates::ids::{InitiativeId, SupportId, TerritoryId};
use aggregates::initiative::fields::Channel;
use aggregates::initiative::stage::SupportWindow;
use aggregates::participant::Method;
use aggregates::support::SupportEvent;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::path;
use crate::batch::Batch;
use crate::record::Record;
use crate::stored::{Json, Plain, Word, instant, json, plain, signed, word};
use crate::{ApplyError, totals};

pub(super) const SCHEMA: &str = "
    CREATE TABLE standings (
        tag TEXT NOT NULL,
        position INTEGER NOT NULL,
        initiative TEXT NOT NULL,
        residence TEXT NOT NULL,
        counted_at TEXT NOT NULL,
        versions TEXT NOT NULL,
        channel TEXT NOT NULL,
        verified TEXT NOT NULL,
        standing TEXT NOT NULL,
        day TEXT NOT NULL
    );
    -- Tags come in no order: what is written where they fall is to be short.
    CREATE UNIQUE INDEX standings_of ON standings (tag, position);
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
    #[serde(skip)]
    counted_at: Vec<TerritoryId>,
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
    // The first event of a tag follows on none.
    let before = if record.sequence > 1 { standing_of(tx, &record.stream_id, None)? } else { None };
    let known = || ApplyError::unknown("support", &record.stream_id);
    let mut after = match event {
        SupportEvent::SupportGiven { initiative, residence, residence_path, channel, verified, .. } => {
            let path = path(tx, &initiative.to_string())?
                .ok_or_else(|| ApplyError::unknown("initiative", initiative.to_string()))?;
            let counted_at = residence_path.iter().filter(|territory| path.contains(territory));
            Support {
                tag: record.stream_id.parse().map_err(|_| known())?,
                initiative: *initiative,
                residence: residence.clone(),
                counted_at: counted_at.cloned().collect(),
                versions: Vec::new(),
                channel: *channel,
                verified: *verified,
                standing: Given::Given,
                day: Date::ZERO,
            }
        }
        SupportEvent::SupportConfirmed { .. }
        | SupportEvent::SupportWithdrawn { .. }
        | SupportEvent::SupportInvalidated { .. } => before.clone().ok_or_else(known)?,
    };
    match event {
        SupportEvent::SupportGiven { version, day, .. } => {
            after.versions = vec![*version];
            after.day = *day;
        }
        SupportEvent::SupportConfirmed { version, day } => {
            if !after.versions.contains(version) {
                after.versions.push(*version);
            }
            after.day = *day;
        }
        SupportEvent::SupportWithdrawn { day } => {
            after.versions.clear();
            after.standing = Given::Withdrawn;
            after.day = *day;
        }
        SupportEvent::SupportInvalidated { day, .. } => {
            after.versions.clear();
            after.standing = Given::Invalidated;
            after.day = *day;
        }
    }
    if let Some(before) = &before {
        for version in before.versions.iter().filter(|version| !after.versions.contains(version)) {
            change(tx, record.position, before, *version, after.day, -1)?;
        }
    }
    let held = before.as_ref().map_or(&[][..], |before| &before.versions);
    for version in after.versions.iter().filter(|version| !held.contains(version)) {
        change(tx, record.position, &after, *version, after.day, 1)?;
    }
    write(tx, record, &after)
}

fn change(
    tx: &Batch<'_>,
    position: u64,
    support: &Support,
    version: u32,
    day: Date,
    by: i64,
) -> Result<(), ApplyError> {
    let initiative = support.initiative.to_string();
    let (part, daily) = (part(version), daily(version, day));
    for territory in &support.counted_at {
        totals::add(tx, position, (&initiative, &part, territory.as_str()), by)?;
        totals::add(tx, position, (&initiative, &daily, territory.as_str()), by)?;
    }
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
    tx.prepare_cached(
        "INSERT INTO standings (tag, position, initiative, residence, counted_at, versions, channel, verified,
             standing, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        record.stream_id,
        signed(record.position),
        Plain(support.initiative),
        Plain(&support.residence),
        Json(&support.counted_at),
        Json(&support.versions),
        Word(support.channel),
        Word(support.verified),
        Word(support.standing),
        Plain(support.day),
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Support> {
    Ok(Support {
        tag: plain(row, "tag")?,
        initiative: plain(row, "initiative")?,
        residence: plain(row, "residence")?,
        counted_at: json(row, "counted_at")?,
        versions: json(row, "versions")?,
        channel: word(row, "channel")?,
        verified: word(row, "verified")?,
        standing: word(row, "standing")?,
        day: plain(row, "day")?,
    })
}

fn standing_of(connection: &Connection, tag: &str, as_of: Option<u64>) -> rusqlite::Result<Option<Support>> {
    connection
        .prepare_cached(
            "SELECT * FROM standings WHERE tag = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![tag, instant(as_of)], read)
        .optional()
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
    standing_of(connection, tag.as_str(), as_of)
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
    let key = (&*initiative.to_string(), &*part(version), territory.as_str());
    totals::at(connection, key, as_of).map(not_negative)
}

/// How many support the version that counts, wherever they live.
///
/// # Errors
///
/// If the view cannot be read.
pub fn total(connection: &Connection, initiative: InitiativeId, as_of: Option<u64>) -> rusqlite::Result<u64> {
    let id = initiative.to_string();
    let root = path(connection, &id)?.and_then(|path| path.last().cloned());
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
    let counts = totals::of_subject(connection, &initiative.to_string(), as_of)?;
    Ok(counts
        .into_iter()
        .filter_map(|(part, territory, count)| {
            // The parts with a day do not parse as a version.
            let (version, territory) = (part.parse().ok()?, territory.parse().ok()?);
            Some(Counted { version, territory, count: not_negative(count) })
        })
        .collect())
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
    let (first, last) = (format!("{version:010} "), format!("{version:010}~"));
    let changes = totals::between(connection, &initiative.to_string(), &first, &last, as_of)?;
    let mut count = 0;
    Ok(changes
        .into_iter()
        .filter(|(_, measure, _)| measure == territory.as_str())
        .filter_map(|(part, _, change)| {
            let day = part.split_once(' ')?.1.parse().ok()?;
            count += change;
            Some(Day { day, change, count })
        })
        .collect())
}

/// Every withdrawal follows on a support that was counted.
fn not_negative(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
