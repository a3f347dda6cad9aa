//! Territories, their authorities, and who works there.

use std::collections::BTreeMap;

use aggregates::authority::{self, Competences};
use aggregates::ids::{AuthorityId, OfficialId, TerritoryId};
use aggregates::kept::Typed;
use aggregates::level::Level;
use aggregates::{installation, official, territory};
use engine::{Caller, Engine, Intent, Request};

use super::book::{self, Book};
use super::days::Days;
use super::error::DemoError;
use super::{Role, Who};
use crate::initiatives::command_id;
use crate::run::{SimulationError, TERRITORIES};
use crate::territories;

/// Yugra, whose municipalities are told of.
const REGION: &str = "71800000";
/// The Surgut district, whose settlements are told of too.
const DISTRICT: &str = "71826000";

/// Who acts for an authority.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) clerk: OfficialId,
    pub(super) officer: OfficialId,
    pub(super) head: OfficialId,
    /// In front of the numbers of its letters.
    outgoing: String,
    letters: u32,
}

impl Office {
    /// The number of the next letter.
    pub(super) fn next_letter(&mut self) -> String {
        self.letters += 1;
        format!("{}-{}", self.outgoing, self.letters)
    }
}

/// All authorities that act.
pub(super) struct Offices {
    pub(super) by_authority: BTreeMap<AuthorityId, Office>,
    /// Settlements with an administration of their own.
    own: BTreeMap<TerritoryId, AuthorityId>,
    pub(super) cast: Vec<Role>,
}

impl Offices {
    pub(super) fn of(&mut self, authority: &AuthorityId) -> Option<&mut Office> {
        self.by_authority.get_mut(authority)
    }

    /// Whose clerk enters a letter about that place.
    pub(super) fn nearest(&self, home: &TerritoryId) -> Option<&Office> {
        let own = self.own.get(home).cloned();
        let authority = own.or_else(|| match home.as_str() {
            "RU" => "RU.government".parse().ok(),
            REGION => format!("{REGION}.government").parse().ok(),
            code => format!("{}000.administration", code.get(..5)?).parse().ok(),
        })?;
        self.by_authority.get(&authority)
    }
}

/// Imports the territories and opens the offices.
pub(super) async fn open(engine: &Engine, book: &Book, days: &Days) -> Result<Offices, SimulationError> {
    territories::import(engine, &told(), |_, _| {}).await?;
    let book = &book.offices;
    let mut requests: Vec<(String, Request)> = book.population.iter().map(|it| counted(it, days)).collect();
    let mut own = BTreeMap::new();
    for told in &book.authority {
        if let Some(made) = &told.establish {
            requests.push(by_installation(&told.name, authority_intent(told, establish(told, made, days))));
            if made.default_receiver {
                own.insert(made.territory.clone(), told.id.clone());
            }
        }
    }
    record(engine, requests).await?;
    engine.views().catch_up().await?;
    let mut requests = Vec::new();
    for told in &book.authority {
        requests
            .extend(describe(told).map(|action| by_installation(&told.name, authority_intent(told, action))));
        for person in &told.official {
            requests.push(by_installation(&person.name, appointment(told, person, days)));
        }
    }
    record(engine, requests).await?;
    let mut requests = Vec::new();
    for told in &book.authority {
        for person in &told.official {
            requests.extend(
                settling_in(person, days).into_iter().map(|intent| by_installation(&person.name, intent)),
            );
        }
        if let Some(head) = told.official.iter().find(|it| it.role == official::Role::Head) {
            let action = authority::Action::SetSignatories { officials: vec![official_id(&head.login)] };
            requests.push(by_installation(&told.name, authority_intent(told, action)));
        }
    }
    record(engine, requests).await?;
    Ok(Offices { by_authority: book.authority.iter().filter_map(office).collect(), own, cast: cast(book) })
}

/// The table of territories, cut to what the country consists of.
fn told() -> String {
    let wanted = |line: &&str| {
        let mut cells = line.split(',');
        let (code, parent) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        ["code", "RU", REGION].contains(&code) || [REGION, DISTRICT].contains(&parent)
    };
    TERRITORIES.lines().filter(wanted).map(|line| format!("{line}\n")).collect()
}

fn counted(it: &book::Population, days: &Days) -> (String, Request) {
    let action = territory::Action::SetPopulation { population: it.people, as_of: days.first };
    by_installation(it.territory.as_str(), Intent::Territory { id: it.territory.clone(), action })
}

