//! Why the desk could not do it.

use std::sync::Arc;

/// What can go wrong at the desk.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DeskError {
    /// The store refused or is out of reach.
    #[error("the store of accounts failed")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// No space is left where it is. Nothing was written.
    #[error("the disk of the store of accounts is full; make room, nothing else is needed")]
    Full,
    /// A newer program wrote it.
    #[error("the store of accounts has format {found}; this program knows {known}")]
    Newer {
        /// The format found.
        found: i64,
        /// The newest known here.
        known: i64,
    },
    /// A row is not what this program writes.
    #[error("a row of the store of accounts cannot be read: {what}")]
    Damaged {
        /// Which column, and what is wrong.
        what: String,
    },
    /// Another account has this login, or this identity of a provider.
    #[error("this login is taken")]
    LoginTaken,
}

impl DeskError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "desk_unavailable",
            Self::Full => "desk_full",
            Self::Newer { .. } => "desk_newer",
            Self::Damaged { .. } => "desk_damaged",
            Self::LoginTaken => "login_taken",
        }
    }

    pub(crate) fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}
