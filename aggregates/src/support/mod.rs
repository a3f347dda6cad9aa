//! The support: one person stands behind one initiative.
//!
//! Its stream id is a keyed tag of initiative and person, so the same person
//! counts once on paper and on the web, and nobody without the key can link it to
//! anybody. There is no counter: counts are read off these events.

pub mod command;
pub mod event;

#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::{InvalidationGround, SupportEvent};

use crate::ids::{InitiativeId, TerritoryId};

/// A support, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Support {
    initiative: Option<InitiativeId>,
    residence: Option<TerritoryId>,
    standing: Standing,
}

/// Whether a support counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// There is none.
    #[default]
    NeverGiven,
    /// It counts for a version of the text.
    Given {
        /// Which.
        version: u32,
    },
    /// The supporter took it back; he may give it again.
    Withdrawn,
    /// An official struck it out, for good.
    Invalidated,
}

impl Support {
    /// Whether it counts, and for which version.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The initiative, once given.
    pub fn initiative(&self) -> Option<InitiativeId> {
        self.initiative
    }

    /// The version it counts for, while it counts.
    pub fn version(&self) -> Option<u32> {
        match self.standing {
            Standing::Given { version } => Some(version),
            Standing::NeverGiven | Standing::Withdrawn | Standing::Invalidated => None,
        }
    }

    /// Where the supporter lived on the day he gave it.
    pub fn residence(&self) -> Option<&TerritoryId> {
        self.residence.as_ref()
    }
}

impl Aggregate for Support {
    const TYPE: &'static str = "support";
    type Command = Command;
    type Event = SupportEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: SupportEvent) {
        match event {
            SupportEvent::SupportGiven { initiative, version, residence, .. } => {
                self.initiative = Some(initiative);
                self.residence = Some(residence);
                self.standing = Standing::Given { version };
            }
            SupportEvent::SupportConfirmed { version, .. } => self.standing = Standing::Given { version },
            SupportEvent::SupportWithdrawn { .. } => self.standing = Standing::Withdrawn,
            SupportEvent::SupportInvalidated { .. } => self.standing = Standing::Invalidated,
        }
    }
}
