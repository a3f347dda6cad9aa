//! The desk: what an installation keeps of those who sign in, and nothing that
//! history needs.
//!
//! Accounts, sessions, tokens, drafts, what somebody follows, and who is told by webhook. It says who somebody
//! is, never what he may do: rights come from the events of his participant or
//! official. All of it can be deleted without touching the journal.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `checkpoint` | the last signed checkpoint of the public log |
//! | `webhook` | receivers of webhooks: who is told, up to where, and which node tells |
//! | `account`, `session`, `token`, `cabinet` | what is kept, and the statements for it |
//! | `rows` | values and rows between the statements and a store |
//! | `sqlite`, `postgres` | the two stores: they run a statement, and know none |
//!
//! Invariants:
//! - One text of SQL for both stores: parameters stand in the order of their numbers.
//! - A secret that a person or program shows is kept only as its SHA-256; one that signs
//!   webhooks comes sealed, and nothing here can open it.
//! - Times are given by the caller; nothing here reads a clock.

mod account;
mod cabinet;
mod checkpoint;
mod error;
mod postgres;
mod rows;
mod session;
mod sqlite;
mod token;
mod webhook;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use database::Together;

pub use account::{Account, NewAccount};
pub use cabinet::{Draft, Followed};
pub use checkpoint::KeptCheckpoint;
pub use error::DeskError;
pub use token::{Scope, Token};
pub use webhook::{Webhook, WebhookCursor, WebhookFailure, WebhookState};

use postgres::Postgres;
use rows::{Row, Value};
use sqlite::Sqlite;

/// Connections that look up tokens for many at once.
const LANES: usize = 2;

/// The desk of an installation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk {
    backend: Backend,
    tokens: Arc<Together<String, Option<Row>, DeskError>>,
}

#[derive(Clone, Debug)]
enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Desk {
    /// Opens the file, and makes it where it lacks.
    ///
    /// # Errors
    ///
    /// If it cannot be used, or a newer program wrote it.
    pub async fn open_sqlite(path: &Path) -> Result<Self, DeskError> {
        Ok(Self::of(Backend::Sqlite(Sqlite::open(path.to_owned()).await?)))
    }

    /// Opens the schema `desk` of a database, and makes it where it lacks.
    ///
    /// # Errors
    ///
    /// If it cannot be reached, or a newer program wrote it.
    pub async fn open_postgres(url: &str) -> Result<Self, DeskError> {
        Ok(Self::of(Backend::Postgres(Postgres::open(url).await?)))
    }

    fn of(backend: Backend) -> Self {
        Self { backend, tokens: Arc::new(Together::new(LANES, token::TOGETHER)) }
    }

    /// Runs a statement and gives the rows it returns.
    async fn query(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, DeskError> {
        match &self.backend {
            Backend::Sqlite(store) => store.query(sql, values).await,
            Backend::Postgres(store) => store.query(sql, values).await,
        }
    }

    /// Runs a statement and says how many rows it changed.
    async fn execute(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, DeskError> {
        match &self.backend {
            Backend::Sqlite(store) => store.execute(sql, values).await,
            Backend::Postgres(store) => store.execute(sql, values).await,
        }
    }

    /// Whether the store answers.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub async fn check(&self) -> Result<(), DeskError> {
        self.query("SELECT format FROM desk_head", Vec::new()).await.map(drop)
    }
}
