//! Data keys: their names, how they are wrapped, what is derived from them.

use std::fmt;

use aggregates::ids::{AttachmentId, ParticipantId, TextId};
use uuid::Uuid;

use crate::cipher::{OVERHEAD, decrypt, encrypt, hmac};
use crate::{Entropy, VaultError};

/// The name of a data key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyId {
    /// Of one readable text; redaction destroys it.
    Text(TextId),
    /// Of everything private of one person or organisation; erasure destroys it.
    Subject(ParticipantId),
    /// Of one file.
    Attachment(AttachmentId),
}

impl KeyId {
    /// `text`, `subject` or `attachment`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Subject(_) => "subject",
            Self::Attachment(_) => "attachment",
        }
    }

    /// The id within its kind.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Text(TextId(id))
            | Self::Subject(ParticipantId(id))
            | Self::Attachment(AttachmentId(id)) => id,
        }
    }

    /// The name as a database keeps it.
    pub(crate) fn stored(kind: &str, id: Uuid) -> Result<Self, VaultError> {
        match kind {
            "text" => Ok(Self::Text(TextId(id))),
            "subject" => Ok(Self::Subject(ParticipantId(id))),
            "attachment" => Ok(Self::Attachment(AttachmentId(id))),
            _ => Err(VaultError::Damaged { what: format!("a key of the unknown kind {kind:?}") }),
        }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.kind(), self.uuid().hyphenated())
    }
}

/// A data key under the master key: nonce, ciphertext and tag.
pub(crate) type Wrapped = [u8; 32 + OVERHEAD];

/// What the database knows of a key.
#[derive(Clone, Copy)]
pub(crate) enum Stored {
    Live(Wrapped),
    Destroyed,
}

impl Stored {
    /// `wrapped` is null exactly where the key is destroyed: both schemas check it.
    pub(crate) fn from_column(id: KeyId, wrapped: Option<Vec<u8>>) -> Result<Self, VaultError> {
        match wrapped.map(Wrapped::try_from) {
            None => Ok(Self::Destroyed),
            Some(Ok(wrapped)) => Ok(Self::Live(wrapped)),
            Some(Err(_)) => {
                Err(VaultError::Damaged { what: format!("the stored key of {id} has another length") })
            }
        }
    }
}

/// A key that is to be stored.
#[derive(Clone)]
pub(crate) struct NewKey {
    pub(crate) id: KeyId,
    /// Who gave what it seals, where that is known.
    pub(crate) subject: Option<ParticipantId>,
    pub(crate) wrapped: Wrapped,
}

/// 256 random bits. Never stored, never shown.
#[derive(Clone, Copy)]
pub(crate) struct DataKey([u8; 32]);

impl DataKey {
    pub(crate) fn generate(entropy: &Entropy) -> Self {
        Self(entropy.bytes())
    }

    pub(crate) fn wrap(&self, master: &[u8; 32], id: KeyId, entropy: &Entropy) -> Wrapped {
        encrypt(master, entropy, &binding(id), &self.0)
            .try_into()
            .expect("32 bytes become 32 + OVERHEAD bytes")
    }

    /// Fails where another master key wrapped it, or it is the key of another `id`.
    pub(crate) fn unwrap(master: &[u8; 32], id: KeyId, wrapped: &Wrapped) -> Result<Self, VaultError> {
        decrypt(master, &binding(id), wrapped)
            .and_then(|key| key.try_into().ok())
            .map(Self)
            .ok_or_else(|| VaultError::Damaged { what: format!("the stored key of {id} does not unwrap") })
    }

    pub(crate) fn encrypt(&self, entropy: &Entropy, associated: &[u8], plaintext: &[u8]) -> Vec<u8> {
        encrypt(&self.0, entropy, associated, plaintext)
    }

    pub(crate) fn decrypt(&self, associated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        decrypt(&self.0, associated, sealed)
    }

    /// The opening of the one thing under this key. Served to everybody while
    /// the text is readable; the key does not follow from it.
    pub(crate) fn opening(&self) -> [u8; 32] {
        hmac(&self.0, &[b"veche opening 1"])
    }

    /// The opening of one value among many under this key: to give one away
    /// must not open the others to guessing.
    pub(crate) fn opening_in(&self, context: &[u8]) -> [u8; 32] {
        hmac(&self.0, &[b"veche opening 1 in ", context])
    }
}

fn binding(id: KeyId) -> Vec<u8> {
    [b"veche key 1 ", id.kind().as_bytes(), b" ", id.uuid().as_bytes()].concat()
}
