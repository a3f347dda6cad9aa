//! How a decision builds its events: each [`Draft`] becomes one event, is folded at
//! once, and the next one sees the state it leaves.

use calendar::{Length, midnight_after};
use jiff::Timestamp;
use jiff::civil::Date;

use super::apply::Initiative;
use super::decide::Rules;
use super::event::{Fact, InitiativeEvent};
use super::obligation::{Obligation, Obliged, Standing, Term, TermChange};
use super::refusal::Refusal;
use super::stage::{Awaited, Custody, CustodyRule, Moved, Stage, SupportWindow};
use crate::actor::Actor;
use crate::authority::Authority;
use crate::ids::AuthorityId;
use crate::procedure::TermKind;
use crate::seen::Seen;

/// One command being decided.
pub(super) struct Turn<'a> {
    /// The initiative as the events so far leave it.
    pub(super) state: Initiative,
    pub(super) rules: &'a Rules,
    pub(super) at: Timestamp,
    pub(super) by: Actor,
    /// The date on the document, or the local date.
    pub(super) done_on: Date,
    events: Vec<InitiativeEvent>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(state: &Initiative, rules: &'a Rules, at: Timestamp, by: Actor, done_on: Date) -> Self {
        Self { state: state.clone(), rules, at, by, done_on, events: Vec::new() }
    }

    /// Starts the next event.
    pub(super) fn draft(&mut self, fact: Fact) -> Draft<'_, 'a> {
        let event = InitiativeEvent {
            by: self.by.clone(),
            done_on: self.done_on,
            fact,
            moved: None,
            supports: None,
            terms: Vec::new(),
            confirmed: Vec::new(),
        };
        Draft { next: self.state.obligations.len() as u32 + 1, turn: self, event }
    }

    /// What was decided.
    pub(super) fn into_events(self) -> Vec<InitiativeEvent> {
        self.events
    }

    /// Who has it now. Stages before submission and after closing have nobody.
    pub(super) fn custody(&self) -> Result<Custody, Refusal> {
        self.state.custody.clone().ok_or(Refusal::NoSuchInitiative)
    }

    /// Custody of another authority from now on.
    pub(super) fn custody_of(
        &self,
        authority: &Seen<Authority>,
        rule: CustodyRule,
    ) -> Result<Custody, Refusal> {
        Ok(Custody {
            authority: authority_id(authority)?,
            level: authority.level(),
            offset: authority.utc_offset(),
            since: self.at,
            rule,
            awaited: Awaited::Authority,
        })
    }
}

/// The id of an authority that a decision sees.
pub(super) fn authority_id(authority: &Seen<Authority>) -> Result<AuthorityId, Refusal> {
    authority.id.parse().map_err(|_| Refusal::NotAvailable { what: "authority" })
}

/// One event in the making.
pub(super) struct Draft<'t, 'a> {
    turn: &'t mut Turn<'a>,
    event: InitiativeEvent,
    next: u32,
}

impl Draft<'_, '_> {
    /// The event is done: folded, and part of the answer.
    pub(super) fn record(self) {
        self.turn.state.fold(&self.event);
        self.turn.events.push(self.event);
    }

    /// Another stage, the same authority, which is awaited.
    pub(super) fn stage(mut self, stage: Stage) -> Self {
        let custody = self.custody_after().map(|mut custody| {
            custody.awaited = Awaited::Authority;
            custody
        });
        self.event.moved = Some(Moved { stage, custody });
        self
    }

    /// The same stage and authority; somebody else is awaited.
    pub(super) fn awaits(mut self, awaited: Awaited) -> Self {
        let custody = self.custody_after().map(|mut custody| {
            custody.awaited = awaited;
            custody
        });
        self.event.moved = Some(Moved { stage: self.turn.state.stage, custody });
        self
    }

    /// The author is awaited at the stage just set.
    pub(super) fn awaits_author(mut self) -> Self {
        if let Some(custody) = self.event.moved.as_mut().and_then(|moved| moved.custody.as_mut()) {
            custody.awaited = Awaited::Author;
        }
        self
    }

