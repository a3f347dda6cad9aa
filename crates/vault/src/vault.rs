//! The door to the vault.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aggregates::ids::{ParticipantId, TextId};

use crate::backend::Backend;
use crate::cache::Cache;
use crate::key::{DataKey, Stored};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{KeyId, MasterKeys, VaultError};

/// An opened vault. A clone is the same vault.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    keys: MasterKeys,
    fingerprint: [u8; 32],
    cache: Mutex<Cache>,
}

impl Vault {
    /// Opens the vault in the file `path`, and makes it where there is none. It
    /// belongs to `keys` from then on; with others it does not open.
    pub async fn open_sqlite(path: &Path, keys: MasterKeys) -> Result<Self, VaultError> {
        let store = Sqlite::open(path.into(), keys.fingerprint()).await?;
        Ok(Self::new(Backend::Sqlite(store), keys))
    }

    /// Opens the vault in the schema `vault` of a database, and makes it where
    /// there is none. It belongs to `keys` from then on.
    pub async fn open_postgres(url: &str, keys: MasterKeys) -> Result<Self, VaultError> {
        let store = Postgres::open(url, keys.fingerprint()).await?;
        Ok(Self::new(Backend::Postgres(store), keys))
    }

    fn new(backend: Backend, keys: MasterKeys) -> Self {
        let fingerprint = keys.fingerprint();
        Self { inner: Arc::new(Inner { backend, keys, fingerprint, cache: Mutex::default() }) }
    }

    /// Destroys a key, and with it all it ever sealed; with a subject's also the files
    /// that he sent and what the index knows of him, with an attachment's its bytes. A second time
    /// changes nothing. A key that was never here becomes destroyed too: after a
    /// restore, erasures are replayed.
    ///
    /// After [`VaultError::NotYetErased`] destroy it again.
    pub async fn destroy(&self, key: KeyId) -> Result<(), VaultError> {
        let done = self.backend().destroy(key).await;
        // Also where that failed: it may have been done all the same.
        self.drop_cached(key);
        done
    }

    /// Forgets an unwrapped key: a node calls it when it reads in the journal
    /// that another one destroyed it.
    pub fn drop_cached(&self, key: KeyId) {
        if let KeyId::Text(text) = key {
            self.cache().forget(text);
        }
    }

    /// Whether a key is destroyed. One that is unknown is not.
    pub async fn is_destroyed(&self, key: KeyId) -> Result<bool, VaultError> {
        let stored = self.backend().load(&[key]).await?;
        Ok(matches!(stored.get(&key), Some(Stored::Destroyed)))
    }

    /// The living keys of texts and attachments that were sealed on behalf of
    /// `subject`: what an erasure may have to name beside his own key.
    pub async fn keys_of(&self, subject: ParticipantId) -> Result<Vec<KeyId>, VaultError> {
        self.backend().keys_of(subject).await
    }

    /// What opens the commitment to a text, served to everybody beside it; `None`
    /// once its key is destroyed.
    pub async fn opening(&self, text: TextId) -> Result<Option<[u8; 32]>, VaultError> {
        Ok(self.live(KeyId::Text(text)).await?.map(|key| key.opening()))
    }

    /// The position of the journal up to which this vault has destroyed what the events
    /// say; kept with the keys, so that an older vault knows what it has missed.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn erased_to(&self) -> Result<u64, VaultError> {
        let erased_to = self.backend().erased_to().await?;
        u64::try_from(erased_to)
            .map_err(|_| VaultError::Damaged { what: format!("it has erased up to {erased_to}") })
    }

    /// Notes that everything up to a position of the journal is destroyed here.
    ///
    /// # Errors
    ///
    /// If the store cannot be written.
    pub async fn note_erased_to(&self, position: u64) -> Result<(), VaultError> {
        self.backend().note_erased_to(i64::try_from(position).unwrap_or(i64::MAX)).await
    }

    /// The key, or `None` where it is destroyed.
    pub(crate) async fn live(&self, id: KeyId) -> Result<Option<DataKey>, VaultError> {
        match self.backend().load(&[id]).await?.get(&id) {
            None => Err(VaultError::KeyMissing { key: id }),
            Some(Stored::Destroyed) => Ok(None),
            Some(Stored::Live(wrapped)) => DataKey::unwrap(&self.keys().master, id, wrapped).map(Some),
        }
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.inner.backend
    }

    pub(crate) fn keys(&self) -> &MasterKeys {
        &self.inner.keys
    }

    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        self.inner.fingerprint
    }

    pub(crate) fn cache(&self) -> MutexGuard<'_, Cache> {
        self.inner.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.backend() {
            Backend::Sqlite(_) => "Vault(sqlite)",
            Backend::Postgres(_) => "Vault(postgres)",
        })
    }
}
