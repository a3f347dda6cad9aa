//! `veche-verify evidence`: does the entry in a bundle stand in the log? Nobody is asked.

use std::fs::File;
use std::io::Read;

use ledger::{Entry, Inclusion, leaf_hash};
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
    report.fact("position", proof.index + 1);
    report.fact("size", tree.size);
    report.fact("entry", serde_json::from_slice::<serde_json::Value>(&bytes).unwrap_or_default());
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
