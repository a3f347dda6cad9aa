//! `veche migrate`.

use clap::Args;
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// What sort of journal.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Make a journal with a made-up clock, for simulations and demonstrations
    #[arg(long)]
    simulated: bool,
}

impl Migrate {
    /// Makes what is missing; what is there stays.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let identity = store::migrate(settings, self.simulated).await?;
        if output.is_json() {
            output.json(&json!({ "store": settings.store.to_string(), "journal": identity.id, "clock": identity.clock }))?;
        } else {
            output.line(format!(
                "{} holds journal {} ({} clock).",
                settings.store, identity.id, identity.clock
            ))?;
        }
        Ok(Exit::Done)
    }
}
