//! What the engine's clock does when a term has run out, and what it notes of
//! supports: rows 7, 16, 18, 26 to 31, 36, 37 and 44.

use super::appeal::close_if_over;
use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::event::{AppealOutcome, Closing, Fact, InitiativeEvent};
use super::obligation::Obligation;
use super::refusal::Refusal;
use super::revision::back_to_review;
use super::stage::{Awaited, EscalationCause, Stage, SupportWindow};
use super::turn::Turn;
use crate::actor::{Actor, By, local_date};
use crate::level::Level;
use crate::procedure::TermKind;

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Term `nth` has run out at the time of the command: what follows.
    pub(super) fn expire(&self, rules: &Rules, command: &Command, nth: u32) -> Decided {
        let mut turn = self.engine_turn(rules, command)?;
        let obligation = self
            .obligation(nth)
            .filter(|obligation| obligation.is_running())
            .ok_or(Refusal::NotExpired { nth })?;
        if command.order.at < obligation.term.missed_from {
            return Err(Refusal::NotExpired { nth });
        }
        match obligation.term.kind {
            TermKind::Register => self.miss_registration(&mut turn, obligation)?,
            TermKind::ReviewMunicipality
            | TermKind::ReviewRegion
            | TermKind::ReviewFederation
            | TermKind::ReviewAgain
            | TermKind::AppealDecide => self.miss_decision(&mut turn, obligation)?,
            TermKind::Publish
            | TermKind::Dispatch
            | TermKind::Opinion
            | TermKind::Execution
            | TermKind::Progress
            | TermKind::Report => missed(&mut turn, obligation)?.record(),
            TermKind::Grace => self.end_grace(&mut turn, command)?,
            TermKind::Clarify => {
                turn.draft(Fact::ClarificationLapsed)
                    .elapses(&[TermKind::Clarify])
                    .awaits(Awaited::Authority)
                    .resumes(obligation.term.due.date)?
                    .record();
            }
            TermKind::RevisionAnswer => back_to_review(&mut turn, Fact::RevisionDeclined { lapsed: true })?,
            TermKind::RevisionText => back_to_review(&mut turn, Fact::RevisionLapsed)?,
            TermKind::AppealLodge => {
                turn.draft(Fact::AppealLapsed).elapses(&[TermKind::AppealLodge]).record();
                close_if_over(&mut turn);
            }
            TermKind::Support => {
                turn.draft(Fact::SupportClosed)
                    .elapses(&[TermKind::Support])
                    .supports(SupportWindow::Closed)
                    .record();
                close_if_over(&mut turn);
            }
            TermKind::Assess => {
                let how = Closing::CarriedOut;
                turn.draft(Fact::Closed { how })
                    .elapses(&[TermKind::Assess])
                    .closes(Stage::Closed { how })
                    .record();
            }
            TermKind::MergeAnswer => {
                turn.draft(Fact::MergeDeclined { lapsed: true }).elapses(&[TermKind::MergeAnswer]).record();
            }
            // Windows that end without anything following.
            TermKind::Comments | TermKind::Forward => return Err(Refusal::NotExpired { nth }),
        }
        Ok(turn.into_events())
    }

    /// Rows 30 and 31, and the facts about thresholds: the count at a level as a
    /// view had it.
    pub(super) fn note_supports(
        &self,
        rules: &Rules,
        command: &Command,
        level: Level,
        count: u64,
    ) -> Decided {
        let mut turn = self.engine_turn(rules, command)?;
        let needed = self
            .thresholds
            .iter()
            .find(|threshold| threshold.level == level)
            .and_then(|threshold| threshold.needed)
            .ok_or(Refusal::CountUnchanged)?;
        let SupportWindow::Open { .. } = self.window else { return Err(Refusal::CountUnchanged) };
        if self.running(TermKind::Support).is_none() {
            return Err(Refusal::CountUnchanged);
        }
        match (count >= needed, self.reached.contains(&level)) {
            (true, false) => turn.draft(Fact::ThresholdReached { level, count, needed }).record(),
            (false, true) => turn.draft(Fact::ThresholdUnreached { level, count, needed }).record(),
            (true, true) | (false, false) => {}
        }
        let refused_at = match turn.state.stage {
            Stage::Refused { level, admitted: true } => Some(level),
            Stage::Unknown
            | Stage::AwaitingRegistration { .. }
            | Stage::AwaitingPublication { .. }
            | Stage::UnderReview { .. }
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::Refused { .. }
            | Stage::UnderAppeal { .. }
            | Stage::InExecution
            | Stage::Completed
            | Stage::Reported
            | Stage::Closed { .. } => None,
        };
        let reached = &turn.state.reached;
        let goes_up = match refused_at {
            Some(Level::Municipality) => reached.contains(&Level::Municipality),
            Some(Level::Region) => reached.contains(&Level::Region) || reached.contains(&Level::Federation),
            Some(Level::Federation) | None => false,
        };
        if goes_up {
            self.escalate(&mut turn, command, EscalationCause::Threshold)?;
        }
        let events = turn.into_events();
        if events.is_empty() { Err(Refusal::CountUnchanged) } else { Ok(events) }
    }

    fn engine_turn<'a>(&self, rules: &'a Rules, command: &Command) -> Result<Turn<'a>, Refusal> {
        if !matches!(command.order.by, By::Engine) {
            return Err(Refusal::WrongRole { needed: "the engine's clock" });
        }
        if !self.exists() {
            return Err(Refusal::NoSuchInitiative);
        }
        let today = local_date(command.order.at, self.home_offset());
        Ok(Turn::new(self, rules, command.order.at, Actor::Engine, today))
    }

    /// Row 26 for the registration: what would have started with it starts anyway.
    fn miss_registration(&self, turn: &mut Turn<'_>, obligation: &Obligation) -> Result<(), Refusal> {
        let custody = turn.custody()?;
        let due = obligation.term.due.date;
        let review = if self.numbers.contains_key(&custody.authority) {
            TermKind::ReviewAgain
        } else {
            TermKind::review(custody.level)
        };
        let forward = turn.rules.term(TermKind::Forward, self.kind, due).is_some()
            && (custody.level != Level::Federation || !self.is_published());
        let reviewing = self.running(TermKind::ReviewAgain).is_some();
        let mut draft = missed(turn, obligation)?;
        if forward {
            draft = draft.starts(TermKind::Forward, due)?;
        }
        if reviewing { draft } else { draft.starts(review, due)? }.record();
        Ok(())
    }

    /// Row 26 for a decision: the grace starts; row 29 at the federation, where
    /// nobody is above: it is missed again and again.
    fn miss_decision(&self, turn: &mut Turn<'_>, obligation: &Obligation) -> Result<(), Refusal> {
        let level = turn.custody()?.level;
        let (kind, due) = (obligation.term.kind, obligation.term.due.date);
        let rules = turn.rules;
        let repeat = rules.term(kind, self.kind, due).and_then(|rule| rule.repeat_every);
        let graced = rules.term(TermKind::Grace, self.kind, due).is_some();
        let above_is_open = level.above().is_some() || kind == TermKind::AppealDecide;
        let obliged = obligation.term.obliged.clone();
        let draft = missed(turn, obligation)?;
        match (above_is_open && graced, repeat) {
            (true, _) => draft.starts(TermKind::Grace, due)?,
            (false, Some(every)) if !above_is_open => draft.starts_of_length(kind, obliged, due, every)?,
            (false, Some(_) | None) => draft,
        }
        .record();
        Ok(())
    }

    /// Rows 27, 28 and 36: silence past the grace moves it up; the debt stays.
    fn end_grace(&self, turn: &mut Turn<'_>, command: &Command) -> Result<(), Refusal> {
        if let Stage::UnderAppeal { .. } = self.stage {
            let fact = Fact::AppealDecided { outcome: AppealOutcome::TakenOver, reasons: None };
            turn.draft(fact).elapses(&[TermKind::Grace]).record();
        }
        self.escalate(turn, command, EscalationCause::Silence)
    }
}

/// Row 26.
fn missed<'t, 'a>(
    turn: &'t mut Turn<'a>,
    obligation: &Obligation,
) -> Result<super::turn::Draft<'t, 'a>, Refusal> {
    let nth = obligation.term.nth;
    let authority = obligation.term.obliged.authority().cloned().ok_or(Refusal::NotExpired { nth })?;
    let fact =
        Fact::DeadlineMissed { nth, kind: obligation.term.kind, authority, due: obligation.term.due.date };
    Ok(turn.draft(fact).misses(nth))
}
