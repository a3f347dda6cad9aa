//! The days of a simulated country, one after another.

use std::collections::BTreeMap;

use engine::{Engine, EngineError, Receipt, Request};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::Serialize;

use crate::citizens::Citizens;
use crate::country::Country;
use crate::look;
use crate::office::Offices;
use crate::territories;

/// What is to be simulated.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many initiatives people bring.
    pub initiatives: usize,
    /// How many people live in the country.
    pub people: usize,
    /// How many days pass.
    pub days: u32,
    /// The same seed gives the same journal, byte for byte.
    pub seed: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Days done.
    pub day: u32,
    /// Days altogether.
    pub days: u32,
    /// Commands accepted so far.
    pub accepted: u64,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Commands that became events.
    pub accepted: u64,
    /// Commands that were refused, by code: people try what is not possible, too.
    pub refused: BTreeMap<String, u64>,
    /// What the engine's clock did.
    pub clock: u64,
    /// Initiatives that were there before and were worked through too.
    pub found: u64,
}

/// Why a simulation stopped.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The journal is of the real world.
    #[error("this journal is not a simulated one; simulation needs a journal of its own")]
    NotSimulated,
    /// Too few to be anybody.
    #[error("a country needs at least ten people")]
    TooFewPeople,
    /// No municipality to live in.
    #[error("there are no municipalities with residents; import territories first")]
    NoTerritories,
    /// The territories could not be imported.
    #[error("the territories could not be imported")]
    Territories(#[from] territories::ImportError),
    /// The engine stopped.
    #[error("the engine stopped")]
    Engine(#[from] EngineError),
    /// A view stopped.
    #[error("a view stopped")]
    View(#[from] engine::ViewError),
    /// The made-up country could not be built.
    #[error("the demo's country could not be built")]
    Demo(#[from] crate::demo::DemoError),
}

impl SimulationError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSimulated => "not_simulated",
            Self::TooFewPeople => "too_few_people",
            Self::NoTerritories => "no_territories",
            Self::Territories(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::View(error) => error.code(),
            Self::Demo(error) => error.code(),
        }
    }
}

/// The real table of territories, as it ships.
pub const TERRITORIES: &str = include_str!("../../../data/territories.csv");

/// At this hour in UTC offices work: the same local date from Kaliningrad to Kamchatka.
const WORK_HOUR: i64 = 7;

/// Lets the country live through the days of the plan, from the day after the last
/// event on. Initiatives already in the journal are worked through as well.
///
/// # Errors
/// When the journal is not a simulated one, or the store does not take a command. A
/// refusal by a rule is no error: people try what is not possible, too.
pub async fn run(
    engine: &Engine,
    plan: Plan,
    mut progress: impl FnMut(Progress),
) -> Result<Report, SimulationError> {
    if plan.people < 10 {
        return Err(SimulationError::TooFewPeople);
    }
    let clock = engine.clock().simulation().ok_or(SimulationError::NotSimulated)?.clone();
    if look::territory_kinds(engine).await?.is_empty() {
        territories::import(engine, TERRITORIES, |_, _| {}).await?;
    }
    engine.views().catch_up().await?;
    let start = look::today(engine);
    let found = look::open_initiatives(engine).await?;
    let homes = found.iter().filter_map(|(_, state)| state.path().first().cloned()).collect();
    let country = Country::settle(engine, plan, homes, start).await?;
    engine.views().catch_up().await?;
    let mut report = Report {
        from: start.tomorrow().unwrap_or(start).to_string(),
        found: found.len() as u64,
        ..Report::default()
    };
    let mut citizens = Citizens::new(plan, &country, &found);
    let mut offices = Offices::new(plan.seed);
    for day in 0..plan.days {
        let today = start.saturating_add(Span::new().days(i64::from(day) + 1));
        clock.set(hour_of(today, WORK_HOUR - 1));
        engine.views().catch_up().await?;
        let ticked = engine.tick(clock.now()).await?;
        report.clock += ticked.misses + ticked.escalations + ticked.lapses + ticked.thresholds;
        clock.set(hour_of(today, WORK_HOUR));
        let submissions = citizens.submissions(&country, day);
        for (receipt, case) in tally(engine, submissions, &mut report).await? {
            citizens.remember(receipt, case);
        }
        offices.work(engine, &country, &mut citizens, today, &mut report).await?;
        let crowd = citizens.crowd(engine, &country, day).await?;
        let requests = crowd.into_iter().map(|request| (request, ())).collect();
        tally(engine, requests, &mut report).await?;
        progress(Progress { day: day + 1, days: plan.days, accepted: report.accepted });
    }
    engine.views().catch_up().await?;
    report.to = look::today(engine).to_string();
    Ok(report)
}

/// Executes in order and counts what became of each; gives back what was accepted.
pub(crate) async fn tally<T>(
    engine: &Engine,
    requests: Vec<(Request, T)>,
    report: &mut Report,
) -> Result<Vec<(Receipt, T)>, SimulationError> {
    let (requests, about): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
    let mut accepted = Vec::new();
    for (result, about) in engine.execute_all(requests).await.into_iter().zip(about) {
        match result {
            Ok(receipt) => {
                report.accepted += 1;
                accepted.push((receipt, about));
            }
            Err(EngineError::Refused(refusal)) => {
                *report.refused.entry(refusal.code.to_owned()).or_default() += 1
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(accepted)
}

/// What a command gave that no rule can refuse; a repeated settling is no failure.
pub(crate) fn must(result: Result<Receipt, EngineError>) -> Result<(), SimulationError> {
    match result {
        Ok(_) | Err(EngineError::IdReused | EngineError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn hour_of(day: Date, hour: i64) -> Timestamp {
    let midnight = calendar::midnight_after(day.yesterday().unwrap_or(day), look::UTC);
    midnight.saturating_add(Span::new().hours(hour)).unwrap_or(midnight)
}
