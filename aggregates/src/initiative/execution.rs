//! After adoption: progress, completion, report: rows 39 to 43.

use jiff::civil::Date;

use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::event::{Closing, Fact, InitiativeEvent};
use super::fields::{Labour, Money};
use super::obligation::Obliged;
use super::refusal::Refusal;
use super::stage::Stage;
use crate::kept::Open;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Row 39.
    pub(super) fn report_progress(
        &self,
        rules: &Rules,
        command: &Command,
        works: &Open,
        money: Money,
        labour: Labour,
    ) -> Decided {
        let mut turn = self.turn(Step::ProgressReported, rules, command)?;
        let done_on = turn.done_on;
        turn.draft(Fact::ProgressReported { works: works.clone(), money, labour })
            .meets(&[TermKind::Progress])
            .starts(TermKind::Progress, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 40. A term that was missed stays missed; a new one runs beside it.
    pub(super) fn move_execution_term(
        &self,
        rules: &Rules,
        command: &Command,
        until: Date,
        why: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::ExecutionTermMoved, rules, command)?;
        if until <= turn.done_on {
            return Err(Refusal::DateOutOfRange { field: "until", date: until });
        }
        let done_on = turn.done_on;
        let running = self
            .running(TermKind::Execution)
            .map(|obligation| (obligation.term.nth, obligation.term.due.date));
        let draft = turn.draft(Fact::ExecutionTermMoved { until, why: why.clone() });
        match running {
            Some((_, due)) if until <= due => {
                return Err(Refusal::DateOutOfRange { field: "until", date: until });
            }
            Some((nth, _)) => draft.postpones(nth, until).record(),
            None => draft.starts_until(TermKind::Execution, done_on, until)?.record(),
        }
        Ok(turn.into_events())
    }

    /// Row 41.
    pub(super) fn complete(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::Completed, rules, command)?;
        let done_on = turn.done_on;
        turn.draft(Fact::Completed { on: done_on })
            .meets(&[TermKind::Execution, TermKind::Progress])
            .stage(Stage::Completed)
            .starts(TermKind::Report, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 42.
    pub(super) fn abandon(&self, rules: &Rules, command: &Command, why: &Open) -> Decided {
        let mut turn = self.turn(Step::ExecutionAbandoned, rules, command)?;
        let done_on = turn.done_on;
        turn.draft(Fact::ExecutionAbandoned { why: why.clone() })
            .starts_dispatch(done_on)?
            .closes(Stage::Closed { how: Closing::NotCarriedOut })
            .cancels(&[TermKind::Execution, TermKind::Progress])
            .record();
        Ok(turn.into_events())
    }

    /// Row 43.
    pub(super) fn publish_report(
        &self,
        rules: &Rules,
        command: &Command,
        report: &Open,
        money: Money,
        labour: Labour,
    ) -> Decided {
        let mut turn = self.turn(Step::ReportPublished, rules, command)?;
        let done_on = turn.done_on;
        turn.draft(Fact::ReportPublished { report: report.clone(), money, labour })
            .meets(&[TermKind::Report])
            .stage(Stage::Reported)
            .starts_for(TermKind::Assess, Obliged::Nobody, done_on)?
            .record();
        Ok(turn.into_events())
    }
}
