//! The journal in a PostgreSQL database.
//!
//! One connection appends, by one call of the function `veche_append` a batch; a
//! pool reads. The table `events` is postgres-es's own with two columns more, so
//! a stock `PostgresEventRepository` works on it too.

mod batch;
mod import;
mod read;
mod timestamp;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use database::{Together, within};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection, PgPool, Row};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::backend::check_format;
use crate::{ClockKind, Identity, Item, JournalError, Recorded, Store, StreamId, Verdict};

pub(crate) use import::Import;

use batch::Trust;

/// The number of the layout of tables and functions in `schema.sql`.
pub(crate) const FORMAT: i64 = 3;
const READERS: u32 = 8;
/// Batches that are trusted with nothing after one was trusted in vain: who repeats what was done
/// seldom comes alone.
const WARY: u32 = 16;
/// Connections that load for many at once, and how many for.
const LOADERS: usize = 2;
const TOGETHER: usize = 256;
/// Longer than the database itself takes before it gives a statement up: whoever has not
/// answered by then is not there any more, whatever the connection says.
const WRITER_PATIENCE: Duration = Duration::from_secs(25);
/// A page of events takes milliseconds; a database that is busy may take its time.
const READER_PATIENCE: Duration = Duration::from_secs(15);
/// To be connected, or to get one of the pool's connections.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// Any number, as long as only migrations of journals take it.
const MIGRATION_LOCK: i64 = 0x0076_6563_6865;
/// An append that hangs makes later ones wait and then fail, visibly.
const WRITER_SETTINGS: &str = "
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
    SET lock_timeout = '5s';
    SET statement_timeout = '20s';
    SET idle_in_transaction_session_timeout = '20s'";
/// Plans made while the tables were empty must not scan them later.
const READER_SETTINGS: &str = "
    SET default_transaction_read_only = on;
    SET enable_seqscan = off;
    SET enable_bitmapscan = off;
    SET jit = off";

/// The events of one stream: that of somebody else may be damaged.
type Loaded = Result<Vec<Recorded>, JournalError>;
/// Entries, each with its position.
type Placed = Vec<(u64, Vec<u8>)>;

/// One database.
pub(crate) struct Postgres {
    options: PgConnectOptions,
    /// `None` until first used and after a failure that may have broken it.
    writer: Mutex<Option<PgConnection>>,
    /// Batches that are not trusted yet.
    wary: AtomicU32,
    pool: PgPool,
    /// Connections of the pool that were made.
    made: Arc<AtomicU64>,
    /// Those of them that were seen to be gone: what answers in their place may be another server.
    gone: AtomicU64,
    loads: Together<(StreamId, u64), Loaded, JournalError>,
    entries: Together<(u64, usize), Placed, JournalError>,
}

impl Postgres {
    /// Makes the tables, functions and triggers where they lack.
    pub(crate) async fn create(
        url: &str,
        clock: ClockKind,
        id: Uuid,
    ) -> Result<(Self, Identity), JournalError> {
        let mut connection = options(url)?.connect().await?;
        if identity(&mut connection).await?.is_none() {
            migrate(&mut connection, clock, id).await?;
        }
        connection.close().await?;
        Self::open(url).await
    }