    /// Another stage with another authority. What the old one still had running
    /// ends here; what it missed, and the letters it owes, stay with it.
    pub(super) fn passes_to(mut self, stage: Stage, custody: Custody) -> Self {
        if let Some(before) = &self.turn.state.custody {
            let leaves = before.authority != custody.authority;
            let ended: Vec<u32> = self
                .still_running()
                .filter(|obligation| leaves && ends_with_custody(obligation, &before.authority))
                .map(|obligation| obligation.term.nth)
                .collect();
            self.event.terms.extend(ended.into_iter().map(|nth| TermChange::Cancelled { nth }));
        }
        self.event.moved = Some(Moved { stage, custody: Some(custody) });
        self
    }

    /// A successor has it at the same stage; nothing ends with that.
    pub(super) fn succeeds(mut self, custody: Custody) -> Self {
        self.event.moved = Some(Moved { stage: self.turn.state.stage, custody: Some(custody) });
        self
    }

    /// The end: nobody has it.
    pub(super) fn closes(mut self, stage: Stage) -> Self {
        self.event.moved = Some(Moved { stage, custody: None });
        if !matches!(self.turn.state.window, SupportWindow::NotOpened | SupportWindow::Closed) {
            self.event.supports = Some(SupportWindow::Closed);
        }
        self
    }

    /// The support window changes.
    pub(super) fn supports(mut self, window: SupportWindow) -> Self {
        self.event.supports = Some(window);
        self
    }

    /// What the acting authority owed by these rules is done.
    pub(super) fn meets(mut self, kinds: &[TermKind]) -> Self {
        let holder = self.turn.state.custody.as_ref().map(|custody| custody.authority.clone());
        let on = self.turn.done_on;
        let changes: Vec<_> = self
            .turn
            .state
            .obligations
            .iter()
            .filter(|obligation| {
                kinds.contains(&obligation.term.kind)
                    && obligation.is_open()
                    && !self.touched(obligation.term.nth)
            })
            .filter(|obligation| {
                obligation.term.obliged.authority().is_none_or(|owes| Some(owes) == holder.as_ref())
            })
            .map(|obligation| met(obligation, on))
            .collect();
        self.event.terms.extend(changes);
        self
    }

    /// One obligation is done, whoever owes it.
    pub(super) fn meets_nth(mut self, nth: u32) -> Self {
        if let Some(obligation) = self.turn.state.obligation(nth) {
            let change = met(obligation, self.turn.done_on);
            self.event.terms.push(change);
        }
        self
    }

    /// Running terms of these kinds no longer matter. Missed ones stay.
    pub(super) fn cancels(mut self, kinds: &[TermKind]) -> Self {
        let ended: Vec<_> = self.running_of(kinds);
        self.event.terms.extend(ended.into_iter().map(|nth| TermChange::Cancelled { nth }));
        self
    }

    /// Every running term no longer matters, except the letters still owed.
    pub(super) fn cancels_all(mut self) -> Self {
        let ended: Vec<_> = self
            .still_running()
            .filter(|obligation| obligation.term.kind != TermKind::Dispatch)
            .map(|obligation| obligation.term.nth)
            .collect();
        self.event.terms.extend(ended.into_iter().map(|nth| TermChange::Cancelled { nth }));
        self
    }

    /// Windows of these kinds are over.
    pub(super) fn elapses(mut self, kinds: &[TermKind]) -> Self {
        let ended: Vec<_> = self.running_of(kinds);
        self.event.terms.extend(ended.into_iter().map(|nth| TermChange::Elapsed { nth }));
        self
    }

    /// This obligation was missed.
    pub(super) fn misses(mut self, nth: u32) -> Self {
        self.event.terms.push(TermChange::Missed { nth });
        self
    }

    /// Running terms of these kinds stand still.
    pub(super) fn pauses(mut self, kinds: &[TermKind]) -> Self {
        let paused: Vec<_> = self
            .still_running()
            .filter(|obligation| kinds.contains(&obligation.term.kind) && obligation.is_running())
            .map(|obligation| obligation.term.nth)
            .collect();
        self.event.terms.extend(paused.into_iter().map(|nth| TermChange::Paused { nth }));
        self
    }

