//! Readable texts of a view. Rows name a text by its key and the text stands once,
//! outside their history: a redaction takes it from every position at a stroke.

use aggregates::ids::TextId;
use aggregates::kept::Open;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::record::Record;
use crate::stored::{Plain, plain, signed};

pub(crate) const SCHEMA: &str = "
    CREATE TABLE texts (
        key TEXT PRIMARY KEY,
        text TEXT,
        redacted_at INTEGER,
        -- The masked text that is read here in its place.
        masked_by TEXT
    ) WITHOUT ROWID;
    CREATE INDEX texts_masked ON texts (masked_by) WHERE masked_by IS NOT NULL;
";

/// A text as it can be read today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readable {
    /// The text, or what was left of it when it was masked; nothing once its key is gone.
    pub text: Option<String>,
    /// Whether it was redacted.
    pub redacted: bool,
}

/// Keeps a text of the event.
pub(crate) fn keep<T>(tx: &Transaction<'_>, record: &Record, open: &Open<T>) -> Result<(), ApplyError> {
    keep_key(tx, record, open.key)
}

/// Keeps the text of that key. One that can no longer be read leaves a row without
/// text, for the masked one that a later event brings.
pub(crate) fn keep_key(tx: &Transaction<'_>, record: &Record, key: TextId) -> Result<(), ApplyError> {
    tx.prepare_cached("INSERT OR IGNORE INTO texts (key, text) VALUES (?1, ?2)")?
        .execute(params![Plain(key), record.texts.get(&key)])?;
    Ok(())
}

/// From here on a text is not to be read; the masked one stands in its place, and in the
/// place of whatever that text was the masked one of. Answers with the keys under which
/// something else is read now.
pub(crate) fn redact(
    tx: &Transaction<'_>,
    record: &Record,
    key: TextId,
    masked: Option<&Open>,
) -> Result<Vec<TextId>, ApplyError> {
    let text = masked.and_then(|masked| record.texts.get(&masked.key));
    let mut statement = tx.prepare_cached(
        "UPDATE texts SET text = ?2, redacted_at = ?3, masked_by = ?4 WHERE key = ?1 OR masked_by = ?1
         RETURNING key",
    )?;
    let values = params![Plain(key), text, signed(record.position), masked.map(|masked| Plain(masked.key))];
    let changed = statement.query_map(values, |row| plain(row, "key"))?.collect::<rusqlite::Result<_>>()?;
    Ok(changed)
}

/// The text of that key as it can be read today.
pub(crate) fn read(connection: &Connection, key: TextId) -> rusqlite::Result<Readable> {
    let found = connection
        .prepare_cached("SELECT text, redacted_at IS NOT NULL FROM texts WHERE key = ?1")?
        .query_row(params![Plain(key)], |row| Ok(Readable { text: row.get(0)?, redacted: row.get(1)? }))
        .optional()?;
    Ok(found.unwrap_or_default())
}
