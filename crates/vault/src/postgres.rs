//! The vault in the schema `vault` of a PostgreSQL database, best one of its own
//! with its own backups.
//!
//! What was destroyed is out of reach of SQL at once. Its bytes stay in dead
//! rows until vacuumed and written over, and in the server's log and backups
//! for as long as those are kept.

mod key;
mod term;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use aggregates::ids::ParticipantId;
use database::Together;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgConnection, PgPool, Postgres as Database, Row, Transaction};

use crate::backend::{FORMAT, Head};
use crate::{IdentityKey, VaultError};

const CONNECTIONS: u32 = 8;
/// Connections that look up identities for many at once, and how many for.
const LANES: usize = 2;
const TOGETHER: usize = 256;
/// To look something up by its key takes milliseconds, if anybody is there.
const AT_MOST: Duration = Duration::from_secs(25);
/// To get one of them.
const PATIENCE: Duration = Duration::from_secs(5);
/// Any number, as long as only migrations of vaults take it.
const MIGRATION_LOCK: i64 = 0x0076_6175_6c74;
/// Any other: an erasure takes it alone, whoever adds to the index shares it.
const ERASURE_LOCK: i64 = 0x0065_7261_7365;
/// Plans made while the tables were empty must not scan them later; whoever
/// hangs fails, visibly.
const SETTINGS: &str = "
    SET enable_seqscan = off;
    SET enable_bitmapscan = off;
    SET jit = off;
    SET lock_timeout = '5s';
    SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '20s'";

/// One database.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: PgPool,
    held: Arc<Together<ParticipantId, Vec<IdentityKey>, VaultError>>,
}

impl Postgres {
    /// Makes the tables where they lack.
    pub(crate) async fn open(url: &str, fingerprint: [u8; 32]) -> Result<Self, VaultError> {
        let store = Self::connect(url).await?;
        if format(&mut *store.pool.acquire().await?).await? != Some(FORMAT) {
            migrate(&store.pool, Some(fingerprint)).await?;
        }
        head(&mut *store.pool.acquire().await?, false).await?.check(&fingerprint)?;
        Ok(store)
    }

    /// Whatever master key it belongs to; nothing is made.
    pub(crate) async fn open_unchecked(url: &str) -> Result<Self, VaultError> {
        let store = Self::connect(url).await?;
        if format(&mut *store.pool.acquire().await?).await? != Some(FORMAT) {
            migrate(&store.pool, None).await?;
        }
        Ok(store)
    }

    async fn connect(url: &str) -> Result<Self, VaultError> {
        let options = PgConnectOptions::from_str(url)?.application_name("veche vault");
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| Box::pin(database::prepare(connection, SETTINGS)))
            .connect_with(options)
            .await?;
        Ok(Self { pool, held: Arc::new(Together::new(LANES, TOGETHER)) })
    }

    async fn begin(&self) -> Result<Transaction<'static, Database>, VaultError> {
        Ok(self.pool.begin().await?)
    }
}

/// `None` where there is no vault.
async fn format(connection: &mut PgConnection) -> Result<Option<i64>, VaultError> {
    let there: bool = sqlx::query_scalar("SELECT to_regclass('vault.head') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(None);
    }
    let format = sqlx::query_scalar("SELECT format FROM vault.head").fetch_one(connection).await?;
    if format > FORMAT {
        return Err(VaultError::NewerFormat { found: format, known: FORMAT });
    }
    Ok(Some(format))
}

/// With `locked` nobody else changes it until the transaction is over.
async fn head(connection: &mut PgConnection, locked: bool) -> Result<Head, VaultError> {
    let select = if locked {
        "SELECT format, fingerprint, rewrapping_from FROM vault.head FOR UPDATE"
    } else {
        "SELECT format, fingerprint, rewrapping_from FROM vault.head"
    };
    let row = sqlx::query(select).fetch_one(connection).await?;
    Ok(Head { format: row.try_get(0)?, fingerprint: row.try_get(1)?, rewrapping_from: row.try_get(2)? })
}

/// Without keys only brings up to date what is there.
async fn migrate(pool: &PgPool, fingerprint: Option<[u8; 32]>) -> Result<(), VaultError> {
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(MIGRATION_LOCK).execute(&mut *transaction).await?;
    match (format(&mut transaction).await?, fingerprint) {
        (None, None) => {
            return Err(VaultError::Damaged { what: "there is no vault in this database".into() });
        }
        (None, Some(fingerprint)) => {
            sqlx::raw_sql(include_str!("postgres/schema.sql")).execute(&mut *transaction).await?;
            sqlx::query("INSERT INTO vault.head (one, format, fingerprint) VALUES (1, $1, $2)")
                .bind(FORMAT)
                .bind(fingerprint.as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        (Some(1), _) => {
            sqlx::raw_sql(include_str!("postgres/upgrade.sql")).execute(&mut *transaction).await?;
        }
        (Some(_), _) => {}
    }
    transaction.commit().await?;
    Ok(())
}