    /// What stood still runs again: the days of the pause are added, working days
    /// to a term in working days, calendar days to every other.
    pub(super) fn resumes(mut self, on: Date) -> Result<Self, Refusal> {
        let mut changes = Vec::new();
        for obligation in &self.turn.state.obligations {
            let Standing::Paused { since } = obligation.standing else { continue };
            let calendar = &self.turn.rules.calendar;
            let due = &obligation.term.due;
            let shifted = match due.length {
                Length::WorkingDays(_) => {
                    calendar.add_working_days(due.date, calendar.working_days_between(since, on))
                }
                Length::CalendarDays(_) | Length::Months(_) => {
                    let days = i32::from((on - since).get_days() as i16).max(0);
                    calendar.roll(add_days(due.date, days)?, due.roll, due.trigger)
                }
            };
            let missed_from = midnight_after(shifted, self.offset_of(&obligation.term.obliged));
            changes.push(TermChange::Resumed { nth: obligation.term.nth, due: shifted, missed_from });
        }
        self.event.terms.extend(changes);
        Ok(self)
    }

    /// An obligation is due later: an extension, or a term of execution that moves.
    pub(super) fn postpones(mut self, nth: u32, due: Date) -> Self {
        if let Some(obligation) = self.turn.state.obligation(nth) {
            let missed_from = midnight_after(due, self.offset_of(&obligation.term.obliged));
            self.event.terms.push(TermChange::Moved { nth, due, missed_from });
        }
        self
    }

    /// Any other change of a term.
    pub(super) fn changes(mut self, change: TermChange) -> Self {
        self.event.terms.push(change);
        self
    }

    /// A term of the procedure starts for whoever has the initiative after this event.
    pub(super) fn starts(self, kind: TermKind, trigger: Date) -> Result<Self, Refusal> {
        let obliged = match self.custody_after() {
            Some(custody) => Obliged::Authority { authority: custody.authority, offset: custody.offset },
            None => Obliged::Nobody,
        };
        self.starts_for(kind, obliged, trigger)
    }

    /// The same for whoever has it before this event: letters about what he decided.
    pub(super) fn starts_dispatch(self, trigger: Date) -> Result<Self, Refusal> {
        if self.turn.rules.term(TermKind::Dispatch, self.turn.state.kind, trigger).is_none() {
            return Ok(self);
        }
        let obliged = match &self.turn.state.custody {
            Some(custody) => {
                Obliged::Authority { authority: custody.authority.clone(), offset: custody.offset }
            }
            None => Obliged::Nobody,
        };
        self.starts_for(TermKind::Dispatch, obliged, trigger)
    }

    /// A term of the procedure starts for `obliged`.
    pub(super) fn starts_for(self, kind: TermKind, obliged: Obliged, trigger: Date) -> Result<Self, Refusal> {
        let rule = self
            .turn
            .rules
            .term(kind, self.turn.state.kind, trigger)
            .ok_or(Refusal::NotInProcedure { what: kind.as_str() })?;
        let length = rule.length.ok_or(Refusal::NotInProcedure { what: kind.as_str() })?;
        self.starts_of_length(kind, obliged, trigger, length)
    }

    /// The same with a length of its own: repeated misses, dates set by a decision.
    pub(super) fn starts_of_length(
        mut self,
        kind: TermKind,
        obliged: Obliged,
        trigger: Date,
        length: Length,
    ) -> Result<Self, Refusal> {
        let rules = self.turn.rules;
        let rule = rules
            .term(kind, self.turn.state.kind, trigger)
            .ok_or(Refusal::NotInProcedure { what: kind.as_str() })?;
        let obliged = match rule.obliged {
            crate::procedure::ObligedParty::Author => Obliged::Author,
            crate::procedure::ObligedParty::Nobody => Obliged::Nobody,
            crate::procedure::ObligedParty::Authority
            | crate::procedure::ObligedParty::Executor
            | crate::procedure::ObligedParty::AuthorityAbove => obliged,
        };
        let due = rules.calendar.due(trigger, length, rule.roll);
        let missed_from = midnight_after(due.date, self.offset_of(&obliged));
        self.event.terms.push(TermChange::Started(Term {
            nth: self.next,
            kind,
            rule: rule.id.clone(),
            obliged,
            due,
            missed_from,
            reference: rule.reference.clone(),
        }));
        self.next += 1;
        Ok(self)
    }

