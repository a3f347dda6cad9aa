//! The register: the numbers that one authority gives in one year.
//!
//! Numbers are 1, 2, 3 … without a gap. The state is the last number and nothing
//! else, so that the register of a busy authority stays small; which initiative
//! has which number stands in the events and in the initiatives themselves.

pub mod command;
pub mod event;

#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::RegisterEvent;

use crate::ids::RegisterId;

/// A register, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    last: u32,
    continued_by: Option<RegisterId>,
}

impl Register {
    /// The last number given; 0 before the first.
    pub fn last(&self) -> u32 {
        self.last
    }

    /// The number that comes next.
    pub fn next(&self) -> u32 {
        self.last + 1
    }

    /// The register that goes on in its place, once it is closed.
    pub fn continued_by(&self) -> Option<&RegisterId> {
        self.continued_by.as_ref()
    }
}

impl Aggregate for Register {
    const TYPE: &'static str = "register";
    type Command = Command;
    type Event = RegisterEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: RegisterEvent) {
        match event {
            RegisterEvent::NumberAssigned { number, .. } => self.last = number,
            RegisterEvent::RegisterClosed { continued_by } => self.continued_by = Some(continued_by),
        }
    }
}
