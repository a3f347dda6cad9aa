//! Why something about a receiver was not done.

use desk::DeskError;
use engine::{EngineError, ViewError};
use journal::JournalError;
use vault::VaultError;

/// Why something about a receiver was not done.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No address that messages can be sent to.
    #[error(
        "a receiver's address begins with https:// (http:// only on this machine) and holds no user, password or fragment"
    )]
    AddressUnfit,
    /// An address that only this server reaches.
    #[error(
        "this address is of this machine or of a private network; the operator can allow that: allow_private = true under [webhooks] in veche.toml"
    )]
    AddressPrivate,
    /// There is nothing of that code to tell of.
    #[error("{what} is unknown, so that the receiver would never be told anything")]
    WantsUnknown {
        /// The field with what stood there.
        what: String,
    },
    /// The cursor is past the end.
    #[error("the journal has come to position {head}")]
    CursorAhead {
        /// The last position.
        head: u64,
    },
    /// No more are taken.
    #[error("there are {most} receivers, and no more are taken; remove one first")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// There is no receiver of that id.
    #[error("there is no such receiver")]
    NotThere,
    /// The store of receivers.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl WebhookError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AddressUnfit => "webhook_address_unfit",
            Self::AddressPrivate => "webhook_address_private",
            Self::WantsUnknown { .. } => "webhook_wants_unknown",
            Self::CursorAhead { .. } => "cursor_ahead",
            Self::TooMany { .. } => "too_many_webhooks",
            Self::NotThere => "not_found",
            Self::Desk(error) => error.code(),
            Self::Engine(error) => error.code(),
        }
    }
}

impl From<JournalError> for WebhookError {
    fn from(error: JournalError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<ViewError> for WebhookError {
    fn from(error: ViewError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<VaultError> for WebhookError {
    fn from(error: VaultError) -> Self {
        Self::Engine(error.into())
    }
}
