//! `veche import`: real facts into a journal.

mod initiatives;
mod territories;

use std::path::PathBuf;

use aggregates::ids::{ProcedureId, TerritoryId};
use clap::{Args, Subcommand};

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment};
use crate::output::Output;
use crate::settings::Settings;

/// What to bring in. A bad line is reported and the rest goes on; a second run adds nothing.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Territories, and a receiving authority for each municipality, region and the federation
    ///
    /// The columns are code, parent, level, name, kind, iso, federal_district,
    /// population, lat, lon, utc_offset. A second run adds nothing; a changed name or
    /// population is recorded as a change.
    Territories(Territories),
    /// Initiatives of other systems, one JSON object a line
    ///
    /// Each line has source, id, title and date, and may have lang, text, status, votes
    /// and threshold. They are submitted on the import's day; date, status and votes of
    /// the source are kept as its claims: they start no term and count nowhere.
    Initiatives(Initiatives),
}

/// Where they stand.
#[derive(Debug, Args)]
pub(crate) struct Territories {
    /// The table (CSV)
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    #[arg(long, value_name = "T", help = format!("On a simulated journal, when: {HOW_TO_WRITE}. An empty store becomes a simulated journal"))]
    at: Option<Moment>,
}

/// Where they stand, and where they go.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  veche import initiatives petitions.jsonl --territory RU --procedure inverted-pyramid"
)]
pub(crate) struct Initiatives {
    /// The lines (JSON)
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
    /// The home territory of all of them: a code of the table, for instance 71826000 or RU
    #[arg(long, value_name = "CODE")]
    territory: TerritoryId,
    /// The procedure they are worked by, for instance inverted-pyramid
    #[arg(long, value_name = "ID")]
    procedure: ProcedureId,
    #[arg(long, value_name = "T", help = format!("On a simulated journal, when: {HOW_TO_WRITE}"))]
    at: Option<Moment>,
    /// Where to write line number and reason of what could not be used [default: FILE.rejects.jsonl in the data directory]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

impl Import {
    /// Brings it in.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        match self {
            Self::Territories(arguments) => territories::run(&arguments, settings, output).await,
            Self::Initiatives(arguments) => initiatives::run(arguments, settings, output).await,
        }
    }
}
