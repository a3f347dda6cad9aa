//! The two stores behind one enum: rows in, rows out, no cipher.

use std::collections::HashMap;

use aggregates::ids::{AttachmentId, ParticipantId};

use crate::key::{NewKey, Stored, Wrapped};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{IdentityKey, KeyId, Target, TermKind, VaultError};

/// The form of the tables. A program opens this one and no newer.
pub(crate) const FORMAT: i64 = 2;

#[derive(Clone)]
pub(crate) enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// A file as it lies in the vault.
#[derive(Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: AttachmentId,
    pub(crate) media_type: String,
    pub(crate) size: i64,
    pub(crate) commitment: String,
    /// JSON of the [`Context`](crate::Context).
    pub(crate) context: String,
    /// `None` once its key is destroyed.
    pub(crate) ciphertext: Option<Vec<u8>>,
}

/// A search term, hashed.
#[derive(Clone)]
pub(crate) struct StoredTerm {
    pub(crate) kind: TermKind,
    pub(crate) term: [u8; 32],
    pub(crate) target: Target,
    pub(crate) subject: Option<ParticipantId>,
}

/// Gives a key its new wrapping.
pub(crate) type Rewrap = Box<dyn FnMut(KeyId, &Wrapped) -> Result<Wrapped, VaultError> + Send>;

macro_rules! either {
    ($backend:expr, $store:ident => $work:expr) => {
        match $backend {
            Backend::Sqlite($store) => $work.await,
            Backend::Postgres($store) => $work.await,
        }
    };
}

impl Backend {
    /// What is known of these keys; what is unknown is left out.
    pub(crate) async fn load(&self, ids: &[KeyId]) -> Result<HashMap<KeyId, Stored>, VaultError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        either!(self, store => store.load(ids))
    }

    /// All or none, durable when this returns. Refuses with
    /// [`VaultError::KeyExists`] where a name is taken, and with
    /// [`VaultError::WrongKeys`] where the vault was rewrapped meanwhile.
    pub(crate) async fn insert(
        &self,
        fingerprint: [u8; 32],
        keys: Vec<NewKey>,
        file: Option<StoredFile>,
    ) -> Result<(), VaultError> {
        either!(self, store => store.insert(fingerprint, keys, file))
    }

    pub(crate) async fn file(&self, id: AttachmentId) -> Result<Option<StoredFile>, VaultError> {
        either!(self, store => store.file(id))
    }

    /// The files of a stream that can still be read, without their bytes.
    pub(crate) async fn files_of(&self, kind: &str, id: &str) -> Result<Vec<StoredFile>, VaultError> {
        either!(self, store => store.files_of(kind, id))
    }

    /// Leaves a tombstone, also for a key that was never seen.
    pub(crate) async fn destroy(&self, id: KeyId) -> Result<(), VaultError> {
        either!(self, store => store.destroy(id))
    }

    pub(crate) async fn keys_of(&self, subject: ParticipantId) -> Result<Vec<KeyId>, VaultError> {
        either!(self, store => store.keys_of(subject))
    }

    pub(crate) async fn remember(&self, terms: Vec<StoredTerm>) -> Result<(), VaultError> {
        either!(self, store => store.remember(terms))
    }

    pub(crate) async fn find(&self, kind: TermKind, term: [u8; 32]) -> Result<Vec<Target>, VaultError> {
        either!(self, store => store.find(kind, term))
    }

    pub(crate) async fn forget(&self, subject: ParticipantId, kind: TermKind) -> Result<(), VaultError> {
        either!(self, store => store.forget(subject, kind))
    }

    /// Who holds the identity after this.
    pub(crate) async fn claim(
        &self,
        identity: IdentityKey,
        participant: ParticipantId,
    ) -> Result<ParticipantId, VaultError> {
        either!(self, store => store.claim(identity, participant))
    }

    pub(crate) async fn holder(&self, identity: IdentityKey) -> Result<Option<ParticipantId>, VaultError> {
        either!(self, store => store.holder(identity))
    }

    pub(crate) async fn identities_of(
        &self,
        participant: ParticipantId,
    ) -> Result<Vec<IdentityKey>, VaultError> {
        either!(self, store => store.identities_of(participant))
    }

    pub(crate) async fn erased_to(&self) -> Result<i64, VaultError> {
        either!(self, store => store.erased_to())
    }

    pub(crate) async fn note_erased_to(&self, position: i64) -> Result<(), VaultError> {
        either!(self, store => store.note_erased_to(position))
    }

    /// The next live keys, in one transaction; how many, or `None` when there are no more.
    pub(crate) async fn rewrap(
        &self,
        from: [u8; 32],
        to: [u8; 32],
        each: Rewrap,
    ) -> Result<Option<u64>, VaultError> {
        either!(self, store => store.rewrap(from, to, each))
    }
}

/// How many keys are wrapped anew in one transaction.
pub(crate) const REWRAPPED_AT_ONCE: i64 = 1_000;

/// What a vault says of itself.
pub(crate) struct Head {
    pub(crate) format: i64,
    pub(crate) fingerprint: Vec<u8>,
    /// Whose keys the rest of it is still under, while the master key changes.
    pub(crate) rewrapping_from: Option<Vec<u8>>,
}

impl Head {
    /// Refuses tables of another format or other keys.
    pub(crate) fn check(&self, fingerprint: &[u8; 32]) -> Result<(), VaultError> {
        self.check_format()?;
        if self.rewrapping_from.is_some() {
            return Err(VaultError::Rewrapping);
        }
        if self.fingerprint != fingerprint {
            return Err(VaultError::WrongKeys);
        }
        Ok(())
    }

    pub(crate) fn check_format(&self) -> Result<(), VaultError> {
        if self.format > FORMAT {
            return Err(VaultError::NewerFormat { found: self.format, known: FORMAT });
        }
        Ok(())
    }

    /// Where a change from one master key to another stands.
    pub(crate) fn rewrapping(&self, from: &[u8; 32], to: &[u8; 32]) -> Result<Change, VaultError> {
        self.check_format()?;
        match &self.rewrapping_from {
            Some(old) if old == from && self.fingerprint == to => Ok(Change::UnderWay),
            Some(_) => Err(VaultError::Rewrapping),
            None if self.fingerprint == to => Ok(Change::Done),
            None if self.fingerprint == from => Ok(Change::NotBegun),
            None => Err(VaultError::WrongKeys),
        }
    }
}

/// How far a change of the master key is.
pub(crate) enum Change {
    NotBegun,
    UnderWay,
    Done,
}
