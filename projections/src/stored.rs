//! How values stand in SQLite: ids, dates and lengths as text, enums by their
//! stable names, structures as JSON, times as microseconds since 1970.

use std::error::Error;
use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// `to_position` of a row that is true now. Stands as a literal in the schemas too:
/// SQLite uses a partial index only for the literal it was made with.
pub(crate) const FOREVER: i64 = i64::MAX;

/// The position whose rows a query reads; the latest if none is given.
pub(crate) fn instant(as_of: Option<u64>) -> i64 {
    as_of.map_or(FOREVER - 1, |position| signed(position).min(FOREVER - 1))
}

/// A position, sequence or count as SQLite stores it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(FOREVER)
}

/// Something written the way it displays: an id, a date.
pub(crate) struct Plain<T>(pub(crate) T);

/// An enum without data, by the name serde gives it.
pub(crate) struct Word<T>(pub(crate) T);

/// A structure.
pub(crate) struct Json<T>(pub(crate) T);

/// A time.
pub(crate) struct Moment(pub(crate) Timestamp);

impl<T: Display> ToSql for Plain<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl<T: FromStr> FromSql for Plain<T>
where
    T::Err: Error + Send + Sync + 'static,
{
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(other)
    }
}

impl<T: Serialize> ToSql for Word<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(&self.0).map_err(unwritable)? {
            Value::String(word) => Ok(word.into()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Err(unwritable("it is no enum without data"))
            }
        }
    }
}

impl<T: DeserializeOwned> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_value(Value::String(value.as_str()?.to_owned())).map(Self).map_err(other)
    }
}

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0).map(Into::into).map_err(unwritable)
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(other)
    }
}

impl ToSql for Moment {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_microsecond().into())
    }
}

impl FromSql for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_microsecond(value.as_i64()?).map(Self).map_err(other)
    }
}

fn other(error: impl Error + Send + Sync + 'static) -> FromSqlError {
    FromSqlError::Other(Box::new(error))
}

pub(crate) fn unwritable(error: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

/// Reads a column that is written as it displays.
pub(crate) fn plain<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T::Err: Error + Send + Sync + 'static,
{
    row.get::<_, Plain<T>>(column).map(|Plain(value)| value)
}

/// The same for a column that may be empty.
pub(crate) fn plain_or_none<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>>
where
    T::Err: Error + Send + Sync + 'static,
{
    row.get::<_, Option<Plain<T>>>(column).map(|value| value.map(|Plain(value)| value))
}

/// Reads an enum without data.
pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get::<_, Word<T>>(column).map(|Word(value)| value)
}

/// The same for a column that may be empty.
pub(crate) fn word_or_none<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<Word<T>>>(column).map(|value| value.map(|Word(value)| value))
}

/// Reads a structure.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get::<_, Json<T>>(column).map(|Json(value)| value)
}

/// The same for a column that may be empty.
pub(crate) fn json_or_none<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<Json<T>>>(column).map(|value| value.map(|Json(value)| value))
}

/// Reads a time.
pub(crate) fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get::<_, Moment>(column).map(|Moment(value)| value)
}
