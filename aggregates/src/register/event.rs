//! What happened to a register.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::event_names;
use crate::ids::{InitiativeId, RegisterId};

/// An event of a register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RegisterEvent {
    /// A number was given.
    NumberAssigned {
        /// One more than the last.
        number: u32,
        /// To which initiative.
        initiative: InitiativeId,
        /// On which date.
        on: Date,
    },
    /// It ends here; another goes on.
    RegisterClosed {
        /// The successor's register of the same year.
        continued_by: RegisterId,
    },
}

event_names!(RegisterEvent { NumberAssigned, RegisterClosed });
