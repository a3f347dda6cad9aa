//! The days, one after another: the clock strikes, offices work, people come.

use std::collections::HashSet;

use aggregates::ids::InitiativeId;
use aggregates::initiative::fields::Channel;
use aggregates::initiative::{Action, Initiative, Stage};
use aggregates::procedure::TermKind;
use engine::{Caller, Engine, EngineError, Request, SimulatedClock};
use jiff::Timestamp;
use jiff::civil::Date;

use super::act::Scene;
use super::book::Book;
use super::crowd;
use super::days::Days;
use super::error::DemoError;
use super::offices::Offices;
use super::people::People;
use super::ready::is_its_turn;
use super::tale::Tale;
use crate::run::{Progress, SimulationError};

/// Rounds of a working day: what waits for nothing is done in the next round.
const ROUNDS: u32 = 6;

/// The whole history while it is told.
pub(super) struct Chronicle<'a> {
    engine: &'a Engine,
    clock: SimulatedClock,
    days: Days,
    offices: Offices,
    people: People,
    book: &'a Book,
    accepted: u64,
    /// Initiatives whose supports may have crossed a threshold since the last stroke.
    crossed: HashSet<InitiativeId>,
}

impl<'a> Chronicle<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        clock: SimulatedClock,
        days: Days,
        offices: Offices,
        people: People,
        book: &'a Book,
    ) -> Self {
        Self { engine, clock, days, offices, people, book, accepted: 0, crossed: HashSet::new() }
    }

    /// Up to the last stroke of the clock.
    pub(super) async fn live(&mut self, progress: &mut impl FnMut(Progress)) -> Result<(), SimulationError> {
        let mut tales = Vec::new();
        for (number, told) in self.book.initiatives.iter().enumerate() {
            tales.push(Tale::new(told, number, &self.people, &self.days)?);
        }
        let first = self.days.first;
        let days = u32::try_from((self.days.today - first).get_days()).unwrap_or_default();
        for passed in 0..days {
            let day = first.saturating_add(jiff::Span::new().days(i64::from(passed)));
            self.strike(&tales, day).await?;
            if self.days.is_working_day(day) {
                self.letters(&tales, day).await?;
                self.offices(&mut tales, day).await?;
            }
            self.evening(&mut tales, day).await?;
            progress(Progress { day: passed + 1, days, accepted: self.accepted });
        }
        self.strike(&tales, self.days.today).await?;
        match tales.iter().find(|tale| tale.pending().is_some()) {
            Some(tale) => {
                Err(DemoError::Unfinished { initiative: tale.told.key.clone(), step: tale.step_name() }
                    .into())
            }
            None => Ok(()),
        }
    }

    /// At midnight, if anything has run out: a stroke costs a look at every view.
    async fn strike(&mut self, tales: &[Tale<'_>], day: Date) -> Result<(), SimulationError> {
        let Some(at) = self.days.stroke(day) else { return Ok(()) };
        let mut due = !self.crossed.is_empty();
        self.crossed.clear();
        for tale in tales.iter().filter(|tale| tale.submitted) {
            let Some(state) = self.engine.initiative(tale.id).await? else { continue };
            due |= state.obligations().iter().any(|it| {
                it.is_running()
                    && it.term.missed_from <= at
                    && !matches!(it.term.kind, TermKind::Comments | TermKind::Forward)
            });
            // A refusal after the threshold was reached moves at the next stroke.
            due |= matches!(state.stage(), Stage::Refused { .. }) && !state.reached().is_empty();
        }
        if due {
            self.clock.set(at);
            self.engine.tick(at).await?;
        }
        Ok(())
    }

    /// What was decided the day before goes out.
    async fn letters(&mut self, tales: &[Tale<'_>], day: Date) -> Result<(), SimulationError> {
        let mut about = Vec::new();
        for (number, tale) in tales.iter().enumerate().filter(|(_, it)| it.submitted && !it.told.letters_lie)
        {
            let Some(state) = self.engine.initiative(tale.id).await? else { continue };
            for owed in state.obligations() {
                let lies =
                    owed.is_running() && owed.term.kind == TermKind::Dispatch && owed.term.due.trigger < day;
                let Some(authority) = owed.term.obliged.authority().filter(|_| lies) else { continue };
                let Some(office) = self.offices.of(authority) else { continue };
                let (nth, outgoing_number) = (Some(owed.term.nth), office.next_letter());
                let channel = if tale.told.channel == Channel::Web { Channel::Web } else { Channel::Paper };
                let action = Action::DispatchAnswer { nth, outgoing_number, channel, letter: None };
                about.push((number, tale.request(Caller::Official(office.clerk), action)));
            }
        }
        self.record(tales, about, self.days.office_hour(day, 0)).await.map(drop)
    }

    /// Rounds until nobody has anything more to do on that day.
    async fn offices(&mut self, tales: &mut [Tale<'_>], day: Date) -> Result<(), SimulationError> {
        for round in 1..=ROUNDS {
            let at = self.days.office_hour(day, round);
            let (mut about, mut moved) = (Vec::new(), Vec::new());
            for (number, tale) in tales.iter_mut().enumerate() {
                let requests = if tale.arrives(day) {
                    vec![tale.submission(&self.offices)?]
                } else {
                    let Some(step) = tale.step(day, &self.days) else { continue };
                    let Some(state) = self.engine.initiative(tale.id).await? else { continue };
                    if !is_its_turn(step, &state, at, day) {
                        continue;
                    }
                    let scene = Scene {
                        engine: self.engine,
                        days: &self.days,
                        offices: &self.offices,
                        people: &self.people,
                        today: day,
                    };
                    scene.requests(tale, &state, step).await?
                };
                about.extend(requests.into_iter().map(|request| (number, request)));
                moved.push(number);
            }
            if moved.is_empty() {
                break;
            }
            for (number, position) in self.record(tales, about, at).await? {
                tales[number].first.get_or_insert(position);
            }
            for number in moved {
                tales[number].advance(day);
            }
        }
        Ok(())
    }

    async fn evening(&mut self, tales: &mut [Tale<'_>], day: Date) -> Result<(), SimulationError> {
        let at = self.days.evening(day);
        let mut about = Vec::new();
        for (number, tale) in tales.iter_mut().enumerate().filter(|(_, tale)| tale.submitted) {
            let Some(state) = self.engine.initiative(tale.id).await? else { continue };
            let come = crowd::come(tale, &state, at);
            if !come.is_empty() && crosses(&state, tale.supporters) {
                self.crossed.insert(tale.id);
            }
            about.extend(come.into_iter().map(|request| (number, request)));
        }
        self.record(tales, about, at).await.map(drop)
    }

    /// Executes in order at that time. Where each came to stand is given back.
    async fn record(
        &mut self,
        tales: &[Tale<'_>],
        about: Vec<(usize, Request)>,
        at: Timestamp,
    ) -> Result<Vec<(usize, u64)>, SimulationError> {
        if about.is_empty() {
            return Ok(Vec::new());
        }
        self.clock.set(at);
        let (numbers, requests): (Vec<_>, Vec<_>) = about.into_iter().unzip();
        let mut positions = Vec::new();
        for (number, answer) in numbers.into_iter().zip(self.engine.execute_all(requests).await) {
            let receipt = answer.map_err(|source| stopped(&tales[number], source))?;
            self.accepted += 1;
            positions.push((number, receipt.first));
        }
        Ok(positions)
    }
}

fn stopped(tale: &Tale<'_>, source: EngineError) -> SimulationError {
    let (initiative, step) = (tale.told.key.clone(), tale.step_name());
    DemoError::Refused { initiative, step, source }.into()
}

/// Whether so many supporters may be enough at some level.
fn crosses(state: &Initiative, supporters: usize) -> bool {
    let enough = |needed: u64| u64::try_from(supporters).is_ok_and(|supporters| supporters >= needed);
    state.thresholds().iter().filter_map(|threshold| threshold.needed).any(enough)
}
