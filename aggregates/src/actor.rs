//! Who does something, as a decision sees him.

use calendar::UtcOffset;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authority::Authority;
use crate::ids::{AuthorityId, OfficialId, ParticipantId};
use crate::official::{Official, Role};
use crate::participant::Participant;
use crate::seen::Seen;

/// A command on its way to an aggregate: when, by whom, what.
#[derive(Clone, Debug)]
pub struct Order<A> {
    /// When the engine took the command.
    pub at: Timestamp,
    /// Who gave it.
    pub by: By,
    /// What is to be done.
    pub action: A,
}

/// Who gives a command, with the states that say what he may do.
#[derive(Clone, Debug)]
pub enum By {
    /// Somebody acting for an authority.
    Official {
        /// The person and his roles.
        official: Box<Seen<Official>>,
        /// The authority he acts for.
        authority: Box<Seen<Authority>>,
    },
    /// A resident, an organisation or a TOS body.
    Participant(Box<Seen<Participant>>),
    /// The engine itself: its clock, its thresholds.
    Engine,
    /// The installation: the command line of whoever runs the program.
    Installation,
}

impl By {
    /// The official and his authority, if one acts.
    pub fn official(&self) -> Option<(&Seen<Official>, &Seen<Authority>)> {
        match self {
            Self::Official { official, authority } => Some((official, authority)),
            Self::Participant(_) | Self::Engine | Self::Installation => None,
        }
    }

    /// The participant, if one acts.
    pub fn participant(&self) -> Option<&Seen<Participant>> {
        match self {
            Self::Participant(participant) => Some(participant),
            Self::Official { .. } | Self::Engine | Self::Installation => None,
        }
    }

    /// Whether the official holds `role` on the local date of `at`; an
    /// administrator's rights also belong to the installation.
    pub fn holds(&self, role: Role, at: Timestamp) -> bool {
        match self {
            Self::Official { official, authority } => {
                official.holds(role, local_date(at, authority.utc_offset()))
            }
            Self::Installation => role == Role::Administrator,
            Self::Participant(_) | Self::Engine => false,
        }
    }
}

/// The date at `at` in an authority's offset.
pub fn local_date(at: Timestamp, offset: UtcOffset) -> Date {
    calendar::local_date(at, offset)
}

/// Who did it, as an event tells the public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Actor {
    /// An official, for his authority.
    Official {
        /// The person.
        official: OfficialId,
        /// For whom he acted.
        authority: AuthorityId,
    },
    /// A participant; the timeline says "author" or "supporter".
    Participant(ParticipantId),
    /// The engine, by a rule of the procedure.
    Engine,
    /// Whoever runs the installation.
    Installation,
}
