//! The journal in one SQLite file.
//!
//! One connection writes, a few read, all on threads where blocking is allowed.
//! WAL with `synchronous=FULL`: what was acknowledged survives a power cut.
//! Several processes may open the file; SQLite's write lock stands in for the
//! lock on the head.

mod read;
mod write;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::backend::check_format;
use crate::{ClockKind, Identity, Item, JournalError, Store, Verdict};

pub(crate) use write::Import;

/// The number of the layout of the tables in `schema.sql`.
pub(crate) const FORMAT: i64 = 2;
const READERS: usize = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// One opened file.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Arc<Mutex<Connection>>,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Sqlite {
    /// Makes the directory, the file and the tables where they lack.
    pub(crate) async fn create(
        directory: PathBuf,
        clock: ClockKind,
        id: Uuid,
    ) -> Result<(Self, Identity), JournalError> {
        blocking(move || {
            std::fs::create_dir_all(&directory)?;
            let mut writer = open_writer(&file_in(&directory), OpenFlags::SQLITE_OPEN_CREATE)?;
            migrate(&mut writer, clock, id)?;
            Self::opened(directory, writer)
        })
        .await
    }

    /// Opens what is there.
    pub(crate) async fn open(directory: PathBuf) -> Result<(Self, Identity), JournalError> {
        blocking(move || {
            let path = file_in(&directory);
            if !path.exists() {
                return Err(not_migrated(directory));
            }
            let writer = open_writer(&path, OpenFlags::empty())?;
            Self::opened(directory, writer)
        })
        .await
    }

    fn opened(directory: PathBuf, writer: Connection) -> Result<(Self, Identity), JournalError> {
        let Some(identity) = identity(&writer)? else {
            return Err(not_migrated(directory));
        };
        let sqlite = Self {
            path: file_in(&directory),
            writer: Arc::new(Mutex::new(writer)),
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(READERS)),
        };
        Ok((sqlite, identity))
    }

    /// All items in one transaction, in order, each seeing what came before it.
    pub(crate) async fn write(&self, items: Arc<[Item]>) -> Result<Vec<Verdict>, JournalError> {
        let writer = Arc::clone(&self.writer);
        blocking(move || {
            let mut connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
            write::write(&mut connection, &items)
        })
        .await
    }

    /// A transaction of its own that fills an empty journal.
    pub(crate) async fn import(&self) -> Result<Import, JournalError> {
        let path = self.path.clone();
        blocking(move || Import::begin(open_writer(&path, OpenFlags::empty())?)).await
    }

    async fn reading<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let permits = Arc::clone(&self.permits);
        let _permit = permits.acquire_owned().await.map_err(|_| JournalError::Stopped)?;
        let (idle, path) = (Arc::clone(&self.idle), self.path.clone());
        blocking(move || {
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match waiting {
                Some(connection) => connection,
                None => open_reader(&path)?,
            };
            let result = work(&connection);
            if result.is_ok() {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            }
            result
        })
        .await
    }
}

fn file_in(directory: &Path) -> PathBuf {
    directory.join("journal.sqlite")
}

fn not_migrated(directory: PathBuf) -> JournalError {
    JournalError::NotMigrated { store: Store::Sqlite(directory).to_string() }
}

fn open_writer(path: &Path, create: OpenFlags) -> Result<Connection, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(32);
    enter_wal(&connection)?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA recursive_triggers = ON;
         PRAGMA cache_size = -65536;
         PRAGMA wal_autocheckpoint = 16000;",
    )?;
    Ok(connection)
}

/// Two that change a new file to WAL at once do not wait for each other as
/// writers do: SQLite answers one of them "locked" without asking the timeout.
fn enter_wal(connection: &Connection) -> Result<(), JournalError> {
    let mut tries = 0;
    loop {
        let outcome = connection.execute_batch("PRAGMA journal_mode = WAL");
        match outcome.map_err(JournalError::from) {
            Err(JournalError::Locked) if tries < 100 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            outcome => return outcome,
        }
    }
}

fn open_reader(path: &Path) -> Result<Connection, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, clock: ClockKind, id: Uuid) -> Result<(), JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if identity(&transaction)?.is_none() {
        transaction.execute_batch(include_str!("sqlite/schema.sql"))?;
        transaction.execute(
            "INSERT INTO journal_head (one, id, clock, format, position) VALUES (1, ?1, ?2, ?3, 0)",
            (id.as_bytes(), clock.as_str(), FORMAT),
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// `None` when there are no tables yet.
fn identity(connection: &Connection) -> Result<Option<Identity>, JournalError> {
    let there = connection
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'journal_head'", (), |_| Ok(()))
        .optional()?;
    if there.is_none() {
        return Ok(None);
    }
    let (id, clock, format): ([u8; 16], String, i64) =
        connection.query_row("SELECT id, clock, format FROM journal_head", (), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    check_format(format, FORMAT)?;
    Ok(Some(Identity { id: Uuid::from_bytes(id), clock: ClockKind::stored(&clock)? }))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, JournalError> + Send + 'static,
) -> Result<T, JournalError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(JournalError::Stopped),
        },
    }
}
