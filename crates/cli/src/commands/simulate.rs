//! `veche simulate`: a country at work, on a clock of its own.

mod tour;

use ::journal::ClockKind;
use clap::Args;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use simulation::{Plan, Report, SimulationError, run};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store::{self, Opening};
use crate::table::Table;

/// A Monday; fixed, so that the same arguments give the same journal on any day.
const FIRST_DAY: Date = date(2026, 1, 12);

/// Procedures and calendars know no day before.
const EARLIEST: Date = date(2013, 1, 9);
/// After it nobody would look for what is due.
const LATEST: Date = date(2150, 1, 1);

/// How large, how long, and by which dice.
#[derive(Debug, Args)]
#[command(
    after_help = "An empty store becomes a simulated journal with the shipped territories. A simulated journal goes\n\
on where it ends, and what was imported into it is worked through as well. A journal that keeps real\n\
time is refused. The same seed, days and arguments on an empty store give the same journal, byte for\n\
byte, on any store.\n\n\
Example:\n  veche simulate --initiatives 200 --people 5000 --days 120 --seed 1 --store sqlite:./demo\n  veche funnel --store sqlite:./demo"
)]
pub(crate) struct Simulate {
    /// How many initiatives people bring
    #[arg(long, value_name = "N")]
    initiatives: usize,
    /// How many people live in the country
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    people: u32,
    /// How many days pass
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
    /// Ids, keys, nonces and everybody's choices come from this number
    #[arg(long, value_name = "S")]
    seed: u64,
    /// The first day [default: 2026-01-12; in a journal that has events, the day after its last]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
}

impl Simulate {
    /// Refuses what is not simulated before anything is touched.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let there = store::peek(&settings.store).await?;
        if there.is_some_and(|(identity, _)| identity.clock == ClockKind::Real) {
            return Err(store::not_simulated());
        }
        let eve = self.eve(there.and_then(|(_, head)| head.at))?;
        let engine = store::engine(settings, &Opening::to_simulate(eve, self.seed)).await?;
        let plan = Plan {
            initiatives: self.initiatives,
            people: self.people as usize,
            days: self.days,
            seed: self.seed,
        };
        let mut progress = Progress::start("days", Some(u64::from(self.days)), output);
        let simulated = run(&engine, plan, |so_far| {
            progress.at_with(u64::from(so_far.day), &format!("{} commands accepted", so_far.accepted));
        })
        .await;
        drop(progress);
        let report = simulated.map_err(stopped)?;
        tell(&report, engine.journal().head().await?.position, output)?;
        if !output.is_json() {
            let sights = tour::Sights::choose(&engine).await?;
            // The commands of the tour open the store themselves.
            drop(engine);
            sights.show(settings, output).await?;
        }
        Ok(Exit::Done)
    }

    /// When the clock starts: in the morning before the first day.
    fn eve(&self, head: Option<Timestamp>) -> Result<Timestamp, Failure> {
        let first = match (self.from, head) {
            (None, Some(head)) => return Ok(head),
            (Some(from), _) if from < EARLIEST || from > LATEST => {
                return Err(Failure::input(
                    "date_out_of_range",
                    format!("the first day has to lie between {EARLIEST} and {LATEST}"),
                ));
            }
            (Some(from), _) => from,
            (None, None) => FIRST_DAY,
        };
        // Midnight in Moscow is the evening before in UTC: the eve is the day before.
        let eve =
            calendar::midnight_after(first, calendar::UtcOffset::moscow()) - SignedDuration::from_hours(42);
        match head {
            Some(head) if eve < head => Err(Failure::input(
                "before_the_end",
                format!("the journal has come to {head}; the first day cannot be {first}"),
            )),
            Some(_) | None => Ok(eve),
        }
    }
}

fn stopped(error: SimulationError) -> Failure {
    match error {
        SimulationError::NotSimulated => store::not_simulated(),
        SimulationError::NoTerritories | SimulationError::TooFewPeople => {
            Failure::input(error.code(), error.to_string())
        }
        SimulationError::Territories(simulation::territories::ImportError::Engine { source, .. })
        | SimulationError::Engine(source) => source.into(),
        SimulationError::View(source) => source.into(),
        SimulationError::Territories(_) | SimulationError::Demo(_) => {
            Failure::input(error.code(), crate::exit::chain(&error))
        }
    }
}

fn tell(report: &Report, head: u64, output: &mut Output) -> std::io::Result<()> {
    if output.is_json() {
        let mut report = json!(report);
        report["head"] = json!(head);
        return output.json(&report);
    }
    output.title(format!("From {} to {}", report.from, report.to))?;
    output.line(format!("commands accepted             {}", report.accepted))?;
    output.line(format!("events of the deadline clock  {}", report.clock))?;
    if report.found > 0 {
        output.line(format!("found and worked through      {}", report.found))?;
    }
    output.line(format!("the journal ends at           {head}"))?;
    let mut table = Table::new(["times", "refused as"]).indented(2);
    for (code, count) in &report.refused {
        table.row([format!("{count:>7}"), code.clone()]);
    }
    if !table.is_empty() {
        output.gap()?;
        output.title("People also tried what the rules refuse")?;
    }
    table.write(output)?;
    Ok(())
}
