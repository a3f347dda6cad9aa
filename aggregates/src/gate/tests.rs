//! Every command that makes a text readable passes the gate.

use std::sync::Arc;

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::actor::Order;
use crate::assessment::{self, Assessment};
use crate::cast::{TODAY, clerk, fields, noon, open, resident, under_review};
use crate::comment::{self, Comment};
use crate::ids::{InitiativeId, OfficialId, TextId};
use crate::initiative::event::{AppealOutcome, ReturnCause};
use crate::initiative::fields::{Basis, Channel, Consents, CorrectedField, Kind, Labour, Money};
use crate::initiative::{self, Initiative, Rules, Submission, Verb};
use crate::level::Level;
use crate::procedure;

fn finding(kind: &str, start: u32) -> Finding {
    Finding { field: "text".into(), kind: kind.into(), start, end: start + 12 }
}

/// What makes nothing readable: an author's submission and his answer to questions
/// are read by the office, and published by a command of their own.
const NOT_READABLE_YET: [Verb; 2] = [Verb::Submit, Verb::Clarify];

/// Every action with all of its texts. A new one does not compile until it stands here.
fn sample(verb: Verb) -> initiative::Action {
    use initiative::Action;
    let code = |code: &str| code.parse().expect("a code");
    let (text, day) = (|| open(300), date(2027, 3, 1));
    let (id, official) = (InitiativeId(Uuid::nil()), OfficialId(Uuid::nil()));
    let ground = || "M2".parse().expect("a ground");
    let theme = || "roads".parse().expect("a theme");
    match verb {
        Verb::Submit => Action::Submit(Box::new(Submission {
            kind: Kind::Work,
            home: "71826000".parse().expect("a territory"),
            also_concerns: Vec::new(),
            author: None,
            fields: fields(),
            consents: Consents { publish_text: true, pass_up: true, publish_name: false },
            channel: Channel::Web,
            received_on: None,
            origin: None,
            linked_from: None,
            letter: None,
            attachments: Vec::new(),
        })),
        Verb::Register => Action::Register { theme: Some(theme()), national_project: None },
        Verb::NotAdmit => Action::NotAdmit { ground: ground(), reasons: text(), linked: Some(id) },
        Verb::ReturnForClarification => Action::ReturnForClarification { questions: text() },
        Verb::Clarify => Action::Clarify { answer: text(), fields: Some(fields()) },
        Verb::Publish => Action::Publish { fields: Some(fields()) },
        Verb::Forward => Action::Forward { to: code("RU.government"), why: text() },
        Verb::Adopt => Action::Adopt { reasons: text(), executor: code("RU.government"), until: day },
        Verb::Refuse => Action::Refuse { ground: ground(), reasons: text(), link: Some(text()) },
        Verb::OfferRevision => Action::OfferRevision { what: text() },
        Verb::PassUp => Action::PassUp { opinion: text() },
        Verb::AcceptRevision => Action::AcceptRevision,
        Verb::DeclineRevision => Action::DeclineRevision,
        Verb::Revise => Action::Revise { fields: fields() },
        Verb::Endorse => Action::Endorse { opinion: text() },
        Verb::Return => Action::Return { cause: ReturnCause::WithinItsPowers, reasons: text() },
        Verb::Expire => Action::Expire { nth: 1 },
        Verb::NoteSupports => Action::NoteSupports { level: Level::Region, count: 1 },
        Verb::Appeal => Action::Appeal { reasons: text() },
        Verb::DecideAppeal => Action::DecideAppeal { outcome: AppealOutcome::Dismissed, reasons: text() },
        Verb::ReportProgress => {
            Action::ReportProgress { works: text(), money: Money::default(), labour: Labour::default() }
        }
        Verb::MoveExecutionTerm => Action::MoveExecutionTerm { until: day, why: text() },
        Verb::Complete => Action::Complete,
        Verb::AbandonExecution => Action::AbandonExecution { why: text() },
        Verb::PublishReport => {
            Action::PublishReport { report: text(), money: Money::default(), labour: Labour::default() }
        }
        Verb::Withdraw => Action::Withdraw,
        Verb::StepDown => Action::StepDown,
        Verb::ReplaceAuthor => Action::ReplaceAuthor,
        Verb::JoinAsCoInitiator => Action::JoinAsCoInitiator { invitation: None },
        Verb::ProposeMerge => Action::ProposeMerge { into: id },
        Verb::AcceptMerge => Action::AcceptMerge,
        Verb::DeclineMerge => Action::DeclineMerge,
        Verb::Assign => Action::Assign { official },
        Verb::Reclassify => Action::Reclassify { theme: theme(), national_project: None, kind: Kind::Work },
        Verb::Extend => Action::Extend { days: 1, reason: text() },
        Verb::RequestOpinion => Action::RequestOpinion { authority: code("RU.government"), question: text() },
        Verb::GiveOpinion => Action::GiveOpinion { agrees: true, opinion: text() },
        Verb::AnnounceHearing => Action::AnnounceHearing { on: day, starts_at: 0, place: text() },
        Verb::RecordHearing => Action::RecordHearing {
            held_on: day,
            protocol: text(),
            present: 1,
            votes_for: 1,
            votes_against: 0,
        },
        Verb::DispatchAnswer => Action::DispatchAnswer {
            nth: None,
            outgoing_number: "1".to_owned(),
            channel: Channel::Paper,
            letter: None,
        },
        Verb::CorrectDecision => {
            Action::CorrectDecision { field: CorrectedField::Reasons, old: text(), new: text(), why: text() }
        }
        Verb::Redact => Action::Redact {
            text: TextId(Uuid::nil()),
            masked: Some(text()),
            spans: Vec::new(),
            basis: Basis::CourtOrder,
        },
        Verb::PassCustody => Action::PassCustody { to: code("RU.government") },
        Verb::ErasePersonalData => Action::ErasePersonalData { basis: Basis::CourtOrder },
        Verb::FilePosition => Action::FilePosition { nth: 1, position: text() },
        Verb::AnnotateMiss => Action::AnnotateMiss { nth: 1, done_on: day, document: text() },
        Verb::Answer => Action::Answer { answer: text() },
        Verb::LeaveWithoutAnswer => Action::LeaveWithoutAnswer { ground: ground(), reasons: text() },
        Verb::EndCorrespondence => Action::EndCorrespondence { reasons: text() },
    }
}

