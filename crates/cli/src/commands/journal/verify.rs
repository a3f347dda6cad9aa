//! `veche journal verify`.

use ::journal::{Journal, Verification};
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::words::counted;

pub(super) async fn run(journal: &Journal, output: &mut Output) -> Result<Exit, Failure> {
    let head = journal.head().await?.position;
    let mut progress = Progress::start("verifying", Some(head), output);
    let verification = journal.verify(|position| progress.at(position)).await?;
    drop(progress);
    match verification {
        Verification::Holds { events, head } => {
            if output.is_json() {
                output.json(&json!({ "holds": true, "events": events, "head": head }))?;
            } else {
                output.line(format!("The journal holds: {}, head at {head}.", counted(events, "event")))?;
            }
            Ok(Exit::Done)
        }
        Verification::Diverges { position, what } => {
            if output.is_json() {
                output.json(&json!({ "holds": false, "position": position, "what": what }))?;
            } else {
                output.line(format!("The journal does not hold at position {position}: {what}"))?;
            }
            Ok(Exit::No)
        }
    }
}
