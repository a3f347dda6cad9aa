//! Why the journal could not do what was asked.

use std::sync::Arc;

use crate::ClockKind;

/// A failure of the journal itself. What it decides about an item is a
/// [`Verdict`](crate::Verdict), not an error.
///
/// Cloneable, because one failed transaction answers everybody in its batch.
/// After [`Unavailable`](Self::Unavailable), [`Locked`](Self::Locked) or
/// [`Stopped`](Self::Stopped) the item may or may not have been recorded: send
/// it again with the same command id.
#[derive(Clone, Debug, thiserror::Error)]
pub enum JournalError {
    /// The queue of waiting appends is full. Nothing was recorded.
    #[error("the journal has more to write than it can take; try again shortly")]
    Busy,
    /// A real journal and the caller disagree about the time. Nothing was recorded.
    #[error("the time of this append is {seconds} s away from the database's clock")]
    ClockSkew {
        /// How far apart, in whole seconds.
        seconds: u64,
    },
    /// A simulated journal was opened for the real clock or the other way round.
    #[error("this journal is {journal} and cannot be used with a {asked} clock")]
    WrongClock {
        /// What the journal is.
        journal: ClockKind,
        /// What it was opened as.
        asked: ClockKind,
    },
    /// A newer program has upgraded this journal.
    #[error("this journal has format {found}, this program knows {known}; update the program")]
    NewerFormat {
        /// The format number in the journal.
        found: i64,
        /// The format number of this program.
        known: i64,
    },
    /// An earlier program made this journal, with another layout of its tables.
    #[error("this journal has format {found}, which this program does not read (it knows {known})")]
    OlderFormat {
        /// The format number in the journal.
        found: i64,
        /// The format number of this program.
        known: i64,
    },
    /// There is no journal in the store.
    #[error("there is no journal in {store}; run `veche migrate` to make one")]
    NotMigrated {
        /// The store, without its password.
        store: String,
    },
    /// An item that no store could keep. Nothing was recorded.
    #[error("this append is malformed: {what}")]
    Malformed {
        /// What is wrong with it.
        what: String,
    },
    /// Another writer holds the journal's head for too long.
    #[error("another writer has held the journal for too long")]
    Locked,
    /// No space is left where the journal is. Nothing was recorded.
    #[error("the journal's disk is full; make room, nothing else is needed")]
    Full,
    /// The target of a copy already holds events.
    #[error("the journal to copy to is not empty")]
    NotEmpty,
    /// The target of a copy was created as another journal.
    #[error("the journal to copy to has another id or another kind of clock")]
    OtherJournal,
    /// A stored value cannot be what the journal wrote.
    #[error("the journal is damaged: {what}")]
    Corrupt {
        /// What was found.
        what: String,
    },
    /// The part of the program that writes has ended.
    #[error("the journal is being closed")]
    Stopped,
    /// The database refused or could not be reached.
    #[error("the journal's database failed")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl JournalError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::ClockSkew { .. } => "clock_skew",
            Self::WrongClock { .. } => "wrong_clock",
            Self::NewerFormat { .. } => "newer_format",
            Self::OlderFormat { .. } => "older_format",
            Self::NotMigrated { .. } => "not_migrated",
            Self::Malformed { .. } => "malformed_append",
            Self::Locked => "journal_locked",
            Self::Full => "journal_full",
            Self::NotEmpty => "journal_not_empty",
            Self::OtherJournal => "other_journal",
            Self::Corrupt { .. } => "journal_damaged",
            Self::Stopped => "journal_closed",
            Self::Unavailable(_) => "journal_unavailable",
        }
    }

    /// Whether whoever waits behind what failed so would only wait as long again.
    pub(crate) fn is_about_the_store(&self) -> bool {
        matches!(self, Self::Locked | Self::Unavailable(_))
    }

    /// Whether one item of a batch is to blame, so that the others can go on.
    pub(crate) fn is_about_one_item(&self) -> bool {
        matches!(self, Self::ClockSkew { .. } | Self::Malformed { .. })
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Locked,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            None if is_undecodable(&error) => Self::Corrupt { what: error.to_string() },
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}

fn is_undecodable(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(_)
    )
}

impl From<std::io::Error> for JournalError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}
