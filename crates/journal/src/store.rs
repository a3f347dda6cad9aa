//! Where a journal is kept.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// A place for a journal, written `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum Store {
    /// A directory; the journal is `journal.sqlite` in it.
    Sqlite(PathBuf),
    /// A PostgreSQL connection URL, with its password if it has one.
    Postgres(String),
}

/// Why a text names no store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Neither of the two forms.
    #[error("{0:?} names no store: write sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Unknown(String),
    /// `sqlite:` without a path.
    #[error("sqlite: needs the path of a directory, for example sqlite:./veche-data")]
    NoPath,
    /// A PostgreSQL URL that cannot be read. The text does not repeat the URL.
    #[error("the postgres:// address cannot be read: {0}")]
    BadUrl(String),
}

impl StoreError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "unknown_store",
            Self::NoPath => "store_without_path",
            Self::BadUrl(_) => "bad_store_url",
        }
    }
}

impl FromStr for Store {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            if path.is_empty() {
                return Err(StoreError::NoPath);
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            PgConnectOptions::from_str(text).map_err(|error| StoreError::BadUrl(error.to_string()))?;
            return Ok(Self::Postgres(text.into()));
        }
        Err(StoreError::Unknown(text.into()))
    }
}

/// Without the password, fit for logs and screens.
impl fmt::Display for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(directory) => write!(out, "sqlite:{}", directory.display()),
            Self::Postgres(url) => match PgConnectOptions::from_str(url) {
                Ok(options) => write!(
                    out,
                    "postgres://{}@{}:{}/{}",
                    options.get_username(),
                    options.get_host(),
                    options.get_port(),
                    options.get_database().unwrap_or(options.get_username()),
                ),
                Err(_) => out.write_str("postgres://?"),
            },
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Store({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_shown_without_a_password() {
        let shown = |text: &str| text.parse::<Store>().map(|store| store.to_string());
        assert_eq!(shown("sqlite:./veche-data"), Ok("sqlite:./veche-data".into()));
        assert_eq!(
            shown("postgres://clerk:secret@db.example:5433/veche"),
            Ok("postgres://clerk@db.example:5433/veche".into())
        );
        let debugged = format!("{:?}", "postgres://clerk:secret@db/veche".parse::<Store>());
        assert!(!debugged.contains("secret"), "{debugged}");
    }

    #[test]
    fn anything_else_is_refused_with_the_two_forms_named() {
        for (text, code) in [
            ("", "unknown_store"),
            ("./veche-data", "unknown_store"),
            ("mysql://localhost/veche", "unknown_store"),
            ("sqlite:", "store_without_path"),
            ("postgres://host:port/veche", "bad_store_url"),
        ] {
            assert_eq!(text.parse::<Store>().expect_err(text).code(), code, "{text}");
        }
    }
}
