//! Secrets that are kept elsewhere than in the vault, and are of use in clear only: what
//! signs a webhook. They are sealed under a key that no database holds.
//!
//! That key is derived from the tag key, which never changes: another master key leaves
//! them readable.

use crate::cipher::{decrypt, encrypt, hmac};
use crate::{Entropy, Vault, VaultError};

impl Vault {
    /// Seals a secret for one place, named by `place`.
    pub fn seal_kept(&self, entropy: &Entropy, place: &str, secret: &[u8]) -> Vec<u8> {
        encrypt(&self.kept_key(), entropy, place.as_bytes(), secret)
    }

    /// The secret that was sealed for that place.
    ///
    /// # Errors
    ///
    /// If it was sealed for another place, under other keys, or was changed.
    pub fn open_kept(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        decrypt(&self.kept_key(), place.as_bytes(), sealed)
            .ok_or_else(|| VaultError::Damaged { what: format!("the secret of {place} does not open") })
    }

    fn kept_key(&self) -> [u8; 32] {
        hmac(&self.keys().tag, &[b"veche kept secrets 1"])
    }
}

#[cfg(test)]
mod tests {
    use crate::{Entropy, MasterKeys, Vault};

    #[tokio::test]
    async fn a_kept_secret_opens_in_its_place_alone_and_after_a_change_of_the_master_key() {
        let directory = tempfile::tempdir().unwrap();
        let entropy = Entropy::seeded(1);
        let keys = MasterKeys::generate(&entropy);
        let vault = |name: &str, keys: MasterKeys| {
            let path = directory.path().join(name);
            async move { Vault::open_sqlite(&path, keys).await.unwrap() }
        };
        let first = vault("first", keys.clone()).await;
        let sealed = first.seal_kept(&entropy, "one", b"secret");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(first.open_kept("one", &sealed).unwrap(), b"secret");
        assert!(first.open_kept("another", &sealed).is_err());
        let changed: Vec<u8> = sealed.iter().map(|byte| byte ^ 1).collect();
        assert!(first.open_kept("one", &changed).is_err());
        let other_master = MasterKeys { master: entropy.bytes(), ..keys.clone() };
        assert_eq!(vault("second", other_master).await.open_kept("one", &sealed).unwrap(), b"secret");
        let other_tag = MasterKeys { tag: entropy.bytes(), ..keys };
        assert!(vault("third", other_tag).await.open_kept("one", &sealed).is_err());
    }
}
