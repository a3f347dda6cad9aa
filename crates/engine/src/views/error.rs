//! Why a view cannot answer, and what helps.

use std::sync::Arc;

use journal::JournalError;
use projections::ParseError;

/// Why a view cannot answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ViewError {
    /// An event that this program cannot read.
    #[error(
        "all views stop before position {position}: its event {event_type} of {stream} cannot be read; \
         update the program; if no program can read it, see `veche views set-aside --help`"
    )]
    Unreadable {
        /// Where.
        position: u64,
        /// Which event.
        event_type: String,
        /// Of which stream.
        stream: String,
        /// What is wrong with it.
        #[source]
        source: Arc<ParseError>,
    },
    /// A view that an event, or its own file, has stopped.
    #[error("the view {view} stopped; once the cause is mended, run `veche views rebuild {view}`")]
    Stopped {
        /// Which view.
        view: &'static str,
        /// Names the position and the event.
        #[source]
        source: Arc<projections::ViewError>,
    },
    /// It has not come that far in time.
    #[error("the views have reached position {reached} and not {wanted} yet; try again shortly")]
    Behind {
        /// The position waited for.
        wanted: u64,
        /// The position reached.
        reached: u64,
    },
    /// No view of that name.
    #[error("there is no view {0:?}")]
    Unknown(String),
    /// Another process writes the views; only it can rebuild them.
    #[error("another process keeps these views; ask it, or stop it first")]
    NotTheWriter,
    /// A query failed.
    #[error("the view {view} cannot be read")]
    Query {
        /// Which view.
        view: &'static str,
        /// What SQLite says.
        #[source]
        source: Arc<rusqlite::Error>,
    },
    /// Only what stops the views can be set aside.
    #[error("there is no event at position {position} that cannot be read")]
    NothingToSetAside {
        /// The position named.
        position: u64,
    },
    /// What was set aside cannot be told.
    #[error("{path} cannot be read or written")]
    Asides {
        /// The file.
        path: String,
        /// What is wrong.
        #[source]
        source: Arc<std::io::Error>,
    },
    /// The journal cannot be read.
    #[error("the journal cannot be read")]
    Journal(#[from] JournalError),
    /// Texts cannot be opened.
    #[error("the vault cannot be read")]
    Vault(#[source] Arc<vault::VaultError>),
}

impl ViewError {
    /// Whether the file that was asked is no view any more: it is then built anew.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Stopped { source, .. } => source.is_damage(),
            Self::Query { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
            ),
            Self::Unreadable { .. }
            | Self::Behind { .. }
            | Self::Unknown(_)
            | Self::NotTheWriter
            | Self::NothingToSetAside { .. }
            | Self::Asides { .. }
            | Self::Journal(_)
            | Self::Vault(_) => false,
        }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "event_unreadable",
            Self::Stopped { source, .. } => source.code(),
            Self::Behind { .. } => "view_behind",
            Self::Unknown(_) => "unknown_view",
            Self::NotTheWriter => "not_the_writer",
            Self::Query { .. } => "view_query_failed",
            Self::NothingToSetAside { .. } => "nothing_to_set_aside",
            Self::Asides { .. } => "set_aside_unusable",
            Self::Journal(error) => error.code(),
            Self::Vault(error) => error.code(),
        }
    }
}
