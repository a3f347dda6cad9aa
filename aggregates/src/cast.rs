//! Who appears in the tests: places, authorities, officials, residents, and one
//! initiative of Surgut district that is under review there.

use calendar::{Due, Length, Roll, UtcOffset, midnight_after};
use cqrs_es::Aggregate;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::actor::{Actor, By, Order};
use crate::authority::{Authority, AuthorityEvent, AuthorityKind, Competences};
use crate::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId, TextId};
use crate::initiative::Initiative;
use crate::initiative::event::{Fact, InitiativeEvent};
use crate::initiative::fields::{Channel, Consents, Fields, Kind, ProcedureRef};
use crate::initiative::obligation::{Obliged, Term, TermChange};
use crate::initiative::stage::{Awaited, Custody, CustodyRule, Moved, Stage, SupportWindow};
use crate::kept::{Open, Sealed};
use crate::level::Level;
use crate::official::{Official, OfficialEvent, Role};
use crate::participant::{Age, Participant, ParticipantEvent, ParticipantKind, Verification};
use crate::procedure::TermKind;
use crate::seen::Seen;
use crate::territory::{Territory, TerritoryEvent, TerritoryKind};

pub(crate) const SURGUT: &str = "71826000";
pub(crate) const YUGRA: &str = "71800000";
pub(crate) const FEDERATION: &str = "RU";
/// Monday, and with it "today" of all these tests.
pub(crate) const TODAY: Date = date(2027, 2, 1);
/// The last day on which the initiative can be supported.
pub(crate) const LAST_DAY: Date = date(2028, 1, 14);

/// Noon of a day in Surgut.
pub(crate) fn noon(day: Date) -> Timestamp {
    midnight_after(day, offset(5)) - jiff::SignedDuration::from_hours(12)
}

/// The state that `events` lead to.
pub(crate) fn given<A: Aggregate>(events: impl IntoIterator<Item = A::Event>) -> A {
    let mut state = A::default();
    for event in events {
        state.apply(event);
    }
    state
}

/// A command that comes at noon of [`TODAY`].
pub(crate) fn order<A>(by: &By, action: A) -> Order<A> {
    Order { at: noon(TODAY), by: by.clone(), action }
}

pub(crate) fn offset(hours: i16) -> UtcOffset {
    UtcOffset::from_minutes(hours * 60).expect("a place on earth")
}

pub(crate) fn code<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a valid code"))
}

pub(crate) fn initiative_id() -> InitiativeId {
    InitiativeId(Uuid::from_u128(42))
}

pub(crate) fn participant_id(number: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(number))
}

pub(crate) fn official_id(number: u128) -> OfficialId {
    OfficialId(Uuid::from_u128(1000 + number))
}

pub(crate) fn open(chars: u32) -> Open {
    Open::new(TextId(Uuid::from_u128(7)), chars, "c0".repeat(32), "bm90IHJlYWQgaGVyZQ".to_owned())
}

pub(crate) fn sealed<T>() -> Sealed<T> {
    Sealed::new(participant_id(1), "c0".repeat(32), "bm90IHJlYWQgaGVyZQ".to_owned())
}

pub(crate) fn path() -> Vec<TerritoryId> {
    [SURGUT, YUGRA, FEDERATION].map(code).to_vec()
}

pub(crate) fn territory(id: &str, parent: Option<&str>, kind: TerritoryKind) -> Seen<Territory> {
    let created = TerritoryEvent::TerritoryCreated {
        id: code(id),
        kind,
        parent: parent.map(code),
        name: open(20),
        type_code: None,
        iso: None,
        federal_district: None,
        population: Some(129_992),
        location: None,
        utc_offset: offset(5),
    };
    Seen::new(given([created]), id, 1)
}

/// Surgut district, Yugra, the federation.
pub(crate) fn territories() -> Vec<Seen<Territory>> {
    vec![
        territory(SURGUT, Some(YUGRA), TerritoryKind::Municipality),
        territory(YUGRA, Some(FEDERATION), TerritoryKind::Region),
        territory(FEDERATION, None, TerritoryKind::Federation),
    ]
}

pub(crate) fn authority_id(territory: &str) -> AuthorityId {
    code(&format!("{territory}.administration"))
}

pub(crate) fn authority(place: &str, level: Level) -> Seen<Authority> {
    let id = authority_id(place);
    let established = AuthorityEvent::AuthorityEstablished {
        id: id.clone(),
        territory: code(place),
        level,
        kind: AuthorityKind::Administration,
        name: open(20),
        competences: Competences::default(),
        utc_offset: offset(5),
        number_format: code("{n}/{year}-{authority}"),
        default_receiver: true,
        accepts_from: date(2020, 1, 1),
    };
    Seen::new(given([established]), id.as_str(), 1)
}

pub(crate) fn appointed(number: u128, role: Role, place: &str) -> OfficialEvent {
    OfficialEvent::OfficialAppointed {
        id: official_id(number),
        authority: authority_id(place),
        role,
        from: date(2026, 1, 1),
        until: None,
        acting: false,
        name: open(20),
        participant: None,
    }
}

/// An official of the municipality at `place`.
pub(crate) fn official(role: Role, place: &str) -> By {
    let official: Official = given([appointed(1, role, place)]);
    By::Official {
        official: Box::new(Seen::new(official, official_id(1).to_string(), 1)),
        authority: Box::new(authority(place, Level::Municipality)),
    }
}

