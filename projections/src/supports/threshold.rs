//! Thresholds: frozen at publication, compared with the count of the version that
//! counts, and what the engine has to be told of.

use aggregates::ids::{InitiativeId, TerritoryId};
use aggregates::initiative::fields::Threshold;
use aggregates::initiative::stage::SupportWindow;
use aggregates::level::Level;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::count::{count, version_as_of};
use super::subject::{Subject, find};
use crate::ApplyError;
use crate::record::Record;
use crate::stored::{Plain, Word, instant, plain, signed, word};

pub(super) const SCHEMA: &str = "
    CREATE TABLE thresholds (
        initiative TEXT NOT NULL,
        level TEXT NOT NULL,
        territory TEXT NOT NULL,
        population INTEGER,
        needed INTEGER,
        count INTEGER NOT NULL,
        reached INTEGER NOT NULL,
        window_open INTEGER NOT NULL,
        goes_up INTEGER NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (initiative, level)
    ) WITHOUT ROWID;
    CREATE TABLE crossings (
        initiative TEXT NOT NULL,
        level TEXT NOT NULL,
        position INTEGER NOT NULL,
        reached INTEGER NOT NULL,
        PRIMARY KEY (initiative, level, position)
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`].
pub(super) const INDEXES: &str = "
    CREATE INDEX candidates ON thresholds (initiative, level)
        WHERE window_open AND (count >= needed AND NOT reached OR count < needed AND reached OR reached AND goes_up);
";

/// A threshold and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThresholdNow {
    /// Of which level.
    pub level: Level,
    /// Whose residents count; the federation counts all.
    pub territory: TerritoryId,
    /// Residents when it was frozen, where known.
    pub population: Option<u64>,
    /// Supports needed; nothing is reached where it is unknown.
    pub needed: Option<u64>,
    /// Supports of the version that counts.
    pub count: u64,
    /// Whether it is recorded as reached.
    pub reached: bool,
}

/// A threshold whose count says something that the initiative does not know yet,
/// or that an initiative refused below it goes up by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Which initiative.
    pub initiative: InitiativeId,
    /// Which level's threshold.
    pub level: Level,
    /// Supports counted.
    pub count: u64,
    /// Supports needed.
    pub needed: u64,
    /// The sequence of the initiative's last event that this view knows.
    pub sequence: u64,
}

/// Thresholds as `Published` froze them.
pub(super) fn freeze(
    tx: &Transaction<'_>,
    record: &Record,
    thresholds: &[Threshold],
) -> Result<(), ApplyError> {
    for threshold in thresholds {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO thresholds (initiative, level, territory, population, needed, count, reached,
                 window_open, goes_up, position)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, FALSE, FALSE, FALSE, ?6)",
        )?
        .execute(params![
            record.stream_id,
            Word(threshold.level),
            Plain(&threshold.territory),
            threshold.population.map(signed),
            threshold.needed.map(signed),
            signed(record.position),
        ])?;
    }
    Ok(())
}

/// Compares them with the supports that have come for the version that counts.
pub(super) fn compare(tx: &Transaction<'_>, subject: &Subject) -> Result<(), ApplyError> {
    for (territory, count) in subject.path.iter().zip(subject.counts(subject.version)) {
        tx.prepare_cached("UPDATE thresholds SET count = ?3 WHERE initiative = ?1 AND territory = ?2")?
            .execute(params![subject.id, territory.as_str(), count])?;
    }
    Ok(())
}

/// The initiative knows that a threshold is reached, or no longer.
pub(super) fn note(
    tx: &Transaction<'_>,
    record: &Record,
    level: Level,
    reached: bool,
) -> Result<(), ApplyError> {
    tx.prepare_cached("UPDATE thresholds SET reached = ?3 WHERE initiative = ?1 AND level = ?2")?
        .execute(params![record.stream_id, Word(level), reached])?;
    tx.prepare_cached(
        "INSERT OR REPLACE INTO crossings (initiative, level, position, reached) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![record.stream_id, Word(level), signed(record.position), reached])?;
    Ok(())
}

/// A new version begins with no threshold reached.
pub(super) fn forget(tx: &Transaction<'_>, record: &Record) -> Result<(), ApplyError> {
    for level in Level::ALL {
        let was_reached = tx
            .prepare_cached("SELECT 1 FROM thresholds WHERE initiative = ?1 AND level = ?2 AND reached")?
            .exists(params![record.stream_id, Word(level)])?;
        if was_reached {
            note(tx, record, level, false)?;
        }
    }
    Ok(())
}

/// The window changed, and with it perhaps the version that counts.
pub(super) fn recount(
    tx: &Transaction<'_>,
    initiative: &str,
    window: SupportWindow,
) -> Result<(), ApplyError> {
    let open = match window {
        SupportWindow::Open { .. } => {
            if let Some(subject) = find(tx, initiative)? {
                compare(tx, &subject)?;
            }
            true
        }
        SupportWindow::NotOpened | SupportWindow::Suspended { .. } | SupportWindow::Closed => false,
    };
    tx.prepare_cached("UPDATE thresholds SET window_open = ?2 WHERE initiative = ?1")?
        .execute(params![initiative, open])?;
    Ok(())
}

/// Refused by a level after it was admitted: its threshold decides whether the
/// initiative goes up; at the region the federation's does so too.
pub(super) fn refused_at(
    tx: &Transaction<'_>,
    initiative: &str,
    level: Option<Level>,
) -> Result<(), ApplyError> {
    for threshold in Level::ALL {
        let goes_up = match level {
            Some(Level::Municipality) => threshold == Level::Municipality,
            Some(Level::Region) => matches!(threshold, Level::Region | Level::Federation),
            Some(Level::Federation) | None => false,
        };
        tx.prepare_cached(
            "UPDATE thresholds SET goes_up = ?3 WHERE initiative = ?1 AND level = ?2 AND goes_up <> ?3",
        )?
        .execute(params![initiative, Word(threshold), goes_up])?;
    }
    Ok(())
}

/// What the engine has to tell initiatives about their supports, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn threshold_candidates(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<Candidate>> {
    connection
        .prepare_cached(
            "SELECT t.initiative, t.level, t.count, t.needed, i.sequence
             FROM thresholds t JOIN initiatives i ON i.id = t.initiative
             WHERE t.window_open
               AND (t.count >= t.needed AND NOT t.reached OR t.count < t.needed AND t.reached
                    OR t.reached AND t.goes_up)
             ORDER BY t.initiative, t.level LIMIT ?1",
        )?
        .query_map([limit], |row| {
            Ok(Candidate {
                initiative: plain(row, "initiative")?,
                level: word(row, "level")?,
                count: row.get("count")?,
                needed: row.get("needed")?,
                sequence: row.get("sequence")?,
            })
        })?
        .collect()
}

/// The thresholds of an initiative, lowest level first; none before it is published.
///
/// # Errors
///
/// If the view cannot be read.
pub fn thresholds(
    connection: &Connection,
    initiative: InitiativeId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<ThresholdNow>> {
    let id = initiative.to_string();
    let version = version_as_of(connection, &id, as_of)?.unwrap_or(0);
    let mut found = connection
        .prepare_cached(
            "SELECT level, territory, population, needed, coalesce(
                 (SELECT reached FROM crossings c WHERE c.initiative = t.initiative AND c.level = t.level
                      AND c.position <= ?2 ORDER BY c.position DESC LIMIT 1), FALSE) AS reached
             FROM thresholds t WHERE initiative = ?1 AND position <= ?2",
        )?
        .query_map(params![id, instant(as_of)], |row| {
            Ok(ThresholdNow {
                level: word(row, "level")?,
                territory: plain(row, "territory")?,
                population: row.get("population")?,
                needed: row.get("needed")?,
                count: 0,
                reached: row.get("reached")?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for threshold in &mut found {
        threshold.count = count(connection, initiative, version, &threshold.territory, as_of)?;
    }
    found.sort_by_key(|threshold| threshold.level);
    Ok(found)
}
