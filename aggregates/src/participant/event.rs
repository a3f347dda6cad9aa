//! What happened to a participant.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::identity::{Age, Identity, ParticipantKind, Verification};
use crate::event::event_names;
use crate::ids::{ParticipantId, TerritoryId};
use crate::initiative::fields::Basis;
use crate::kept::{Open, Sealed};

/// An event of a participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ParticipantEvent {
    /// Known from here on, not verified yet.
    ParticipantRegistered {
        /// Who.
        id: ParticipantId,
        /// What sort.
        kind: ParticipantKind,
        /// The name of an organisation or TOS body; never a person's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Open>,
    },
    /// Somebody made sure who it is.
    ParticipantVerified {
        /// How.
        method: Verification,
        /// On which date.
        on: Date,
        /// Name and birth date, for a person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<Sealed<Identity>>,
        /// When of age, for a person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age: Option<Age>,
        /// Where resident or seated.
        residence: TerritoryId,
        /// `residence` and its ancestors up to the federation.
        residence_path: Vec<TerritoryId>,
    },
    /// Moved.
    ResidenceChanged {
        /// Where to.
        residence: TerritoryId,
        /// `residence` and its ancestors up to the federation.
        residence_path: Vec<TerritoryId>,
        /// Since which date.
        on: Date,
    },
    /// How to reach him, from here on.
    ContactSet {
        /// Phone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Sealed>,
        /// E-mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Sealed>,
    },
    /// Somebody may act for this organisation or TOS body.
    RepresentativeAdded {
        /// Who.
        participant: ParticipantId,
    },
    /// Somebody no longer may.
    RepresentativeRemoved {
        /// Who.
        participant: ParticipantId,
    },
    /// The keys of everything sealed about him are destroyed.
    PersonalDataErased {
        /// On what legal basis.
        basis: Basis,
        /// On which date.
        on: Date,
    },
}

event_names!(ParticipantEvent {
    ParticipantRegistered,
    ParticipantVerified,
    ResidenceChanged,
    ContactSet,
    RepresentativeAdded,
    RepresentativeRemoved,
    PersonalDataErased,
});
