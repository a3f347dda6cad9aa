//! Decisions on the merits at each level: rows 11 to 14 and 19 to 25, and the
//! answers of `ru-appeal`.

use jiff::civil::Date;

use super::apply::{Initiative, times};
use super::command::Command;
use super::decide::Rules;
use super::event::{Closing, Fact, FederalOutcome, InitiativeEvent, ReturnCause, Review};
use super::obligation::Obliged;
use super::refusal::Refusal;
use super::stage::{Awaited, Custody, CustodyRule, EscalationCause, Stage, SupportWindow};
use super::turn::{REVIEWS, Turn, authority_id};
use crate::actor::{Actor, local_date};
use crate::ids::{AuthorityId, GroundId};
use crate::kept::Open;
use crate::level::Level;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

impl Initiative {
    /// Rows 11, 20 and 23: adopted at the level that has it; an executor takes over.
    pub(super) fn adopt(
        &self,
        rules: &Rules,
        command: &Command,
        reasons: &Open,
        executor: &AuthorityId,
        until: Date,
    ) -> Decided {
        let level = self.reviewing_level(command)?;
        let step = match level {
            Level::Municipality => Step::ReviewedByMunicipality,
            Level::Region => Step::AdoptedByRegion,
            Level::Federation => Step::DecidedFederally,
        };
        let mut turn = self.turn(step, rules, command)?;
        self.check_ready(&turn)?;
        self.check_competence(command, level)?;
        let named = command.around.named.as_ref().filter(|named| named.id == executor.as_str());
        let named = named.ok_or(Refusal::NotAvailable { what: "executor" })?;
        if !named.accepts_on(turn.done_on) {
            return Err(Refusal::CannotReceive { authority: executor.clone() });
        }
        if named.level() > level {
            return Err(Refusal::CannotReceive { authority: executor.clone() });
        }
        if named.level() != level && self.opinion_of(executor) != Some(true) {
            return Err(Refusal::ExecutorHasNotAgreed { authority: executor.clone() });
        }
        if until <= turn.done_on {
            return Err(Refusal::DateOutOfRange { field: "until", date: until });
        }
        let reasons = reasons.clone();
        let decision = match level {
            Level::Municipality => Fact::ReviewedByMunicipality { outcome: Review::Adopted { reasons } },
            Level::Region => Fact::AdoptedByRegion { reasons },
            Level::Federation => Fact::DecidedFederally { outcome: FederalOutcome::Adopted { reasons } },
        };
        let done_on = turn.done_on;
        let taken = turn.custody_of(named, CustodyRule::Executor)?;
        turn.draft(decision)
            .meets(&REVIEWS)
            .elapses(&[TermKind::Comments])
            .cancels(&[TermKind::Forward, TermKind::MergeAnswer])
            .elapses(&[TermKind::Support])
            .supports(SupportWindow::Closed)
            .starts_dispatch(done_on)?
            .record();
        turn.draft(Fact::ExecutorAssigned { executor: executor.clone(), until })
            .passes_to(Stage::InExecution, taken)
            .starts_until(TermKind::Execution, done_on, until)?
            .starts(TermKind::Progress, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Rows 12, 21 and 24.
    pub(super) fn refuse(
        &self,
        rules: &Rules,
        command: &Command,
        ground: &GroundId,
        reasons: &Open,
        link: Option<&Open>,
    ) -> Decided {
        let level = self.reviewing_level(command)?;
        let step = match level {
            Level::Municipality => Step::ReviewedByMunicipality,
            Level::Region => Step::RefusedByRegion,
            Level::Federation => Step::DecidedFederally,
        };
        let mut turn = self.turn(step, rules, command)?;
        self.check_ready(&turn)?;
        let custody = turn.custody()?;
        let rule = rules
            .procedure
            .ground_refused(level, ground)
            .ok_or(Refusal::UnknownGround { ground: ground.clone() })?;
        self.check_barred(&custody.authority, ground)?;
        if rule.after_declined_revision && !self.used.revision_declined {
            return Err(Refusal::GroundTooEarly {
                ground: ground.clone(),
                after: "after an offered revision was declined",
            });
        }
        if rule.link_required && link.is_none() {
            return Err(Refusal::LinkRequired { ground: ground.clone() });
        }
        if let Some(at_least) = rule.min_reason_chars.filter(|at_least| reasons.chars < *at_least) {
            return Err(Refusal::ReasonsTooShort { chars: reasons.chars, at_least });
        }
        let (ground, reasons, link) = (ground.clone(), reasons.clone(), link.cloned());
        let done_on = turn.done_on;
        let fact = match level {
            Level::Municipality => {
                Fact::ReviewedByMunicipality { outcome: Review::Refused { ground, reasons, link } }
            }
            Level::Region => Fact::RefusedByRegion { ground, reasons, link },
            Level::Federation => {
                Fact::DecidedFederally { outcome: FederalOutcome::Refused { ground, reasons, link } }
            }
        };
        let draft = turn
            .draft(fact)
            .meets(&REVIEWS)
            .elapses(&[TermKind::Comments])
            .cancels(&[TermKind::Forward])
            .stage(Stage::Refused { level, admitted: true })
            .starts_dispatch(done_on)?;
        if level == Level::Federation {
            draft.elapses(&[TermKind::Support]).supports(SupportWindow::Closed).record();
        } else {
            draft.record();
        }
        Ok(turn.into_events())
    }

    /// Row 13.
    pub(super) fn offer_revision(&self, rules: &Rules, command: &Command, what: &Open) -> Decided {
        let level = self.reviewing_level(command)?;
        let mut turn = self.turn(Step::ReviewedByMunicipality, rules, command)?;
        if level != Level::Municipality {
            return Err(Refusal::WrongLevel { level });
        }
        self.check_author_answered()?;
        if self.used.revisions >= rules.procedure.limits().revisions
            || self.open_of_kind(TermKind::ReviewAgain).next().is_some()
        {
            return Err(Refusal::UsedUp { what: "offering a revision", times: "so often" });
        }
        let done_on = turn.done_on;
        turn.draft(Fact::ReviewedByMunicipality { outcome: Review::RevisionOffered { what: what.clone() } })
            .meets(&REVIEWS)
            .cancels(&[TermKind::Forward])
            .stage(Stage::RevisionOffered)
            .awaits_author()
            .supports(SupportWindow::Suspended { version: self.text_version })
            .starts_dispatch(done_on)?
            .starts_for(TermKind::RevisionAnswer, Obliged::Author, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Row 14.
    pub(super) fn pass_up(&self, rules: &Rules, command: &Command, opinion: &Open) -> Decided {
        let level = self.reviewing_level(command)?;
        let mut turn = self.turn(Step::ReviewedByMunicipality, rules, command)?;
        if level != Level::Municipality {
            return Err(Refusal::WrongLevel { level });
        }
        self.check_ready(&turn)?;
        self.check_pass_up()?;
        let done_on = turn.done_on;
        turn.draft(Fact::ReviewedByMunicipality { outcome: Review::PassedUp { opinion: opinion.clone() } })
            .meets(&REVIEWS)
            .elapses(&[TermKind::Comments])
            .starts_dispatch(done_on)?
            .record();
        self.escalate(&mut turn, command, EscalationCause::PassedUp)?;
        Ok(turn.into_events())
    }

    /// Row 19.
    pub(super) fn endorse(&self, rules: &Rules, command: &Command, opinion: &Open) -> Decided {
        let level = self.reviewing_level(command)?;
        let mut turn = self.turn(Step::EndorsedByRegion, rules, command)?;
        if level != Level::Region {
            return Err(Refusal::WrongLevel { level });
        }
        self.check_ready(&turn)?;
        self.check_pass_up()?;
        let done_on = turn.done_on;
        turn.draft(Fact::EndorsedByRegion { opinion: opinion.clone() })
            .meets(&REVIEWS)
            .elapses(&[TermKind::Comments])
            .starts_dispatch(done_on)?
            .record();
        self.escalate(&mut turn, command, EscalationCause::Endorsed)?;
        Ok(turn.into_events())
    }

    /// Rows 22 and 25.
    pub(super) fn return_down(
        &self,
        rules: &Rules,
        command: &Command,
        cause: ReturnCause,
        reasons: &Open,
    ) -> Decided {
        let level = self.reviewing_level(command)?;
        let step =
            if level == Level::Federation { Step::DecidedFederally } else { Step::ReturnedToMunicipality };
        let mut turn = self.turn(step, rules, command)?;
        let below = level.below().ok_or(Refusal::WrongLevel { level })?;
        self.check_ready(&turn)?;
        if times(&self.used.returned_from, level) >= rules.procedure.limits().returns {
            return Err(Refusal::UsedUp { what: "returning it", times: "so often from each level" });
        }
        // Back to whoever had it there, while it still receives.
        let had = command.around.named.as_ref();
        let had = had.filter(|had| had.level() == below && had.accepts_on(turn.done_on));
        let receiver = had.or_else(|| command.around.receivers.get(&below)).ok_or(Refusal::NoCustodian)?;
        let custody = turn.custody_of(receiver, CustodyRule::Returned)?;
        let done_on = turn.done_on;
        // Whoever let its own registration pass registers first; every decision follows one.
        let registered = self.numbers.contains_key(&custody.authority);
        let stage = if registered {
            Stage::UnderReview { level: below }
        } else {
            Stage::AwaitingRegistration { level: below }
        };
        if level == Level::Federation {
            let outcome = FederalOutcome::Returned { reasons: reasons.clone() };
            turn.draft(Fact::DecidedFederally { outcome })
                .meets(&REVIEWS)
                .elapses(&[TermKind::Comments])
                .starts_dispatch(done_on)?
                .record();
            let draft = turn.draft(Fact::ReturnedToRegion { cause }).passes_to(stage, custody);
            let draft = if registered { draft } else { draft.starts(TermKind::Register, done_on)? };
            draft.starts(TermKind::ReviewAgain, done_on)?.record();
        } else {
            let draft = turn
                .draft(Fact::ReturnedToMunicipality { cause, reasons: reasons.clone() })
                .meets(&REVIEWS)
                .elapses(&[TermKind::Comments])
                .starts_dispatch(done_on)?
                .passes_to(stage, custody);
            let draft = if registered { draft } else { draft.starts(TermKind::Register, done_on)? };
            draft.starts(TermKind::ReviewAgain, done_on)?.record();
        }
        Ok(turn.into_events())
    }

    /// `ru-appeal`: answered.
    pub(super) fn answer(&self, rules: &Rules, command: &Command, answer: &Open) -> Decided {
        self.end_appeal(
            rules,
            command,
            Step::Answered,
            Fact::Answered { answer: answer.clone() },
            Closing::Answered,
        )
    }

    /// `ru-appeal`: left without an answer, on a ground of 59-FZ 11.
    pub(super) fn leave_without_answer(
        &self,
        rules: &Rules,
        command: &Command,
        ground: &GroundId,
        reasons: &Open,
    ) -> Decided {
        if rules.procedure.ground_not_admitted(ground).is_none() {
            return Err(Refusal::UnknownGround { ground: ground.clone() });
        }
        let fact = Fact::LeftWithoutAnswer { ground: ground.clone(), reasons: reasons.clone() };
        self.end_appeal(rules, command, Step::LeftWithoutAnswer, fact, Closing::LeftWithoutAnswer)
    }

    /// `ru-appeal`: the same question was answered before (59-FZ 11(5)).
    pub(super) fn end_correspondence(&self, rules: &Rules, command: &Command, reasons: &Open) -> Decided {
        let fact = Fact::CorrespondenceEnded { reasons: reasons.clone() };
        self.end_appeal(rules, command, Step::CorrespondenceEnded, fact, Closing::CorrespondenceEnded)
    }

    fn end_appeal(&self, rules: &Rules, command: &Command, step: Step, fact: Fact, how: Closing) -> Decided {
        let mut turn = self.turn(step, rules, command)?;
        let done_on = turn.done_on;
        turn.draft(fact)
            .meets(&REVIEWS)
            .starts_dispatch(done_on)?
            .closes(Stage::Closed { how })
            .cancels(&[TermKind::Forward])
            .record();
        Ok(turn.into_events())
    }

    /// Custody goes one level up, whatever the cause.
    pub(super) fn escalate(
        &self,
        turn: &mut Turn<'_>,
        command: &Command,
        cause: EscalationCause,
    ) -> Result<(), Refusal> {
        let from = turn.custody()?;
        let rule = CustodyRule::Escalated(cause);
        // Under appeal it is with the authority above already, which keeps it.
        let custody = if matches!(turn.state.stage, Stage::UnderAppeal { .. }) {
            Custody { rule, since: turn.at, awaited: Awaited::Authority, ..from }
        } else {
            let level = from.level.above().ok_or(Refusal::WrongLevel { level: from.level })?;
            let receiver = command.around.receivers.get(&level).ok_or(Refusal::NoCustodian)?;
            turn.custody_of(receiver, rule)?
        };
        let level = custody.level;
        // The engine's own day is that of whoever receives it.
        let done_on = match turn.by {
            Actor::Engine => local_date(turn.at, custody.offset),
            Actor::Official { .. } | Actor::Participant(_) | Actor::Installation => turn.done_on,
        };
        let fact = match level {
            Level::Federation => Fact::EscalatedFederally { cause },
            Level::Municipality | Level::Region => Fact::EscalatedToRegion { cause },
        };
        turn.draft(fact)
            .elapses(&[TermKind::Grace])
            .passes_to(Stage::AwaitingRegistration { level }, custody)
            .cancels(&[TermKind::AppealLodge, TermKind::Clarify])
            .starts(TermKind::Register, done_on)?
            .record();
        Ok(())
    }

    fn reviewing_level(&self, command: &Command) -> Result<Level, Refusal> {
        let custody = self.custody.as_ref().ok_or(if self.exists() {
            Refusal::WrongStage { event: "a decision", stage: crate::procedure::StageName::Closed }
        } else {
            Refusal::NoSuchInitiative
        })?;
        // A stage without a level refuses in `turn`; an official elsewhere is told who has it.
        if let Some((_, authority)) = command.order.by.official()
            && authority.id != custody.authority.as_str()
        {
            return Err(Refusal::HeldByAnother { authority: custody.authority.clone() });
        }
        Ok(custody.level)
    }

    /// A decision waits for the comments and for the author.
    fn check_ready(&self, turn: &Turn<'_>) -> Result<(), Refusal> {
        self.check_author_answered()?;
        let until = self
            .obligations
            .iter()
            .filter(|obligation| obligation.term.kind == TermKind::Comments && obligation.is_running())
            .map(|obligation| obligation.term.due.date)
            .max();
        match until {
            Some(until) if turn.done_on <= until => Err(Refusal::CommentsOpen { until }),
            Some(_) | None => Ok(()),
        }
    }

    fn check_pass_up(&self) -> Result<(), Refusal> {
        if self.consents.pass_up {
            Ok(())
        } else {
            Err(Refusal::ConsentMissing { consent: "passing it up to the level that can decide" })
        }
    }

    fn check_competence(&self, command: &Command, level: Level) -> Result<(), Refusal> {
        let Some((_, authority)) = command.order.by.official() else { return Ok(()) };
        if level != Level::Municipality
            || authority.competent_for(self.theme.as_ref(), self.kind.unwrap_or(super::fields::Kind::Work))
        {
            Ok(())
        } else {
            Err(Refusal::OutsideCompetence { authority: authority_id(authority)? })
        }
    }
}
