//! One sample of every event, and its golden file.

use calendar::{Calendar, Length, Roll, UtcOffset, midnight_after};
use jiff::civil::date;
use uuid::Uuid;

use crate::actor::Actor;
use crate::gate::{Confirmation, Publishable};
use crate::golden;
use crate::ids::{AttachmentId, InitiativeId, OfficialId, ParticipantId, TextId};
use crate::initiative::event::{
    AppealOutcome, Closing, Fact, FederalOutcome, InitiativeEvent, ReturnCause, Review,
};
use crate::initiative::fields::{
    Attachment, Basis, Channel, Consents, CorrectedField, Fields, Finding, Kind, Labour, Money, Origin,
    ProcedureRef, Threshold,
};
use crate::initiative::obligation::{Obliged, Term, TermChange};
use crate::initiative::stage::{Awaited, Custody, CustodyRule, EscalationCause, Moved, Stage, SupportWindow};
use crate::kept::{Open, Sealed};
use crate::level::Level;
use crate::procedure::TermKind;

#[test]
fn every_event_type_of_the_initiative_has_a_golden_file() {
    golden::check::<InitiativeEvent>("initiative", samples());
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

fn open(number: u128) -> Open {
    Open::new(TextId(Uuid::from_u128(number)), 64, "ab".repeat(32), "b25seSBjaXBoZXJ0ZXh0".to_owned())
}

fn fields() -> Fields {
    Fields {
        title: open(1),
        problem: Some(open(2)),
        proposal: Some(open(3)),
        expected_result: None,
        cost_rubles: Some(1_500_000),
        own_contribution: None,
        draft_wording: None,
    }
}

fn term() -> Term {
    let calendar = Calendar::parse("golden", "date,kind,moved_from\n2027-01-01,off,\n").expect("a calendar");
    let due = calendar.due(date(2027, 1, 1), Length::CalendarDays(3), Roll::Next);
    let offset = UtcOffset::from_minutes(300).expect("an offset");
    Term {
        nth: 1,
        kind: TermKind::Register,
        rule: "T1".to_owned(),
        obliged: Obliged::Authority { authority: id("71826000.administration"), offset },
        missed_from: midnight_after(due.date, offset),
        due,
        reference: "59-FZ 8(2)".to_owned(),
    }
}

fn changes() -> Vec<TermChange> {
    let (due, missed_from) = (date(2027, 2, 1), midnight_after(date(2027, 2, 1), UtcOffset::moscow()));
    vec![
        TermChange::Started(term()),
        TermChange::Paused { nth: 1 },
        TermChange::Resumed { nth: 1, due, missed_from },
        TermChange::Moved { nth: 1, due, missed_from },
        TermChange::Met { nth: 1, on: due, late: false },
        TermChange::Missed { nth: 1 },
        TermChange::Cancelled { nth: 1 },
        TermChange::Elapsed { nth: 1 },
        TermChange::PassedOn { nth: 1, to: id("71818000.administration") },
        TermChange::Annotated { nth: 1, done_on: due },
    ]
}

fn moved(stage: Stage) -> Moved {
    let custody = Custody {
        authority: id("71826000.administration"),
        level: Level::Municipality,
        offset: UtcOffset::from_minutes(300).expect("an offset"),
        since: midnight_after(date(2027, 1, 11), UtcOffset::moscow()),
        rule: CustodyRule::Escalated(EscalationCause::Silence),
        awaited: Awaited::Authority,
    };
    Moved { stage, custody: Some(custody) }
}

fn samples() -> Vec<InitiativeEvent> {
    let submitted = InitiativeEvent {
        by: Actor::Participant(ParticipantId(Uuid::from_u128(9))),
        done_on: date(2027, 1, 1),
        fact: submission(),
        moved: Some(moved(Stage::AwaitingRegistration { level: Level::Municipality })),
        supports: Some(SupportWindow::Open { version: 1 }),
        terms: changes(),
        confirmed: Vec::new(),
    };
    let official = Actor::Official {
        official: OfficialId(Uuid::from_u128(8)),
        authority: id("71826000.administration"),
    };
    std::iter::once(submitted)
        .chain(facts().into_iter().map(|fact| InitiativeEvent {
            by: official.clone(),
            done_on: date(2027, 1, 11),
            confirmed: match &fact {
                Fact::ReportPublished { .. } => vec![phone_confirmed()],
                _ => Vec::new(),
            },
            fact,
            moved: None,
            supports: None,
            terms: Vec::new(),
        }))
        .collect()
}

fn phone_confirmed() -> Confirmation {
    let finding = Finding { field: "problem".to_owned(), kind: "phone".to_owned(), start: 10, end: 26 };
    Confirmation::of(&finding, Publishable::OfficeContact)
}

fn submission() -> Fact {
    Fact::Submitted {
        id: InitiativeId(Uuid::from_u128(42)),
        procedure: ProcedureRef { id: id("inverted-pyramid"), version: 1 },
        public: true,
        kind: Kind::Work,
        home: id("71826000"),
        path: vec![id("71826000"), id("71800000"), id("RU")],
        also_concerns: vec![id("71818000")],
        author: ParticipantId(Uuid::from_u128(9)),
        fields: fields(),
        consents: Consents { publish_text: true, pass_up: true, publish_name: false },
        channel: Channel::Paper,
        received_on: date(2027, 1, 1),
        origin: Some(Origin {
            source: "example.org".to_owned(),
            id: "157043".to_owned(),
            status: Some("closed".to_owned()),
            votes: Some(31_289),
            date: Some(date(2017, 1, 24)),
        }),
        linked_from: Some(InitiativeId(Uuid::from_u128(41))),
        letter: Some(Sealed::new(ParticipantId(Uuid::from_u128(9)), "cd".repeat(32), "bGV0dGVy".to_owned())),
        attachments: vec![Attachment {
            id: AttachmentId(Uuid::from_u128(5)),
            media_type: "application/pdf".to_owned(),
            size: 70_000,
            commitment: "ef".repeat(32),
        }],
    }
}

fn facts() -> Vec<Fact> {
    let other = InitiativeId(Uuid::from_u128(43));
    let surgut = || id("71826000.administration");
    let money = Money { local_budget: 1, regional_budget: 2, federal_budget: 3, contributions: 4 };
    let labour = Labour { people: 30, hours: 120 };
    let day = date(2027, 3, 1);
    vec![
        Fact::Registered {
            level: Level::Municipality,
            authority: surgut(),
            year: 2027,
            ordinal: 7,
            number: "7/2027".to_owned(),
            again: false,
            theme: Some(id("roads")),
            national_project: Some(id("infrastructure")),
        },
        Fact::NotAdmitted {
            level: Level::Municipality,
            ground: id("N5"),
            reasons: open(1),
            linked: Some(other),
        },
        Fact::ReturnedForClarification { level: Level::Municipality, questions: open(1) },
        Fact::Clarified { answer: open(1), fields: Some(fields()) },
        Fact::ClarificationLapsed,
        Fact::Published {
            version: 1,
            fields: None,
            confirmed: vec![Confirmation { because: None, ..phone_confirmed() }],
            thresholds: vec![Threshold {
                level: Level::Municipality,
                territory: id("71826000"),
                population: Some(129_992),
                needed: Some(6_500),
            }],
        },
        Fact::ForwardedByCompetence { from: surgut(), to: id("71818000.administration"), why: open(1) },
        Fact::ReviewedByMunicipality {
            outcome: Review::Refused { ground: id("M4"), reasons: open(1), link: Some(open(2)) },
        },
        Fact::ExecutorAssigned { executor: surgut(), until: day },
        Fact::RevisionAccepted,
        Fact::RevisionDeclined { lapsed: true },
        Fact::Revised { version: 2, fields: fields() },
        Fact::RevisionLapsed,
        Fact::EndorsedByRegion { opinion: open(1) },
        Fact::EscalatedToRegion { cause: EscalationCause::PassedUp },
        Fact::EscalatedFederally { cause: EscalationCause::Endorsed },
        Fact::AdoptedByRegion { reasons: open(1) },
        Fact::RefusedByRegion { ground: id("R5"), reasons: open(1), link: None },
        Fact::ReturnedToMunicipality { cause: ReturnCause::OpinionMissing, reasons: open(1) },
        Fact::ReturnedToRegion { cause: ReturnCause::WithinItsPowers },
        Fact::DecidedFederally { outcome: FederalOutcome::Adopted { reasons: open(1) } },
        Fact::DeadlineMissed { nth: 1, kind: TermKind::Register, authority: surgut(), due: day },
        Fact::Appealed { against: Level::Municipality, reasons: open(1) },
        Fact::AppealDecided { outcome: AppealOutcome::Reconsider, reasons: Some(open(1)) },
        Fact::AppealLapsed,
        Fact::SupportClosed,
        Fact::Closed { how: Closing::CarriedOut },
        Fact::ProgressReported { works: open(1), money, labour },
        Fact::ExecutionTermMoved { until: day, why: open(1) },
        Fact::Completed { on: day },
        Fact::ExecutionAbandoned { why: open(1) },
        Fact::ReportPublished { report: open(1), money, labour },
        Fact::Withdrawn,
        Fact::AuthorSteppedDown,
        Fact::AuthorReplaced { by: ParticipantId(Uuid::from_u128(10)) },
        Fact::CoInitiatorJoined { participant: ParticipantId(Uuid::from_u128(10)) },
        Fact::MergeProposed { into: other },
        Fact::MergedInto { into: other },
        Fact::MergeDeclined { lapsed: false },
        Fact::Assigned { official: OfficialId(Uuid::from_u128(8)) },
        Fact::Reclassified { theme: id("roads"), national_project: None, kind: Kind::Programme },
        Fact::DeadlineExtended { nth: 3, reason: open(1) },
        Fact::OpinionRequested { authority: surgut(), question: open(1) },
        Fact::OpinionGiven { authority: surgut(), agrees: true, opinion: open(1) },
        Fact::HearingAnnounced { on: day, starts_at: 18 * 60, place: open(1) },
        Fact::HearingRecorded {
            held_on: day,
            protocol: open(1),
            present: 40,
            votes_for: 31,
            votes_against: 5,
        },
        Fact::AnswerDispatched {
            nth: 4,
            outgoing_number: "01-12/7".to_owned(),
            channel: Channel::Paper,
            letter: Some(AttachmentId(Uuid::from_u128(6))),
        },
        Fact::DecisionCorrected { field: CorrectedField::Reasons, old: open(1), new: open(2), why: open(3) },
        Fact::Redacted {
            text: TextId(Uuid::from_u128(1)),
            masked: Some(open(2)),
            spans: vec![(3, 15)],
            basis: Basis::CourtOrder,
        },
        Fact::CustodyPassed { from: surgut(), to: id("71818000.administration") },
        Fact::PersonalDataErased { basis: Basis::RetentionOver },
        Fact::ThresholdReached { level: Level::Municipality, count: 6_500, needed: 6_500 },
        Fact::ThresholdUnreached { level: Level::Municipality, count: 6_499, needed: 6_500 },
        Fact::PositionFiled { nth: 3, authority: surgut(), position: open(1) },
        Fact::MissAnnotated { nth: 3, done_on: day, document: open(1) },
        Fact::Answered { answer: open(1) },
        Fact::LeftWithoutAnswer { ground: id("A1"), reasons: open(1) },
        Fact::CorrespondenceEnded { reasons: open(1) },
    ]
}
