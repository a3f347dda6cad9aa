//! What people typed, kept apart by type so that a leak does not compile.
//!
//! | type | where | who reads it |
//! | --- | --- | --- |
//! | plain fields (codes, numbers, dates) | events, entries, feeds | everybody |
//! | [`Open`] | events, sealed under a key of its own | everybody, while that key lives |
//! | [`Sealed`] | events, sealed under the key of its subject | an official, by an opening that is itself recorded |
//!
//! A command as a person writes it carries [`Typed`] and [`Private`]; the engine
//! seals both before anything is decided, so that an aggregate never sees a text.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{ParticipantId, TextId};

/// A text that the public may read: a title, a reason, a protocol, a name of an
/// official. Redaction destroys the key; the event that holds this stays.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct Open<T = String> {
    /// The key of this text, held by the vault.
    #[serde(rename = "$open")]
    pub key: TextId,
    /// Length of the text in Unicode characters: rules ask for it.
    pub chars: u32,
    /// HMAC-SHA-256 of context and text under an opening derived from the key, in hexadecimal.
    pub commitment: String,
    /// XChaCha20-Poly1305 nonce and ciphertext of the JSON of `T`, in base64.
    pub ciphertext: String,
    #[serde(skip)]
    shape: PhantomData<fn() -> T>,
}

/// Something private: an identity, a contact, the original letter. Its key is the subject's.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct Sealed<T = String> {
    /// Whose data it is: erasing the person destroys the key.
    #[serde(rename = "$sealed")]
    pub subject: ParticipantId,
    /// HMAC-SHA-256 of context and value under an opening derived from the key, in hexadecimal.
    pub commitment: String,
    /// XChaCha20-Poly1305 nonce and ciphertext of the JSON of `T`, in base64.
    pub ciphertext: String,
    #[serde(skip)]
    shape: PhantomData<fn() -> T>,
}

impl<T> Open<T> {
    /// Wraps what the vault has sealed.
    pub fn new(key: TextId, chars: u32, commitment: String, ciphertext: String) -> Self {
        Self { key, chars, commitment, ciphertext, shape: PhantomData }
    }
}

impl<T> Sealed<T> {
    /// Wraps what the vault has sealed.
    pub fn new(subject: ParticipantId, commitment: String, ciphertext: String) -> Self {
        Self { subject, commitment, ciphertext, shape: PhantomData }
    }
}

// Derives would ask `T: Clone` and `T: PartialEq` of a type that is never stored.
impl<T> Clone for Open<T> {
    fn clone(&self) -> Self {
        Self::new(self.key, self.chars, self.commitment.clone(), self.ciphertext.clone())
    }
}

impl<T> PartialEq for Open<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.commitment == other.commitment && self.ciphertext == other.ciphertext
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::new(self.subject, self.commitment.clone(), self.ciphertext.clone())
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.subject == other.subject
            && self.commitment == other.commitment
            && self.ciphertext == other.ciphertext
    }
}

/// A text as somebody typed it, on its way to becoming [`Open`]. It reads from
/// plain JSON and writes `{"$typed": …}`, which the engine replaces by the
/// sealed form; an event cannot hold one.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed<T = String>(pub T);

/// A private value as somebody gave it, on its way to becoming [`Sealed`].
#[derive(Clone, PartialEq)]
pub struct Private<T = String>(pub T);

impl<T> std::fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private(…)")
    }
}

/// The key under which [`Typed`] writes its text.
pub const TYPED: &str = "$typed";
/// The key under which [`Private`] writes its value.
pub const PRIVATE: &str = "$private";
/// The key by which an [`Open`] is known inside a payload.
pub const OPEN: &str = "$open";
/// The key by which a [`Sealed`] is known inside a payload.
pub const SEALED: &str = "$sealed";

impl<T: Serialize> Serialize for Typed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([(TYPED, &self.0)])
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Typed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self)
    }
}

impl<T: Serialize> Serialize for Private<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([(PRIVATE, &self.0)])
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Private<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self)
    }
}
