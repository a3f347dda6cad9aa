//! The people and places of the tests: Surgut district, its region, the federation,
//! a neighbour, with a clerk, an officer and a head each.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::UtcOffset;
use cqrs_es::Aggregate;
use jiff::civil::date;
use uuid::Uuid;

use crate::actor::By;
use crate::authority::{Authority, AuthorityEvent, AuthorityKind, Competences, NumberFormat};
use crate::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId, TextId};
use crate::initiative::fields::{Channel, Consents, Fields, Kind};
use crate::initiative::{Action, Around, Initiative, Rules, Submission};
use crate::kept::Open;
use crate::level::Level;
use crate::official::{Official, OfficialEvent, Role};
use crate::participant::{Age, Participant, ParticipantEvent, ParticipantKind, Verification};
use crate::procedure;
use crate::register::Register;
use crate::seen::Seen;
use crate::territory::{Territory, TerritoryEvent, TerritoryKind};

pub(super) const SURGUT: &str = "71826000.administration";
pub(super) const NEFTEYUGANSK: &str = "71818000.administration";
pub(super) const YUGRA: &str = "71800000.government";
pub(super) const FEDERATION: &str = "RU.government";

pub(super) struct World {
    pub(super) rules: Rules,
    authorities: BTreeMap<AuthorityId, (Level, Seen<Authority>)>,
    territories: Vec<Seen<Territory>>,
    home: TerritoryId,
    /// Initiatives that an action may name, besides the one of the case.
    pub(super) others: BTreeMap<InitiativeId, Seen<Initiative>>,
    /// The official who is also the author, for rules about one's own initiative.
    pub(super) author_is_head: bool,
}

impl World {
    pub(super) fn new(procedure_id: &str) -> Self {
        let procedure = procedure::shipped()
            .into_iter()
            .find(|it| it.id().as_str() == procedure_id)
            .expect("a shipped procedure");
        let rules =
            Rules { procedure: Arc::new(procedure), calendar: Arc::new(procedure::shipped_calendar()) };
        let authorities = [
            (SURGUT, "71826000", Level::Municipality, 5, AuthorityKind::Administration),
            (NEFTEYUGANSK, "71818000", Level::Municipality, 5, AuthorityKind::Administration),
            (YUGRA, "71800000", Level::Region, 5, AuthorityKind::Government),
            (FEDERATION, "RU", Level::Federation, 3, AuthorityKind::Government),
        ]
        .into_iter()
        .map(|(id, territory, level, offset, kind)| {
            (id.parse().expect("an id"), (level, authority(id, territory, level, offset, kind)))
        })
        .collect();
        let territories = vec![
            territory("71826000", Some("71800000"), TerritoryKind::Municipality, Some(129_992)),
            territory("71800000", Some("RU"), TerritoryKind::Region, Some(1_759_386)),
            territory("RU", None, TerritoryKind::Federation, Some(132_223_381)),
        ];
        Self {
            rules,
            authorities,
            territories,
            home: "71826000".parse().expect("a territory"),
            others: BTreeMap::new(),
            author_is_head: false,
        }
    }

    pub(super) fn text(&self) -> Open {
        open(60)
    }

    pub(super) fn long_text(&self) -> Open {
        open(250)
    }

    pub(super) fn submission(&self, kind: Kind) -> Submission {
        Submission {
            kind,
            home: self.home.clone(),
            also_concerns: Vec::new(),
            author: None,
            fields: self.fields(kind),
            consents: Consents { publish_text: true, pass_up: true, publish_name: false },
            channel: Channel::Web,
            received_on: None,
            origin: None,
            linked_from: None,
            letter: None,
            attachments: Vec::new(),
        }
    }

    pub(super) fn fields(&self, kind: Kind) -> Fields {
        Fields {
            title: open(30),
            problem: Some(open(300)),
            proposal: Some(open(300)),
            expected_result: Some(open(100)),
            cost_rubles: Some(3_000_000),
            own_contribution: Some(open(100)),
            draft_wording: matches!(kind, Kind::Rule | Kind::Law).then(|| open(500)),
        }
    }

    pub(super) fn author(&self) -> By {
        self.participant(1)
    }

    pub(super) fn participant(&self, number: u128) -> By {
        By::Participant(Box::new(person(number)))
    }

    pub(super) fn clerk(&self, authority: &AuthorityId) -> By {
        self.official(authority, Role::Clerk, 10)
    }

    pub(super) fn officer(&self, authority: &AuthorityId) -> By {
        self.official(authority, Role::Officer, 20)
    }

    pub(super) fn head(&self, authority: &AuthorityId) -> By {
        self.official(authority, Role::Head, 30)
    }

    pub(super) fn clerk_at(&self, authority: &str) -> By {
        self.clerk(&authority.parse().expect("an authority"))
    }

