//! What a witness adds to a checkpoint: C2SP tlog-cosignature, the Ed25519 form.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use signed_note::{Signature, Verifier, is_key_name_valid};

use crate::key::{KeyError, read_public, verifies};

/// The byte that says "Ed25519 cosignature" before a public key.
const COSIGNATURE: u8 = 4;

/// What verifies a witness's cosignatures: `name+hash+base64`.
#[derive(Clone)]
pub struct WitnessKey {
    text: String,
    name: String,
    id: u32,
    key: ed25519_dalek::VerifyingKey,
}

impl WitnessKey {
    /// Reads `name+hash+base64`.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, key) = read_public(text, COSIGNATURE)?;
        let id = signed_note::key_id(&name, &[&[COSIGNATURE][..], key.as_bytes()].concat());
        Ok(Self { text: text.trim().to_owned(), name, id, key })
    }

    /// The witness's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn id(&self) -> u32 {
        self.id
    }
}

impl Verifier for WitnessKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, body: &[u8], signature: &[u8]) -> bool {
        let Some((time, signature)) = signature.split_first_chunk::<8>() else { return false };
        let time = u64::from_be_bytes(*time);
        i64::try_from(time).is_ok() && verifies(&self.key, &message(time, body), signature)
    }
}

impl fmt::Display for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessKey({})", self.text)
    }
}

/// A witness's own key, for whoever runs one.
#[derive(Clone)]
pub struct CosignatureKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl CosignatureKey {
    /// The key of a witness called `name`, from 32 random bytes.
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

    /// What everybody verifies with.
    pub fn verifying(&self) -> WitnessKey {
        let public = [&[COSIGNATURE][..], self.key.verifying_key().as_bytes()].concat();
        let id = signed_note::key_id(&self.name, &public);
        let text = format!("{}+{id:08x}+{}", self.name, STANDARD.encode(public));
        WitnessKey { text, name: self.name.clone(), id, key: self.key.verifying_key() }
    }

    /// The signature line over a checkpoint's body, as of `time` in seconds since 1970.
    pub fn cosign(&self, body: &[u8], time: u64) -> Vec<u8> {
        let signature = self.key.sign(&message(time, body)).to_bytes();
        let signature = [&time.to_be_bytes()[..], &signature].concat();
        Signature::new(self.name.clone(), self.verifying().id, signature)
            .expect("the name was checked")
            .to_bytes()
    }
}

impl fmt::Debug for CosignatureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CosignatureKey({})", self.name)
    }
}

/// What is signed: the body of the checkpoint, as of a time.
fn message(time: u64, body: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), body].concat()
}
