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
    /// Let the views of this node pass over an event that cannot be read; alone, list what they pass over
    SetAside(SetAside),
}

/// Which.
#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Views by name, as `veche views status` shows them; all if left out
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// Which, and why.
#[derive(Debug, Args)]
#[command(
    after_help = "For an event that no program can read: first see whether a newer version of this one can. What it\n\
says is then in no view of this node, and commands about its stream are refused (event_damaged);\n\
the journal and the public log keep it. Once a program can read it: `veche views rebuild`.\n\n\
Example:\n  veche views set-aside 4711 --because \"written by hand on 3 May, see protocol 12\""
)]
pub(crate) struct SetAside {
    /// The position at which the views stopped
    #[arg(requires = "because")]
    position: Option<u64>,
    /// Why, for whoever asks later
    #[arg(long, value_name = "TEXT", requires = "position")]
    because: Option<String>,
}

impl Views {
    /// On the views in the data directory.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &Opening::to_read()).await?;
        match self {
            Self::Rebuild(Rebuild { names }) => engine.views().rebuild(&names).await?,
            Self::SetAside(SetAside { position: Some(position), because }) => {
                engine.views().set_aside(position, &because.unwrap_or_default()).await?;
                return set_asides(engine.views(), output);
            }
            Self::SetAside(SetAside { position: None, .. }) => return set_asides(engine.views(), output),
            Self::Status => {}
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

fn set_asides(views: &engine::Views, output: &mut Output) -> Result<Exit, Failure> {
    let asides = views.set_asides()?;
    if output.is_json() {
        output.json(&asides)?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new(["position", "event", "stream", "because"]);
    for aside in asides {
        table.row([aside.position.to_string(), aside.event_type, aside.stream, aside.because]);
    }
    table.write(output)?;
    Ok(Exit::Done)
}
