//! A new version of the text, once, with the author's word: rows 15 to 18.

use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::event::{Fact, InitiativeEvent};
use super::fields::Fields;
use super::obligation::Obliged;
use super::refusal::Refusal;
use super::stage::{Stage, SupportWindow};
use super::turn::Turn;
use crate::level::Level;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Row 15.
    pub(super) fn accept_revision(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::RevisionAccepted, rules, command)?;
        self.check_in_time(&turn, TermKind::RevisionAnswer)?;
        let done_on = turn.done_on;
        turn.draft(Fact::RevisionAccepted)
            .meets(&[TermKind::RevisionAnswer])
            .stage(Stage::RevisionDrafting)
            .awaits_author()
            .starts_for(TermKind::RevisionText, Obliged::Author, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 16, by the author.
    pub(super) fn decline_revision(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::RevisionDeclined, rules, command)?;
        self.check_in_time(&turn, TermKind::RevisionAnswer)?;
        back_to_review(&mut turn, Fact::RevisionDeclined { lapsed: false })?;
        Ok(turn.into_events())
    }

    /// Row 17: thresholds count the new version only.
    pub(super) fn revise(&self, rules: &Rules, command: &Command, fields: &Fields) -> Decided {
        let mut turn = self.turn(Step::Revised, rules, command)?;
        self.check_in_time(&turn, TermKind::RevisionText)?;
        let version = self.text_version + 1;
        back_to_review(&mut turn, Fact::Revised { version, fields: fields.clone() })?;
        Ok(turn.into_events())
    }

    pub(super) fn check_in_time(&self, turn: &Turn<'_>, kind: TermKind) -> Result<(), Refusal> {
        match self.running(kind) {
            Some(obligation) if turn.done_on <= obligation.term.due.date => Ok(()),
            Some(_) | None => Err(Refusal::NoRunningTerm),
        }
    }
}

/// Rows 16 to 18 all lead back to the review, with a term of its own and no further offer.
pub(super) fn back_to_review(turn: &mut Turn<'_>, fact: Fact) -> Result<(), Refusal> {
    let done_on = turn.done_on;
    let version = match &fact {
        Fact::Revised { version, .. } => *version,
        // A lapse and a refusal to revise keep the text that stands.
        other => {
            debug_assert!(matches!(other, Fact::RevisionDeclined { .. } | Fact::RevisionLapsed));
            turn.state.text_version
        }
    };
    let lapsed = matches!(fact, Fact::RevisionLapsed | Fact::RevisionDeclined { lapsed: true });
    let window_open = turn.state.running(TermKind::Support).is_some();
    let terms = [TermKind::RevisionAnswer, TermKind::RevisionText];
    let draft = turn.draft(fact);
    let draft = if lapsed { draft.elapses(&terms) } else { draft.meets(&terms) };
    let draft = draft
        .stage(Stage::UnderReview { level: Level::Municipality })
        .starts(TermKind::ReviewAgain, done_on)?;
    if window_open { draft.supports(SupportWindow::Open { version }) } else { draft }.record();
    Ok(())
}
