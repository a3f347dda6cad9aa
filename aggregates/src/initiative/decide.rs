//! Which decision answers which action, and the door through which all of them go.

use std::sync::Arc;

use calendar::Calendar;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::civil::Date;

use super::apply::Initiative;
use super::command::{Action, Command};
use super::event::InitiativeEvent;
use super::fields::Kind;
use super::refusal::Refusal;
use crate::gate::{self, Confirmation};
use crate::procedure::{Procedure, TermKind, TermRule};

/// What a decision goes by: the procedure pinned to the initiative, and the calendar.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The procedure at the pinned version.
    pub procedure: Arc<Procedure>,
    /// Working days.
    pub calendar: Arc<Calendar>,
}

impl Rules {
    /// The term rule in force on `on` for what an initiative asks for.
    pub fn term(&self, kind: TermKind, asks_for: Option<Kind>, on: Date) -> Option<&TermRule> {
        self.procedure.term(kind, asks_for.unwrap_or(Kind::Work), on)
    }
}

impl Initiative {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, rules: &Rules, command: &Command) -> Result<Vec<InitiativeEvent>, Refusal> {
        let confirmed = pass_the_gate(command)?;
        let mut events = self.decide_action(rules, command)?;
        if let Some(first) = events.first_mut() {
            first.confirmed = confirmed;
        }
        Ok(events)
    }

    fn decide_action(&self, rules: &Rules, command: &Command) -> Result<Vec<InitiativeEvent>, Refusal> {
        match &command.order.action {
            Action::Submit(submission) => self.submit(rules, command, submission),
            Action::Register { theme, national_project } => {
                self.register(rules, command, theme, national_project)
            }
            Action::NotAdmit { ground, reasons, linked } => {
                self.not_admit(rules, command, ground, reasons, *linked)
            }
            Action::ReturnForClarification { questions } => {
                self.return_for_clarification(rules, command, questions)
            }
            Action::Clarify { answer, fields } => self.clarify(rules, command, answer, fields.as_ref()),
            Action::Publish { fields } => self.publish(rules, command, fields.as_ref()),
            Action::Forward { to, why } => self.forward(rules, command, to, why),
            Action::Adopt { reasons, executor, until } => {
                self.adopt(rules, command, reasons, executor, *until)
            }
            Action::Refuse { ground, reasons, link } => {
                self.refuse(rules, command, ground, reasons, link.as_ref())
            }
            Action::OfferRevision { what } => self.offer_revision(rules, command, what),
            Action::PassUp { opinion } => self.pass_up(rules, command, opinion),
            Action::AcceptRevision => self.accept_revision(rules, command),
            Action::DeclineRevision => self.decline_revision(rules, command),
            Action::Revise { fields } => self.revise(rules, command, fields),
            Action::Endorse { opinion } => self.endorse(rules, command, opinion),
            Action::Return { cause, reasons } => self.return_down(rules, command, *cause, reasons),
            Action::Expire { nth } => self.expire(rules, command, *nth),
            Action::NoteSupports { level, count } => self.note_supports(rules, command, *level, *count),
            Action::Appeal { reasons } => self.appeal(rules, command, reasons),
            Action::DecideAppeal { outcome, reasons } => {
                self.decide_appeal(rules, command, *outcome, reasons)
            }
            Action::ReportProgress { works, money, labour } => {
                self.report_progress(rules, command, works, *money, *labour)
            }
            Action::MoveExecutionTerm { until, why } => self.move_execution_term(rules, command, *until, why),
            Action::Complete => self.complete(rules, command),
            Action::AbandonExecution { why } => self.abandon(rules, command, why),
            Action::PublishReport { report, money, labour } => {
                self.publish_report(rules, command, report, *money, *labour)
            }
            Action::Withdraw => self.withdraw(rules, command),
            Action::StepDown => self.step_down(rules, command),
            Action::ReplaceAuthor => self.replace_author(rules, command),
            Action::JoinAsCoInitiator { .. } => self.join(rules, command),
            Action::ProposeMerge { into } => self.propose_merge(rules, command, *into),
            Action::AcceptMerge => self.accept_merge(rules, command),
            Action::DeclineMerge => self.decline_merge(rules, command),
            Action::Assign { official } => self.assign(rules, command, *official),
            Action::Reclassify { theme, national_project, kind } => {
                self.reclassify(rules, command, theme, national_project.as_ref(), *kind)
            }
            Action::Extend { days, reason } => self.extend(rules, command, *days, reason),
            Action::RequestOpinion { authority, question } => {
                self.request_opinion(rules, command, authority, question)
            }
            Action::GiveOpinion { agrees, opinion } => self.give_opinion(rules, command, *agrees, opinion),
            Action::AnnounceHearing { on, starts_at, place } => {
                self.announce_hearing(rules, command, *on, *starts_at, place)
            }
            Action::RecordHearing { held_on, protocol, present, votes_for, votes_against } => self
                .record_hearing(rules, command, *held_on, protocol, [*present, *votes_for, *votes_against]),
            Action::DispatchAnswer { nth, outgoing_number, channel, letter } => {
                self.dispatch_answer(rules, command, *nth, outgoing_number, *channel, *letter)
            }
            Action::CorrectDecision { field, old, new, why } => {
                self.correct_decision(rules, command, *field, [old, new, why])
            }
            Action::Redact { text, masked, spans, basis } => {
                self.redact(rules, command, *text, masked.as_ref(), spans, *basis)
            }
            Action::PassCustody { to } => self.pass_custody(rules, command, to),
            Action::ErasePersonalData { basis } => self.erase_personal_data(rules, command, *basis),
            Action::FilePosition { nth, position } => self.file_position(rules, command, *nth, position),
            Action::AnnotateMiss { nth, done_on, document } => {
                self.annotate_miss(rules, command, *nth, *done_on, document)
            }
            Action::Answer { answer } => self.answer(rules, command, answer),
            Action::LeaveWithoutAnswer { ground, reasons } => {
                self.leave_without_answer(rules, command, ground, reasons)
            }
            Action::EndCorrespondence { reasons } => self.end_correspondence(rules, command, reasons),
        }
    }
}

/// No text becomes readable while personal data found in it is unanswered.
/// What an author submits or explains is not readable yet.
fn pass_the_gate(command: &Command) -> Result<Vec<Confirmation>, Refusal> {
    if matches!(command.order.action, Action::Submit(_) | Action::Clarify { .. }) {
        return Ok(Vec::new());
    }
    gate::pass(&command.findings, &command.confirmed, &command.order.by)
        .map_err(|findings| Refusal::PersonalDataFound { findings })
}

impl Aggregate for Initiative {
    const TYPE: &'static str = "initiative";
    type Command = Command;
    type Event = InitiativeEvent;
    type Error = Refusal;
    type Services = Rules;

    async fn handle(
        &mut self,
        command: Command,
        rules: &Rules,
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        for event in self.decide(rules, &command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: InitiativeEvent) {
        self.fold(&event);
    }
}
