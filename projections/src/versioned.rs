//! Tables whose rows are true from one position to another.

use std::fmt::Display;

use rusqlite::types::{ToSql, ToSqlOutput, Value};
use rusqlite::{Transaction, params};

use crate::ApplyError;
use crate::stored::{self, FOREVER};

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
        let mut values: Vec<&dyn ToSql> = vec![&key, &position];
        values.extend(changes.iter().map(|(_, value)| *value));
        let place = |name: &str| changes.iter().position(|(changed, _)| *changed == name);
        let changed = if closed > 0 {
            let kept_or_new = |name| place(name).map_or(name.to_owned(), |place| format!("?{}", place + 3));
            let after: Vec<String> = columns.split(", ").map(kept_or_new).collect();
            tx.prepare_cached(&format!(
                "INSERT INTO {table} ({column}, {columns}, from_position, to_position)
                 SELECT {column}, {}, ?2, {FOREVER} FROM {table} WHERE {column} = ?1 AND to_position = ?2",
                after.join(", ")
            ))?
            .execute(values.as_slice())?
        } else {
            let set: Vec<String> = changes
                .iter()
                .enumerate()
                .map(|(place, (name, _))| format!("{name} = ?{}", place + 3))
                .collect();
            tx.prepare_cached(&format!(
                "UPDATE {table} SET {} WHERE {column} = ?1 AND to_position = {FOREVER} AND from_position = ?2",
                set.join(", ")
            ))?
            .execute(values.as_slice())?
        };
        if changed == 0 { Err(ApplyError::unknown(self.table, key.to_string())) } else { Ok(()) }
    }
}

/// What an event changes in a row. What is said of a column last holds.
#[derive(Default)]
pub(crate) struct Changes {
    columns: Vec<(&'static str, Value)>,
}

impl Changes {
    /// This column has this value.
    pub(crate) fn set(&mut self, column: &'static str, value: impl ToSql) -> Result<(), ApplyError> {
        let value = match value.to_sql()? {
            ToSqlOutput::Owned(value) => value,
            ToSqlOutput::Borrowed(value) => value.into(),
            _ => return Err(stored::unwritable("it is no value of a column").into()),
        };
        self.columns.retain(|(changed, _)| *changed != column);
        self.columns.push((column, value));
        Ok(())
    }

    /// [Amends](Versioned::amend) the row, if anything changes.
    pub(crate) fn amend<K: ToSql + Display>(
        &self,
        table: &Versioned,
        tx: &Transaction<'_>,
        position: i64,
        key: K,
    ) -> Result<(), ApplyError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let changes: Vec<(&str, &dyn ToSql)> =
            self.columns.iter().map(|(column, value)| (*column, value as &dyn ToSql)).collect();
        table.amend(tx, position, key, &changes)
    }
}
