//! What somebody keeps for himself: drafts, and the initiatives he follows.

use aggregates::ids::InitiativeId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::rows::Value;
use crate::{Desk, DeskError};

/// Something begun and not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub id: Uuid,
    /// The form as it was left, as whoever wrote it reads it.
    pub body: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An initiative that somebody follows. Following is no support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Which.
    pub initiative: InitiativeId,
    /// From which position on he wants to hear of it.
    pub since: u64,
}

/// Drafts an account may keep.
const DRAFTS_AT_MOST: i64 = 50;

impl Desk {
    /// Keeps a draft, in place of what stood under its id.
    ///
    /// Past fifty drafts of an account, the oldest goes.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn keep_draft(&self, account: Uuid, draft: &Draft) -> Result<(), DeskError> {
        self.execute(
            "INSERT INTO drafts (account, id, body, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account, id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
            vec![
                Value::text(account),
                Value::text(draft.id),
                Value::text(&draft.body),
                Value::time(draft.updated_at),
            ],
        )
        .await?;
        self.execute(
            "DELETE FROM drafts WHERE account = $1 AND id NOT IN
             (SELECT id FROM drafts WHERE account = $1 ORDER BY updated_at DESC, id LIMIT $2)",
            vec![Value::text(account), Value::Number(DRAFTS_AT_MOST)],
        )
        .await
        .map(drop)
    }

    /// The drafts of an account, the last changed first.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn drafts(&self, account: Uuid) -> Result<Vec<Draft>, DeskError> {
        let sql = "SELECT id, body, updated_at FROM drafts WHERE account = $1 ORDER BY updated_at DESC, id";
        let rows = self.query(sql, vec![Value::text(account)]).await?;
        let read = |row: &crate::Row| {
            Ok(Draft { id: row.parsed(0)?, body: row.parsed(1)?, updated_at: row.time(2)? })
        };
        rows.iter().map(read).collect()
    }

    /// Throws a draft away.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn drop_draft(&self, account: Uuid, draft: Uuid) -> Result<(), DeskError> {
        let values = vec![Value::text(account), Value::text(draft)];
        self.execute("DELETE FROM drafts WHERE account = $1 AND id = $2", values).await.map(drop)
    }

    /// Follows an initiative from a position on; again changes nothing.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn follow(&self, account: Uuid, followed: Followed) -> Result<(), DeskError> {
        let since = i64::try_from(followed.since).unwrap_or(i64::MAX);
        self.execute(
            "INSERT INTO follows (account, initiative, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            vec![Value::text(account), Value::text(followed.initiative), Value::Number(since)],
        )
        .await
        .map(drop)
    }

    /// Follows it no more.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn unfollow(&self, account: Uuid, initiative: InitiativeId) -> Result<(), DeskError> {
        let values = vec![Value::text(account), Value::text(initiative)];
        self.execute("DELETE FROM follows WHERE account = $1 AND initiative = $2", values).await.map(drop)
    }

    /// What an account follows, the last begun first.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn followed(&self, account: Uuid) -> Result<Vec<Followed>, DeskError> {
        let sql = "SELECT initiative, since FROM follows WHERE account = $1 ORDER BY since DESC, initiative";
        let rows = self.query(sql, vec![Value::text(account)]).await?;
        let read = |row: &crate::Row| {
            let since = u64::try_from(row.number(1)?);
            let since = since.map_err(|_| DeskError::Damaged { what: "since".to_owned() })?;
            Ok(Followed { initiative: row.parsed(0)?, since })
        };
        rows.iter().map(read).collect()
    }
}
