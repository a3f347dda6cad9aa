//! A made-up history for tests: a district, a region and the federation, officials,
//! and three initiatives of which each goes another way.

use std::collections::BTreeMap;

use aggregates::actor::Actor;
use aggregates::authority::AuthorityEvent;
use aggregates::authority::event::{AuthorityKind, Competences};
use aggregates::authority::number_format::NumberFormat;
use aggregates::comment::CommentEvent;
use aggregates::ids::{AuthorityId, CommentId, InitiativeId, OfficialId, ParticipantId, TerritoryId, TextId};
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::{Channel, Consents, Fields, Kind, ProcedureRef, Threshold};
use aggregates::initiative::obligation::{Obliged, Term, TermChange};
use aggregates::initiative::stage::{
    Awaited, Custody, CustodyRule, EscalationCause, Moved, Stage, SupportWindow,
};
use aggregates::installation::InstallationEvent;
use aggregates::installation::event::ClockKind;
use aggregates::kept::Open;
use aggregates::level::Level;
use aggregates::official::OfficialEvent;
use aggregates::official::role::Role;
use aggregates::participant::{Method, ParticipantEvent, ParticipantKind, Verification};
use aggregates::procedure::TermKind;
use aggregates::support::SupportEvent;
use aggregates::territory::TerritoryEvent;
use aggregates::territory::kind::{FederalDistrict, TerritoryKind};
use calendar::{Due, Length, Roll, UtcOffset, midnight_after};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Event, Hash, Projection, Reader, Record, View};

pub(crate) const JOURNAL: Uuid = Uuid::from_u128(0x1234);
pub(crate) const CLERK: OfficialId = OfficialId(Uuid::from_u128(0xc1e));
pub(crate) const AUTHOR: ParticipantId = ParticipantId(Uuid::from_u128(0xa07));
pub(crate) const FRIEND: ParticipantId = ParticipantId(Uuid::from_u128(0xf21));

/// The street light that nobody answers, and that goes up by silence.
pub(crate) const LIGHT: InitiativeId = InitiativeId(Uuid::from_u128(0x11));
/// The bridge that is revised, refused, and goes up by its supports.
pub(crate) const BRIDGE: InitiativeId = InitiativeId(Uuid::from_u128(0x22));
/// The playground that is adopted and assessed.
pub(crate) const PLAYGROUND: InitiativeId = InitiativeId(Uuid::from_u128(0x33));

pub(crate) fn territory(code: &str) -> TerritoryId {
    code.parse().expect("a code")
}

pub(crate) fn authority(code: &str) -> AuthorityId {
    code.parse().expect("a code")
}

pub(crate) fn path() -> Vec<TerritoryId> {
    ["71826000", "71800000", "RU"].map(territory).to_vec()
}

fn five() -> UtcOffset {
    UtcOffset::from_minutes(300).expect("an offset")
}

/// A history as it grows.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) records: Vec<Record>,
    at: Timestamp,
    texts: BTreeMap<TextId, String>,
    next_text: u128,
    sequences: BTreeMap<String, u64>,
    given: BTreeMap<String, Vec<Event>>,
    terms: BTreeMap<InitiativeId, u32>,
}

impl Story {
    pub(crate) fn new() -> Self {
        Self {
            records: Vec::new(),
            at: "2027-01-11T06:00:00Z".parse().expect("a time"),
            texts: BTreeMap::new(),
            next_text: 0x7e00,
            sequences: BTreeMap::new(),
            given: BTreeMap::new(),
            terms: BTreeMap::new(),
        }
    }

    pub(crate) fn today(&self) -> Date {
        calendar::local_date(self.at, five())
    }

    pub(crate) fn days_pass(&mut self, days: i32) {
        self.at = self.at.checked_add((i64::from(days) * 24).hours()).expect("a time");
    }

    pub(crate) fn text(&mut self, text: &str) -> Open {
        let key = TextId(Uuid::from_u128(self.next_text));
        self.next_text += 1;
        self.texts.insert(key, text.to_owned());
        Open::new(key, text.chars().count() as u32, format!("c{}", self.next_text), "sealed".to_owned())
    }

