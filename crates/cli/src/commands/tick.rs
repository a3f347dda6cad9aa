//! `veche tick`: the deadline clock, once.

use clap::Args;

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// When.
#[derive(Debug, Args)]
#[command(
    after_help = "Run it from cron, every few minutes. Each miss, escalation, threshold and lapse happens exactly\n\
once, also when two of these run at the same time or one is stopped midway.\n\n\
Example:\n  */5 * * * *  veche tick --store postgres://veche@db/veche"
)]
pub(crate) struct Tick {
    #[arg(long, value_name = "T", help = format!("On a simulated journal, when: {HOW_TO_WRITE}"))]
    at: Option<Moment>,
    /// The clock has jumped by over an hour since the last tick, and is right
    #[arg(long)]
    confirm_clock: bool,
}

impl Tick {
    /// Lets the engine look at what has come due.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &store::Opening::to_go_on(self.at)).await?;
        if self.confirm_clock {
            engine.confirm_clock()?;
        }
        let report = engine.tick(engine.now()).await?;
        if output.is_json() {
            output.json(&report)?;
            return Ok(Exit::Done);
        }
        output.line(format!("terms missed         {}", report.misses))?;
        output.line(format!("moved up by silence  {}", report.escalations))?;
        output.line(format!("lapsed               {}", report.lapses))?;
        output.line(format!("by thresholds        {}", report.thresholds))?;
        for (code, count) in &report.refused {
            output.line(format!("refused {code}: {count}"))?;
        }
        Ok(Exit::Done)
    }
}
