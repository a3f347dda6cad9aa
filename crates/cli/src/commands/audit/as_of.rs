//! `veche audit as-of`.

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use clap::Args;

use crate::commands::{funnel, replay, work};
use crate::exit::{Exit, Failure};
use crate::moment::Point;
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// Of when, and of what.
#[derive(Debug, Args)]
#[command(
    after_help = "Without an option: how many initiatives stood where, and the funnel. `veche show --as-of` tells the\n\
texts and the timeline of an initiative.\n\n\
Examples:\n  veche audit as-of 4711\n  veche audit as-of 2027-02-10 --authority 71826000.administration"
)]
pub(crate) struct AsOf {
    /// A position of the journal; or a point in time: RFC 3339, or a date, which means the end of
    /// that day in Moscow (UTC+3)
    #[arg(value_name = "POSITION|T")]
    point: Point,
    /// Only this initiative, with custody and obligations
    #[arg(long, value_name = "ID", group = "what")]
    initiative: Option<InitiativeId>,
    /// What this authority had to do
    #[arg(long, value_name = "CODE", group = "what")]
    authority: Option<AuthorityId>,
    /// The funnel of this territory
    #[arg(long, value_name = "CODE", group = "what")]
    territory: Option<TerritoryId>,
}

impl AsOf {
    pub(super) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let journal = engine.journal();
        let Some(then) = self.point.then(journal).await? else {
            let head = journal.head().await?.position;
            return Err(Failure::input("not_found", format!("the journal has the positions 1 to {head}")));
        };
        if let Some(authority) = &self.authority {
            return work::as_of(&engine, authority, Some(then), output).await;
        }
        if self.territory.is_none() {
            replay::fold(journal, self.initiative, then, output).await?;
        }
        if self.initiative.is_some() {
            return Ok(Exit::Done);
        }
        if self.territory.is_none() && !output.is_json() {
            output.gap()?;
        }
        funnel::as_of(&engine, self.territory.as_ref(), Some(then), output).await
    }
}
