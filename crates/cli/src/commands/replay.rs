//! `veche replay`: what anything looked like on a day, folded from the journal
//! itself. No view is read, so it also checks what the views say.

mod everything;
mod one;

use ::journal::{Journal, JournalError, Recorded};
use aggregates::ids::InitiativeId;
use aggregates::initiative::InitiativeEvent;
use clap::Args;
use projections::Event;

use crate::exit::{Exit, Failure, chain};
use crate::moment::{HOW_TO_WRITE, Moment, Then};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// The aggregate type of initiatives in the journal.
const INITIATIVE: &str = "initiative";

/// When, and of what.
#[derive(Debug, Args)]
#[command(
    after_help = "The state as of T is that after the last event recorded at or before T. Terms are due by their\n\
own dates; a term that ran out before T counts as missed only once its miss was recorded.\n\n\
Examples:\n  veche replay --as-of 2027-02-10\n  veche replay --as-of 2027-02-17T19:00:00Z --initiative 0198c0de-0000-7000-8000-000000000001"
)]
pub(crate) struct Replay {
    #[arg(long, value_name = "T", help = HOW_TO_WRITE)]
    as_of: Moment,
    /// Only this initiative, with custody and obligations
    #[arg(long, value_name = "ID")]
    initiative: Option<InitiativeId>,
}

impl Replay {
    /// Finds the position as of the moment, and folds up to it.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let journal = store::journal(&settings.store).await?;
        let then = Then::of(&journal, self.as_of).await?;
        fold(&journal, self.initiative, then, output).await
    }
}

/// Folds up to a point of the journal: one initiative, or all.
pub(crate) async fn fold(
    journal: &Journal,
    initiative: Option<InitiativeId>,
    Then { position, at }: Then,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match initiative {
        Some(id) => one::run(journal, id, at, position, output).await,
        None => everything::run(journal, at, position, output).await,
    }
}

/// The event of an initiative, in its current form.
fn current(event: &Recorded) -> Result<InitiativeEvent, Failure> {
    let damaged = |what: String| {
        let what = format!("{} at position {} cannot be read: {what}", event.event_type, event.position);
        Failure::from(JournalError::Corrupt { what })
    };
    match Event::parse(&event.stream.kind, &event.event_type, &event.event_version, &event.payload) {
        Ok(Event::Initiative(initiative)) => Ok(*initiative),
        Ok(_) => Err(damaged("it is no event of an initiative".to_owned())),
        Err(error) => Err(damaged(chain(&error))),
    }
}
