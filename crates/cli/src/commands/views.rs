//! `veche views`: the answers of this node, which can be thrown away at any time.

use clap::{Args, Subcommand};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store::{self, Opening};
use crate::table::Table;

/// Rebuild or look.
#[derive(Debug, Subcommand)]
pub(crate) enum Views {
    /// Build views anew from the journal; the old ones serve until the new have caught up
    Rebuild(Rebuild),
    /// Show how far each view is
    Status,
}

/// Which.
#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Views by name, as `veche views status` shows them; all if left out
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

impl Views {
    /// On the views in the data directory.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &Opening::to_read()).await?;
        if let Self::Rebuild(Rebuild { names }) = self {
            engine.views().rebuild(&names).await?;
        }
        let views = engine.views().status().await?;
        if output.is_json() {
            output.json(&views)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(["view", "version", "position", "of", "state"]);
        for view in &views {
            let state = match (&view.stopped, view.building) {
                (Some(why), _) => format!("stopped: {why}"),
                (None, Some(built)) => format!("being rebuilt: {built} of {}", view.head),
                (None, None) if view.position == view.head => "at the head".to_owned(),
                (None, None) => "behind; the next question brings it up".to_owned(),
            };
            table.row([
                view.name.to_owned(),
                view.version.to_string(),
                view.position.to_string(),
                view.head.to_string(),
                state,
            ]);
        }
        table.write(output)?;
        Ok(Exit::Done)
    }
}
