//! Rules in given/when/then words. Histories are made of commands, so that a test
//! cannot start from a state that no history leads to.

mod golden;
mod invariants;
mod rules;
mod scenarios;
mod world;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::event::AppealOutcome;
use super::fields::{Channel, Finding, Kind};
use super::{Action, Command, Fact, Initiative, InitiativeEvent, Refusal, Stage};
use crate::actor::{By, Order};
use crate::ids::{AuthorityId, GroundId};
use crate::level::Level;
use crate::procedure::TermKind;
use world::World;

/// One initiative and everything that happened to it.
struct Case {
    world: World,
    state: Initiative,
    events: Vec<InitiativeEvent>,
    /// Noon of this day in UTC is when the next command arrives.
    today: Date,
    supports: u64,
    findings: Vec<Finding>,
}

/// A Monday; nothing around it is a day off by decree.
const START: Date = date(2026, 9, 7);

fn given() -> Case {
    Case::in_world(World::new("inverted-pyramid"))
}

fn given_an_appeal() -> Case {
    Case::in_world(World::new("ru-appeal"))
}

fn ground(id: &str) -> GroundId {
    id.parse().expect("a ground")
}

impl Case {
    fn in_world(world: World) -> Self {
        Self {
            world,
            state: Initiative::default(),
            events: Vec::new(),
            today: START,
            supports: 0,
            findings: Vec::new(),
        }
    }

    fn now(&self) -> Timestamp {
        calendar::midnight_after(self.today, calendar::UtcOffset::from_minutes(12 * 60).expect("an offset"))
    }

    /// The decision, without taking it over.
    fn decided(
        &self,
        by: By,
        done_on: Option<Date>,
        action: Action,
    ) -> Result<Vec<InitiativeEvent>, Refusal> {
        let around = self.world.around(&self.state, &action, self.supports);
        let command = Command {
            order: Order { at: self.now(), by, action },
            done_on,
            around,
            findings: self.findings.clone(),
            confirmed: Vec::new(),
        };
        self.state.decide(&self.world.rules, &command)
    }

    fn try_on(&mut self, by: By, done_on: Option<Date>, action: Action) -> Result<(), Refusal> {
        for event in self.decided(by, done_on, action)? {
            self.state.fold(&event);
            self.events.push(event);
        }
        Ok(())
    }

    fn then_refused(&self, by: By, action: Action, code: &str) {
        match self.decided(by, None, action) {
            Err(refusal) => assert_eq!(refusal.code(), code, "{refusal}"),
            Ok(events) => panic!("expected `{code}`, got {events:#?}"),
        }
    }

    fn does(mut self, by: By, action: Action) -> Self {
        let told = format!("{action:?}");
        if let Err(refusal) = self.try_on(by, None, action) {
            panic!("on {} in {:?}: {told} refused: {refusal}", self.today, self.state.stage());
        }
        self
    }

    fn author(self, action: Action) -> Self {
        let by = self.world.author();
        self.does(by, action)
    }

    fn clerk(self, action: Action) -> Self {
        let by = self.world.clerk(&self.holder());
        self.does(by, action)
    }

    fn head(self, action: Action) -> Self {
        let by = self.world.head(&self.holder());
        self.does(by, action)
    }

    fn holder(&self) -> AuthorityId {
        self.state.custody().expect("somebody has it").authority.clone()
    }

    /// The clock runs to the start of `day`, doing what is due on the way.
    fn on(mut self, day: Date) -> Self {
        self.run_to(day);
        self
    }

    fn days_later(self, days: i64) -> Self {
        let day = self.today.checked_add(jiff::Span::new().days(days)).expect("a date");
        self.on(day)
    }

    fn run_to(&mut self, day: Date) {
        while self.today < day {
            self.today = self.today.tomorrow().expect("a date");
            self.tick();
        }
    }

    fn tick(&mut self) {
        while let Some(nth) = self.alarm() {
            self.try_on(By::Engine, None, Action::Expire { nth }).expect("what ran out expires");
        }
    }

