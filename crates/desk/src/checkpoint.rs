//! The last signed checkpoint of the public log: what the nodes agree on.

use jiff::Timestamp;

use crate::rows::Value;
use crate::{Desk, DeskError};

/// A signed checkpoint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// Entries that it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// When it was signed.
    pub signed_at: Timestamp,
}

impl Desk {
    /// The last signed checkpoint of a log.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn checkpoint(&self, log: &str) -> Result<Option<KeptCheckpoint>, DeskError> {
        let sql = "SELECT size, note, signed_at FROM checkpoints WHERE log = $1";
        let rows = self.query(sql, vec![Value::text(log)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let size = u64::try_from(row.number(0)?);
        let size = size.map_err(|_| DeskError::Damaged { what: "size".to_owned() })?;
        Ok(Some(KeptCheckpoint { size, note: row.parsed(1)?, signed_at: row.time(2)? }))
    }

    /// Puts `new` in the place of `seen`, or in an empty one. `false` when something else
    /// stands there: another node was faster.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn replace_checkpoint(
        &self,
        log: &str,
        seen: Option<&KeptCheckpoint>,
        new: &KeptCheckpoint,
    ) -> Result<bool, DeskError> {
        let number = |size: u64| Value::Number(i64::try_from(size).unwrap_or(i64::MAX));
        let new = [number(new.size), Value::text(&new.note), Value::time(new.signed_at), Value::text(log)];
        let changed = match seen {
            None => {
                let sql = "INSERT INTO checkpoints (size, note, signed_at, log) VALUES ($1, $2, $3, $4)
                           ON CONFLICT DO NOTHING";
                self.execute(sql, new.into()).await?
            }
            Some(seen) => {
                let sql = "UPDATE checkpoints SET size = $1, note = $2, signed_at = $3
                           WHERE log = $4 AND size = $5 AND note = $6";
                let seen = [number(seen.size), Value::text(&seen.note)];
                self.execute(sql, new.into_iter().chain(seen).collect()).await?
            }
        };
        Ok(changed == 1)
    }

    /// Forgets what was signed: only after somebody said that it is lost.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn forget_checkpoint(&self, log: &str) -> Result<(), DeskError> {
        self.execute("DELETE FROM checkpoints WHERE log = $1", vec![Value::text(log)]).await.map(drop)
    }
}