    pub(super) fn head_at(&self, authority: &str) -> By {
        self.head(&authority.parse().expect("an authority"))
    }

    pub(super) fn administrator(&self) -> By {
        self.official(&FEDERATION.parse().expect("an authority"), Role::Administrator, 40)
    }

    fn official(&self, id: &AuthorityId, role: Role, number: u128) -> By {
        let (_, authority) = &self.authorities[id];
        let official_id = OfficialId(Uuid::from_u128(1000 + number));
        let mut official = Official::default();
        official.apply(OfficialEvent::OfficialAppointed {
            id: official_id,
            authority: id.clone(),
            role,
            from: date(2020, 1, 1),
            until: None,
            acting: false,
            name: open(20),
            participant: self.author_is_head.then(|| ParticipantId(Uuid::from_u128(1))),
        });
        By::Official {
            official: Box::new(Seen::new(official, official_id.to_string(), 1)),
            authority: Box::new(authority.clone()),
        }
    }

    /// What the engine would have loaded for this action.
    pub(super) fn around(&self, state: &Initiative, action: &Action, supports: u64) -> Around {
        let receivers = [SURGUT, YUGRA, FEDERATION]
            .into_iter()
            .map(|id| {
                let (level, authority) = &self.authorities[&id.parse::<AuthorityId>().expect("an id")];
                (*level, authority.clone())
            })
            .collect();
        let named = match action {
            Action::Forward { to, .. } | Action::PassCustody { to } => Some(to),
            Action::Adopt { executor, .. } => Some(executor),
            Action::RequestOpinion { authority, .. } => Some(authority),
            Action::Return { .. } => {
                let below = state.custody().and_then(|custody| custody.level.below());
                below.and_then(|below| state.last_at(below))
            }
            _ => None,
        };
        let other = match action {
            Action::ProposeMerge { into } => Some(*into),
            Action::AcceptMerge => state.merge_into(),
            _ => None,
        };
        Around {
            id: Some(InitiativeId(Uuid::from_u128(42))),
            territories: self.territories.clone(),
            receivers,
            author: Some(person(1)),
            named: named.and_then(|id| self.authorities.get(id)).map(|(_, authority)| authority.clone()),
            register: Some(Seen::new(Register::default(), "register", 0)),
            other: other.and_then(|id| self.others.get(&id).cloned()),
            supports,
            invited: matches!(action, Action::JoinAsCoInitiator { invitation: Some(_) }),
        }
    }
}

fn open(chars: u32) -> Open {
    Open::new(TextId(Uuid::from_u128(7)), chars, "c0".repeat(32), "bm90IHJlYWQgaGVyZQ".to_owned())
}

fn person(number: u128) -> Seen<Participant> {
    let id = ParticipantId(Uuid::from_u128(number));
    let path: [TerritoryId; 3] =
        ["71826000", "71800000", "RU"].map(|code| code.parse().expect("a territory"));
    let mut participant = Participant::default();
    participant.apply(ParticipantEvent::ParticipantRegistered {
        id,
        kind: ParticipantKind::Person,
        name: None,
    });
    participant.apply(ParticipantEvent::ParticipantVerified {
        method: Verification::Oidc,
        on: date(2026, 1, 12),
        identity: None,
        age: Some(Age { sixteen_on: date(2000, 1, 1), eighteen_on: date(2002, 1, 1) }),
        residence: path[0].clone(),
        residence_path: path.to_vec(),
    });
    Seen::new(participant, id.to_string(), 2)
}

fn authority(id: &str, territory: &str, level: Level, offset: i16, kind: AuthorityKind) -> Seen<Authority> {
    let mut authority = Authority::default();
    authority.apply(AuthorityEvent::AuthorityEstablished {
        id: id.parse().expect("an id"),
        territory: territory.parse().expect("a territory"),
        level,
        kind,
        name: open(20),
        competences: Competences::default(),
        utc_offset: UtcOffset::from_minutes(offset * 60).expect("an offset"),
        number_format: "{n}/{year}".parse::<NumberFormat>().expect("a format"),
        default_receiver: true,
        accepts_from: date(2020, 1, 1),
    });
    Seen::new(authority, id, 1)
}

fn territory(
    id: &str,
    parent: Option<&str>,
    kind: TerritoryKind,
    population: Option<u64>,
) -> Seen<Territory> {
    let mut territory = Territory::default();
    territory.apply(TerritoryEvent::TerritoryCreated {
        id: id.parse().expect("a territory"),
        kind,
        parent: parent.map(|it| it.parse().expect("a territory")),
        name: open(20),
        type_code: None,
        iso: None,
        federal_district: None,
        population,
        location: None,
        utc_offset: UtcOffset::from_minutes(5 * 60).expect("an offset"),
    });
    Seen::new(territory, id, 1)
}
