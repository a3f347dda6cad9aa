//! Why the vault could not do what was asked.

use std::sync::Arc;

use crate::{AttachmentRefusal, KeyId};

/// A failure of the vault, or something it refuses.
#[derive(Clone, Debug, thiserror::Error)]
pub enum VaultError {
    /// The master, index or tag key is not the one this vault was made with.
    #[error("these master keys do not belong to this vault")]
    WrongKeys,
    /// Somebody began to change the master key and was stopped.
    #[error(
        "the change of the master key is not finished; run `veche vault rewrap` again with the same two keys"
    )]
    Rewrapping,
    /// The index and tag keys stand in stream ids and can never be exchanged.
    #[error("only the master key can be changed; the index and tag keys must stay as they are")]
    IndexKeysDiffer,
    /// A newer program has upgraded this vault.
    #[error("this vault has format {found}, this program knows {known}; update the program")]
    NewerFormat {
        /// The format number in the vault.
        found: i64,
        /// The format number of this program.
        known: i64,
    },
    /// Nobody knows this key, and it was not destroyed: a foreign, lost or old vault.
    #[error("the vault has no key of {key}, and it was not destroyed")]
    KeyMissing {
        /// Which key.
        key: KeyId,
    },
    /// A key of this name is there already: two simulations with one seed.
    #[error("the vault already holds keys of these names; was this seed used before?")]
    KeyExists,
    /// The key is destroyed.
    #[error("the key of {key} is destroyed")]
    Erased {
        /// Which key.
        key: KeyId,
    },
    /// The key is destroyed, but its bytes may still be on the disk. Destroy it again.
    #[error(
        "the key is destroyed, but somebody is reading the vault and its log could not be emptied; try again"
    )]
    NotYetErased,
    /// A value does not open in this place: moved, edited, or sealed elsewhere.
    #[error("the value in field {field:?} sealed under {key} was moved or changed")]
    Tampered {
        /// Under which key it says it is.
        key: KeyId,
        /// Where it was found.
        field: String,
    },
    /// A payload holds something that only looks sealed or about to be.
    #[error("field {field:?} cannot be read: {what}")]
    Malformed {
        /// Where.
        field: String,
        /// What is wrong.
        what: String,
    },
    /// A private value came without saying whose it is.
    #[error("the private value in field {field:?} belongs to nobody")]
    NoSubject {
        /// Where.
        field: String,
    },
    /// A name, phone or number without a single letter or digit.
    #[error("there is nothing to find this by")]
    EmptyTerm,
    /// The file is not taken.
    #[error(transparent)]
    Attachment(#[from] AttachmentRefusal),
    /// A stored value cannot be what the vault wrote.
    #[error("the vault is damaged: {what}")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// Somebody else is writing for too long.
    #[error("another writer has held the vault for too long")]
    Locked,
    /// No space is left where it is. Nothing was written.
    #[error("the vault's disk is full; make room, nothing else is needed")]
    Full,
    /// The program is being closed.
    #[error("the vault is being closed")]
    Stopped,
    /// The database refused or could not be reached.
    #[error("the vault's database failed")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl VaultError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKeys => "wrong_master_keys",
            Self::Rewrapping => "vault_rewrapping",
            Self::IndexKeysDiffer => "index_keys_differ",
            Self::NewerFormat { .. } => "newer_vault_format",
            Self::KeyMissing { .. } => "key_missing",
            Self::KeyExists => "key_exists",
            Self::Erased { .. } => "key_destroyed",
            Self::NotYetErased => "not_yet_erased",
            Self::Tampered { .. } => "sealed_value_changed",
            Self::Malformed { .. } => "malformed_sealed_value",
            Self::NoSubject { .. } => "private_without_subject",
            Self::EmptyTerm => "empty_search_term",
            Self::Attachment(refusal) => refusal.code(),
            Self::Damaged { .. } => "vault_damaged",
            Self::Locked => "vault_locked",
            Self::Full => "vault_full",
            Self::Stopped => "vault_closed",
            Self::Unavailable(_) => "vault_unavailable",
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Locked,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}

impl From<sqlx::Error> for VaultError {
    fn from(error: sqlx::Error) -> Self {
        /// `lock_not_available`.
        const LOCK_TIMEOUT: &str = "55P03";
        /// `disk_full`.
        const DISK_FULL: &str = "53100";
        match error.as_database_error().and_then(|error| error.code()).as_deref() {
            Some(LOCK_TIMEOUT) => Self::Locked,
            Some(DISK_FULL) => Self::Full,
            _ => Self::Unavailable(Arc::new(error)),
        }
    }
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}
