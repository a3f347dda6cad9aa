//! Tables whose rows are true from one position to another.

use std::fmt::Display;

use rusqlite::types::ToSql;
use rusqlite::{Transaction, params};

use crate::ApplyError;
use crate::stored::FOREVER;

/// A table with `[from_position, to_position)` and one row a key at each position.
/// Its primary key is key and `from_position`; a unique partial index on the key
/// finds the row that is true now.
pub(crate) struct Versioned {
    /// The table.
    pub(crate) table: &'static str,
    /// The column of the key.
    pub(crate) key: &'static str,
    /// All other columns except the two positions.
    pub(crate) columns: &'static str,
}

impl Versioned {
    /// From `position` on, the row of `key` has these values in these columns.
    pub(crate) fn amend<K: ToSql + Display>(
        &self,
        tx: &Transaction<'_>,
        position: i64,
        key: K,
        changes: &[(&str, &dyn ToSql)],
    ) -> Result<(), ApplyError> {
        let Self { table, key: column, columns } = self;
        let closed = tx
            .prepare_cached(&format!(
                "UPDATE {table} SET to_position = ?2
                 WHERE {column} = ?1 AND to_position = {FOREVER} AND from_position < ?2"
            ))?
            .execute(params![key, position])?;
        if closed > 0 {
            tx.prepare_cached(&format!(
                "INSERT INTO {table} ({column}, {columns}, from_position, to_position)
                 SELECT {column}, {columns}, ?2, {FOREVER} FROM {table} WHERE {column} = ?1 AND to_position = ?2"
            ))?
            .execute(params![key, position])?;
        }
        let set: Vec<String> =
            changes.iter().enumerate().map(|(index, (name, _))| format!("{name} = ?{}", index + 2)).collect();
        let mut values: Vec<&dyn ToSql> = vec![&key];
        values.extend(changes.iter().map(|(_, value)| *value));
        let changed = tx
            .prepare_cached(&format!(
                "UPDATE {table} SET {} WHERE {column} = ?1 AND to_position = {FOREVER}",
                set.join(", ")
            ))?
            .execute(values.as_slice())?;
        if changed == 0 { Err(ApplyError::unknown(self.table, key.to_string())) } else { Ok(()) }
    }
}
