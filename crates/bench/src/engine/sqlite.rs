//! Events into SQLite as sqlite-es appends them: one transaction a command.

use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, params};

use super::stock::PAYLOAD;
use crate::Failure;

/// Appends `count` events to a new file and gives the rate.
pub(crate) fn one_by_one(path: &Path, count: u64) -> Result<f64, Failure> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE events (aggregate_type TEXT NOT NULL, aggregate_id TEXT NOT NULL, sequence INTEGER NOT NULL,
         event_type TEXT NOT NULL, event_version TEXT NOT NULL, payload TEXT NOT NULL, metadata TEXT NOT NULL,
         PRIMARY KEY (aggregate_type, aggregate_id, sequence))",
    )?;
    let mut insert = connection
        .prepare("INSERT INTO events VALUES ('support', ?1, 1, 'SupportGiven', '1.0', ?2, '{}')")?;
    let payload = "x".repeat(PAYLOAD);
    let started = Instant::now();
    for number in 0..count {
        insert.execute(params![format!("{number:064x}"), payload])?;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}