    fn alarm(&self) -> Option<u32> {
        self.state
            .obligations()
            .iter()
            .filter(|obligation| obligation.is_running() && obligation.term.missed_from <= self.now())
            .filter(|obligation| !matches!(obligation.term.kind, TermKind::Comments | TermKind::Forward))
            .min_by_key(|obligation| (obligation.term.missed_from, obligation.term.nth))
            .map(|obligation| obligation.term.nth)
    }

    fn supported(mut self, level: Level, count: u64) -> Self {
        self.supports = count;
        let _nothing_changes = self.try_on(By::Engine, None, Action::NoteSupports { level, count });
        self
    }

    // The usual way, in one word each.

    fn submitted(self) -> Self {
        let submission = self.world.submission(Kind::Work);
        self.author(Action::Submit(Box::new(submission)))
    }

    fn registered(self) -> Self {
        self.clerk(Action::Register {
            theme: Some("roads".parse().expect("a theme")),
            national_project: None,
        })
    }

    fn published(self) -> Self {
        self.clerk(Action::Publish { fields: None })
    }

    fn under_review(self) -> Self {
        self.submitted().registered().published().comments_over()
    }

    fn comments_over(self) -> Self {
        self.days_later(10)
    }

    fn refused(self, id: &str) -> Self {
        let text = self.world.long_text();
        self.head(Action::Refuse { ground: ground(id), reasons: text, link: None })
    }

    fn passed_up(self) -> Self {
        let opinion = self.world.text();
        self.head(Action::PassUp { opinion })
    }

    fn adopted_by(self, executor: &str) -> Self {
        let reasons = self.world.text();
        let until = self.today.checked_add(jiff::Span::new().days(200)).expect("a date");
        self.head(Action::Adopt { reasons, executor: executor.parse().expect("an authority"), until })
    }

    fn carried_out(self) -> Self {
        let report = self.world.text();
        self.clerk_of_executor(Action::Complete).clerk_of_executor(Action::PublishReport {
            report,
            money: super::fields::Money { local_budget: 1_200_000, ..Default::default() },
            labour: super::fields::Labour { people: 30, hours: 120 },
        })
    }

    fn clerk_of_executor(self, action: Action) -> Self {
        let by = self.world.officer(&self.holder());
        self.does(by, action)
    }

    fn dispatched(self) -> Self {
        let owed = self
            .state
            .obligations()
            .iter()
            .find(|obligation| obligation.is_open() && obligation.term.kind == TermKind::Dispatch)
            .expect("a letter is owed");
        let by = self.world.clerk(owed.term.obliged.authority().expect("an authority owes it"));
        let nth = Some(owed.term.nth);
        let action = Action::DispatchAnswer {
            nth,
            outgoing_number: "01-12/7".to_owned(),
            channel: Channel::Paper,
            letter: None,
        };
        self.does(by, action)
    }

    fn appealed(self) -> Self {
        let reasons = self.world.text();
        self.author(Action::Appeal { reasons })
    }

    fn appeal_decided(self, outcome: AppealOutcome) -> Self {
        let reasons = self.world.text();
        self.head(Action::DecideAppeal { outcome, reasons })
    }

    // What became of it.

    fn then_stage(self, stage: Stage) -> Self {
        assert_eq!(self.state.stage(), stage, "events: {:#?}", self.names());
        self
    }

    fn then_with(self, authority: &str) -> Self {
        assert_eq!(self.holder().as_str(), authority);
        self
    }

    fn names(&self) -> Vec<&'static str> {
        self.events.iter().map(|event| event.fact.name()).collect()
    }

    fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|it| **it == name).count()
    }

    fn debts_of(&self, authority: &str) -> Vec<TermKind> {
        self.state
            .obligations()
            .iter()
            .filter(|it| it.standing == super::obligation::Standing::Missed)
            .filter(|it| it.term.obliged.authority().is_some_and(|owes| owes.as_str() == authority))
            .map(|it| it.term.kind)
            .collect()
    }

    fn misses(&self) -> Vec<(TermKind, Date)> {
        self.events
            .iter()
            .filter_map(|event| match &event.fact {
                Fact::DeadlineMissed { kind, due, .. } => Some((*kind, *due)),
                _ => None,
            })
            .collect()
    }

    fn due(&self, kind: TermKind) -> Date {
        self.state.running(kind).unwrap_or_else(|| panic!("{kind:?} does not run")).term.due.date
    }
}
