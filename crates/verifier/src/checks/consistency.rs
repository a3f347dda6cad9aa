//! `veche-verify consistency`: was anything rewritten since the last visit?

use std::path::Path;

use ledger::{Checkpoint, Policy, SignedCheckpoint, check_consistency, consistency};

use super::checkpoint::latest;
use crate::args::Since;
use crate::report::{Report, Trouble};
use crate::source::{Source, Tiles};

pub(crate) fn run(asked: &Since, report: &mut Report) -> Result<(), Trouble> {
    let file = &asked.since;
    let policy = asked.log.trust.policy()?;
    let (_, kept) = saved(file, &policy)?;
    let source = Source::of(&asked.log.log);
    let (note, now) = latest(&source, &policy, report)?;
    if now.size < kept.size {
        return Err(Trouble::at(
            now.size + 1,
            "entries that were published are gone",
            format!("{} entries, root {}", kept.size, kept.root),
            format!("{} entries, root {}", now.size, now.root),
        ));
    }
    let tiles = Tiles::of(&source);
    let proof = if now.size == kept.size {
        Vec::new()
    } else {
        consistency(&tiles, &now, kept.size).map_err(|error| tiles.trouble(error))?
    };
    check_consistency(&proof, &kept, &now).map_err(|_| Trouble::Failed {
        what: format!("the first {} entries are not those of the checkpoint saved earlier", kept.size),
        position: None,
        expected: Some(format!("root {} of {} entries", kept.root, kept.size)),
        found: Some(format!("a log of {} entries, root {}, that begins otherwise", now.size, now.root)),
    })?;
    report.held(format!(
        "the first {} entries are those of the checkpoint saved earlier; {} came since",
        kept.size,
        now.size - kept.size
    ));
    report.fact("since", kept.size);
    if asked.update {
        std::fs::write(file, note.as_bytes())
            .map_err(|error| Trouble::unchecked(format!("{}: {error}", file.display())))?;
    }
    Ok(())
}

/// A checkpoint saved earlier. A file that holds none says nothing of the log.
pub(super) fn saved(file: &Path, policy: &Policy) -> Result<(SignedCheckpoint, Checkpoint), Trouble> {
    let unchecked =
        |error: &dyn std::fmt::Display| Trouble::unchecked(format!("{}: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| unchecked(&error))?;
    let note = SignedCheckpoint::parse(&bytes).map_err(|error| unchecked(&error))?;
    let kept = note.verify(policy).map_err(|error| unchecked(&error))?;
    Ok((note, kept))
}
