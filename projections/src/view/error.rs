//! Why a view fails.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::ApplyError;

/// What SQLite says of the machine rather than of a statement.
const PASSING: [ErrorCode; 7] = [
    ErrorCode::CannotOpen,
    ErrorCode::DatabaseBusy,
    ErrorCode::DatabaseLocked,
    ErrorCode::DiskFull,
    ErrorCode::OutOfMemory,
    ErrorCode::ReadOnly,
    ErrorCode::SystemIoFailure,
];

/// Why a view cannot be opened, written or replaced.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// A file cannot be reached.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// SQLite refuses.
    #[error("the view {view} cannot be read or written")]
    Sqlite {
        /// Which view.
        view: &'static str,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// Another process writes it.
    #[error("the view {view} is being written by another process")]
    Locked {
        /// Which view.
        view: &'static str,
    },
    /// The next event does not follow on the last.
    #[error("the view {view} needs position {expected} next, not {found}")]
    Gap {
        /// Which view.
        view: &'static str,
        /// The position that has to come next.
        expected: u64,
        /// The position that came.
        found: u64,
    },
    /// An event could not be applied.
    #[error("the view {view} cannot apply {event_type} at position {position}")]
    Apply {
        /// Which view.
        view: &'static str,
        /// Where.
        position: u64,
        /// Which event.
        event_type: String,
        /// Why.
        #[source]
        source: ApplyError,
    },
    /// There is nothing to read yet, or only the view of another journal.
    #[error("the view {view} of this journal is not built yet")]
    NotBuilt {
        /// Which view.
        view: &'static str,
    },
}

impl ViewError {
    /// Whether the file itself is no view, rather than busy or out of reach.
    pub fn is_damage(&self) -> bool {
        let source = match self {
            Self::Sqlite { source, .. } | Self::Apply { source: ApplyError::Sqlite(source), .. } => source,
            Self::File { .. }
            | Self::Locked { .. }
            | Self::Gap { .. }
            | Self::Apply { .. }
            | Self::NotBuilt { .. } => return false,
        };
        let codes = [ErrorCode::NotADatabase, ErrorCode::DatabaseCorrupt, ErrorCode::Unknown];
        matches!(source, rusqlite::Error::QueryReturnedNoRows)
            || source.sqlite_error_code().is_some_and(|code| codes.contains(&code))
    }

    /// Whether it can end by itself: a disk that is full, a file that is out of reach. The
    /// same events are then applied again.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::File { .. } | Self::Sqlite { .. } | Self::Locked { .. } | Self::NotBuilt { .. } => true,
            Self::Apply { source: ApplyError::Sqlite(source), .. } => {
                source.sqlite_error_code().is_some_and(|code| PASSING.contains(&code))
            }
            Self::Apply { .. } | Self::Gap { .. } => false,
        }
    }

    /// A stable name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "view_file_unusable",
            Self::Sqlite { .. } => "view_storage_failed",
            Self::Locked { .. } => "view_locked",
            Self::Gap { .. } => "view_gap",
            Self::Apply { .. } => "view_event_not_applicable",
            Self::NotBuilt { .. } => "view_not_built",
        }
    }
}
