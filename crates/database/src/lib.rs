//! What journal, vault and desk share of a PostgreSQL database: a connection that leads to the
//! primary, an end to the wait for an answer, and questions that are asked together.

mod together;

use std::io::{Error, ErrorKind};
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Executor as _, PgConnection, PgPool, Postgres};

pub use together::Together;

/// Only the primary answers for all that is acknowledged, and only what its standby has on
/// disk is.
const ON_THE_PRIMARY: &str = "
    DO $$ BEGIN IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'this server is a standby; the address has to lead to the primary';
    END IF; END $$;
    SELECT set_config('synchronous_commit', 'on', false)
     WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

/// Makes sure that a new connection leads to the primary and acknowledges nothing too early,
/// and gives it its settings.
///
/// # Errors
///
/// If it leads to a standby, or a setting is refused.
pub async fn prepare(connection: &mut PgConnection, settings: &str) -> sqlx::Result<()> {
    connection.execute(ON_THE_PRIMARY).await?;
    connection.execute(settings).await.map(drop)
}

/// What it comes to, unless it takes too long: a network can swallow everything without a
/// word, and the system then notices after a quarter of an hour.
///
/// # Errors
///
/// [`ErrorKind::TimedOut`] as [`sqlx::Error::Io`], and what the work says.
pub async fn within<T, E: From<sqlx::Error>>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(silent(limit).into()))
}

/// The rows that answer a query. A connection that says nothing is not given back: the pool
/// would wait for it.
///
/// # Errors
///
/// As [`within`].
pub async fn rows(
    pool: &PgPool,
    limit: Duration,
    query: Query<'_, Postgres, PgArguments>,
) -> sqlx::Result<Vec<PgRow>> {
    let mut connection = pool.acquire().await?;
    let answer = tokio::time::timeout(limit, query.fetch_all(&mut *connection)).await;
    answer.unwrap_or_else(|_| {
        drop(connection.detach());
        Err(silent(limit))
    })
}

/// How many rows a statement changes, as [`rows`].
///
/// # Errors
///
/// As [`within`].
pub async fn execute(
    pool: &PgPool,
    limit: Duration,
    query: Query<'_, Postgres, PgArguments>,
) -> sqlx::Result<u64> {
    let mut connection = pool.acquire().await?;
    let done = tokio::time::timeout(limit, query.execute(&mut *connection)).await;
    let done = done.unwrap_or_else(|_| {
        drop(connection.detach());
        Err(silent(limit))
    });
    done.map(|done| done.rows_affected())
}

fn silent(limit: Duration) -> sqlx::Error {
    let what = format!("no answer within {} s", limit.as_secs());
    sqlx::Error::Io(Error::new(ErrorKind::TimedOut, what))
}
