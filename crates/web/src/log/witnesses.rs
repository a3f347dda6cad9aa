//! Others who remember: each new checkpoint is sent to the configured witnesses (C2SP
//! tlog-witness), and what they cosigned is served with it.
//!
//! A witness that is away, or that refuses, holds nobody up: it is told in the log and asked
//! again with the next checkpoint.

use std::collections::HashMap;
use std::str::FromStr;
use std::time::Duration;

use engine::{Keeper, Published};
use ledger::{CheckpointError, Refusal, WitnessKey, add_checkpoint};

use crate::app::App;

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a witness failed, before it is asked again for the same checkpoint.
const AGAIN: Duration = Duration::from_secs(30);
/// Bytes that no answer of a witness exceeds.
const LARGEST: usize = 16 * 1024;

/// Somebody who remembers checkpoints and cosigns those that continue what he remembers.
#[derive(Clone, Debug)]
pub struct Witness {
    /// What verifies his cosignatures.
    pub key: WitnessKey,
    /// The address before `/add-checkpoint`, without a slash at its end.
    pub url: String,
}

impl PartialEq for Witness {
    fn eq(&self, other: &Self) -> bool {
        (self.key.to_string(), &self.url) == (other.key.to_string(), &other.url)
    }
}

impl Eq for Witness {}

/// A witness is not written as one: `KEY URL`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a witness is written as KEY URL, the key as name+hash+base64, the URL with http:// or https://")]
pub struct BadWitness;

impl FromStr for Witness {
    type Err = BadWitness;

    fn from_str(text: &str) -> Result<Self, BadWitness> {
        let (key, url) = text.trim().split_once(' ').ok_or(BadWitness)?;
        let key = WitnessKey::parse(key).map_err(|_| BadWitness)?;
        let url = url.trim().trim_end_matches('/');
        let known = url.starts_with("http://") || url.starts_with("https://");
        if known { Ok(Self { key, url: url.to_owned() }) } else { Err(BadWitness) }
    }
}

/// Why a checkpoint was not cosigned.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The witness said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It did not answer, or not as a witness does.
    #[error("the witness cannot be asked")]
    Unreachable(#[from] reqwest::Error),
    /// What it answered is no note.
    #[error(transparent)]
    Answer(#[from] CheckpointError),
    /// The log itself.
    #[error("the checkpoint cannot be proven")]
    Keeper(#[from] engine::KeeperError),
}

/// Asks a witness for its cosignature on `published`; `old` is the size that it is believed to
/// have seen last, and is corrected by what it says. Gives the lines that it answered.
///
/// # Errors
///
/// [`WitnessError`].
pub async fn cosign(
    http: &reqwest::Client,
    witness: &Witness,
    keeper: &Keeper,
    published: &Published,
    old: &mut u64,
) -> Result<Vec<u8>, WitnessError> {
    let mut corrected = false;
    loop {
        let proof = keeper.consistency(published, *old).await?;
        let body = add_checkpoint(*old, &proof, &published.note);
        let url = format!("{}/add-checkpoint", witness.url);
        let answer = http.post(url).timeout(PATIENCE).body(body).send().await?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await?;
        if status == 200 && bytes.len() <= LARGEST {
            *old = published.checkpoint.size;
            return Ok(bytes.to_vec());
        }
        match Refusal::of(status, &String::from_utf8_lossy(&bytes)) {
            // It remembers another size: once more from there.
            Refusal::Moved { size } if !corrected && size <= published.checkpoint.size => {
                (*old, corrected) = (size, true);
            }
            refusal => return Err(refusal.into()),
        }
    }
}

/// Sends every checkpoint that is published to the witnesses, until it is dropped.
pub(crate) async fn keep_asking(app: App) {
    let witnesses = &app.settings().witnesses;
    let http = reqwest::Client::new();
    let known: Vec<WitnessKey> = witnesses.iter().map(|witness| witness.key.clone()).collect();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut next = 1;
    while !witnesses.is_empty() {
        let published = app.keeper().wait_for(next).await;
        let mut note = published.note.clone();
        let mut all = true;
        for witness in witnesses {
            let old = seen.entry(witness.key.name().to_owned()).or_default();
            let answer = cosign(&http, witness, app.keeper(), &published, old).await;
            let cosigned = answer.and_then(|lines| Ok(note.with_cosignatures(&lines, &known)?));
            match cosigned {
                Ok(cosigned) => note = cosigned,
                Err(error) => {
                    all = false;
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, witness = witness.key.name(), "a checkpoint was not cosigned");
                }
            }
        }
        if note != published.note
            && let Err(error) = app.keeper().cosigned(note).await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "cosignatures were not kept");
        }
        if all {
            next = published.checkpoint.size + 1;
        } else {
            // A newer checkpoint is asked about at once, the same one after a while.
            let newer = app.keeper().wait_for(published.checkpoint.size + 1);
            let _ = tokio::time::timeout(AGAIN, newer).await;
        }
    }
}
