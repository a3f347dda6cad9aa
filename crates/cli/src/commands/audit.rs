//! `veche audit`: does the journal hold what was signed?

use clap::Subcommand;
use engine::{Audit as Found, Keeper};
use serde_json::json;

use super::serve::open_desk;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store::{self, Opening};

/// What of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check every row of the journal against its entry in the public log, and every entry
    /// against the last published checkpoint
    ///
    /// Run it on the node whose data directory holds the log. It changes nothing. Exit
    /// code 1 when something does not hold: the first position at which it shows is named.
    Verify,
}

impl Audit {
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let Self::Verify = self;
        let engine = store::engine(settings, &Opening::to_read()).await?;
        let head = engine.journal().head().await?.position;
        let keeper = Keeper::open(&engine, open_desk(settings).await?).await?;
        let mut progress = Progress::start("events", Some(head), output);
        let found = keeper.audit(|position| progress.at(position)).await;
        drop(progress);
        match found? {
            Found::Holds { rows, opaque, published } => {
                if output.is_json() {
                    let found =
                        json!({ "holds": true, "rows": rows, "opaque": opaque, "published": published });
                    output.json(&found)?;
                } else {
                    output.line(format!("{rows} rows are what their entries say"))?;
                    if opaque > 0 {
                        output.line(format!("{opaque} of them are of another program and count nowhere"))?;
                    }
                    output.line(match published {
                        0 => "nothing was published yet to compare them with".to_owned(),
                        entries => format!("{entries} entries are those of the published checkpoint"),
                    })?;
                }
                Ok(Exit::Done)
            }
            Found::Diverges { position, what, expected, found } => {
                if output.is_json() {
                    let told = json!({
                        "holds": false, "position": position, "what": what, "expected": expected, "found": found,
                    });
                    output.json(&told)?;
                } else {
                    output.line(format!("position {position}: {what}"))?;
                    output.line(format!("  expected: {expected}"))?;
                    output.line(format!("  found:    {found}"))?;
                }
                Ok(Exit::No)
            }
        }
    }
}
