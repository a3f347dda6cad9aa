//! Another master key: every data key is wrapped anew, in bounded steps.
//!
//! Each step is a transaction that also notes how far it came, so that whoever is killed
//! between two of them goes on from there. From the first to the last the vault opens with
//! neither master key: half of it would be unreadable.

use std::path::Path;

use crate::backend::{Backend, Rewrap};
use crate::key::DataKey;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{Entropy, MasterKeys, VaultError};

/// A change of the master key, begun or not. Stop whoever uses the vault first.
pub struct Rewrapping {
    backend: Backend,
    old: MasterKeys,
    new: MasterKeys,
    entropy: Entropy,
}

impl Rewrapping {
    /// Of the vault in the file `path`, which has to be there.
    ///
    /// # Errors
    ///
    /// [`VaultError::IndexKeysDiffer`] where more than the master key would change.
    pub async fn sqlite(
        path: &Path,
        entropy: &Entropy,
        old: MasterKeys,
        new: MasterKeys,
    ) -> Result<Self, VaultError> {
        check(&old, &new)?;
        let backend = Backend::Sqlite(Sqlite::open_unchecked(path.into()).await?);
        Ok(Self { backend, old, new, entropy: entropy.clone() })
    }

    /// Of the vault in a database, which has to be there.
    ///
    /// # Errors
    ///
    /// [`VaultError::IndexKeysDiffer`] where more than the master key would change.
    pub async fn postgres(
        url: &str,
        entropy: &Entropy,
        old: MasterKeys,
        new: MasterKeys,
    ) -> Result<Self, VaultError> {
        check(&old, &new)?;
        let backend = Backend::Postgres(Postgres::open_unchecked(url).await?);
        Ok(Self { backend, old, new, entropy: entropy.clone() })
    }

    /// Wraps some keys anew and says how many; `None` once all are. Also of a vault that
    /// belongs to the new master key already: then there is nothing to do.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongKeys`] where the vault belongs to neither,
    /// [`VaultError::Rewrapping`] where it is on its way to a third.
    pub async fn step(&self) -> Result<Option<u64>, VaultError> {
        let (old, new, entropy) = (self.old.master, self.new.master, self.entropy.clone());
        let each: Rewrap = Box::new(move |id, wrapped: &_| {
            DataKey::unwrap(&old, id, wrapped).map(|key| key.wrap(&new, id, &entropy))
        });
        self.backend.rewrap(self.old.fingerprint(), self.new.fingerprint(), each).await
    }
}

fn check(old: &MasterKeys, new: &MasterKeys) -> Result<(), VaultError> {
    if (old.index, old.tag) == (new.index, new.tag) { Ok(()) } else { Err(VaultError::IndexKeysDiffer) }
}

impl std::fmt::Debug for Rewrapping {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Rewrapping(…)")
    }
}
