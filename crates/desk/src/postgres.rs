//! The desk in the schema `desk` of a PostgreSQL database.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{Column, PgPool, Postgres as Database, Row as _, TypeInfo, ValueRef};

use crate::DeskError;
use crate::rows::{Row, Value};
use crate::sqlite::{SCHEMA, STEPS, check_format};

/// Any number, as long as only migrations of desks take it.
const MIGRATION_LOCK: i64 = 0x6465_736b;
const SETTINGS: &str =
    "SET search_path = desk; SET lock_timeout = '5s'; SET statement_timeout = '20s'; SET jit = off";

/// To get a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longer than the database itself takes before it gives a statement up.
const AT_MOST: Duration = Duration::from_secs(25);

/// One database.
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    pool: PgPool,
}

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self, DeskError> {
        let options = PgConnectOptions::from_str(url)?.application_name("veche desk");
        let pool = PgPoolOptions::new()
            .max_connections(6)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| Box::pin(database::prepare(connection, SETTINGS)))
            .connect_with(options)
            .await?;
        let mut transaction = pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(MIGRATION_LOCK)
            .execute(&mut *transaction)
            .await?;
        let there: bool = sqlx::query_scalar("SELECT to_regclass('desk.desk_head') IS NOT NULL")
            .fetch_one(&mut *transaction)
            .await?;
        if !there {
            sqlx::raw_sql("CREATE SCHEMA IF NOT EXISTS desk").execute(&mut *transaction).await?;
            sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
        }
        let format = "SELECT format FROM desk_head";
        let mut found: i64 = sqlx::query_scalar(format).fetch_one(&mut *transaction).await?;
        for (from, step) in (1..).zip(STEPS) {
            if found == from {
                sqlx::raw_sql(step).execute(&mut *transaction).await?;
                found = from + 1;
            }
        }
        check_format(found)?;
        transaction.commit().await?;
        Ok(Self { pool })
    }

    pub(crate) async fn query(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>, DeskError> {
        let rows = database::rows(&self.pool, AT_MOST, bound(sql, &values)).await?;
        rows.iter().map(read).collect()
    }

    pub(crate) async fn execute(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, DeskError> {
        Ok(database::execute(&self.pool, AT_MOST, bound(sql, &values)).await?)
    }
}

fn bound<'q>(sql: &'static str, values: &'q [Value]) -> Query<'q, Database, PgArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Text(text) => query.bind(text.as_str()),
        Value::Number(number) => query.bind(*number),
        // PostgreSQL wants to know of what type the nothing is; here only texts and
        // times may be absent, and each statement casts the latter.
        Value::Nothing => query.bind(None::<&str>),
    })
}

fn read(row: &PgRow) -> Result<Row, DeskError> {
    let values = row.columns().iter().map(|column| {
        let place = column.ordinal();
        if row.try_get_raw(place)?.is_null() {
            return Ok(Value::Nothing);
        }
        match column.type_info().name() {
            "INT8" => row.try_get(place).map(Value::Number),
            "INT4" => row.try_get::<i32, _>(place).map(|number| Value::Number(number.into())),
            _ => row.try_get(place).map(Value::Text),
        }
    });
    Ok(Row(values.collect::<sqlx::Result<_>>()?))
}

impl From<sqlx::Error> for DeskError {
    fn from(error: sqlx::Error) -> Self {
        let refusal = error.as_database_error();
        if refusal.is_some_and(|refusal| refusal.is_unique_violation()) {
            return Self::LoginTaken;
        }
        // disk_full
        if refusal.is_some_and(|refusal| refusal.code().as_deref() == Some("53100")) {
            return Self::Full;
        }
        Self::unavailable(error)
    }
}
