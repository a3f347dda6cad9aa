//! Who lives in the country.

use std::collections::BTreeMap;

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::kept::{Private, Typed};
use aggregates::participant::{self, Identity, Method, ParticipantKind};
use engine::{Caller, Engine, Intent, Request};
use jiff::civil::{Date, date};

use super::book::{self, Book};
use super::days::Days;
use super::offices::{clerk_called, record};
use super::{Role, Who};
use crate::initiatives::command_id;
use crate::run::SimulationError;

/// Everybody who is not an official.
pub(super) struct People {
    by_login: BTreeMap<String, ParticipantId>,
    /// Those who only stand behind something, with their homes.
    crowd: Vec<(TerritoryId, ParticipantId)>,
    pub(super) cast: Vec<Role>,
}

type Action = participant::Action<Typed, Private, Private<Identity>>;

impl People {
    pub(super) fn called(&self, login: &str) -> Option<ParticipantId> {
        self.by_login.get(login).copied()
    }

    /// Neighbours of a place, starting with the `from`-th, and then everybody else of
    /// the country: each once.
    pub(super) fn around(&self, place: &TerritoryId, from: usize) -> Vec<ParticipantId> {
        let (mut near, mut far): (Vec<_>, Vec<_>) =
            self.crowd.iter().partition(|(home, _)| lives_in(home, place));
        for (some, by) in [(&mut near, from), (&mut far, from * 7)] {
            let by = by % some.len().max(1);
            some.rotate_left(by);
        }
        near.into_iter().chain(far).map(|(_, id)| *id).collect()
    }
}

/// Whether `home` lies in `place`, or is it. The codes say so.
fn lives_in(home: &TerritoryId, place: &TerritoryId) -> bool {
    let code = place.as_str();
    code == "RU" || home.as_str().starts_with(code.trim_end_matches('0'))
}

/// Registers and verifies everybody.
pub(super) async fn settle(engine: &Engine, book: &Book, days: &Days) -> Result<People, SimulationError> {
    let book = &book.people;
    let today = days.first.yesterday().unwrap_or(Date::MIN);
    // What looks at a stream that the same batch wrote has to wait for it: all are
    // registered before the first is verified, and verified before they represent.
    let (mut registered, mut verified, mut represented) = (Vec::new(), Vec::new(), Vec::new());
    let mut by_login = BTreeMap::new();
    for told in &book.participant {
        let id = participant_id(&told.login);
        by_login.insert(told.login.clone(), id);
        let by = told.seen_by.as_deref().map_or(Caller::Installation, clerk_called);
        registered.push(request(&told.login, Caller::Installation, id, register(told)));
        if !told.unverified {
            verified.push(request(&told.login, by, id, verify(told, today)));
        }
        if let Some(person) = &told.represented_by {
            let action = Action::AddRepresentative { participant: participant_id(person) };
            represented.push(request(&told.login, Caller::Installation, id, action));
        }
    }
    let mut crowd = Vec::new();
    for told in &book.crowd {
        for _ in 0..told.people {
            let number = crowd.len();
            let id = participant_id(&format!("crowd-{number}"));
            let what = format!("resident {number}");
            let action = Action::Register { kind: ParticipantKind::Person, name: None };
            registered.push(request(&what, Caller::Installation, id, action));
            let action = Action::Verify {
                method: Method::Imported,
                on: today,
                identity: Some(Private(somebody(&book.names, number))),
                residence: told.home.clone(),
            };
            verified.push(request(&what, Caller::Installation, id, action));
            crowd.push((told.home.clone(), id));
        }
    }
    for some in [registered, verified, represented] {
        record(engine, some).await?;
    }
    let cast = book.participant.iter().map(role).collect();
    Ok(People { by_login, crowd, cast })
}

fn role(told: &book::Participant) -> Role {
    Role {
        login: told.login.clone(),
        name: told.name.clone(),
        about_ru: told.ru.clone(),
        about_en: told.en.clone(),
        who: Who::Participant(participant_id(&told.login)),
    }
}

fn register(told: &book::Participant) -> Action {
    let (kind, named) = match told.kind {
        book::ParticipantKind::Person => (ParticipantKind::Person, false),
        book::ParticipantKind::VillageHead => (ParticipantKind::VillageHead, false),
        book::ParticipantKind::Organisation => (ParticipantKind::Organisation, true),
        book::ParticipantKind::Tos => (ParticipantKind::TosBody { territory: told.home.clone() }, true),
    };
    Action::Register { kind, name: named.then(|| Typed(told.name.clone())) }
}

fn verify(told: &book::Participant, on: Date) -> Action {
    let method = if told.seen_by.is_some() { Method::DocumentSeenByClerk } else { Method::Imported };
    let mut words = told.name.split(' ').map(str::to_owned);
    let identity = told.born.map(|birth_date| {
        Private(Identity {
            surname: words.next().unwrap_or_default(),
            given_names: words.next().unwrap_or_default(),
            patronymic: words.next(),
            birth_date,
        })
    });
    Action::Verify { method, on, identity, residence: told.home.clone() }
}

/// One of the crowd: by turns a woman and a man, each of another name or age.
fn somebody(names: &book::Names, number: usize) -> Identity {
    let woman = number.is_multiple_of(2);
    let (surnames, patronymics) = (&names.surnames, &names.patronymics);
    let surname = &surnames[number * 7 % surnames.len()];
    let given = if woman { &names.women } else { &names.men };
    let patronymic = &patronymics[number * 5 % patronymics.len()];
    let year = 1944 + i16::try_from(number * 13 % 62).unwrap_or_default();
    let (month, day) = (1 + number * 5 % 12, 1 + number * 11 % 28);
    Identity {
        surname: if woman { format!("{surname}а") } else { surname.clone() },
        given_names: given[number * 3 % given.len()].clone(),
        patronymic: Some(format!("{patronymic}{}", if woman { "на" } else { "ич" })),
        birth_date: date(year, i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1)),
    }
}

fn participant_id(name: &str) -> ParticipantId {
    ParticipantId(command_id(&["demo", "participant", name]))
}

fn request(what: &str, by: Caller, id: ParticipantId, action: Action) -> (String, Request) {
    (what.to_owned(), Request::new(by, Intent::Participant { id: Some(id), namesake: 0, action }))
}
