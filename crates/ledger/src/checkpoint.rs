//! Size and root, signed: C2SP tlog-checkpoint in a C2SP signed-note.

use std::fmt;

use signed_note::{Note, Signature, VerifierList};
use tlog_tiles::checkpoint::Checkpoint as Body;

use crate::{Hash, SigningKey, VerifyingKey, WitnessKey};

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Leaves in the tree.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// A checkpoint with signatures: the bytes of the note, not looked into yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    bytes: Vec<u8>,
}

/// Whose signatures are asked for.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The log's key.
    pub log: VerifyingKey,
    /// Its keys before that one was named.
    pub earlier: Vec<VerifyingKey>,
    /// Witnesses that are trusted.
    pub witnesses: Vec<WitnessKey>,
    /// How many of them must have cosigned.
    pub quorum: usize,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not written as one.
    #[error("this is not written as a checkpoint")]
    Malformed,
    /// It is another log's.
    #[error("the checkpoint is of the log {found}, not of {expected}")]
    OtherLog {
        /// The origin in it.
        found: String,
        /// The origin of the key.
        expected: String,
    },
    /// The log's key did not sign it.
    #[error("the checkpoint is not signed by the key of the log")]
    NotSigned,
    /// Not enough witnesses cosigned it.
    #[error("{found} of the trusted witnesses cosigned the checkpoint; {needed} are asked for")]
    NoQuorum {
        /// How many did.
        found: usize,
        /// How many are asked for.
        needed: usize,
    },
}

impl Policy {
    /// The log's signature, and no witness.
    pub fn log_alone(log: VerifyingKey) -> Self {
        Self { log, earlier: Vec::new(), witnesses: Vec::new(), quorum: 0 }
    }

    /// All keys of the log, the one that is named now first.
    pub fn keys(&self) -> impl Iterator<Item = &VerifyingKey> {
        std::iter::once(&self.log).chain(&self.earlier)
    }
}

impl Checkpoint {
    /// The body of the note.
    pub fn body(&self) -> Vec<u8> {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root).into_bytes()
    }

    /// Signs it. The same checkpoint and key give the same bytes.
    pub fn sign(&self, key: &SigningKey) -> SignedCheckpoint {
        self.sign_with(&[key])
    }

    /// Signs it with several keys of the log, as while its key is being changed.
    pub fn sign_with(&self, keys: &[&SigningKey]) -> SignedCheckpoint {
        let mut note = Note::new(&self.body(), &[]).expect("a checkpoint's body is the text of a note");
        for key in keys {
            note.add_sigs(&[*key]).expect("Ed25519 signs whatever it is given");
        }
        SignedCheckpoint { bytes: note.to_bytes() }
    }

    fn read(text: &[u8]) -> Result<Self, CheckpointError> {
        let body = Body::from_bytes(text).map_err(|_| CheckpointError::Malformed)?;
        Ok(Self { origin: body.origin().to_owned(), size: body.size(), root: *body.hash() })
    }
}

impl SignedCheckpoint {
    /// Takes bytes for a checkpoint, if they are written as one. Nothing is verified.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let signed = Self { bytes: bytes.to_vec() };
        signed.unverified()?;
        Ok(signed)
    }

    /// The bytes of the note.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it says, whoever signed it.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn unverified(&self) -> Result<Checkpoint, CheckpointError> {
        Checkpoint::read(self.note()?.text())
    }

    /// What it says, once the log's signature and the witnesses' were verified.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`].
    pub fn verify(&self, policy: &Policy) -> Result<Checkpoint, CheckpointError> {
        let note = self.note()?;
        let checkpoint = Checkpoint::read(note.text())?;
        if checkpoint.origin != policy.log.name() {
            let expected = policy.log.name().to_owned();
            return Err(CheckpointError::OtherLog { found: checkpoint.origin, expected });
        }
        if self.signed_by(policy.keys())?.is_empty() {
            return Err(CheckpointError::NotSigned);
        }
        let found = self.cosigned_by(&policy.witnesses)?.len();
        if found < policy.quorum {
            return Err(CheckpointError::NoQuorum { found, needed: policy.quorum });
        }
        Ok(checkpoint)
    }

    /// Those of some keys that signed it.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn signed_by<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k VerifyingKey>,
    ) -> Result<Vec<&'k VerifyingKey>, CheckpointError> {
        let note = self.note()?;
        let signed = |key: &&VerifyingKey| {
            note.verify(&VerifierList::new(vec![Box::new(key.verifier.clone())])).is_ok()
        };
        Ok(keys.into_iter().filter(signed).collect())
    }

    /// The names of the witnesses, of those given, whose cosignature is on it.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn cosigned_by(&self, witnesses: &[WitnessKey]) -> Result<Vec<String>, CheckpointError> {
        let note = self.note()?;
        let cosigned = |witness: &&WitnessKey| {
            let one = VerifierList::new(vec![Box::new(WitnessKey::clone(witness))]);
            note.verify(&one).is_ok()
        };
        Ok(witnesses.iter().filter(cosigned).map(|witness| witness.name().to_owned()).collect())
    }

    /// When the witnesses given cosigned it, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn cosigned_at(&self, witnesses: &[WitnessKey]) -> Result<Vec<u64>, CheckpointError> {
        let note = self.note()?;
        let times = witnesses.iter().filter_map(|witness| {
            let one = VerifierList::new(vec![Box::new(witness.clone())]);
            let (verified, _) = note.verify(&one).ok()?;
            let (time, _) = verified.first()?.signature().split_first_chunk::<8>()?;
            Some(u64::from_be_bytes(*time))
        });
        Ok(times.collect())
    }

    /// The same with the cosignatures of known witnesses out of a witness's answer; what
    /// does not verify, or is of nobody known, is left out.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::Malformed`].
    pub fn with_cosignatures(&self, answer: &[u8], known: &[WitnessKey]) -> Result<Self, CheckpointError> {
        let body = self.note()?.text().to_vec();
        let mut bytes = self.bytes.clone();
        for line in answer.split_inclusive(|byte| *byte == b'\n') {
            let Ok(signature) = Signature::from_bytes(line.strip_suffix(b"\n").unwrap_or(line)) else {
                continue;
            };
            let signed = known.iter().any(|witness| {
                witness.name() == signature.name()
                    && witness.id() == signature.id()
                    && signed_note::Verifier::verify(witness, &body, signature.signature())
            });
            let line = signature.to_bytes();
            if signed && !self.bytes.windows(line.len()).any(|known| known == line) {
                bytes.extend(line);
            }
        }
        Ok(Self { bytes })
    }

    fn note(&self) -> Result<Note, CheckpointError> {
        Note::from_bytes(&self.bytes).map_err(|_| CheckpointError::Malformed)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.bytes))
    }
}
