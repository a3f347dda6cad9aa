//! Keys that sign and verify notes: Ed25519, in the text forms of C2SP signed-note.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, Verifier as _};
use signed_note::{StandardVerifier, Verifier as _, is_key_name_valid};

/// The byte that says Ed25519 before a public or private key.
const ED25519: u8 = 1;

/// A text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not written as one.
    #[error("this is not written as a key of a signed note")]
    Malformed,
    /// Its hash is another's.
    #[error("the hash in the key is not that of its name and key")]
    OtherHash,
    /// A key's name may hold neither spaces nor plus signs.
    #[error("the name of a key may be neither empty nor hold spaces or plus signs")]
    BadName,
}

/// What signs checkpoints. Lives in a file or in the environment, never in a database;
/// whoever has it can sign anything in the log's name.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key of a log called `name` (its origin), from 32 random bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::BadName`].
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name_valid(name) {
            return Err(KeyError::BadName);
        }
        Ok(Self { name: name.to_owned(), key: ed25519_dalek::SigningKey::from_bytes(&seed) })
    }

    /// Reads `PRIVATE+KEY+name+hash+base64`.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(KeyError::Malformed)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Malformed);
        };
        let bytes = STANDARD.decode(key).map_err(|_| KeyError::Malformed)?;
        let (&[ED25519], seed) = bytes.split_first_chunk().ok_or(KeyError::Malformed)? else {
            return Err(KeyError::Malformed);
        };
        let key = Self::from_seed(name, seed.try_into().map_err(|_| KeyError::Malformed)?)?;
        if format!("{:08x}", key.id()) == hash { Ok(key) } else { Err(KeyError::OtherHash) }
    }

    /// As [`Self::parse`] reads it. Secret.
    pub fn to_secret_text(&self) -> String {
        let bytes = [&[ED25519][..], self.key.as_bytes()].concat();
        format!("PRIVATE+KEY+{}+{:08x}+{}", self.name, self.id(), STANDARD.encode(bytes))
    }

    /// The origin of the log it signs for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What everybody verifies with.
    pub fn verifying(&self) -> VerifyingKey {
        let text = signed_note::new_ed25519_verifier_key(&self.name, &self.key.verifying_key());
        VerifyingKey::parse(&text).expect("a key that was just written can be read")
    }

    fn id(&self) -> u32 {
        let public = [&[ED25519][..], self.key.verifying_key().as_bytes()].concat();
        signed_note::key_id(&self.name, &public)
    }
}

impl signed_note::Signer for SigningKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        Ok(self.key.sign(message).to_vec())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.name)
    }
}

/// What verifies a log's signatures: `name+hash+base64`.
#[derive(Clone)]
pub struct VerifyingKey {
    text: String,
    pub(crate) verifier: StandardVerifier,
}

impl VerifyingKey {
    /// Reads `name+hash+base64`.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim().to_owned();
        let verifier = StandardVerifier::new(&text).map_err(|error| match error {
            signed_note::VerifierError::Id => KeyError::OtherHash,
            signed_note::VerifierError::Format | signed_note::VerifierError::Alg => KeyError::Malformed,
        })?;
        Ok(Self { text, verifier })
    }

    /// The origin of the log.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.text)
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// `name+hash+base64` of another kind of key, and the bytes after its kind.
pub(crate) fn read_public(text: &str, kind: u8) -> Result<(String, ed25519_dalek::VerifyingKey), KeyError> {
    let mut parts = text.trim().splitn(3, '+');
    let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Malformed);
    };
    if !is_key_name_valid(name) {
        return Err(KeyError::BadName);
    }
    let bytes = STANDARD.decode(key).map_err(|_| KeyError::Malformed)?;
    if format!("{:08x}", signed_note::key_id(name, &bytes)) != hash {
        return Err(KeyError::OtherHash);
    }
    let (first, key) = bytes.split_first().ok_or(KeyError::Malformed)?;
    let key = key.try_into().map_err(|_| KeyError::Malformed)?;
    if *first != kind {
        return Err(KeyError::Malformed);
    }
    let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| KeyError::Malformed)?;
    Ok((name.to_owned(), key))
}

/// Whether Ed25519 says yes.
pub(crate) fn verifies(key: &ed25519_dalek::VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    ed25519_dalek::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify(message, &signature).is_ok())
}
