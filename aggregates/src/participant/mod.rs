//! The participant: a person, an organisation, a TOS body or a village head.
//!
//! Who somebody is lies sealed; the state holds the plain facts that rules ask
//! for: of age from which date, resident where, verified how.

pub mod command;
mod decide;
pub mod event;
pub mod identity;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal, Retention};
pub use event::ParticipantEvent;
pub use identity::{Age, Identity, Method, ParticipantKind, Verification};

use crate::ids::{ParticipantId, TerritoryId};

/// A participant, as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    id: Option<ParticipantId>,
    kind: Option<ParticipantKind>,
    verified: Option<Verification>,
    age: Option<Age>,
    /// The residence first, then its ancestors.
    residence_path: Vec<TerritoryId>,
    representatives: BTreeSet<ParticipantId>,
    erased: bool,
}

impl Participant {
    /// Whether it was registered.
    pub fn exists(&self) -> bool {
        self.id.is_some()
    }

    /// Its id, once registered.
    pub fn id(&self) -> Option<ParticipantId> {
        self.id
    }

    /// What sort, once registered.
    pub fn kind(&self) -> Option<&ParticipantKind> {
        self.kind.as_ref()
    }

    /// Whether it is a human being.
    pub fn is_human(&self) -> bool {
        self.kind.as_ref().is_some_and(ParticipantKind::is_human)
    }

    /// Whether somebody made sure who it is, and its data is not erased.
    pub fn is_verified(&self) -> bool {
        self.verified.is_some() && !self.erased
    }

    /// How it was verified.
    pub fn method(&self) -> Option<Method> {
        self.verified.map(Verification::method)
    }

    /// Where it is resident or seated, once verified.
    pub fn residence(&self) -> Option<&TerritoryId> {
        self.residence_path.first()
    }

    /// The residence and its ancestors up to the federation; empty before verification.
    pub fn residence_path(&self) -> &[TerritoryId] {
        &self.residence_path
    }

    /// Whether a person has turned sixteen by `date`.
    pub fn is_sixteen_on(&self, date: Date) -> bool {
        self.age.is_some_and(|age| age.sixteen_on <= date)
    }

    /// Whether a person has turned eighteen by `date`.
    pub fn is_eighteen_on(&self, date: Date) -> bool {
        self.age.is_some_and(|age| age.eighteen_on <= date)
    }

    /// Whether `who` may act for this organisation or TOS body.
    pub fn is_represented_by(&self, who: ParticipantId) -> bool {
        self.representatives.contains(&who)
    }

    /// Whether its personal data is gone.
    pub fn is_erased(&self) -> bool {
        self.erased
    }
}

impl Aggregate for Participant {
    const TYPE: &'static str = "participant";
    type Command = Command;
    type Event = ParticipantEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: ParticipantEvent) {
        match event {
            ParticipantEvent::ParticipantRegistered { id, kind, name: _ } => {
                self.id = Some(id);
                self.kind = Some(kind);
            }
            ParticipantEvent::ParticipantVerified { method, age, residence_path, .. } => {
                self.verified = Some(method);
                self.age = age;
                self.residence_path = residence_path;
            }
            ParticipantEvent::ResidenceChanged { residence_path, .. } => self.residence_path = residence_path,
            ParticipantEvent::ContactSet { .. } => {}
            ParticipantEvent::RepresentativeAdded { participant } => {
                self.representatives.insert(participant);
            }
            ParticipantEvent::RepresentativeRemoved { participant } => {
                self.representatives.remove(&participant);
            }
            ParticipantEvent::PersonalDataErased { .. } => self.erased = true,
        }
    }
}
