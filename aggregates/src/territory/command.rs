//! What can be asked of a territory, and why it may be turned down.

use calendar::UtcOffset;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FederalDistrict, Location, Territory, TerritoryEvent, TerritoryKind, TerritoryType};
use crate::actor::Order;
use crate::ids::TerritoryId;
use crate::kept::Open;
use crate::official::Role;
use crate::seen::Seen;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// The territory's code: the stream.
    pub id: TerritoryId,
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The territory that the action names: the parent, or what it merges into.
    pub named: Option<Seen<Territory>>,
}

/// What is to be done. Every action is an administrator's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open> {
    /// Makes it known.
    Create {
        /// Its place in the tree.
        kind: TerritoryKind,
        /// What it is part of.
        #[serde(default)]
        parent: Option<TerritoryId>,
        /// Its name.
        name: O,
        /// What the law calls it.
        #[serde(default)]
        type_code: Option<TerritoryType>,
        /// ISO 3166 code.
        #[serde(default)]
        iso: Option<String>,
        /// For a region.
        #[serde(default)]
        federal_district: Option<FederalDistrict>,
        /// Residents.
        #[serde(default)]
        population: Option<u64>,
        /// Where on the map.
        #[serde(default)]
        location: Option<Location>,
        /// Its time.
        utc_offset: UtcOffset,
    },
    /// Gives it another name.
    Rename {
        /// The new name.
        name: O,
    },
    /// Enters a count of residents.
    SetPopulation {
        /// Residents.
        population: u64,
        /// Counted on this date.
        as_of: Date,
    },
    /// Makes it part of another of the same kind.
    Merge {
        /// Which.
        into: TerritoryId,
        /// The first day on which it is no more.
        on: Date,
    },
    /// Ends it.
    Abolish {
        /// The first day on which it is no more.
        on: Date,
    },
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else tried.
    #[error("only an administrator may change territories")]
    NotAdministrator,
    /// The code is taken.
    #[error("the territory {0} exists already")]
    AlreadyExists(TerritoryId),
    /// Nothing under that code.
    #[error("there is no territory {0}")]
    NoSuchTerritory(TerritoryId),
    /// It was merged or abolished.
    #[error("this territory ended on {on}")]
    Ended {
        /// The first day on which it was no more.
        on: Date,
    },
    /// A parent of another kind, or none, or one too many.
    #[error("a {kind} cannot stand there in the tree of territories")]
    WrongParent {
        /// What was to be created.
        kind: TerritoryKind,
    },
    /// Not of the same kind, or itself.
    #[error("a territory can only be merged into another one of the same kind")]
    NotMergeable,
    /// An older count than the one entered.
    #[error("a count of residents as of {counted_on} is entered already")]
    OlderCount {
        /// The date of that count.
        counted_on: Date,
    },
    /// Only regions belong to a federal district.
    #[error("only a region belongs to a federal district")]
    DistrictOfNonRegion,
    /// Not `AA` or `AA-BBB`.
    #[error("{0:?} is not an ISO 3166 code")]
    BadIsoCode(String),
    /// Beyond the poles or the date line.
    #[error("the coordinates do not lie on the globe")]
    OffTheGlobe,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAdministrator => "not_administrator",
            Self::AlreadyExists(_) => "already_exists",
            Self::NoSuchTerritory(_) => "no_such_territory",
            Self::Ended { .. } => "territory_ended",
            Self::WrongParent { .. } => "wrong_parent",
            Self::NotMergeable => "not_mergeable",
            Self::OlderCount { .. } => "older_count",
            Self::DistrictOfNonRegion => "district_of_non_region",
            Self::BadIsoCode(_) => "bad_iso_code",
            Self::OffTheGlobe => "off_the_globe",
        }
    }
}

impl Territory {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<TerritoryEvent>, Refusal> {
        let Command { id, order: Order { at, by, action }, named } = command;
        if !by.holds(Role::Administrator, at) {
            return Err(Refusal::NotAdministrator);
        }
        if !matches!(action, Action::Create { .. }) {
            self.still_there(&id)?;
        }
        let event = match action {
            Action::Create {
                kind,
                parent,
                name,
                type_code,
                iso,
                federal_district,
                population,
                location,
                utc_offset,
            } => {
                if self.exists() {
                    return Err(Refusal::AlreadyExists(id));
                }
                fits_in_tree(kind, parent.as_ref(), named.as_ref())?;
                if federal_district.is_some() && kind != TerritoryKind::Region {
                    return Err(Refusal::DistrictOfNonRegion);
                }
                if let Some(code) = iso.as_ref().filter(|code| !is_iso(code)) {
                    return Err(Refusal::BadIsoCode(code.chars().take(20).collect()));
                }
                if location.is_some_and(|location| !location.is_on_globe()) {
                    return Err(Refusal::OffTheGlobe);
                }
                TerritoryEvent::TerritoryCreated {
                    id,
                    kind,
                    parent,
                    name,
                    type_code,
                    iso,
                    federal_district,
                    population,
                    location,
                    utc_offset,
                }
            }
            Action::Rename { name } => TerritoryEvent::TerritoryRenamed { name },
            Action::SetPopulation { population, as_of } => {
                if let Some(counted_on) = self.counted_on.filter(|counted_on| *counted_on > as_of) {
                    return Err(Refusal::OlderCount { counted_on });
                }
                TerritoryEvent::PopulationSet { population, as_of }
            }
            Action::Merge { into, on } => {
                let other = named
                    .filter(|other| other.id() == Some(&into) && other.exists_on(on))
                    .ok_or_else(|| Refusal::NoSuchTerritory(into.clone()))?;
                if into == id || other.kind() != self.kind {
                    return Err(Refusal::NotMergeable);
                }
                TerritoryEvent::TerritoryMerged { into, on }
            }
            Action::Abolish { on } => TerritoryEvent::TerritoryAbolished { on },
        };
        Ok(vec![event])
    }

    fn still_there(&self, id: &TerritoryId) -> Result<(), Refusal> {
        match self.ended_on {
            Some(on) => Err(Refusal::Ended { on }),
            None if self.exists() => Ok(()),
            None => Err(Refusal::NoSuchTerritory(id.clone())),
        }
    }
}

fn fits_in_tree(
    kind: TerritoryKind,
    parent: Option<&TerritoryId>,
    named: Option<&Seen<Territory>>,
) -> Result<(), Refusal> {
    match (kind.parent(), parent) {
        (None, None) => Ok(()),
        (Some(above), Some(parent)) => {
            let seen = named
                .filter(|seen| seen.id() == Some(parent) && seen.ended_on.is_none())
                .ok_or_else(|| Refusal::NoSuchTerritory(parent.clone()))?;
            if seen.kind() == Some(above) { Ok(()) } else { Err(Refusal::WrongParent { kind }) }
        }
        (None, Some(_)) | (Some(_), None) => Err(Refusal::WrongParent { kind }),
    }
}

fn is_iso(code: &str) -> bool {
    let (country, part) = code.split_once('-').unwrap_or((code, "X"));
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=3).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
