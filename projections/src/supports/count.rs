//! How many support, now and as of a position, and the history of each tag.

use std::collections::BTreeMap;

use aggregates::ids::{InitiativeId, SupportId, TerritoryId};
use aggregates::initiative::fields::Channel;
use aggregates::initiative::stage::SupportWindow;
use aggregates::participant::Method;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::subject::{Subject, Tally, find};
use crate::stored::{instant, json, plain, word};

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
            "SELECT standings.*, id AS initiative FROM standings JOIN initiatives USING (created)
             WHERE tag = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1",
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
    let Some(subject) = find(connection, &initiative.to_string())? else { return Ok(0) };
    let Some(place) = subject.path.iter().position(|found| found == territory) else { return Ok(0) };
    let tallies = tallies(connection, subject, as_of)?;
    let tally = tallies.iter().find(|tally| tally.version == version);
    Ok(tally.and_then(|tally| tally.counts.get(place)).copied().map_or(0, not_negative))
}

/// The counts of each version after the last event until then.
fn tallies(connection: &Connection, subject: Subject, as_of: Option<u64>) -> rusqlite::Result<Vec<Tally>> {
    if as_of.is_none() {
        return Ok(subject.tallies.into_inner());
    }
    let tallies = connection
        .prepare_cached(
            "SELECT tallies FROM standings WHERE created = ?1 AND position <= ?2
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![subject.created, instant(as_of)], |row| json(row, "tallies"))
        .optional()?;
    Ok(tallies.unwrap_or_default())
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
    let Some(subject) = find(connection, &initiative.to_string())? else { return Ok(Vec::new()) };
    let path = subject.path.clone();
    let mut tallies = tallies(connection, subject, as_of)?;
    tallies.sort_by_key(|tally| tally.version);
    let mut found = Vec::new();
    for Tally { version, counts, .. } in tallies {
        let counts = path.iter().zip(counts).filter(|(_, count)| *count != 0);
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
    let Some(subject) = find(connection, &initiative.to_string())? else { return Ok(Vec::new()) };
    let Some(place) = subject.path.iter().position(|found| found == territory) else { return Ok(Vec::new()) };
    let begun = connection
        .prepare_cached(
            "SELECT day, before FROM days WHERE created = ?1 AND version = ?2 AND position <= ?3
             ORDER BY position",
        )?
        .query_map(params![subject.created, version, instant(as_of)], |row| {
            Ok((plain::<Date>(row, "day")?, json::<Vec<i64>>(row, "before")?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let tallies = tallies(connection, subject, as_of)?;
    let last = tallies.into_iter().find(|tally| tally.version == version).map(|tally| tally.counts);
    let at = |counts: &Vec<i64>| counts.get(place).copied().unwrap_or(0);
    let ends = begun.iter().skip(1).map(|(_, before)| before).chain(&last).map(at);
    // A day can come back: with a clock that was set, or an authority in another zone.
    let mut changes = BTreeMap::new();
    for ((day, before), end) in begun.iter().zip(ends) {
        *changes.entry(*day).or_insert(0) += end - at(before);
    }
    let mut count = 0;
    let day = |(day, change)| {
        count += change;
        Day { day, change, count }
    };
    Ok(changes.into_iter().filter(|(_, change)| *change != 0).map(day).collect())
}

/// Every withdrawal follows on a support that was counted.
fn not_negative(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
