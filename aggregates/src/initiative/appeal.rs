//! Appeals against a refusal, to the authority above, never to the one complained
//! of [59-FZ 8(6)]: rows 32 to 36.

use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::event::{AppealOutcome, Closing, Fact, InitiativeEvent};
use super::refusal::Refusal;
use super::stage::{Awaited, CustodyRule, EscalationCause, Stage};
use super::turn::{REVIEWS, Turn};
use crate::actor::Actor;
use crate::kept::Open;
use crate::level::Level;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Row 32: from the decision until the term to lodge is over, one per decision.
    pub(super) fn appeal(&self, rules: &Rules, command: &Command, reasons: &Open) -> Decided {
        let mut turn = self.turn(Step::Appealed, rules, command)?;
        let Stage::Refused { level: against, admitted } = self.stage else {
            return Err(Refusal::WrongLevel { level: Level::Federation });
        };
        let above = against.above().ok_or(Refusal::WrongLevel { level: against })?;
        let refusal = self.refusal.as_ref().ok_or(Refusal::NoRunningTerm)?;
        if refusal.appeals >= rules.procedure.limits().appeals {
            return Err(Refusal::UsedUp { what: "an appeal", times: "so often against one decision" });
        }
        let in_time = match self.running(TermKind::AppealLodge) {
            Some(lodge) => turn.done_on <= lodge.term.due.date,
            None => !refusal.dispatched,
        };
        if !in_time {
            return Err(Refusal::NoRunningTerm);
        }
        let receiver = command.around.receivers.get(&above).ok_or(Refusal::NoCustodian)?;
        let custody = turn.custody_of(receiver, CustodyRule::Appealed)?;
        let done_on = turn.done_on;
        turn.draft(Fact::Appealed { against, reasons: reasons.clone() })
            .meets(&[TermKind::AppealLodge])
            .passes_to(Stage::UnderAppeal { against, admitted }, custody)
            .starts(TermKind::AppealDecide, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Rows 33 to 35.
    pub(super) fn decide_appeal(
        &self,
        rules: &Rules,
        command: &Command,
        outcome: AppealOutcome,
        reasons: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::AppealDecided, rules, command)?;
        let Stage::UnderAppeal { against, admitted } = self.stage else {
            return Err(Refusal::NoRunningTerm);
        };
        let refusal = self.refusal.clone().ok_or(Refusal::NoRunningTerm)?;
        let done_on = turn.done_on;
        let at = turn.at;
        let fact = Fact::AppealDecided { outcome, reasons: Some(reasons.clone()) };
        let mut back = refusal.custody;
        back.since = at;
        back.rule = CustodyRule::AppealDecided;
        back.awaited = Awaited::Authority;
        let decided = turn.draft(fact).meets(&[TermKind::AppealDecide, TermKind::Grace]);
        match outcome {
            AppealOutcome::Dismissed => {
                decided
                    .starts_dispatch(done_on)?
                    .passes_to(Stage::Refused { level: against, admitted }, back)
                    .record();
                turn.by = Actor::Engine;
                close_if_over(&mut turn);
            }
            AppealOutcome::Reconsider => {
                let stage = if admitted {
                    Stage::UnderReview { level: against }
                } else {
                    Stage::AwaitingPublication { level: against }
                };
                let draft = decided
                    .starts_dispatch(done_on)?
                    .passes_to(stage, back)
                    .starts(TermKind::ReviewAgain, done_on)?;
                if admitted { draft } else { draft.starts(TermKind::Publish, done_on)? }.record();
            }
            AppealOutcome::TakenOver => {
                decided.record();
                self.escalate(&mut turn, command, EscalationCause::Appeal)?;
            }
        }
        Ok(turn.into_events())
    }
}

/// Row 37: a refusal is final once neither an appeal nor enough supporters can change it.
pub(super) fn close_if_over(turn: &mut Turn<'_>) {
    let Stage::Refused { level: Level::Municipality | Level::Region, admitted } = turn.state.stage else {
        return;
    };
    let Some(refusal) = turn.state.refusal.as_ref() else { return };
    let may_appeal =
        turn.state.running(TermKind::AppealLodge).is_some() || !refusal.dispatched && refusal.appeals == 0;
    let may_be_supported = admitted && turn.state.running(TermKind::Support).is_some();
    if !may_appeal && !may_be_supported {
        turn.draft(Fact::Closed { how: Closing::Refused })
            .closes(Stage::Closed { how: Closing::Refused })
            .cancels(&REVIEWS)
            .cancels(&[TermKind::MergeAnswer])
            .record();
    }
}