    pub(crate) fn tell(&mut self, kind: &str, id: impl ToString, event_type: &str, event: Event) -> u64 {
        let position = self.records.len() as u64 + 1;
        self.at = self.at.checked_add(1.second()).expect("a time");
        let sequence = self.sequences.entry(format!("{kind} {}", id.to_string())).or_default();
        *sequence += 1;
        let stream = self.given.entry(format!("{kind} {}", id.to_string())).or_default();
        let earlier = event.follow(stream);
        let mut hash = [7; 32];
        hash[..8].copy_from_slice(&position.to_be_bytes());
        self.records.push(Record {
            position,
            at: self.at,
            stream_kind: kind.to_owned(),
            stream_id: id.to_string(),
            sequence: *sequence,
            event_type: event_type.to_owned(),
            actor: None,
            event,
            earlier,
            texts: std::mem::take(&mut self.texts),
            hash: Hash::of(move || hash),
        });
        position
    }

    pub(crate) fn happens(
        &mut self,
        id: InitiativeId,
        by: Actor,
        fact: Fact,
        change: impl FnOnce(&mut InitiativeEvent),
    ) -> u64 {
        let mut event = InitiativeEvent {
            by,
            done_on: self.today(),
            fact,
            moved: None,
            supports: None,
            terms: Vec::new(),
            confirmed: Vec::new(),
        };
        change(&mut event);
        self.tell("initiative", id, event.fact.name(), Event::Initiative(Box::new(event.clone())))
    }

    /// A term that starts today for an authority.
    pub(crate) fn term(
        &mut self,
        id: InitiativeId,
        kind: TermKind,
        owes: Option<&str>,
        days: u16,
    ) -> TermChange {
        let nth = self.terms.entry(id).or_default();
        *nth += 1;
        let trigger = self.today();
        let end = trigger.checked_add(i64::from(days).days()).expect("a date");
        let due = Due {
            trigger,
            length: Length::CalendarDays(days),
            roll: Roll::None,
            unrolled: end,
            date: end,
            calendar: "2027".to_owned(),
            uncovered_years: Vec::new(),
        };
        let obliged = match owes {
            Some("author") => Obliged::Author,
            Some(code) => Obliged::Authority { authority: authority(code), offset: five() },
            None => Obliged::Nobody,
        };
        TermChange::Started(Term {
            nth: self.terms[&id],
            kind,
            rule: format!("T-{kind}"),
            obliged,
            missed_from: midnight_after(due.date, five()),
            due,
            reference: "a local rule".to_owned(),
        })
    }

    pub(crate) fn custody(&self, code: &str, level: Level, rule: CustodyRule) -> Custody {
        Custody {
            authority: authority(code),
            level,
            offset: five(),
            since: self.at,
            rule,
            awaited: Awaited::Authority,
        }
    }

