//! `veche-verify evidence`: does the entry in a bundle stand in the log? Nobody is asked.

use std::fs::File;
use std::io::Read;

use hmac::{Hmac, Mac};
use ledger::{Entry, Inclusion, leaf_hash};
use serde::Deserialize;
use sha2::Sha256;
use zip::ZipArchive;

use crate::args::Evidence;
use crate::report::{Report, Trouble};

/// Bytes that no file of a bundle exceeds.
const LARGEST: u64 = 1 << 20;

pub(crate) fn run(asked: &Evidence, report: &mut Report) -> Result<(), Trouble> {
    let policy = asked.trust.policy()?;
    let name = asked.file.display();
    let file = File::open(&asked.file).map_err(|error| Trouble::unchecked(format!("{name}: {error}")))?;
    let mut bundle = ZipArchive::new(file)
        .map_err(|error| Trouble::unchecked(format!("{name} is no evidence bundle: {error}")))?;
    let bytes = part(&mut bundle, "entry.json")?;
    let proof = part(&mut bundle, "proof.tlog-proof")?;
    let proof = String::from_utf8(proof).map_err(|_| Trouble::failed("the proof is no text"))?;
    let proof = Inclusion::parse(&proof).map_err(Trouble::failed)?;
    let tree = proof.verify(&policy, leaf_hash(&bytes)).map_err(Trouble::failed)?;
    let entry = Entry::parse(&bytes).map_err(Trouble::failed)?;
    report.held(format!(
        "the entry stands at position {} of {}, in the checkpoint of {} entries",
        proof.index + 1,
        tree.origin,
        tree.size
    ));
    let witnesses = proof.checkpoint.cosigned_by(&policy.witnesses).map_err(Trouble::failed)?;
    if !witnesses.is_empty() {
        report.held(format!("cosigned by {}", witnesses.join(", ")));
    }
    if let (Some(stream), Some(at)) = (&entry.stream, &entry.at) {
        report.held(format!("it says: {} in {stream}, recorded {at}", entry.event_type));
    }
    texts(&mut bundle, &entry, report)?;
    report.fact("position", proof.index + 1);
    report.fact("size", tree.size);
    report.fact("entry", serde_json::from_slice::<serde_json::Value>(&bytes).unwrap_or_default());
    Ok(())
}

/// The opening of one readable text.
#[derive(Deserialize)]
struct Opening {
    path: String,
    text: String,
    plaintext: String,
    context: String,
    opening: String,
}

/// Whether the texts in the bundle are those that the entry commits to.
fn texts(bundle: &mut ZipArchive<File>, entry: &Entry, report: &mut Report) -> Result<(), Trouble> {
    if bundle.index_for_name("openings.json").is_none() {
        return Ok(());
    }
    let openings: Vec<Opening> = serde_json::from_slice(&part(bundle, "openings.json")?)
        .map_err(|error| Trouble::failed(format!("openings.json: {error}")))?;
    for Opening { path, text, plaintext, context, opening } in &openings {
        let of = |what: &str| Trouble::failed(format!("the text at {path}: {what}"));
        let bytes = |text: &str| {
            let decoded = const_hex::decode(text).ok();
            // A prefix is none of its digits.
            decoded
                .filter(|bytes| bytes.len() * 2 == text.len())
                .ok_or_else(|| of("its opening is not written in hexadecimal"))
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(&bytes(opening)?).expect("a key of any length");
        mac.update(&bytes(context)?);
        mac.update(plaintext.as_bytes());
        let committed = entry.commitments.iter().flatten().find(|(place, _)| *place == path);
        let (_, committed) = committed.ok_or_else(|| of("the entry commits to nothing there"))?;
        mac.verify_slice(&bytes(committed)?)
            .map_err(|_| of("it is not the one that the entry commits to"))?;
        // What is not a text alone is told as it was sealed.
        let is_told =
            serde_json::from_str::<String>(plaintext).map_or(plaintext == text, |sealed| sealed == *text);
        if !is_told {
            return Err(of("it is not the one that was sealed"));
        }
    }
    if !openings.is_empty() {
        report.held(format!("{} texts are those that the entry commits to", openings.len()));
    }
    report.fact("texts", openings.len());
    Ok(())
}

fn part(bundle: &mut ZipArchive<File>, name: &str) -> Result<Vec<u8>, Trouble> {
    let part = bundle.by_name(name);
    let part = part.map_err(|error| Trouble::unchecked(format!("the bundle has no {name}: {error}")))?;
    let mut bytes = Vec::new();
    let read = part.take(LARGEST).read_to_end(&mut bytes);
    read.map_err(|error| Trouble::unchecked(format!("{name}: {error}")))?;
    Ok(bytes)
}
