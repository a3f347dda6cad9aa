//! The country that is simulated: some municipalities of the real table, their
//! regions and the federation, with officials of varying diligence and people.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{AuthorityId, OfficialId, ParticipantId, TerritoryId};
use aggregates::kept::{Private, Typed};
use aggregates::official::{self, Role};
use aggregates::participant::{self, Identity, Method, ParticipantKind};
use aggregates::territory::TerritoryKind;
use engine::{Caller, Engine, Intent, Request};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::dice::Dice;
use crate::initiatives::command_id;
use crate::look;
use crate::run::{Plan, SimulationError, must};
use crate::texts;

/// Somebody's desk: who acts for an authority, and how well.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) clerk: OfficialId,
    pub(crate) officer: OfficialId,
    pub(crate) head: OfficialId,
    pub(crate) diligence: Diligence,
}

/// How an authority works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Diligence {
    /// Hardly ever does anything.
    Silent,
    /// Does it late.
    Slow,
    /// Does it in time.
    Steady,
}

impl Diligence {
    /// The chance in a hundred that a waiting step is taken on a working day.
    pub(crate) const fn chance(self) -> usize {
        match self {
            Self::Silent => 1,
            Self::Slow => 9,
            Self::Steady => 45,
        }
    }
}

/// A municipality that takes part.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) territory: TerritoryId,
    pub(crate) authority: AuthorityId,
    /// The people who live in it, by their number.
    pub(crate) people: std::ops::Range<usize>,
    /// Its TOS body, if it has one.
    pub(crate) tos: Option<ParticipantId>,
}

/// Everybody and everything.
pub(crate) struct Country {
    pub(crate) towns: Vec<Town>,
    pub(crate) offices: BTreeMap<AuthorityId, Office>,
    pub(crate) people: Vec<ParticipantId>,
}

/// At most so many municipalities take part.
const TOWNS_AT_MOST: usize = 40;

impl Country {
    /// Appoints officials and verifies people, once for a seed.
    pub(crate) async fn settle(
        engine: &Engine,
        plan: Plan,
        homes: BTreeSet<TerritoryId>,
        today: Date,
    ) -> Result<Self, SimulationError> {
        let (seed, people) = (plan.seed, plan.people);
        let mut dice = Dice::new(seed, 1);
        let towns = choose_towns(engine, &mut dice, homes, people).await?;
        let mut authorities: Vec<(AuthorityId, usize)> = Vec::new();
        for (territory, _) in &towns {
            for authority in look::receivers(engine, territory, today).await? {
                if !authorities.iter().any(|(known, _)| *known == authority.1) {
                    authorities.push((authority.1, authority.0 as usize));
                }
            }
        }
        let mut offices = BTreeMap::new();
        let mut requests = Vec::new();
        for (number, (authority, level)) in authorities.iter().enumerate() {
            let office = Office {
                clerk: OfficialId(command_id(&["clerk", authority.as_str()])),
                officer: OfficialId(command_id(&["officer", authority.as_str()])),
                head: OfficialId(command_id(&["head", authority.as_str()])),
                diligence: match dice.below(100) {
                    0..8 if *level < 2 => Diligence::Silent,
                    0..28 => Diligence::Slow,
                    _ => Diligence::Steady,
                },
            };
            for (offset, (id, role)) in
                [(office.clerk, Role::Clerk), (office.officer, Role::Officer), (office.head, Role::Head)]
                    .into_iter()
                    .enumerate()
            {
                requests.push(appointment(id, authority, role, number * 3 + offset));
            }
            offices.insert(authority.clone(), office);
        }
        record(engine, requests).await?;
        let (people, towns) = populate(engine, seed, towns, people, today).await?;
        Ok(Self { towns, offices, people })
    }
}

fn appointment(id: OfficialId, authority: &AuthorityId, role: Role, number: usize) -> Request {
    let (surname, given, patronymic) = texts::name(number * 7 + 3);
    let action = official::Action::Appoint {
        authority: authority.clone(),
        role,
        from: date(2010, 1, 1),
        until: None,
        acting: false,
        name: Typed(format!("{surname} {given} {patronymic}")),
        participant: None,
    };
    let mut request = Request::new(Caller::Installation, Intent::Official { id: Some(id), action });
    request.command_id = Some(command_id(&["appoint", &id.to_string()]));
    request
}

