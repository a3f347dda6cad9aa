//! The texts of `data/demo/`, read.

use aggregates::authority::AuthorityKind;
use aggregates::ids::{AuthorityId, TerritoryId, ThemeId};
use aggregates::initiative::fields::{Channel, Kind};
use aggregates::official::Role;
use jiff::civil::Date;
use serde::Deserialize;

use super::story::Step;

/// Everything that is told.
pub(super) struct Book {
    pub(super) offices: Offices,
    pub(super) people: People,
    pub(super) initiatives: Vec<Initiative>,
}

/// `offices.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offices {
    /// Residents of settlements, which the shipped table leaves out.
    pub(super) population: Vec<Population>,
    pub(super) authority: Vec<Authority>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Population {
    pub(super) territory: TerritoryId,
    pub(super) people: u64,
}

/// An authority; those without `establish` come with the table of territories.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authority {
    pub(super) id: AuthorityId,
    #[serde(default)]
    pub(super) establish: Option<Establish>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) number_format: Option<String>,
    /// In front of the numbers of its letters.
    #[serde(default)]
    pub(super) outgoing: Option<String>,
    #[serde(default)]
    pub(super) letterhead: Option<String>,
    #[serde(default)]
    pub(super) address: Option<String>,
    #[serde(default)]
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) official: Vec<Official>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Establish {
    pub(super) territory: TerritoryId,
    pub(super) kind: AuthorityKind,
    pub(super) utc_offset: calendar::UtcOffset,
    pub(super) default_receiver: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Official {
    pub(super) login: String,
    pub(super) role: Role,
    pub(super) name: String,
    #[serde(default)]
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    /// Acting for so many days: from the first to the second, counted from today.
    #[serde(default)]
    pub(super) acting: Option<(i32, i32)>,
    /// In whose place, and in which days, counted from today.
    #[serde(default)]
    pub(super) substitutes: Option<Substitutes>,
    /// Runs the installation.
    #[serde(default)]
    pub(super) installation: bool,
    #[serde(default)]
    pub(super) ru: Option<String>,
    #[serde(default)]
    pub(super) en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Substitutes {
    pub(super) login: String,
    pub(super) role: Role,
    pub(super) days: (i32, i32),
}

/// `people.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    /// Those who are known by name.
    pub(super) participant: Vec<Participant>,
    /// Those who only stand behind something: so many of a place.
    pub(super) crowd: Vec<Crowd>,
    pub(super) names: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Participant {
    pub(super) login: String,
    /// A person's, as `surname, given name, patronymic`; a body's own name else.
    pub(super) name: String,
    pub(super) kind: ParticipantKind,
    pub(super) home: TerritoryId,
    #[serde(default)]
    pub(super) born: Option<Date>,
    /// Who verified: the login of a clerk; nobody but a record if not said.
    #[serde(default)]
    pub(super) seen_by: Option<String>,
    #[serde(default)]
    pub(super) unverified: bool,
    /// Who acts for a body.
    #[serde(default)]
    pub(super) represented_by: Option<String>,
    pub(super) ru: String,
    pub(super) en: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ParticipantKind {
    Person,
    VillageHead,
    Organisation,
    Tos,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Crowd {
    pub(super) home: TerritoryId,
    pub(super) people: usize,
}

/// Of which the names of the crowd are put together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// Masculine surnames that take `а` in the feminine.
    pub(super) surnames: Vec<String>,
    pub(super) men: Vec<String>,
    pub(super) women: Vec<String>,
    /// Without their ending, `ич` or `на`.
    pub(super) patronymics: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Initiatives {
    initiative: Vec<Initiative>,
}

/// One initiative with its way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Initiative {
    /// Its name in errors, and in steps of others.
    pub(super) key: String,
    /// Submitted so many working days before today.
    #[serde(default)]
    pub(super) start: Option<u32>,
    /// Instead of `start`: its review was to end so many working days before today.
    #[serde(default)]
    pub(super) overdue_review: Option<i32>,
    pub(super) home: TerritoryId,
    #[serde(default)]
    pub(super) also_concerns: Vec<TerritoryId>,
    pub(super) kind: Kind,
    pub(super) theme: ThemeId,
    /// A login; a resident of the place if not said.
    #[serde(default)]
    pub(super) author: Option<String>,
    #[serde(default = "web")]
    pub(super) channel: Channel,
    #[serde(default)]
    pub(super) procedure: Option<String>,
    /// Whether a letter came without the consent to publish it.
    #[serde(default)]
    pub(super) no_consent: bool,
    /// People who come to support it on the web, as long as they may.
    #[serde(default)]
    pub(super) supports: usize,
    /// Letters are not sent: they become due, and overdue.
    #[serde(default)]
    pub(super) letters_lie: bool,
    pub(super) title: String,
    #[serde(default)]
    pub(super) problem: Option<String>,
    pub(super) proposal: String,
    #[serde(default)]
    pub(super) expected_result: Option<String>,
    #[serde(default)]
    pub(super) cost: Option<u64>,
    #[serde(default)]
    pub(super) own_contribution: Option<String>,
    #[serde(default)]
    pub(super) draft_wording: Option<String>,
    /// The problem as it is published, where personal data stands in it.
    #[serde(default)]
    pub(super) masked_problem: Option<String>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
}

const fn web() -> Channel {
    Channel::Web
}

/// The files, in the order in which they are told.
const FILES: [&str; 6] = [
    include_str!("../../../../data/demo/roads.toml"),
    include_str!("../../../../data/demo/yards.toml"),
    include_str!("../../../../data/demo/people_first.toml"),
    include_str!("../../../../data/demo/rules.toml"),
    include_str!("../../../../data/demo/upward.toml"),
    include_str!("../../../../data/demo/desk.toml"),
];

/// The shipped texts.
pub(super) fn shipped() -> Book {
    let initiatives = FILES
        .iter()
        .flat_map(|file| {
            toml::from_str::<Initiatives>(file).expect("a test reads the shipped initiatives").initiative
        })
        .collect();
    Book {
        offices: toml::from_str(include_str!("../../../../data/demo/offices.toml"))
            .expect("a test reads the shipped offices"),
        people: toml::from_str(include_str!("../../../../data/demo/people.toml"))
            .expect("a test reads the shipped people"),
        initiatives,
    }
}
