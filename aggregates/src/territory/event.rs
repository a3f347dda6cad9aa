//! What happened to a territory.

use calendar::UtcOffset;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kind::{FederalDistrict, Location, TerritoryKind, TerritoryType};
use crate::event::event_names;
use crate::ids::TerritoryId;
use crate::kept::Open;

/// An event of a territory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum TerritoryEvent {
    /// It is known from here on.
    TerritoryCreated {
        /// Its code.
        id: TerritoryId,
        /// Its place in the tree.
        kind: TerritoryKind,
        /// What it is part of; nothing for the federation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<TerritoryId>,
        /// Its name.
        name: Open,
        /// What the law calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        type_code: Option<TerritoryType>,
        /// ISO 3166 code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        iso: Option<String>,
        /// The district a region is added up under.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        federal_district: Option<FederalDistrict>,
        /// Residents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        population: Option<u64>,
        /// Where on the map.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        location: Option<Location>,
        /// Its time.
        utc_offset: UtcOffset,
    },
    /// It has another name.
    TerritoryRenamed {
        /// The new name.
        name: Open,
    },
    /// A new count of residents.
    PopulationSet {
        /// Residents.
        population: u64,
        /// Counted on this date.
        as_of: Date,
    },
    /// It became part of another.
    TerritoryMerged {
        /// Which.
        into: TerritoryId,
        /// The first day on which it is no more.
        on: Date,
    },
    /// It ended without a successor.
    TerritoryAbolished {
        /// The first day on which it is no more.
        on: Date,
    },
}

event_names!(TerritoryEvent {
    TerritoryCreated,
    TerritoryRenamed,
    PopulationSet,
    TerritoryMerged,
    TerritoryAbolished
});
