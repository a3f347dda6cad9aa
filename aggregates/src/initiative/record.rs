//! People and the record itself: leaving, joining, merging, redaction, erasure,
//! succession, and what is added to a miss.

use jiff::civil::Date;

use super::apply::Initiative;
use super::command::Command;
use super::decide::Rules;
use super::event::{Closing, Fact, InitiativeEvent};
use super::fields::Basis;
use super::obligation::{Obliged, Standing, TermChange};
use super::permission::actor;
use super::refusal::Refusal;
use super::stage::{CustodyRule, Stage};
use super::turn::{Turn, authority_id};
use crate::actor::{Actor, By};
use crate::ids::{AuthorityId, InitiativeId, ParticipantId, TextId};
use crate::kept::Open;
use crate::official::Role;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Row 45, while few support it.
    pub(super) fn withdraw(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::Withdrawn, rules, command)?;
        let supports = command.around.supports;
        if supports >= rules.procedure.withdrawal_below() {
            return Err(Refusal::SupportedByMany { supports });
        }
        let how = Closing::Withdrawn;
        turn.draft(Fact::Withdrawn).closes(Stage::Closed { how }).cancels_all().record();
        Ok(turn.into_events())
    }

    /// Row 45, when too many support it: the initiative goes on without him.
    pub(super) fn step_down(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::AuthorSteppedDown, rules, command)?;
        let at_least = rules.procedure.withdrawal_below();
        if command.around.supports < at_least {
            return Err(Refusal::SupportedByFew { at_least });
        }
        turn.draft(Fact::AuthorSteppedDown).record();
        Ok(turn.into_events())
    }

    /// A co-initiator takes the place of an author who stepped down.
    pub(super) fn replace_author(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::AuthorReplaced, rules, command)?;
        let by = joining(&turn)?;
        if self.author.is_some() || !self.co_initiators.contains(&by) {
            return Err(Refusal::NotACoInitiator);
        }
        turn.draft(Fact::AuthorReplaced { by }).record();
        Ok(turn.into_events())
    }

    /// A verified participant proposes it too. Whoever does reads all of its record, so
    /// what is not published is joined by invitation alone.
    pub(super) fn join(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::CoInitiatorJoined, rules, command)?;
        let participant = joining(&turn)?;
        if self.author == Some(participant) || self.co_initiators.contains(&participant) {
            return Err(Refusal::AlreadyDone);
        }
        if !self.is_published() && !command.around.invited {
            return Err(Refusal::NotInvited);
        }
        turn.draft(Fact::CoInitiatorJoined { participant }).record();
        Ok(turn.into_events())
    }

    /// Row 46: the head asks the author of the one that would end.
    pub(super) fn propose_merge(&self, rules: &Rules, command: &Command, into: InitiativeId) -> Decided {
        let mut turn = self.turn(Step::MergeProposed, rules, command)?;
        if self.running(TermKind::MergeAnswer).is_some() {
            return Err(Refusal::AlreadyDone);
        }
        self.check_mergeable(command, into)?;
        let done_on = turn.done_on;
        turn.draft(Fact::MergeProposed { into })
            .starts_for(TermKind::MergeAnswer, Obliged::Author, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 46: its author agrees.
    pub(super) fn accept_merge(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::MergedInto, rules, command)?;
        self.check_in_time(&turn, TermKind::MergeAnswer)?;
        let into = self.merge_into.ok_or(Refusal::NoRunningTerm)?;
        self.check_mergeable(command, into)?;
        let how = Closing::Merged;
        turn.draft(Fact::MergedInto { into })
            .meets(&[TermKind::MergeAnswer])
            .closes(Stage::Closed { how })
            .cancels_all()
            .record();
        Ok(turn.into_events())
    }

    /// Row 46: he does not.
    pub(super) fn decline_merge(&self, rules: &Rules, command: &Command) -> Decided {
        let mut turn = self.turn(Step::MergeDeclined, rules, command)?;
        self.check_in_time(&turn, TermKind::MergeAnswer)?;
        turn.draft(Fact::MergeDeclined { lapsed: false }).meets(&[TermKind::MergeAnswer]).record();
        Ok(turn.into_events())
    }

    fn check_mergeable(&self, command: &Command, into: InitiativeId) -> Result<(), Refusal> {
        let other = command.around.other.as_ref().filter(|other| other.id == into.to_string());
        let other = other.ok_or(Refusal::NotAvailable { what: "initiative" })?;
        let holder = |initiative: &Self| initiative.custody.as_ref().map(|custody| custody.authority.clone());
        let same =
            holder(self).is_some() && holder(self) == holder(other) && self.procedure == other.procedure;
        let goes_on = matches!(other.stage, Stage::UnderReview { .. } | Stage::Refused { .. });
        if same && goes_on && self.id != Some(into) { Ok(()) } else { Err(Refusal::NotMergeable) }
    }

    /// The text's key is destroyed once this is recorded.
    pub(super) fn redact(
        &self,
        rules: &Rules,
        command: &Command,
        text: TextId,
        masked: Option<&Open>,
        spans: &[(u32, u32)],
        basis: Basis,
    ) -> Decided {
        let mut turn = self.turn(Step::Redacted, rules, command)?;
        if self.redacted.contains(&text) {
            return Err(Refusal::AlreadyDone);
        }
        if spans.iter().any(|(start, end)| start >= end) {
            return Err(Refusal::FieldOutOfRange { field: "spans" });
        }
        self.may_lose(rules, basis, turn.done_on)?;
        turn.draft(Fact::Redacted { text, masked: masked.cloned(), spans: spans.to_vec(), basis }).record();
        Ok(turn.into_events())
    }

    /// A court's order and unlawful processing do not wait for the end of retention.
    fn may_lose(&self, rules: &Rules, basis: Basis, on: Date) -> Result<(), Refusal> {
        let retention = rules.procedure.retention();
        match (basis, self.closed_on) {
            (Basis::CourtOrder | Basis::UnlawfulProcessing, _) => Ok(()),
            (Basis::RetentionOver | Basis::ConsentWithdrawn, None) => {
                Err(Refusal::CaseOpen { years: retention.years })
            }
            (Basis::RetentionOver | Basis::ConsentWithdrawn, Some(closed_on)) => {
                let until = retention.until(closed_on);
                if on > until { Ok(()) } else { Err(Refusal::Retained { until }) }
            }
        }
    }

    /// Reorganisation: the same due dates for a successor; old debts keep the old name.
    pub(super) fn pass_custody(&self, rules: &Rules, command: &Command, to: &AuthorityId) -> Decided {
        let mut turn = self.turn(Step::CustodyPassed, rules, command)?;
        let from = turn.custody()?;
        let named = command.around.named.as_ref().filter(|named| named.id == to.as_str());
        let named = named.ok_or(Refusal::NotAvailable { what: "authority" })?;
        if named.level() != from.level || !named.accepts_on(turn.done_on) || *to == from.authority {
            return Err(Refusal::CannotReceive { authority: to.clone() });
        }
        let mut custody = turn.custody_of(named, CustodyRule::Passed)?;
        custody.awaited = from.awaited;
        let passed: Vec<u32> = self
            .obligations
            .iter()
            .filter(|obligation| matches!(obligation.standing, Standing::Running | Standing::Paused { .. }))
            .filter(|obligation| obligation.term.obliged.authority() == Some(&from.authority))
            .map(|obligation| obligation.term.nth)
            .collect();
        let mut draft = turn.draft(Fact::CustodyPassed { from: from.authority, to: to.clone() });
        for nth in passed {
            draft = draft.changes(TermChange::PassedOn { nth, to: to.clone() });
        }
        draft.succeeds(custody).record();
        Ok(turn.into_events())
    }

    /// The case says that what it held of its author is gone. Whether it may go is
    /// decided where the key is: in the participant's own stream, by all of his cases.
    pub(super) fn erase_personal_data(&self, rules: &Rules, command: &Command, basis: Basis) -> Decided {
        if !matches!(command.order.by, By::Engine)
            && !command.order.by.holds(Role::Administrator, command.order.at)
        {
            return Err(Refusal::WrongRole { needed: "an administrator" });
        }
        if !self.exists() {
            return Err(Refusal::NoSuchInitiative);
        }
        if self.author_erased {
            return Err(Refusal::AlreadyDone);
        }
        if !command.around.author.as_ref().is_some_and(|author| author.is_erased()) {
            return Err(Refusal::AuthorNotErased);
        }
        let mut turn =
            Turn::new(self, rules, command.order.at, actor(command)?, self.date_of(rules, command)?);
        turn.draft(Fact::PersonalDataErased { basis }).record();
        Ok(turn.into_events())
    }

    /// Silence never ends a duty: the debt stays until the position is filed.
    pub(super) fn file_position(
        &self,
        rules: &Rules,
        command: &Command,
        nth: u32,
        position: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::PositionFiled, rules, command)?;
        let authority = self.debtor(command, nth)?;
        // Whoever still has it decides, and a letter owed is sent: a position replaces neither.
        let kind = self.obligation(nth).map(|obligation| obligation.term.kind);
        let holds = self.custody.as_ref().is_some_and(|custody| custody.authority == authority);
        let can_answer = kind == Some(TermKind::Opinion) && !self.stage.is_closed();
        if holds || can_answer || kind == Some(TermKind::Dispatch) {
            return Err(Refusal::StillToBeDone { nth });
        }
        turn.draft(Fact::PositionFiled { nth, authority, position: position.clone() })
            .meets_nth(nth)
            .record();
        Ok(turn.into_events())
    }

    /// The miss stays; a document beside it shows that the step was done in time.
    pub(super) fn annotate_miss(
        &self,
        rules: &Rules,
        command: &Command,
        nth: u32,
        done_on: Date,
        document: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::MissAnnotated, rules, command)?;
        let (_, authority) = command.order.by.official().ok_or(Refusal::NotYourDebt { nth })?;
        let id = authority_id(authority)?;
        let missed = self.obligation(nth).filter(|obligation| {
            let was_missed = matches!(obligation.standing, Standing::Missed | Standing::MetLate { .. });
            was_missed && obligation.term.obliged.authority() == Some(&id)
        });
        let missed = missed.ok_or(Refusal::NotYourDebt { nth })?;
        if missed.annotated.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        if done_on > missed.term.due.date || done_on < missed.term.due.trigger {
            return Err(Refusal::DateOutOfRange { field: "done_on", date: done_on });
        }
        turn.draft(Fact::MissAnnotated { nth, done_on, document: document.clone() })
            .changes(TermChange::Annotated { nth, done_on })
            .record();
        Ok(turn.into_events())
    }

    fn debtor(&self, command: &Command, nth: u32) -> Result<AuthorityId, Refusal> {
        let (_, authority) = command.order.by.official().ok_or(Refusal::NotYourDebt { nth })?;
        let id = authority_id(authority)?;
        let missed = self.obligation(nth).filter(|obligation| {
            obligation.standing == Standing::Missed && obligation.term.obliged.authority() == Some(&id)
        });
        if missed.is_some() { Ok(id) } else { Err(Refusal::NotYourDebt { nth }) }
    }
}

fn joining(turn: &Turn<'_>) -> Result<ParticipantId, Refusal> {
    match turn.by {
        Actor::Participant(participant) => Ok(participant),
        Actor::Official { .. } | Actor::Engine | Actor::Installation => Err(Refusal::NotVerified),
    }
}
