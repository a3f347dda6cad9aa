//! The vault in one SQLite file of its own.
//!
//! `secure_delete` overwrites what is deleted; after an erasure the log beside
//! the file is emptied, so that the destroyed bytes are in neither.

mod key;
mod term;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::VaultError;
use crate::backend::{FORMAT, Head};

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an erasure waits for whoever reads the file from outside, a backup say.
const ERASURE_TIMEOUT: Duration = Duration::from_secs(1);
/// How many idle readers are kept open.
const IDLE: usize = 4;

/// One opened file.
#[derive(Clone)]
pub(crate) struct Sqlite {
    path: Arc<PathBuf>,
    writer: Arc<Mutex<Connection>>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Sqlite {
    /// Makes the file, for its owner alone, and the tables where they lack.
    pub(crate) async fn open(path: PathBuf, fingerprint: [u8; 32]) -> Result<Self, VaultError> {
        blocking(move || {
            if let Some(directory) = path.parent() {
                std::fs::create_dir_all(directory)?;
            }
            // SQLite gives the files beside it the same rights.
            OpenOptions::new().append(true).create(true).mode(0o600).open(&path)?;
            Self::with(path, |writer| migrate(writer, Some(&fingerprint)))
        })
        .await
    }

    /// Whatever master key it belongs to; nothing is made.
    pub(crate) async fn open_unchecked(path: PathBuf) -> Result<Self, VaultError> {
        blocking(move || Self::with(path, |writer| migrate(writer, None))).await
    }

    fn with(
        path: PathBuf,
        prepare: impl FnOnce(&mut Connection) -> Result<(), VaultError>,
    ) -> Result<Self, VaultError> {
        let mut writer = connect(&path)?;
        writer.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -65536;",
        )?;
        prepare(&mut writer)?;
        Ok(Self { path: Arc::new(path), writer: Arc::new(Mutex::new(writer)), idle: Arc::default() })
    }

    /// One transaction, alone with the file.
    async fn writing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let writer = Arc::clone(&self.writer);
        blocking(move || {
            let mut connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
        .await
    }

    /// Empties the log, so that what was destroyed is gone from there too.
    async fn empty_log(&self) -> Result<(), VaultError> {
        let writer = Arc::clone(&self.writer);
        blocking(move || {
            let connection = writer.lock().unwrap_or_else(PoisonError::into_inner);
            connection.busy_timeout(ERASURE_TIMEOUT)?;
            let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            if busy { Err(VaultError::NotYetErased) } else { Ok(()) }
        })
        .await
    }

    async fn reading<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (path, idle) = (Arc::clone(&self.path), Arc::clone(&self.idle));
        blocking(move || {
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match waiting {
                Some(connection) => connection,
                None => open_reader(&path)?,
            };
            let transaction = connection.transaction()?;
            let result = work(&transaction)?;
            transaction.finish()?;
            let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE {
                idle.push(connection);
            }
            Ok(result)
        })
        .await
    }
}

fn connect(path: &Path) -> Result<Connection, VaultError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection, VaultError> {
    let connection = connect(path)?;
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;")?;
    Ok(connection)
}

/// Without keys only brings up to date what is there.
fn migrate(connection: &mut Connection, fingerprint: Option<&[u8; 32]>) -> Result<(), VaultError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let there = transaction
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'vault_head'", (), |_| Ok(()))
        .optional()?;
    match (there, fingerprint) {
        (None, None) => return Err(VaultError::Damaged { what: "there is no vault in this file".into() }),
        (None, Some(fingerprint)) => {
            transaction.execute_batch(include_str!("sqlite/schema.sql"))?;
            transaction.execute(
                "INSERT INTO vault_head (one, format, fingerprint) VALUES (1, ?1, ?2)",
                (FORMAT, fingerprint),
            )?;
        }
        (Some(()), _) => {
            let format: i64 = transaction.query_row("SELECT format FROM vault_head", (), |row| row.get(0))?;
            if format == 1 {
                transaction.execute_batch(include_str!("sqlite/upgrade.sql"))?;
            }
        }
    }
    match fingerprint {
        Some(fingerprint) => check(&transaction, fingerprint)?,
        None => head(&transaction)?.check_format()?,
    }
    transaction.commit()?;
    Ok(())
}

/// Whether the vault still is under the keys of this process.
fn check(transaction: &Transaction, fingerprint: &[u8; 32]) -> Result<(), VaultError> {
    head(transaction)?.check(fingerprint)
}

fn head(transaction: &Transaction) -> Result<Head, VaultError> {
    // The format first: a newer one may lack the rest.
    let format =
        transaction.prepare_cached("SELECT format FROM vault_head")?.query_row((), |row| row.get(0))?;
    if format > FORMAT {
        return Err(VaultError::NewerFormat { found: format, known: FORMAT });
    }
    let head = transaction
        .prepare_cached("SELECT fingerprint, rewrapping_from FROM vault_head")?
        .query_row((), |row| Ok(Head { format, fingerprint: row.get(0)?, rewrapping_from: row.get(1)? }))?;
    Ok(head)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(VaultError::Stopped),
        },
    }
}
