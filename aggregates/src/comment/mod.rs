//! The comment: what a resident says to a published initiative.

pub mod command;
pub mod event;

#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::CommentEvent;

use crate::ids::{CommentId, InitiativeId, ParticipantId, TextId};

/// A comment, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    received: Option<Received>,
    withheld: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Received {
    id: CommentId,
    initiative: InitiativeId,
    author: ParticipantId,
    text: TextId,
}

impl Comment {
    /// Whether it was received.
    pub fn exists(&self) -> bool {
        self.received.is_some()
    }

    /// Its id, once received.
    pub fn id(&self) -> Option<CommentId> {
        self.received.map(|received| received.id)
    }

    /// On which initiative, once received.
    pub fn initiative(&self) -> Option<InitiativeId> {
        self.received.map(|received| received.initiative)
    }

    /// Who wrote it.
    pub fn author(&self) -> Option<ParticipantId> {
        self.received.map(|received| received.author)
    }

    /// Whether it may no longer be read.
    pub fn is_withheld(&self) -> bool {
        self.withheld
    }
}

impl Aggregate for Comment {
    const TYPE: &'static str = "comment";
    type Command = Command;
    type Event = CommentEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: CommentEvent) {
        match event {
            CommentEvent::CommentReceived { id, initiative, author, text, .. } => {
                self.received = Some(Received { id, initiative, author, text: text.key });
            }
            CommentEvent::CommentWithheld { .. } => self.withheld = true,
        }
    }
}
