//! What an authority does beside the decision: letters, opinions, hearings,
//! extensions, corrections. None of it moves the stage by itself.

use jiff::civil::Date;

use super::apply::{Initiative, times};
use super::command::Command;
use super::decide::Rules;
use super::event::{Closing, Fact, InitiativeEvent};
use super::fields::{Channel, CorrectedField, Kind};
use super::intake::check_theme;
use super::obligation::{Obligation, Obliged, Standing};
use super::refusal::Refusal;
use super::stage::Stage;
use super::turn::authority_id;
use crate::actor::local_date;
use crate::ids::{AttachmentId, AuthorityId, NationalProjectId, OfficialId, ThemeId};
use crate::kept::Open;
use crate::level::Level;
use crate::official::Role;
use crate::procedure::{Step, TermKind};

type Decided = Result<Vec<InitiativeEvent>, Refusal>;

/// The longest outgoing number, in characters.
const OUTGOING_NUMBER_AT_MOST: usize = 40;

impl Initiative {
    /// Who works on it.
    pub(super) fn assign(&self, rules: &Rules, command: &Command, official: OfficialId) -> Decided {
        let mut turn = self.turn(Step::Assigned, rules, command)?;
        if self.assigned == Some(official) {
            return Err(Refusal::AlreadyDone);
        }
        turn.draft(Fact::Assigned { official }).record();
        Ok(turn.into_events())
    }

    /// Theme, national project; what is asked for only before the decision.
    pub(super) fn reclassify(
        &self,
        rules: &Rules,
        command: &Command,
        theme: &ThemeId,
        national_project: Option<&NationalProjectId>,
        kind: Kind,
    ) -> Decided {
        let mut turn = self.turn(Step::Reclassified, rules, command)?;
        check_theme(Some(theme))?;
        let undecided = matches!(
            self.stage,
            Stage::AwaitingRegistration { .. }
                | Stage::AwaitingPublication { .. }
                | Stage::UnderReview { .. }
        );
        if self.kind != Some(kind) && !undecided {
            return Err(Refusal::FieldOutOfRange { field: "kind" });
        }
        if rules.procedure.draft_wording_for(kind) && !self.filled.contains("draft_wording") {
            return Err(Refusal::FieldRequired { field: "draft_wording".to_owned() });
        }
        turn.draft(Fact::Reclassified {
            theme: theme.clone(),
            national_project: national_project.cloned(),
            kind,
        })
        .record();
        Ok(turn.into_events())
    }

