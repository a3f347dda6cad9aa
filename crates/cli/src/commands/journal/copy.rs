//! `veche journal copy`.

use ::journal::{Journal, Store, Verification, copy};
use serde_json::json;

use super::CopyArgs;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::{self, Settings};
use crate::store;
use crate::words::counted;

pub(super) async fn run(
    arguments: &CopyArgs,
    settings: &Settings,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let from_store = match &arguments.from {
        Some(text) => settings::store(text)?,
        None => settings.store.clone(),
    };
    let to_store: Store = settings::store(&arguments.to)?;
    if from_store == to_store {
        return Err(Failure::input("same_store", "the journal cannot be copied onto itself"));
    }
    let from = store::journal(&from_store).await?;
    // A copy that keeps the damage would look like a whole journal.
    let mut progress = Progress::start("checking", Some(from.head().await?.position), output);
    let verified = from.verify(|position| progress.at(position)).await?;
    drop(progress);
    if let Verification::Diverges { position, what } = verified {
        let sentence =
            format!("{from_store} does not hold at position {position}: {what}; nothing was copied");
        return Err(Failure::new(Exit::No, "journal_diverges", sentence));
    }
    let identity = from.identity();
    let to = Journal::create_or_open(&to_store, identity.clock, identity.id).await?;
    let mut progress = Progress::start("copying", Some(from.head().await?.position), output);
    let events = copy(&from, &to, |position| progress.at(position)).await?;
    drop(progress);
    if output.is_json() {
        output
            .json(&json!({ "from": from_store.to_string(), "to": to_store.to_string(), "events": events }))?;
    } else {
        output.line(format!("Copied {} from {from_store} to {to_store}.", counted(events, "event")))?;
    }
    Ok(Exit::Done)
}