fn decided(action: initiative::Action, confirmed: Vec<Confirmation>) -> Result<(), initiative::Refusal> {
    let command = initiative::Command {
        order: Order { at: noon(TODAY), by: clerk(), action },
        done_on: None,
        around: initiative::Around::default(),
        findings: vec![finding("phone", 3), finding("full_name", 40)],
        confirmed,
    };
    let procedure = procedure::shipped().into_iter().next().expect("a shipped procedure");
    let rules = Rules { procedure: Arc::new(procedure), calendar: Arc::new(procedure::shipped_calendar()) };
    Initiative::default().decide(&rules, &command).map(drop)
}

#[test]
fn every_command_that_makes_a_text_readable_is_refused_while_a_finding_is_unanswered() {
    for verb in Verb::ALL {
        let half = vec![Confirmation::of(&finding("phone", 3), Publishable::OfficeContact)];
        let refusal = decided(sample(*verb), half).expect_err("nothing was submitted yet");
        let unanswered = vec![finding("full_name", 40)];
        let stopped = refusal == initiative::Refusal::PersonalDataFound { findings: unanswered };
        assert_eq!(stopped, !NOT_READABLE_YET.contains(verb), "{verb}: {refusal}");
        let both = ["phone", "full_name"].into_iter().zip([3, 40]);
        let both = both.map(|(kind, at)| Confirmation::of(&finding(kind, at), Publishable::NotPersonal));
        let refusal = decided(sample(*verb), both.collect()).expect_err("nothing was submitted yet");
        assert_ne!(refusal.code(), "personal_data_found", "{verb} with every finding answered");
    }
}

#[test]
fn what_residents_say_is_refused_while_a_finding_is_unanswered_and_the_answer_is_kept() {
    let comment = |confirmed| {
        let action = comment::Action::Receive { text: open(40) };
        let order = Order { at: noon(TODAY), by: resident(), action };
        let id = crate::ids::CommentId(Uuid::nil());
        let findings = vec![finding("full_name", 3)];
        Comment::default().decide(comment::Command {
            id,
            order,
            initiative: under_review(),
            findings,
            confirmed,
        })
    };
    let assess = |confirmed| {
        let score = assessment::Score::try_from(3).expect("a score");
        let action = assessment::Action::Assess { score, text: Some(open(40)) };
        let order = Order { at: noon(TODAY), by: resident(), action };
        let initiative = crate::cast::initiative([
            crate::cast::submitted(),
            crate::cast::published(),
            crate::cast::reported(),
        ]);
        let findings = vec![finding("full_name", 3)];
        Assessment::default().decide(assessment::Command { order, initiative, findings, confirmed })
    };
    let because = |because| vec![Confirmation::of(&finding("full_name", 3), because)];
    for nothing in [Vec::new(), because(Publishable::Consented)] {
        assert_eq!(comment(nothing.clone()).expect_err("unanswered").code(), "personal_data_found");
        assert_eq!(assess(nothing).expect_err("unanswered").code(), "personal_data_found");
    }
    let role = because(Publishable::PublicRole);
    let comment::CommentEvent::CommentReceived { confirmed, .. } =
        comment(role.clone()).expect("answered").remove(0)
    else {
        panic!("another event");
    };
    assert_eq!(confirmed, role);
    let assessment::AssessmentEvent::ResultAssessed { confirmed, .. } =
        assess(role.clone()).expect("answered").remove(0);
    assert_eq!(confirmed, role);
}

#[test]
fn only_a_reason_confirms_and_only_an_official_has_seen_a_consent() {
    let found = [finding("phone", 3)];
    let confirmed =
        |because| vec![Confirmation { because, ..Confirmation::of(&found[0], Publishable::NotPersonal) }];
    assert_eq!(pass(&found, &confirmed(None), &clerk()), Err(found.to_vec()));
    let consented = confirmed(Some(Publishable::Consented));
    assert_eq!(pass(&found, &consented, &clerk()), Ok(consented.clone()));
    assert_eq!(pass(&found, &consented, &resident()), Err(found.to_vec()));
}

#[test]
fn what_was_not_found_is_not_kept() {
    let other = Confirmation::of(&finding("email", 90), Publishable::NotPersonal);
    let answer = Confirmation::of(&finding("phone", 3), Publishable::OfficeContact);
    let kept = pass(&[finding("phone", 3)], &[other, answer.clone()], &clerk());
    assert_eq!(kept, Ok(vec![answer]));
}

#[test]
fn reasons_are_known_by_their_codes() {
    for because in Publishable::ALL {
        assert_eq!(serde_json::to_value(because).expect("JSON"), because.code());
    }
}
