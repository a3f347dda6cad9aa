//! Counts as running totals: one row a key and position at which it changed, so
//! that a count as of any position is one look into an index.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::ApplyError;
use crate::stored::{instant, signed};

/// What is counted: three parts whose meaning the view defines.
pub(crate) type Key<'a> = (&'a str, &'a str, &'a str);

pub(crate) const SCHEMA: &str = "
    CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        subject TEXT NOT NULL,
        part TEXT NOT NULL,
        measure TEXT NOT NULL,
        count INTEGER NOT NULL,
        UNIQUE (subject, part, measure)
    );
    CREATE TABLE totals (
        series INTEGER NOT NULL,
        position INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (series, position)
    ) WITHOUT ROWID;
";

/// Adds to a count from `position` on.
pub(crate) fn add(tx: &Transaction<'_>, position: u64, key: Key<'_>, by: i64) -> Result<(), ApplyError> {
    if by == 0 {
        return Ok(());
    }
    let (series, count): (i64, i64) = tx
        .prepare_cached(
            "INSERT INTO series (subject, part, measure, count) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (subject, part, measure) DO UPDATE SET count = count + excluded.count
             RETURNING id, count",
        )?
        .query_row(params![key.0, key.1, key.2, by], |row| Ok((row.get(0)?, row.get(1)?)))?;
    tx.prepare_cached("INSERT OR REPLACE INTO totals (series, position, count) VALUES (?1, ?2, ?3)")?
        .execute(params![series, signed(position), count])?;
    Ok(())
}

/// One count.
pub(crate) fn at(connection: &Connection, key: Key<'_>, as_of: Option<u64>) -> rusqlite::Result<i64> {
    let count = connection
        .prepare_cached(
            "SELECT totals.count FROM series JOIN totals ON totals.series = series.id
             WHERE subject = ?1 AND part = ?2 AND measure = ?3 AND position <= ?4
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![key.0, key.1, key.2, instant(as_of)], |row| row.get(0))
        .optional()?;
    Ok(count.unwrap_or(0))
}

/// All counts of a subject that are not zero, as `(part, measure, count)`, ordered by part.
pub(crate) fn of_subject(
    connection: &Connection,
    subject: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<(String, String, i64)>> {
    between(connection, subject, "", "\u{10FFFF}", as_of)
}

/// The same for one part.
pub(crate) fn of_part(
    connection: &Connection,
    subject: &str,
    part: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<(String, i64)>> {
    let counts = between(connection, subject, part, part, as_of)?;
    Ok(counts.into_iter().map(|(_, measure, count)| (measure, count)).collect())
}

/// The same for the parts from `first` to `last`, both included.
pub(crate) fn between(
    connection: &Connection,
    subject: &str,
    first: &str,
    last: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<(String, String, i64)>> {
    let mut counts = connection
        .prepare_cached(
            "SELECT part, measure, coalesce(
                 (SELECT totals.count FROM totals WHERE totals.series = series.id AND position <= ?4
                  ORDER BY position DESC LIMIT 1), 0)
             FROM series WHERE subject = ?1 AND part BETWEEN ?2 AND ?3 ORDER BY part, measure",
        )?
        .query_map(params![subject, first, last, instant(as_of)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<Vec<(String, String, i64)>>>()?;
    counts.retain(|(_, _, count)| *count != 0);
    Ok(counts)
}
