//! Who is signed in.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::account::select_accounts;
use crate::rows::Value;
use crate::{Account, Desk, DeskError};

/// What is kept of a secret: its SHA-256, hexadecimal. Secrets are 32 random bytes, so
/// that no salt is needed.
pub(crate) fn hashed(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

impl Desk {
    /// Starts a session under a secret that only the browser keeps.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn start_session(
        &self,
        account: Uuid,
        secret: &str,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), DeskError> {
        self.execute("DELETE FROM sessions WHERE expires_at <= $1", vec![Value::time(at)]).await?;
        self.execute(
            "INSERT INTO sessions (secret, account, created_at, expires_at) VALUES ($1, $2, $3, $4)",
            vec![Value::text(hashed(secret)), Value::text(account), Value::time(at), Value::time(expires_at)],
        )
        .await
        .map(drop)
    }

    /// The account of a secret's session, unless it has ended.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn session(&self, secret: &str, at: Timestamp) -> Result<Option<Account>, DeskError> {
        let sql = select_accounts!(
            "JOIN (SELECT account, expires_at FROM sessions WHERE secret = $1 AND expires_at > $2) s
             ON s.account = a.id"
        );
        let rows = self.query(sql, vec![Value::text(hashed(secret)), Value::time(at)]).await?;
        rows.first().map(Account::read).transpose()
    }

    /// Lets the sessions that have not ended at `at` go on until then: where the clock
    /// leaps, nobody is to be signed out by it.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn prolong_sessions(&self, at: Timestamp, expires_at: Timestamp) -> Result<(), DeskError> {
        let sql = "UPDATE sessions SET expires_at = $1 WHERE expires_at > $2";
        self.execute(sql, vec![Value::time(expires_at), Value::time(at)]).await.map(drop)
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn end_session(&self, secret: &str) -> Result<(), DeskError> {
        self.execute("DELETE FROM sessions WHERE secret = $1", vec![Value::text(hashed(secret))])
            .await
            .map(drop)
    }
}
