//! Keys that programs show in place of a person.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;

use crate::account::select_accounts;
use crate::rows::{Row, Value};
use crate::session::hashed;
use crate::{Account, Desk, DeskError};

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// To read what its owner may read.
    Read,
    /// To do as a participant what its owner may do.
    Participate,
    /// To do as an official what its owner may do.
    Office,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Participate, Self::Office];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Participate => "participate",
            Self::Office => "office",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| DeskError::Damaged { what: format!("{text:?} is no scope") })
    }
}

/// Secrets that one statement asks for.
pub(crate) const TOGETHER: usize = 16;

/// A token as its owner sees it; the secret was shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    fn read(row: &Row) -> Result<Self, DeskError> {
        Ok(Self {
            id: row.parsed(0)?,
            name: row.parsed(1)?,
            scopes: scopes(&row.parsed::<String>(2)?)?,
            created_at: row.time(3)?,
            expires_at: row.time_or_nothing(4)?,
            revoked_at: row.time_or_nothing(5)?,
        })
    }
}

fn scopes(text: &str) -> Result<Vec<Scope>, DeskError> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::parse).collect()
}

impl Desk {
    /// Makes a token under a secret that is shown to its owner once.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn issue_token(&self, account: Uuid, token: &Token, secret: &str) -> Result<(), DeskError> {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
        self.execute(
            "INSERT INTO tokens (id, account, name, secret, scopes, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, CAST($7 AS BIGINT))",
            vec![
                Value::text(token.id),
                Value::text(account),
                Value::text(&token.name),
                Value::text(hashed(secret)),
                Value::text(scopes.join(" ")),
                Value::time(token.created_at),
                Value::text_or_nothing(token.expires_at.map(Timestamp::as_microsecond)),
            ],
        )
        .await
        .map(drop)
    }

    /// The account of a token that still holds, and what the token is good for.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account_by_token(
        &self,
        secret: &str,
        at: Timestamp,
    ) -> Result<Option<(Account, Vec<Scope>)>, DeskError> {
        let Some(row) = self.tokens.ask(hashed(secret), |secrets| self.of_each(secrets)).await? else {
            return Ok(None);
        };
        if row.time_or_nothing(9)?.is_some_and(|until| until <= at) {
            return Ok(None);
        }
        Ok(Some((Account::read(&row)?, scopes(&row.parsed::<String>(8)?)?)))
    }

    /// The row of each; it is read by whoever asked for it, since that of another may be damaged.
    async fn of_each(&self, secrets: Vec<String>) -> Result<Vec<Option<Row>>, DeskError> {
        let sql = select_accounts!(
            and ", t.secret, t.scopes, t.expires_at",
            "JOIN tokens t ON t.account = a.id
             WHERE t.secret IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
               AND t.revoked_at IS NULL"
        );
        // One statement for any number: the places that are left are taken by the same again.
        let values = secrets.iter().cycle().take(TOGETHER).map(Value::text).collect();
        let mut found = HashMap::new();
        for row in self.query(sql, values).await? {
            found.insert(row.parsed::<String>(7)?, row);
        }
        Ok(secrets.iter().map(|secret| found.get(secret).cloned()).collect())
    }

    /// The tokens of an account, newest first.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn tokens(&self, account: Uuid) -> Result<Vec<Token>, DeskError> {
        let sql = "SELECT id, name, scopes, created_at, expires_at, revoked_at FROM tokens
             WHERE account = $1 ORDER BY created_at DESC, id";
        self.query(sql, vec![Value::text(account)]).await?.iter().map(Token::read).collect()
    }

    /// Revokes a token of an account; says whether it was there and held.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn revoke_token(&self, account: Uuid, token: Uuid, at: Timestamp) -> Result<bool, DeskError> {
        let sql = "UPDATE tokens SET revoked_at = $1 WHERE account = $2 AND id = $3 AND revoked_at IS NULL";
        let values = vec![Value::time(at), Value::text(account), Value::text(token)];
        Ok(self.execute(sql, values).await? > 0)
    }
}
