//! What happened to an official.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::opening::{OpeningReason, SealedField};
use super::role::Role;
use crate::event::event_names;
use crate::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId};
use crate::kept::Open;

/// An event of an official. All last days are inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum OfficialEvent {
    /// Came into office.
    OfficialAppointed {
        /// Who.
        id: OfficialId,
        /// For whom.
        authority: AuthorityId,
        /// As what.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day, if set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// In an acting capacity.
        acting: bool,
        /// His name.
        name: Open,
        /// The same person as a participant: nobody decides his own initiative.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant: Option<ParticipantId>,
    },
    /// Has one more role.
    RoleGranted {
        /// Which.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day, if set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// In an acting capacity.
        acting: bool,
    },
    /// A role ends.
    RoleEnded {
        /// Which.
        role: Role,
        /// The last day.
        on: Date,
    },
    /// Takes the place of a colleague for some days.
    SubstitutionSet {
        /// Whose place.
        in_place_of: OfficialId,
        /// In which role.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// How to reach him, from here on.
    ContactsSet {
        /// Phone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Open>,
        /// E-mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Open>,
    },
    /// Has another name.
    Renamed {
        /// The new name.
        name: Open,
    },
    /// Has read what is sealed of a case: recorded before he is shown it, each field once
    /// a day.
    SealedOpened {
        /// Of which case.
        initiative: InitiativeId,
        /// What of it.
        fields: BTreeSet<SealedField>,
        /// Why.
        reason: OpeningReason,
        /// The local date.
        on: Date,
    },
    /// Left office.
    Dismissed {
        /// The last day.
        on: Date,
    },
}

event_names!(OfficialEvent {
    OfficialAppointed,
    RoleGranted,
    RoleEnded,
    SubstitutionSet,
    ContactsSet,
    Renamed,
    SealedOpened,
    Dismissed,
});
