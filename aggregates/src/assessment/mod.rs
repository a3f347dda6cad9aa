//! The assessment: how a resident finds what was carried out. Its stream id is a
//! keyed tag of initiative and person, like a support's.

pub mod command;
pub mod event;

#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::{AssessmentEvent, BadScore, Score};

use crate::ids::InitiativeId;

/// An assessment, as its event left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    given: Option<(InitiativeId, Score)>,
}

impl Assessment {
    /// Whether it was given.
    pub fn exists(&self) -> bool {
        self.given.is_some()
    }

    /// The score, once given.
    pub fn score(&self) -> Option<Score> {
        self.given.map(|(_, score)| score)
    }
}

impl Aggregate for Assessment {
    const TYPE: &'static str = "assessment";
    type Command = Command;
    type Event = AssessmentEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AssessmentEvent) {
        match event {
            AssessmentEvent::ResultAssessed { initiative, score, .. } => {
                self.given = Some((initiative, score))
            }
        }
    }
}
