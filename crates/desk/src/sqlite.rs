//! The desk in one SQLite file of its own.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};

use crate::DeskError;
use crate::rows::{Row, Value};

/// The form of the tables.
pub(crate) const FORMAT: i64 = 3;
pub(crate) const SCHEMA: &str = include_str!("schema.sql");
/// What a desk of the first format lacks.
/// From each format to the next, from the first on.
pub(crate) const STEPS: [&str; 2] = [include_str!("languages.sql"), include_str!("checkpoints.sql")];

/// One opened file.
#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    connection: Arc<Mutex<Connection>>,
}

impl Sqlite {
    pub(crate) async fn open(path: PathBuf) -> Result<Self, DeskError> {
        blocking(move || {
            if let Some(directory) = path.parent() {
                std::fs::create_dir_all(directory).map_err(DeskError::unavailable)?;
            }
            let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path);
            file.map_err(DeskError::unavailable)?;
            let mut connection = Connection::open(&path)?;
            connection.busy_timeout(Duration::from_secs(5))?;
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
            )?;
            migrate(&mut connection)?;
            Ok(Self { connection: Arc::new(Mutex::new(connection)) })
        })
        .await
    }

    pub(crate) async fn query(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, DeskError> {
        self.with(move |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let columns = statement.column_count();
            let rows = statement.query_map(params_from_iter(&values), |row| {
                (0..columns).map(|column| Ok(value(row.get_ref(column)?))).collect::<rusqlite::Result<_>>()
            })?;
            Ok(rows.map(|row| row.map(Row)).collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    pub(crate) async fn execute(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, DeskError> {
        self.with(move |connection| {
            Ok(connection.prepare_cached(sql)?.execute(params_from_iter(&values))? as u64)
        })
        .await
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, DeskError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let connection = Arc::clone(&self.connection);
        blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

fn migrate(connection: &mut Connection) -> Result<(), DeskError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let there: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'desk_head')",
        (),
        |row| row.get(0),
    )?;
    if !there {
        transaction.execute_batch(SCHEMA)?;
    }
    let format = "SELECT format FROM desk_head";
    let mut found = transaction.query_row(format, (), |row| row.get(0)).optional()?.unwrap_or(0);
    for (from, step) in (1..).zip(STEPS) {
        if found == from {
            transaction.execute_batch(step)?;
            found = from + 1;
        }
    }
    check_format(found)?;
    transaction.commit()?;
    Ok(())
}

pub(crate) fn check_format(found: i64) -> Result<(), DeskError> {
    if found == FORMAT { Ok(()) } else { Err(DeskError::Newer { found, known: FORMAT }) }
}

fn value(stored: ValueRef<'_>) -> Value {
    match stored {
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Text(text) | ValueRef::Blob(text) => {
            Value::Text(String::from_utf8_lossy(text).into_owned())
        }
        ValueRef::Null | ValueRef::Real(_) => Value::Nothing,
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(text) => text.to_sql(),
            Self::Number(number) => number.to_sql(),
            Self::Nothing => rusqlite::types::Null.to_sql(),
        }
    }
}

impl From<rusqlite::Error> for DeskError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::LoginTaken,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(_) | None => Self::unavailable(error),
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}