fn establish(told: &book::Authority, made: &book::Establish, days: &Days) -> authority::Action<Typed> {
    let level = match made.territory.as_str() {
        "RU" => Level::Federation,
        REGION => Level::Region,
        _ => Level::Municipality,
    };
    authority::Action::Establish {
        territory: made.territory.clone(),
        level,
        kind: made.kind,
        name: Typed(told.name.clone()),
        competences: Competences::default(),
        utc_offset: made.utc_offset,
        number_format: Default::default(),
        default_receiver: made.default_receiver,
        accepts_from: days.after_today(-3650),
    }
}

/// Everything that stands in the head of its letters.
fn describe(told: &book::Authority) -> impl Iterator<Item = authority::Action<Typed>> {
    let typed = |text: &Option<String>| text.clone().map(Typed);
    let name = authority::Action::Rename { name: Typed(told.name.clone()) };
    let number_format = told.number_format.as_ref().and_then(|format| format.parse().ok());
    let number_format =
        number_format.map(|number_format| authority::Action::SetNumberFormat { number_format });
    let letterhead = typed(&told.letterhead).map(|text| authority::Action::SetLetterhead { text });
    let contacts = told.phone.is_some().then(|| authority::Action::SetContacts {
        phone: typed(&told.phone),
        email: typed(&told.email),
        address: typed(&told.address),
    });
    let name = told.establish.is_none().then_some(name);
    [name, number_format, letterhead, contacts].into_iter().flatten()
}

fn appointment(told: &book::Authority, person: &book::Official, days: &Days) -> Intent {
    let (from, until) = match person.acting {
        Some((from, until)) => (days.after_today(from), Some(days.after_today(until))),
        None => (days.after_today(-1500), None),
    };
    let action = official::Action::Appoint {
        authority: told.id.clone(),
        role: person.role,
        from,
        until,
        acting: person.acting.is_some(),
        name: Typed(person.name.clone()),
        participant: None,
    };
    Intent::Official { id: Some(official_id(&person.login)), action }
}

/// What follows an appointment: contacts, a colleague's place, the keys of the house.
fn settling_in(person: &book::Official, days: &Days) -> Vec<Intent> {
    let id = official_id(&person.login);
    let mut intents = Vec::new();
    if person.phone.is_some() || person.email.is_some() {
        let action = official::Action::SetContacts {
            phone: person.phone.clone().map(Typed),
            email: person.email.clone().map(Typed),
        };
        intents.push(Intent::Official { id: Some(id), action });
    }
    if let Some(place) = &person.substitutes {
        let action = official::Action::Substitute {
            in_place_of: official_id(&place.login),
            role: place.role,
            from: days.after_today(place.days.0),
            until: days.after_today(place.days.1),
        };
        intents.push(Intent::Official { id: Some(id), action });
    }
    if person.installation {
        intents
            .push(Intent::Installation { action: installation::Action::NameAdministrator { official: id } });
    }
    intents
}

fn office(told: &book::Authority) -> Option<(AuthorityId, Office)> {
    // Whoever acts or substitutes for a while comes after whoever is there for good.
    let of = |role: official::Role| {
        told.official
            .iter()
            .find(|it| it.role == role && it.acting.is_none())
            .map(|it| official_id(&it.login))
    };
    let head = of(official::Role::Head)?;
    let officer = of(official::Role::Officer).unwrap_or(head);
    let outgoing = told.outgoing.clone().unwrap_or_else(|| "01".to_owned());
    let clerk = of(official::Role::Clerk).unwrap_or(officer);
    Some((told.id.clone(), Office { clerk, officer, head, outgoing, letters: 0 }))
}

fn cast(book: &book::Offices) -> Vec<Role> {
    let officials = book.authority.iter().flat_map(|authority| &authority.official);
    officials
        .filter_map(|it| {
            Some(Role {
                login: it.login.clone(),
                name: it.name.clone(),
                about_ru: it.ru.clone()?,
                about_en: it.en.clone()?,
                who: Who::Official(official_id(&it.login)),
            })
        })
        .collect()
}

fn official_id(login: &str) -> OfficialId {
    OfficialId(command_id(&["demo", "official", login]))
}

/// The official of that login.
pub(super) fn clerk_called(login: &str) -> Caller {
    Caller::Official(official_id(login))
}

fn authority_intent(told: &book::Authority, action: authority::Action<Typed>) -> Intent {
    Intent::Authority { id: told.id.clone(), action }
}

pub(super) fn by_installation(what: &str, intent: Intent) -> (String, Request) {
    (what.to_owned(), Request::new(Caller::Installation, intent))
}

/// Executes what sets the country up; a refusal is a mistake of the texts.
pub(super) async fn record(engine: &Engine, requests: Vec<(String, Request)>) -> Result<(), DemoError> {
    let (what, requests): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
    for (what, answer) in what.into_iter().zip(engine.execute_all(requests).await) {
        answer.map_err(|source| DemoError::Setting { what, source })?;
    }
    Ok(())
}