    pub(crate) fn country(&mut self) {
        let founded = InstallationEvent::InstallationFounded {
            id: JOURNAL,
            clock: ClockKind::Simulated,
            on: self.today(),
            log: None,
        };
        self.tell("installation", JOURNAL, "InstallationFounded", Event::Installation(founded));
        let places = [
            ("RU", None, TerritoryKind::Federation, "Russia", None),
            ("71800000", Some("RU"), TerritoryKind::Region, "Yugra", Some(FederalDistrict::Ural)),
            ("71826000", Some("71800000"), TerritoryKind::Municipality, "Surgut district", None),
        ];
        for (code, parent, kind, name, federal_district) in places {
            let name = self.text(name);
            let event = TerritoryEvent::TerritoryCreated {
                id: territory(code),
                kind,
                parent: parent.map(territory),
                name,
                type_code: None,
                iso: None,
                federal_district,
                population: Some(60),
                location: None,
                utc_offset: five(),
            };
            self.tell("territory", code, "TerritoryCreated", Event::Territory(event));
        }
        for (code, place, level) in [
            ("f", "RU", Level::Federation),
            ("r", "71800000", Level::Region),
            ("m", "71826000", Level::Municipality),
        ] {
            let name = self.text(&format!("Administration {code}"));
            let event = AuthorityEvent::AuthorityEstablished {
                id: authority(code),
                territory: territory(place),
                level,
                kind: AuthorityKind::Administration,
                name,
                competences: Competences::default(),
                utc_offset: five(),
                number_format: NumberFormat::default(),
                default_receiver: true,
                accepts_from: date(2026, 1, 1),
            };
            self.tell("authority", code, "AuthorityEstablished", Event::Authority(event));
        }
        let name = self.text("Clerk Ivanova");
        let event = OfficialEvent::OfficialAppointed {
            id: CLERK,
            authority: authority("m"),
            role: Role::Clerk,
            from: date(2026, 1, 1),
            until: None,
            acting: false,
            name,
            participant: None,
        };
        self.tell("official", CLERK, "OfficialAppointed", Event::Official(event));
        for id in [AUTHOR, FRIEND] {
            let event =
                ParticipantEvent::ParticipantRegistered { id, kind: ParticipantKind::Person, name: None };
            self.tell("participant", id, "ParticipantRegistered", Event::Participant(event));
        }
        let event = ParticipantEvent::ParticipantVerified {
            method: Verification::DocumentSeenByClerk { official: CLERK },
            on: self.today(),
            identity: None,
            age: None,
            residence: territory("71826000"),
            residence_path: path(),
        };
        self.tell("participant", AUTHOR, "ParticipantVerified", Event::Participant(event));
    }

    pub(crate) fn clerk() -> Actor {
        Actor::Official { official: CLERK, authority: authority("m") }
    }

    pub(crate) fn fields(&mut self, title: &str, problem: &str) -> Fields {
        Fields {
            title: self.text(title),
            problem: Some(self.text(problem)),
            proposal: None,
            expected_result: None,
            cost_rubles: Some(1000),
            own_contribution: None,
            draft_wording: None,
        }
    }

    pub(crate) fn submitted(&mut self, id: InitiativeId, title: &str, problem: &str) -> u64 {
        let fields = self.fields(title, problem);
        let fact = Fact::Submitted {
            id,
            procedure: ProcedureRef { id: "inverted-pyramid".parse().expect("a code"), version: 1 },
            public: true,
            kind: Kind::Work,
            home: territory("71826000"),
            path: path(),
            also_concerns: Vec::new(),
            author: AUTHOR,
            fields,
            consents: Consents { publish_text: true, pass_up: true, publish_name: false },
            channel: Channel::Web,
            received_on: self.today(),
            origin: None,
            linked_from: None,
            letter: None,
            attachments: Vec::new(),
        };
        let register = self.term(id, TermKind::Register, Some("m"), 3);
        let custody = self.custody("m", Level::Municipality, CustodyRule::Submitted);
        self.happens(id, Actor::Participant(AUTHOR), fact, |event| {
            let stage = Stage::AwaitingRegistration { level: Level::Municipality };
            event.moved = Some(Moved { stage, custody: Some(custody) });
            event.terms = vec![register];
        })
    }

    pub(crate) fn registered(&mut self, id: InitiativeId, ordinal: u32, theme: &str) -> u64 {
        let fact = Fact::Registered {
            level: Level::Municipality,
            authority: authority("m"),
            year: 2027,
            ordinal,
            number: format!("{ordinal}/2027"),
            again: false,
            theme: Some(theme.parse().expect("a code")),
            national_project: Some("infrastructure".parse().expect("a code")),
        };
        let on = self.today();
        let (publish, forward, review) = (
            self.term(id, TermKind::Publish, Some("m"), 3),
            self.term(id, TermKind::Forward, None, 7),
            self.term(id, TermKind::ReviewMunicipality, Some("m"), 30),
        );
        let custody = self.custody("m", Level::Municipality, CustodyRule::Submitted);
        self.happens(id, Self::clerk(), fact, |event| {
            let stage = Stage::AwaitingPublication { level: Level::Municipality };
            event.moved = Some(Moved { stage, custody: Some(custody) });
            event.terms = vec![TermChange::Met { nth: 1, on, late: false }, publish, forward, review];
        })
    }

