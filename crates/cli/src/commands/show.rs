//! `veche show`: one initiative, whole.

mod page;
pub(super) mod timeline;

use aggregates::ids::InitiativeId;
use clap::Args;
use engine::Engine;
use projections::initiative;
use projections::register::{self, Filter};
use projections::supports::{self, Counted};
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

/// Cases of one number that are told apart.
const SAME_NUMBER: u32 = 10;

/// Which, and of when.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  veche show 71826000-1/2027\n  veche show 0198c0de-0000-7000-8000-000000000001 --as-of 2027-02-10"
)]
pub(crate) struct Show {
    /// An initiative by its id, or by a number that an authority gave it
    #[arg(value_name = "ID|NUMBER")]
    which: String,
    #[arg(long, value_name = "T", help = HOW_TO_WRITE)]
    as_of: Option<Moment>,
}

impl Show {
    /// Of one initiative, now.
    pub(crate) fn of_now(initiative: InitiativeId) -> Self {
        Self { which: initiative.to_string(), as_of: None }
    }

    /// Finds it and tells everything about it.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let position = store::position(&engine, self.as_of).await?;
        let id = match self.which.parse::<InitiativeId>() {
            Ok(id) => id,
            Err(_) => by_number(&engine, &self.which, position).await?,
        };
        let page =
            engine.views().read("initiative", move |view| initiative::page(view, id, position)).await?;
        let Some(page) = page else {
            let when = self.as_of.map_or_else(String::new, |moment| format!(" as of {}", moment.0));
            return Err(Failure::input("not_found", format!("there is no initiative {id}{when}")));
        };
        let supports: Vec<Counted> =
            engine.views().read("supports", move |view| supports::supports(view, id, position)).await?;
        if output.is_json() {
            let mut value = json!(page);
            value["supports"] = json!(supports);
            output.json(&value)?;
        } else {
            page::tell(&page, &supports, output)?;
        }
        Ok(Exit::Done)
    }
}

async fn by_number(engine: &Engine, number: &str, position: Option<u64>) -> Result<InitiativeId, Failure> {
    let filter = Filter { number: Some(number.to_owned()), ..Filter::default() };
    let page = engine
        .views()
        .read("register", move |view| register::list(view, &filter, None, SAME_NUMBER, position))
        .await?;
    match page.items.as_slice() {
        [] => Err(Failure::input("not_found", format!("there is no initiative with the number {number}"))),
        [found] => Ok(found.id),
        several => {
            let ids: Vec<String> = several.iter().map(|found| found.id.to_string()).collect();
            Err(Failure::input("ambiguous", format!("several authorities gave the number {number}"))
                .hint(format!("name one by its id: {}", ids.join(", "))))
        }
    }
}