pub(crate) fn clerk() -> By {
    official(Role::Clerk, SURGUT)
}

pub(crate) fn administrator() -> By {
    official(Role::Administrator, SURGUT)
}

pub(crate) fn registered(number: u128, kind: ParticipantKind) -> ParticipantEvent {
    ParticipantEvent::ParticipantRegistered { id: participant_id(number), kind, name: None }
}

pub(crate) fn verified(age: Option<Age>) -> ParticipantEvent {
    ParticipantEvent::ParticipantVerified {
        method: Verification::Oidc,
        on: date(2026, 1, 12),
        identity: None,
        age,
        residence: code(SURGUT),
        residence_path: path(),
    }
}

pub(crate) fn grown_up() -> Option<Age> {
    Some(Age { sixteen_on: date(2006, 5, 1), eighteen_on: date(2008, 5, 1) })
}

pub(crate) fn person(number: u128) -> Seen<Participant> {
    let events = [registered(number, ParticipantKind::Person), verified(grown_up())];
    Seen::new(given(events), participant_id(number).to_string(), 2)
}

/// A grown-up and verified resident of Surgut district.
pub(crate) fn resident() -> By {
    By::Participant(Box::new(person(1)))
}

pub(crate) fn submitted() -> InitiativeEvent {
    let fact = Fact::Submitted {
        id: initiative_id(),
        procedure: ProcedureRef { id: code("inverted-pyramid"), version: 1 },
        public: true,
        kind: Kind::Work,
        home: code(SURGUT),
        path: path(),
        also_concerns: Vec::new(),
        author: participant_id(99),
        fields: fields(),
        consents: Consents { publish_text: true, pass_up: true, publish_name: false },
        channel: Channel::Web,
        received_on: date(2027, 1, 11),
        origin: None,
        linked_from: None,
        letter: None,
        attachments: Vec::new(),
    };
    happened(fact, Stage::AwaitingRegistration { level: Level::Municipality })
}

/// Published as version 1 and under review; supports are open until [`LAST_DAY`].
pub(crate) fn published() -> InitiativeEvent {
    let fact = Fact::Published { version: 1, fields: None, confirmed: Vec::new(), thresholds: Vec::new() };
    InitiativeEvent {
        supports: Some(SupportWindow::Open { version: 1 }),
        terms: vec![started(1, TermKind::Support, LAST_DAY)],
        ..happened(fact, Stage::UnderReview { level: Level::Municipality })
    }
}

/// Being revised: supports stand still.
pub(crate) fn revision_accepted() -> InitiativeEvent {
    InitiativeEvent {
        supports: Some(SupportWindow::Suspended { version: 1 }),
        ..happened(Fact::RevisionAccepted, Stage::RevisionDrafting)
    }
}

/// Version 2 is under review.
pub(crate) fn revised() -> InitiativeEvent {
    InitiativeEvent {
        supports: Some(SupportWindow::Open { version: 2 }),
        ..happened(
            Fact::Revised { version: 2, fields: fields() },
            Stage::UnderReview { level: Level::Municipality },
        )
    }
}

/// Carried out and reported; it can be assessed until [`LAST_DAY`].
pub(crate) fn reported() -> InitiativeEvent {
    let fact = Fact::Completed { on: TODAY };
    InitiativeEvent {
        supports: Some(SupportWindow::Closed),
        terms: vec![started(2, TermKind::Assess, LAST_DAY)],
        ..happened(fact, Stage::Reported)
    }
}

pub(crate) fn initiative(events: impl IntoIterator<Item = InitiativeEvent>) -> Seen<Initiative> {
    Seen::new(given(events), initiative_id().to_string(), 1)
}

pub(crate) fn under_review() -> Seen<Initiative> {
    initiative([submitted(), published()])
}

fn happened(fact: Fact, stage: Stage) -> InitiativeEvent {
    let custody = Custody {
        authority: authority_id(SURGUT),
        level: Level::Municipality,
        offset: offset(5),
        since: noon(date(2027, 1, 11)),
        rule: CustodyRule::Submitted,
        awaited: Awaited::Authority,
    };
    InitiativeEvent {
        by: Actor::Engine,
        done_on: date(2027, 1, 14),
        fact,
        moved: Some(Moved { stage, custody: Some(custody) }),
        supports: None,
        terms: Vec::new(),
        confirmed: Vec::new(),
    }
}

fn started(nth: u32, kind: TermKind, until: Date) -> TermChange {
    TermChange::Started(Term {
        nth,
        kind,
        rule: "T".to_owned(),
        obliged: Obliged::Nobody,
        due: Due {
            trigger: date(2027, 1, 14),
            length: Length::Months(12),
            roll: Roll::None,
            unrolled: until,
            date: until,
            calendar: "2027".to_owned(),
            uncovered_years: Vec::new(),
        },
        missed_from: midnight_after(until, offset(5)),
        reference: "own".to_owned(),
    })
}

pub(crate) fn fields() -> Fields {
    Fields {
        title: open(30),
        problem: Some(open(300)),
        proposal: Some(open(300)),
        expected_result: Some(open(100)),
        cost_rubles: None,
        own_contribution: None,
        draft_wording: None,
    }
}
