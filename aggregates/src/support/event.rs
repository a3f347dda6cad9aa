//! What happened to a support. No event names the person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::event_names;
use crate::ids::{InitiativeId, TerritoryId};
use crate::initiative::fields::Channel;
use crate::participant::Method;

/// An event of a support.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum SupportEvent {
    /// Given, for the first time or again after it was withdrawn.
    SupportGiven {
        /// To which initiative.
        initiative: InitiativeId,
        /// To which version of its text.
        version: u32,
        /// Where the supporter lives on that day.
        residence: TerritoryId,
        /// `residence` and its ancestors up to the federation.
        residence_path: Vec<TerritoryId>,
        /// How it came.
        channel: Channel,
        /// How the supporter was verified.
        verified: Method,
        /// The local date.
        day: Date,
    },
    /// Stands for a revised text too.
    SupportConfirmed {
        /// The version it stands for from here on.
        version: u32,
        /// The local date.
        day: Date,
    },
    /// Taken back by the supporter.
    SupportWithdrawn {
        /// The local date.
        day: Date,
    },
    /// Struck out by an official.
    SupportInvalidated {
        /// Why.
        ground: InvalidationGround,
        /// The local date.
        day: Date,
    },
}

event_names!(SupportEvent { SupportGiven, SupportConfirmed, SupportWithdrawn, SupportInvalidated });

/// Why a support is struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvalidationGround {
    /// The same person supports it under another tag.
    Duplicate,
    /// He did not live there on that day.
    NotResident,
    /// He was not of age on that day.
    UnderAge,
    /// The signature is not his.
    Forged,
}
