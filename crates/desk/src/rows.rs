//! Values and rows between the statements and a store.

use std::str::FromStr;

use jiff::Timestamp;

use crate::DeskError;

/// What a statement is given, and what it answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    Nothing,
}

impl Value {
    pub(crate) fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    pub(crate) fn text_or_nothing(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Nothing, Self::text)
    }

    /// Microseconds since 1970.
    pub(crate) fn time(at: Timestamp) -> Self {
        Self::Number(at.as_microsecond())
    }
}

/// One row, its columns in the order of the statement.
#[derive(Clone, Debug)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    pub(crate) fn parsed<T: FromStr>(&self, column: usize) -> Result<T, DeskError> {
        self.parsed_or_nothing(column)?.ok_or_else(|| damaged(column, "is empty"))
    }

    pub(crate) fn parsed_or_nothing<T: FromStr>(&self, column: usize) -> Result<Option<T>, DeskError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => text.parse().map(Some).map_err(|_| damaged(column, "is malformed")),
            Some(Value::Nothing) => Ok(None),
            Some(Value::Number(_)) | None => Err(damaged(column, "is no text")),
        }
    }

    pub(crate) fn number(&self, column: usize) -> Result<i64, DeskError> {
        match self.0.get(column) {
            Some(Value::Number(number)) => Ok(*number),
            Some(Value::Text(_) | Value::Nothing) | None => Err(damaged(column, "is no number")),
        }
    }

    pub(crate) fn time(&self, column: usize) -> Result<Timestamp, DeskError> {
        Timestamp::from_microsecond(self.number(column)?).map_err(|_| damaged(column, "is no time"))
    }

    pub(crate) fn time_or_nothing(&self, column: usize) -> Result<Option<Timestamp>, DeskError> {
        match self.0.get(column) {
            Some(Value::Nothing) => Ok(None),
            Some(Value::Number(_) | Value::Text(_)) | None => self.time(column).map(Some),
        }
    }
}

fn damaged(column: usize, what: &str) -> DeskError {
    DeskError::Damaged { what: format!("column {column} {what}") }
}