    /// Opens what is there.
    pub(crate) async fn open(url: &str) -> Result<(Self, Identity), JournalError> {
        let options = options(url)?;
        let mut writer = connect_writer(&options).await?;
        let Some(identity) = identity(&mut writer).await? else {
            return Err(JournalError::NotMigrated { store: Store::Postgres(url.into()).to_string() });
        };
        let made = Arc::<AtomicU64>::default();
        let counted = Arc::clone(&made);
        let pool = PgPoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(CONNECT_PATIENCE)
            // A connection goes when its server does, and never for being old.
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |connection, _| {
                counted.fetch_add(1, Ordering::AcqRel);
                Box::pin(database::prepare(connection, READER_SETTINGS))
            })
            .connect_lazy_with(options.clone());
        let postgres = Self {
            options,
            writer: Mutex::new(Some(writer)),
            wary: AtomicU32::new(0),
            pool,
            made,
            gone: AtomicU64::new(0),
            loads: Together::new(LOADERS, TOGETHER),
            entries: Together::new(LOADERS, TOGETHER),
        };
        Ok((postgres, identity))
    }

    /// How many readers' connections were lost, and so replaced; that the pool has grown is no loss.
    pub(crate) fn connected(&self) -> u64 {
        let gone = self.made.load(Ordering::Acquire).saturating_sub(self.pool.size().into());
        self.gone.fetch_max(gone, Ordering::AcqRel).max(gone)
    }

    /// The pool that reads.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// All items in one transaction, as if one after the other. If the kept
    /// connection turns out to be lost they are sent once more on a new one:
    /// what the lost one may have recorded then answers as repeated.
    pub(crate) async fn write(&self, items: &[Item]) -> Result<Vec<Verdict>, JournalError> {
        let mut writer = self.writer.lock().await;
        // Taken out while in use: a write that is cut short leaves a connection
        // in an unknown state, and it is dropped with the write.
        if let Some(mut kept) = writer.take() {
            // Who says nothing is not asked again: what he does with it is not known.
            let writing = async { Ok::<_, JournalError>(self.trusting(&mut kept, items).await) };
            match within(WRITER_PATIENCE, writing).await? {
                Ok(verdicts) => {
                    *writer = Some(kept);
                    return Ok(verdicts);
                }
                Err(JournalError::Unavailable(error)) => {
                    tracing::warn!(error = &*error as &dyn std::error::Error, "connecting again");
                }
                Err(error) => return Err(error),
            }
        }
        let mut connection = connect_writer(&self.options).await?;
        let verdicts = within(WRITER_PATIENCE, careful(&mut connection, items)).await?;
        *writer = Some(connection);
        Ok(verdicts)
    }

    /// Trusts the items to be new, unless some were not a moment ago.
    async fn trusting(
        &self,
        connection: &mut PgConnection,
        items: &[Item],
    ) -> Result<Vec<Verdict>, JournalError> {
        let less = |left: u32| left.checked_sub(1);
        let wary = self.wary.fetch_update(Ordering::AcqRel, Ordering::Acquire, less).is_ok();
        if !wary {
            if let Some(verdicts) = batch::write(connection, items, Trust::New).await? {
                return Ok(verdicts);
            }
            self.wary.store(WARY, Ordering::Release);
        }
        careful(connection, items).await
    }

    async fn rows(&self, query: Query<'_, sqlx::Postgres, PgArguments>) -> Result<Vec<PgRow>, JournalError> {
        Ok(database::rows(&self.pool, READER_PATIENCE, query).await?)
    }

    /// A transaction of its own that fills an empty journal.
    pub(crate) async fn import(&self) -> Result<Import, JournalError> {
        let mut connection = connect_writer(&self.options).await?;
        connection.execute("SET statement_timeout = 0").await?;
        Import::begin(connection).await
    }
}

/// Judges each item by all that was recorded.
async fn careful(connection: &mut PgConnection, items: &[Item]) -> Result<Vec<Verdict>, JournalError> {
    let verdicts = batch::write(connection, items, Trust::Nothing).await?;
    verdicts.ok_or_else(|| JournalError::Corrupt { what: "a careful append was not judged".into() })
}

fn options(url: &str) -> Result<PgConnectOptions, JournalError> {
    Ok(PgConnectOptions::from_str(url)?.application_name("veche"))
}

async fn connect_writer(options: &PgConnectOptions) -> Result<PgConnection, JournalError> {
    let connecting = async {
        let mut connection = options.connect().await?;
        database::prepare(&mut connection, WRITER_SETTINGS).await?;
        Ok(connection)
    };
    within(CONNECT_PATIENCE, connecting).await
}

async fn migrate(connection: &mut PgConnection, clock: ClockKind, id: Uuid) -> Result<(), JournalError> {
    let mut transaction = connection.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(MIGRATION_LOCK).execute(&mut *transaction).await?;
    if identity(&mut transaction).await?.is_none() {
        transaction.execute(include_str!("postgres/schema.sql")).await?;
        sqlx::query("INSERT INTO journal_head (one, id, clock, format, position) VALUES (1, $1, $2, $3, 0)")
            .bind(id)
            .bind(clock.as_str())
            .bind(FORMAT)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// `None` when there are no tables yet.
async fn identity(connection: &mut PgConnection) -> Result<Option<Identity>, JournalError> {
    // Not `to_regclass`: after waiting for the migration lock it still answers
    // from a cache that does not know what the lock's last holder made.
    let there: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM pg_tables
                        WHERE tablename = 'journal_head'
                          AND schemaname = ANY (current_schemas(false)))",
    )
    .fetch_one(&mut *connection)
    .await?;
    if !there {
        return Ok(None);
    }
    let row = sqlx::query("SELECT id, clock, format FROM journal_head").fetch_one(&mut *connection).await?;
    check_format(row.try_get("format")?, FORMAT)?;
    let clock = ClockKind::stored(row.try_get("clock")?)?;
    Ok(Some(Identity { id: row.try_get("id")?, clock }))
}

impl From<sqlx::Error> for JournalError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) {
            return Self::Corrupt { what: error.to_string() };
        }
        let Some(refusal) = error.as_database_error() else {
            return Self::Unavailable(Arc::new(error));
        };
        let number = || refusal.message().parse().ok();
        match (refusal.code().as_deref(), number()) {
            (Some("VE001"), Some(seconds)) => Self::ClockSkew { seconds },
            (Some("VE002"), Some(found)) => Self::NewerFormat { found: found.cast_signed(), known: FORMAT },
            // lock_not_available, query_canceled (by a timeout)
            (Some("55P03" | "57014"), _) => Self::Locked,
            // disk_full; the write-ahead log's disk is told by a server that stops
            (Some("53100"), _) => Self::Full,
            (Some(code), _) if code.starts_with("22") => Self::Malformed { what: refusal.message().into() },
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}