    pub(crate) fn published(&mut self, id: InitiativeId, fields: Option<Fields>) -> u64 {
        let needed = [
            ("71826000", Level::Municipality, 2),
            ("71800000", Level::Region, 3),
            ("RU", Level::Federation, 9),
        ];
        let thresholds = needed.map(|(code, level, needed)| Threshold {
            level,
            territory: territory(code),
            population: Some(60),
            needed: Some(needed),
        });
        let fact =
            Fact::Published { version: 1, fields, confirmed: Vec::new(), thresholds: thresholds.to_vec() };
        let on = self.today();
        let (comments, support) =
            (self.term(id, TermKind::Comments, None, 7), self.term(id, TermKind::Support, None, 365));
        let custody = self.custody("m", Level::Municipality, CustodyRule::Submitted);
        self.happens(id, Self::clerk(), fact, |event| {
            let stage = Stage::UnderReview { level: Level::Municipality };
            event.moved = Some(Moved { stage, custody: Some(custody) });
            event.supports = Some(SupportWindow::Open { version: 1 });
            event.terms = vec![TermChange::Met { nth: 2, on, late: false }, comments, support];
        })
    }

    pub(crate) fn missed(
        &mut self,
        id: InitiativeId,
        nth: u32,
        kind: TermKind,
        due: Date,
        follows: Vec<TermChange>,
    ) -> u64 {
        let fact = Fact::DeadlineMissed { nth, kind, authority: authority("m"), due };
        self.happens(id, Actor::Engine, fact, |event| {
            event.terms = vec![TermChange::Missed { nth }];
            event.terms.extend(follows);
        })
    }

    pub(crate) fn goes_up(&mut self, id: InitiativeId, cause: EscalationCause, ends: Vec<TermChange>) -> u64 {
        let register = self.term(id, TermKind::Register, Some("r"), 3);
        let custody = self.custody("r", Level::Region, CustodyRule::Escalated(cause));
        self.happens(id, Actor::Engine, Fact::EscalatedToRegion { cause }, |event| {
            let stage = Stage::AwaitingRegistration { level: Level::Region };
            event.moved = Some(Moved { stage, custody: Some(custody) });
            event.terms = ends;
            event.terms.push(register);
        })
    }

    pub(crate) fn supported(&mut self, tag: &str, id: InitiativeId, residence: &[&str]) -> u64 {
        let event = SupportEvent::SupportGiven {
            initiative: id,
            version: 1,
            residence: territory(residence[0]),
            residence_path: residence.iter().map(|code| territory(code)).collect(),
            channel: Channel::Web,
            verified: Method::Oidc,
            day: self.today(),
        };
        self.tell("support", tag, "SupportGiven", Event::Support(event))
    }

    pub(crate) fn commented(&mut self, number: u128, id: InitiativeId, text: &str) -> Open {
        let text = self.text(text);
        let comment = CommentId(Uuid::from_u128(number));
        let event = CommentEvent::CommentReceived {
            id: comment,
            initiative: id,
            author: FRIEND,
            text: text.clone(),
            day: self.today(),
            confirmed: Vec::new(),
        };
        self.tell("comment", comment, "CommentReceived", Event::Comment(event));
        text
    }
}

/// A view in a directory that goes with it.
pub(crate) struct Kept {
    pub(crate) dir: TempDir,
    pub(crate) view: View,
}

impl Kept {
    pub(crate) fn empty(projection: &'static dyn Projection) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let (view, _) = View::open(dir.path(), projection, JOURNAL).expect("it opens");
        Self { dir, view }
    }

    pub(crate) fn of(projection: &'static dyn Projection, story: &Story) -> Self {
        let mut kept = Self::empty(projection);
        kept.view.apply(&story.records).expect("it applies");
        kept
    }

    pub(crate) fn read(&self) -> Reader {
        self.view.reader().expect("it can be read")
    }

    /// All bytes of all files of the view.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.dir.path()).expect("a directory");
        let paths = files.map(|file| file.expect("a file").path());
        paths.flat_map(|path| std::fs::read(path).expect("readable")).collect()
    }

    pub(crate) fn holds(&self, text: &str) -> bool {
        self.bytes().windows(text.len()).any(|window| window == text.as_bytes())
    }
}