/// The homes of what waits already, and others: half of those are small, so that five percent of residents can be reached.
async fn choose_towns(
    engine: &Engine,
    dice: &mut Dice,
    homes: BTreeSet<TerritoryId>,
    people: usize,
) -> Result<Vec<(TerritoryId, usize)>, SimulationError> {
    let mut all: Vec<(TerritoryId, u64)> = look::territories(engine, TerritoryKind::Municipality)
        .await?
        .into_iter()
        .filter_map(|it| it.population.filter(|residents| *residents > 0).map(|residents| (it.id, residents)))
        .collect();
    if all.is_empty() {
        return Err(SimulationError::NoTerritories);
    }
    all.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    let wanted = (people / 40).clamp(1, TOWNS_AT_MOST).min(all.len());
    let small = (all.len() / 8).max(wanted).min(all.len());
    // Where initiatives wait already, there are people and officials too.
    let mut chosen: Vec<TerritoryId> = homes.into_iter().collect();
    let wanted = wanted.max(chosen.len());
    while chosen.len() < wanted {
        let from = if chosen.len().is_multiple_of(2) { dice.below(small) } else { dice.below(all.len()) };
        let territory = all[from].0.clone();
        if !chosen.contains(&territory) {
            chosen.push(territory);
        }
    }
    // With many homes some of them have one inhabitant only.
    let share = (people / wanted).max(1);
    Ok(chosen.into_iter().map(|territory| (territory, share)).collect())
}

async fn populate(
    engine: &Engine,
    seed: u64,
    chosen: Vec<(TerritoryId, usize)>,
    wanted: usize,
    today: Date,
) -> Result<(Vec<ParticipantId>, Vec<Town>), SimulationError> {
    let mut dice = Dice::new(seed, 2);
    let (mut people, mut towns) = (Vec::with_capacity(wanted), Vec::new());
    for (number, (territory, share)) in chosen.into_iter().enumerate() {
        let first = people.len();
        // What looks at a stream that the same batch wrote has to wait for it: all
        // are registered before the first is verified.
        let (mut requests, mut verifications) = (Vec::new(), Vec::new());
        for _ in 0..share {
            let id = ParticipantId(command_id(&["person", &seed.to_string(), &people.len().to_string()]));
            let [register, verify] = person(id, people.len(), &territory, today, &mut dice);
            requests.push(register);
            verifications.push(verify);
            people.push(id);
        }
        let tos = (number % 3 == 0)
            .then(|| ParticipantId(command_id(&["tos", &seed.to_string(), territory.as_str()])));
        requests.extend(verifications);
        if let Some(tos) = tos {
            requests.extend(tos_body(tos, people[first], &territory, today));
        }
        record(engine, requests).await?;
        let authority = look::receivers(engine, &territory, today)
            .await?
            .into_iter()
            .next()
            .map(|(_, authority)| authority)
            .ok_or(SimulationError::NoTerritories)?;
        towns.push(Town { territory, authority, people: first..people.len(), tos });
    }
    Ok((people, towns))
}

fn person(
    id: ParticipantId,
    number: usize,
    home: &TerritoryId,
    today: Date,
    dice: &mut Dice,
) -> [Request; 2] {
    let (surname, given_names, patronymic) = texts::name(number);
    let birth_date = date(1940 + dice.below(66) as i16, 1 + dice.below(12) as i8, 1 + dice.below(28) as i8);
    let identity = Identity { surname, given_names, patronymic: Some(patronymic), birth_date };
    [
        participant::Action::Register { kind: ParticipantKind::Person, name: None },
        participant::Action::Verify {
            method: Method::Imported,
            on: today,
            identity: Some(Private(identity)),
            residence: home.clone(),
        },
    ]
    .map(|action| participant_request(id, action))
}

fn tos_body(id: ParticipantId, head: ParticipantId, home: &TerritoryId, today: Date) -> [Request; 3] {
    [
        participant::Action::Register {
            kind: ParticipantKind::TosBody { territory: home.clone() },
            name: Some(Typed("ТОС «Соседи»".to_owned())),
        },
        participant::Action::Verify {
            method: Method::Imported,
            on: today,
            identity: None,
            residence: home.clone(),
        },
        participant::Action::AddRepresentative { participant: head },
    ]
    .map(|action| participant_request(id, action))
}

fn participant_request(
    id: ParticipantId,
    action: participant::Action<Typed, Private, Private<Identity>>,
) -> Request {
    let step = match &action {
        participant::Action::Register { .. } => "register",
        participant::Action::Verify { .. } => "verify",
        participant::Action::AddRepresentative { .. } => "represent",
        _ => "other",
    };
    let mut request =
        Request::new(Caller::Installation, Intent::Participant { id: Some(id), namesake: 0, action });
    request.command_id = Some(step_id(id.0, step));
    request
}

fn step_id(id: Uuid, step: &str) -> Uuid {
    command_id(&["settle", &id.to_string(), step])
}

async fn record(engine: &Engine, requests: Vec<Request>) -> Result<(), SimulationError> {
    for result in engine.execute_all(requests).await {
        must(result)?;
    }
    Ok(())
}
