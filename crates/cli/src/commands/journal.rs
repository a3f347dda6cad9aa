//! `veche journal`: the record itself, without views, vault or engine.

mod copy;
mod export;
mod stats;
mod verify;

use ::journal::Journal as Opened;
use clap::{Args, Subcommand};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// Verify, count, export or copy the journal.
#[derive(Debug, Subcommand)]
pub(crate) enum Journal {
    /// Check that the record is whole: positions, sequences, times, JSON, commands
    ///
    /// Reads every event. Ends with 0 when all holds, and with 1 and the first
    /// position that does not.
    Verify,
    /// Count events and streams
    ///
    /// With --json: head, events, streams, by_type.
    Stats,
    /// Write every event as stored, one JSON object a line
    ///
    /// Each line has position, stream {type, id}, sequence, type, version, at, actor
    /// and payload. The payload is what was stored, byte for byte and not upcast; what
    /// people typed stands in it sealed. The same journal gives the same bytes.
    #[command(
        after_help = "Example:\n  veche journal export | jq -r 'select(.type == \"DeadlineMissed\") | .stream.id' | sort | uniq -c"
    )]
    Export,
    /// Copy a journal into an empty store, with positions and times
    Copy(CopyArgs),
}

/// From where to where.
#[derive(Debug, Args)]
#[command(
    after_help = "The keys of texts and people are in the vault, not in the journal: give the copy the same --vault and --keys.\n\n\
Example:\n  veche journal copy --from sqlite:./veche-data --to postgres://veche@localhost/veche"
)]
pub(crate) struct CopyArgs {
    /// The store to read [default: the --store]
    #[arg(long, value_name = "STORE")]
    from: Option<String>,
    /// The store to fill; it must not hold events
    #[arg(long, value_name = "STORE")]
    to: String,
}

impl Journal {
    /// Opens the journal for reading and does it.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Verify => verify::run(&open(settings).await?, output).await,
            Self::Stats => stats::run(&open(settings).await?, output).await,
            Self::Export => export::run(&open(settings).await?, output).await,
            Self::Copy(arguments) => copy::run(&arguments, settings, output).await,
        }
    }
}

async fn open(settings: &Settings) -> Result<Opened, Failure> {
    store::journal(&settings.store).await
}