    /// A term that ends on a date somebody set.
    pub(super) fn starts_until(
        mut self,
        kind: TermKind,
        trigger: Date,
        until: Date,
    ) -> Result<Self, Refusal> {
        let rules = self.turn.rules;
        let rule = rules
            .term(kind, self.turn.state.kind, trigger)
            .ok_or(Refusal::NotInProcedure { what: kind.as_str() })?;
        let days = u16::try_from((until - trigger).get_days())
            .map_err(|_| Refusal::DateOutOfRange { field: "until", date: until })?;
        let custody = self.custody_after().ok_or(Refusal::NoSuchInitiative)?;
        let obliged = Obliged::Authority { authority: custody.authority, offset: custody.offset };
        let due = rules.calendar.due(trigger, Length::CalendarDays(days), calendar::Roll::None);
        let missed_from = midnight_after(due.date, custody.offset);
        self.event.terms.push(TermChange::Started(Term {
            nth: self.next,
            kind,
            rule: rule.id.clone(),
            obliged,
            due,
            missed_from,
            reference: rule.reference.clone(),
        }));
        self.next += 1;
        Ok(self)
    }

    fn custody_after(&self) -> Option<Custody> {
        match &self.event.moved {
            Some(moved) => moved.custody.clone(),
            None => self.turn.state.custody.clone(),
        }
    }

    /// Terms of the author and windows run by the offset of whoever has the initiative.
    fn offset_of(&self, obliged: &Obliged) -> calendar::UtcOffset {
        match obliged {
            Obliged::Authority { offset, .. } => *offset,
            Obliged::Author | Obliged::Nobody => {
                self.custody_after().map_or_else(|| self.turn.state.home_offset(), |custody| custody.offset)
            }
        }
    }

    fn touched(&self, nth: u32) -> bool {
        self.event.terms.iter().any(|change| change.nth() == nth)
    }

    fn still_running(&self) -> impl Iterator<Item = &Obligation> {
        self.turn
            .state
            .obligations
            .iter()
            .filter(|obligation| matches!(obligation.standing, Standing::Running | Standing::Paused { .. }))
            .filter(|obligation| !self.touched(obligation.term.nth))
    }

    fn running_of(&self, kinds: &[TermKind]) -> Vec<u32> {
        self.still_running()
            .filter(|obligation| kinds.contains(&obligation.term.kind))
            .map(|obligation| obligation.term.nth)
            .collect()
    }
}

fn met(obligation: &Obligation, on: Date) -> TermChange {
    let late = match obligation.standing {
        Standing::Missed => true,
        Standing::Running => on > obligation.term.due.date,
        Standing::Paused { .. }
        | Standing::Met { .. }
        | Standing::MetLate { .. }
        | Standing::Cancelled
        | Standing::Elapsed => false,
    };
    TermChange::Met { nth: obligation.term.nth, on, late }
}

/// Letters, opinions asked of others and the support window outlive a change of custody.
fn ends_with_custody(obligation: &Obligation, holder: &AuthorityId) -> bool {
    match obligation.term.kind {
        TermKind::Dispatch | TermKind::Support | TermKind::Comments | TermKind::Assess => false,
        TermKind::Opinion => false,
        TermKind::Register
        | TermKind::Publish
        | TermKind::Forward
        | TermKind::ReviewMunicipality
        | TermKind::ReviewRegion
        | TermKind::ReviewFederation
        | TermKind::Clarify
        | TermKind::RevisionAnswer
        | TermKind::RevisionText
        | TermKind::ReviewAgain
        | TermKind::Grace
        | TermKind::AppealLodge
        | TermKind::AppealDecide
        | TermKind::Execution
        | TermKind::Progress
        | TermKind::Report
        | TermKind::MergeAnswer => obligation.term.obliged.authority().is_none_or(|owes| owes == holder),
    }
}

fn add_days(date: Date, days: i32) -> Result<Date, Refusal> {
    date.checked_add(jiff::Span::new().days(days)).map_err(|_| Refusal::OutOfCalendar)
}

/// Every term that a decision of an authority meets.
pub(super) const REVIEWS: [TermKind; 5] = [
    TermKind::ReviewMunicipality,
    TermKind::ReviewRegion,
    TermKind::ReviewFederation,
    TermKind::ReviewAgain,
    TermKind::Grace,
];