    /// Once per level, by the head, before the term is due; the author is told.
    pub(super) fn extend(&self, rules: &Rules, command: &Command, days: u16, reason: &Open) -> Decided {
        let mut turn = self.turn(Step::DeadlineExtended, rules, command)?;
        let level = turn.custody()?.level;
        let review = [TermKind::ReviewMunicipality, TermKind::ReviewRegion, TermKind::ReviewFederation]
            .into_iter()
            .find_map(|kind| self.running(kind).map(|obligation| (kind, obligation)));
        let (kind, obligation) = review.ok_or(Refusal::NoRunningTerm)?;
        let rule = rules
            .term(kind, self.kind, obligation.term.due.trigger)
            .ok_or(Refusal::NotInProcedure { what: kind.as_str() })?;
        let extension = rule.extension.as_ref().ok_or(Refusal::NotInProcedure { what: "an extension" })?;
        if times(&self.used.extended_at, level) >= extension.times {
            return Err(Refusal::UsedUp { what: "an extension", times: "so often at each level" });
        }
        // A review that was missed and runs again is not extended.
        if let Some(missed) =
            self.owed(kind, &turn.custody()?.authority).find(|it| it.standing == Standing::Missed)
        {
            return Err(Refusal::TooLateToExtend { due: missed.term.due.date });
        }
        let due = obligation.term.due.date;
        if turn.done_on > due {
            return Err(Refusal::TooLateToExtend { due });
        }
        if days == 0 || !extension.allows_days(days) {
            return Err(Refusal::ExtensionTooLong { at_most: extension.at_most.to_string() });
        }
        let trigger = obligation.term.due.trigger;
        let later =
            due.checked_add(jiff::Span::new().days(i64::from(days))).map_err(|_| Refusal::OutOfCalendar)?;
        let until = rules.calendar.roll(later, obligation.term.due.roll, trigger);
        let nth = obligation.term.nth;
        let done_on = turn.done_on;
        turn.draft(Fact::DeadlineExtended { nth, reason: reason.clone() })
            .postpones(nth, until)
            .starts_dispatch(done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// Another authority is asked; it owes an answer, wherever the initiative goes.
    pub(super) fn request_opinion(
        &self,
        rules: &Rules,
        command: &Command,
        authority: &AuthorityId,
        question: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::OpinionRequested, rules, command)?;
        let named = command.around.named.as_ref().filter(|named| named.id == authority.as_str());
        let named = named.ok_or(Refusal::NotAvailable { what: "authority" })?;
        if turn.custody()?.authority == *authority || !named.accepts_on(turn.done_on) {
            return Err(Refusal::CannotReceive { authority: authority.clone() });
        }
        if self.opinions.get(authority) == Some(&None) {
            return Err(Refusal::AlreadyDone);
        }
        let done_on = turn.done_on;
        let obliged = Obliged::Authority { authority: authority.clone(), offset: named.utc_offset() };
        turn.draft(Fact::OpinionRequested { authority: authority.clone(), question: question.clone() })
            .starts_for(TermKind::Opinion, obliged, done_on)?
            .record();
        Ok(turn.into_events())
    }

    /// By whoever was asked, also late.
    pub(super) fn give_opinion(
        &self,
        rules: &Rules,
        command: &Command,
        agrees: bool,
        opinion: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::OpinionGiven, rules, command)?;
        let (_, authority) =
            command.order.by.official().ok_or(Refusal::NotAvailable { what: "authority" })?;
        let id = authority_id(authority)?;
        if self.opinions.get(&id) != Some(&None) {
            return Err(Refusal::NotYourDebt { nth: 0 });
        }
        let owed: Vec<u32> =
            self.owed(TermKind::Opinion, &id).map(|obligation| obligation.term.nth).collect();
        let mut draft = turn.draft(Fact::OpinionGiven { authority: id, agrees, opinion: opinion.clone() });
        for nth in owed {
            draft = draft.meets_nth(nth);
        }
        draft.record();
        Ok(turn.into_events())
    }

    /// A hearing to come.
    pub(super) fn announce_hearing(
        &self,
        rules: &Rules,
        command: &Command,
        on: Date,
        starts_at: u16,
        place: &Open,
    ) -> Decided {
        let mut turn = self.turn(Step::HearingAnnounced, rules, command)?;
        if on < turn.done_on {
            return Err(Refusal::DateOutOfRange { field: "on", date: on });
        }
        if starts_at >= 24 * 60 {
            return Err(Refusal::FieldOutOfRange { field: "starts_at" });
        }
        turn.draft(Fact::HearingAnnounced { on, starts_at, place: place.clone() }).record();
        Ok(turn.into_events())
    }

    /// A hearing held, with the votes `[present, for, against]`.
    pub(super) fn record_hearing(
        &self,
        rules: &Rules,
        command: &Command,
        held_on: Date,
        protocol: &Open,
        votes: [u32; 3],
    ) -> Decided {
        let mut turn = self.turn(Step::HearingRecorded, rules, command)?;
        if held_on > turn.done_on {
            return Err(Refusal::DateOutOfRange { field: "held_on", date: held_on });
        }
        let [present, votes_for, votes_against] = votes;
        if u64::from(votes_for) + u64::from(votes_against) > u64::from(present) {
            return Err(Refusal::FieldOutOfRange { field: "votes" });
        }
        turn.draft(Fact::HearingRecorded {
            held_on,
            protocol: protocol.clone(),
            present,
            votes_for,
            votes_against,
        })
        .record();
        Ok(turn.into_events())
    }

