//! Counts as running totals: one row a key and position at which it changed, so
//! that a count as of any position is one look into an index.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::ApplyError;
use crate::batch::Batch;
use crate::stored::{instant, signed};

/// What is counted: three parts whose meaning the view defines.
pub(crate) type Key<'a> = (&'a str, &'a str, &'a str);

/// The counts as they are now.
pub(crate) const SERIES: &str = "
    CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        subject TEXT NOT NULL,
        part TEXT NOT NULL,
        measure TEXT NOT NULL,
        count INTEGER NOT NULL,
        UNIQUE (subject, part, measure)
    );
";

/// What they were at each position at which they changed; stands beside [`SERIES`].
pub(crate) const TOTALS: &str = "
    CREATE TABLE totals (
        series INTEGER NOT NULL,
        position INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (series, position)
    ) WITHOUT ROWID;
";

/// The counts that a batch has come across. Their rows in `series` are written by
/// [`Running::settle`], those in `totals` at once.
#[derive(Default)]
pub(crate) struct Running {
    /// By the three parts of the key, each ended by a zero byte.
    series: HashMap<String, Series>,
    /// The keys of those to be written.
    changed: Vec<String>,
    key: String,
}

struct Series {
    id: i64,
    count: i64,
    changed: bool,
}

impl Running {
    fn add(&mut self, tx: &Transaction<'_>, key: Key<'_>, by: i64) -> Result<(i64, i64), ApplyError> {
        self.key.clear();
        for part in [key.0, key.1, key.2] {
            self.key.push_str(part);
            self.key.push('\0');
        }
        if !self.series.contains_key(&self.key) {
            self.series.insert(self.key.clone(), find_or_begin(tx, key)?);
        }
        let series = self.series.get_mut(&self.key).expect("it was put there");
        series.count += by;
        if by != 0 && !std::mem::replace(&mut series.changed, true) {
            self.changed.push(self.key.clone());
        }
        Ok((series.id, series.count))
    }

    pub(crate) fn settle(&mut self, tx: &Transaction<'_>) -> Result<(), ApplyError> {
        for key in self.changed.drain(..) {
            let series = self.series.get_mut(&key).expect("what has changed is known");
            series.changed = false;
            tx.prepare_cached("UPDATE series SET count = ?2 WHERE id = ?1")?
                .execute(params![series.id, series.count])?;
        }
        Ok(())
    }
}

fn find_or_begin(tx: &Transaction<'_>, key: Key<'_>) -> Result<Series, ApplyError> {
    let found = tx
        .prepare_cached("SELECT id, count FROM series WHERE subject = ?1 AND part = ?2 AND measure = ?3")?
        .query_row(params![key.0, key.1, key.2], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, count)) = found {
        return Ok(Series { id, count, changed: false });
    }
    tx.prepare_cached("INSERT INTO series (subject, part, measure, count) VALUES (?1, ?2, ?3, 0)")?
        .execute(params![key.0, key.1, key.2])?;
    Ok(Series { id: tx.last_insert_rowid(), count: 0, changed: false })
}

/// Adds to a count from `position` on.
pub(crate) fn add(batch: &Batch<'_>, position: u64, key: Key<'_>, by: i64) -> Result<(), ApplyError> {
    if by == 0 {
        return Ok(());
    }
    let (series, count) = batch.running.borrow_mut().add(batch, key, by)?;
    batch.run(
        "INSERT OR REPLACE INTO totals (series, position, count) VALUES (?1, ?2, ?3)",
        params![series, signed(position), count],
    )?;
    Ok(())
}

/// Adds to a count of which nobody asks how it was.
pub(crate) fn tally(batch: &Batch<'_>, key: Key<'_>, by: i64) -> Result<(), ApplyError> {
    batch.running.borrow_mut().add(batch, key, by).map(drop)
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
