//! The initiative: one proposal, from submission to the answer.
//!
//! [`Initiative::decide`] holds every rule about who may do what and when. It is
//! pure: dates arrive in the command and a refusal is a value, so the same
//! history always gives the same answer. That is what lets an auditor replay it.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `event`, `fields`, `stage`, `obligation` | what is stored, for ever |
//! | `command` | what can be asked |
//! | `apply` | the state, and how an event changes it |
//! | `permission` | who may take which step, and the date on the document |
//! | `turn` | how a decision builds its events |
//! | `intake`, `review`, `revision`, `appeal`, `execution`, `correspondence`, `record`, `clock` | the decisions, by part of the way |
//! | `refusal`, `remedy` | why something is turned down, and whether filling in something else would help |
//! | `verb` | what can be asked, by name |

pub mod command;
pub mod event;
pub mod fields;
pub mod obligation;
pub mod refusal;
pub mod stage;

mod appeal;
mod apply;
mod clock;
mod correspondence;
mod decide;
mod execution;
mod intake;
mod permission;
mod record;
mod remedy;
mod review;
mod revision;
mod turn;
mod verb;

#[cfg(test)]
mod tests;

pub use apply::Initiative;
pub use command::{Action, Around, Command, Submission};
pub use decide::Rules;
pub use event::{Fact, InitiativeEvent};
pub use refusal::Refusal;
pub use stage::Stage;
pub use verb::Verb;
