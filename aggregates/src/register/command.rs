//! What can be asked of a register, and why it may be turned down.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Register, RegisterEvent};
use crate::actor::Order;
use crate::ids::{InitiativeId, RegisterId};
use crate::official::{Role, acts_as, acts_for};

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// Authority and year: the stream.
    pub id: RegisterId,
    /// When, by whom, what.
    pub order: Order<Action>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Gives the next number; by a clerk of the authority.
    Assign {
        /// To which initiative.
        initiative: InitiativeId,
        /// On which date; it must lie in the register's year.
        on: Date,
    },
    /// Ends it after a merger; by an administrator.
    Close {
        /// The successor's register of the same year.
        continued_by: RegisterId,
    },
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody of another authority, or without the role.
    #[error("only a clerk of {} may give numbers of its register", register.authority)]
    NotItsClerk {
        /// Whose register it is.
        register: RegisterId,
    },
    /// Somebody else tried to close it.
    #[error("only an administrator may close a register")]
    NotAdministrator,
    /// A date of another year.
    #[error("{on} does not lie in the year {year} of this register")]
    OtherYear {
        /// The date.
        on: Date,
        /// The register's year.
        year: i16,
    },
    /// It was closed.
    #[error("this register is closed and continued by {continued_by}")]
    Closed {
        /// Where numbers are given now.
        continued_by: RegisterId,
    },
    /// Another year, or itself.
    #[error("{0} cannot continue this register: another authority's register of the same year can")]
    UnfitSuccessor(RegisterId),
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotItsClerk { .. } => "not_its_clerk",
            Self::NotAdministrator => "not_administrator",
            Self::OtherYear { .. } => "other_year",
            Self::Closed { .. } => "register_closed",
            Self::UnfitSuccessor(_) => "unfit_successor",
        }
    }
}

impl Register {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<RegisterEvent>, Refusal> {
        let Command { id, order: Order { at, by, action } } = command;
        if let Some(continued_by) = &self.continued_by {
            return Err(Refusal::Closed { continued_by: continued_by.clone() });
        }
        let event = match action {
            Action::Assign { initiative, on } => {
                if !acts_as(&by, Role::Clerk, at) || !acts_for(&by, &id.authority) {
                    return Err(Refusal::NotItsClerk { register: id });
                }
                if on.year() != id.year {
                    return Err(Refusal::OtherYear { on, year: id.year });
                }
                RegisterEvent::NumberAssigned { number: self.next(), initiative, on }
            }
            Action::Close { continued_by } => {
                if !by.holds(Role::Administrator, at) {
                    return Err(Refusal::NotAdministrator);
                }
                if continued_by.year != id.year || continued_by == id {
                    return Err(Refusal::UnfitSuccessor(continued_by));
                }
                RegisterEvent::RegisterClosed { continued_by }
            }
        };
        Ok(vec![event])
    }
}