    /// Meets a dispatch obligation; the answer to a refusal starts the term to appeal.
    pub(super) fn dispatch_answer(
        &self,
        rules: &Rules,
        command: &Command,
        nth: Option<u32>,
        outgoing_number: &str,
        channel: Channel,
        letter: Option<AttachmentId>,
    ) -> Decided {
        let mut turn = self.turn(Step::AnswerDispatched, rules, command)?;
        let (_, authority) =
            command.order.by.official().ok_or(Refusal::NotAvailable { what: "authority" })?;
        let id = authority_id(authority)?;
        let owed = match nth {
            Some(nth) => self.owed(TermKind::Dispatch, &id).find(|obligation| obligation.term.nth == nth),
            None => self.owed(TermKind::Dispatch, &id).next(),
        };
        let nth = owed.ok_or(Refusal::NoRunningTerm)?.term.nth;
        let is_code = !outgoing_number.is_empty()
            && outgoing_number.chars().count() <= OUTGOING_NUMBER_AT_MOST
            && outgoing_number.chars().all(|c| c.is_ascii_alphanumeric() || "-/.".contains(c));
        if !is_code {
            return Err(Refusal::BadOutgoingNumber);
        }
        let done_on = turn.done_on;
        let answers_refusal = self
            .refusal
            .as_ref()
            .is_some_and(|refusal| refusal.dispatch == Some(nth) && refusal.appeals == 0);
        let fact =
            Fact::AnswerDispatched { nth, outgoing_number: outgoing_number.to_owned(), channel, letter };
        let draft = turn.draft(fact).meets_nth(nth);
        match self.stage {
            Stage::Refused { level: Level::Municipality | Level::Region, .. } if answers_refusal => {
                draft.starts_for(TermKind::AppealLodge, Obliged::Author, done_on)?.record();
            }
            // Row 38: the letter names the court; nothing more happens here.
            Stage::Refused { level: Level::Federation, .. } if answers_refusal => {
                draft.record();
                let how = Closing::Refused;
                turn.by = crate::actor::Actor::Engine;
                turn.draft(Fact::Closed { how })
                    .closes(Stage::Closed { how })
                    .cancels(&[TermKind::MergeAnswer])
                    .record();
            }
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
            | Stage::Closed { .. } => draft.record(),
        }
        Ok(turn.into_events())
    }

    /// A slip of the pen, never the outcome; `[old, new, why]`.
    pub(super) fn correct_decision(
        &self,
        rules: &Rules,
        command: &Command,
        field: CorrectedField,
        texts: [&Open; 3],
    ) -> Decided {
        let mut turn = self.turn(Step::DecisionCorrected, rules, command)?;
        let by = command.order.by.official().and_then(|(_, authority)| authority.id.parse().ok());
        if !by.is_some_and(|by: AuthorityId| self.decided_by.contains(&by)) {
            return Err(Refusal::NotYourDecision);
        }
        if !command.order.by.official().is_some_and(|(official, authority)| {
            official.may_act_as(Role::Head, local_date(command.order.at, authority.utc_offset()))
        }) {
            return Err(Refusal::WrongRole { needed: "the head of the authority that decided" });
        }
        let [old, new, why] = texts.map(Open::clone);
        turn.draft(Fact::DecisionCorrected { field, old, new, why }).record();
        Ok(turn.into_events())
    }

    /// What an authority owes by a rule, oldest first.
    pub(super) fn owed<'o>(
        &'o self,
        kind: TermKind,
        authority: &'o AuthorityId,
    ) -> impl Iterator<Item = &'o Obligation> {
        self.open_of_kind(kind)
            .filter(move |obligation| obligation.term.obliged.authority() == Some(authority))
    }
}
