//! `veche audit`: what an auditor with access to the node asks of it.

mod as_of;
mod export;
mod trail;
mod verify;

use clap::Subcommand;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;

/// What an auditor asks.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check that nothing was rewritten: rows, entries, dates, texts, erasures and views
    ///
    /// Every row of the journal against its entry in the public log, every entry against
    /// the last published checkpoint and against those that earlier audits saw, every date
    /// against when these were signed; a sample of texts, files and sealed values against
    /// what was committed to; every field that does not open against the event that says
    /// why; every view against one that is built anew.
    ///
    /// Run it on the node whose data directory holds the log. It changes nothing there but
    /// `log/audit.json`, which the auditor's pages show. Nobody is shown what was opened.
    Verify(verify::Verify),
    /// Everything that one official did, that befell one initiative, or about one participant
    ///
    /// In order of position: what was recorded, when, who acted and for whom. What is sealed
    /// stays sealed. With --json: one event a line.
    Trail(trail::Trail),
    /// What everything, an initiative, an authority's work or a territory looked like then
    ///
    /// Stages and duties are folded from the journal itself; no view is read for them.
    AsOf(as_of::AsOf),
    /// Write rows, entries, checkpoint, key and tiles into a folder, for an auditor elsewhere
    ///
    /// What people typed stays sealed. The folder verifies without this program:
    /// `veche-verify replay --log FOLDER/log --key KEY`.
    Export(export::Export),
}

impl Audit {
    /// Does it. What could not be checked ends with 2, whatever the reason.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let ended = match self {
            Self::Verify(verify) => verify.run(settings, output).await,
            Self::Trail(trail) => trail.run(settings, output).await,
            Self::AsOf(as_of) => as_of.run(settings, output).await,
            Self::Export(export) => export.run(settings, output).await,
        };
        ended.map_err(Failure::unchecked)
    }
}
