//! `veche-verify checkpoint`: is the latest checkpoint signed by the log, and by witnesses?

use ledger::{Checkpoint, Policy, SignedCheckpoint};

use crate::args::Latest;
use crate::report::{Report, Trouble};
use crate::source::Source;

pub(crate) fn run(asked: &Latest, report: &mut Report) -> Result<(), Trouble> {
    let policy = asked.log.trust.policy()?;
    let (note, checkpoint) = latest(&Source::of(&asked.log.log), &policy, report)?;
    if let Some(file) = &asked.save {
        std::fs::write(file, note.as_bytes())
            .map_err(|error| Trouble::unchecked(format!("{}: {error}", file.display())))?;
        report.held(format!("saved the checkpoint of {} entries to {}", checkpoint.size, file.display()));
    }
    Ok(())
}

/// The latest checkpoint, verified and told of.
pub(super) fn latest(
    source: &Source,
    policy: &Policy,
    report: &mut Report,
) -> Result<(SignedCheckpoint, Checkpoint), Trouble> {
    let (note, checkpoint) = source.checkpoint(policy)?;
    report.held(format!(
        "the checkpoint of {} ({} entries, root {}) is signed by the log's key",
        checkpoint.origin, checkpoint.size, checkpoint.root
    ));
    let witnesses = note.cosigned_by(&policy.witnesses).map_err(Trouble::failed)?;
    if !witnesses.is_empty() {
        report.held(format!("cosigned by {}", witnesses.join(", ")));
    }
    report.fact("origin", checkpoint.origin.clone());
    report.fact("size", checkpoint.size);
    report.fact("root", checkpoint.root.to_string());
    report.fact("witnesses", witnesses);
    Ok((note, checkpoint))
}
