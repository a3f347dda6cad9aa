//! Keyed hashes of the engine's own, under keys derived from those outside the database.
//!
//! An unkeyed hash of a request or of a sender would let anybody who reads the
//! journal try out short texts and known people.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::{Builder, Uuid};
use vault::MasterKeys;

/// Derived keys. They change nothing outside this journal and its vault.
pub(crate) struct Secrets {
    digest: [u8; 32],
    command: [u8; 32],
}

impl Secrets {
    pub(crate) fn of(keys: &MasterKeys) -> Self {
        let derived = |purpose: &[u8]| keyed(&keys.tag, &[purpose]);
        Self { digest: derived(b"veche engine digest 1"), command: derived(b"veche engine command 1") }
    }

    /// By which a repeated command is told from another under the same id.
    pub(crate) fn digest(&self, body: &[u8]) -> [u8; 32] {
        keyed(&self.digest, &[body])
    }

    /// The sender's key for a command, as the journal knows it.
    pub(crate) fn command(&self, sender: &str, key: Uuid) -> Uuid {
        id(&keyed(&self.command, &[sender.as_bytes(), b"\0", key.as_bytes()]))
    }
}

/// A name-based id: the first half of a hash, marked as a custom UUID.
pub(crate) fn id(hash: &[u8; 32]) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// HMAC-SHA-256 of the parts, one after the other.
pub(crate) fn keyed(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
