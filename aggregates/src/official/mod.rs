//! The official: somebody who acts for one authority, in roles with dates.

pub mod command;
pub mod event;
pub mod opening;
pub mod role;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{Action, Command, Refusal};
pub use event::OfficialEvent;
pub use opening::{OpeningReason, SealedField};
pub use role::{Holding, Role};

use crate::actor::{By, local_date};
use crate::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId};

/// An official, as his events left him.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Official {
    id: Option<OfficialId>,
    authority: Option<AuthorityId>,
    participant: Option<ParticipantId>,
    holdings: Vec<Holding>,
    dismissed_on: Option<Date>,
    /// What he opened on the last day on which he opened anything.
    opened: Option<(Date, BTreeMap<InitiativeId, BTreeSet<SealedField>>)>,
}

impl Official {
    /// Whether he was appointed.
    pub fn exists(&self) -> bool {
        self.id.is_some()
    }

    /// His id, once appointed.
    pub fn id(&self) -> Option<OfficialId> {
        self.id
    }

    /// For whom he acts, once appointed.
    pub fn authority(&self) -> Option<&AuthorityId> {
        self.authority.as_ref()
    }

    /// The same person as a participant.
    pub fn participant(&self) -> Option<ParticipantId> {
        self.participant
    }

    /// Every role he had, has or will have.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// Whether he has opened a sealed field of a case on `date`, and may read it that day.
    pub fn has_opened(&self, initiative: InitiativeId, field: SealedField, date: Date) -> bool {
        self.opened.as_ref().is_some_and(|(on, cases)| {
            *on == date && cases.get(&initiative).is_some_and(|fields| fields.contains(&field))
        })
    }

    /// Whether he has exactly this role on `date`, acting and substituting included.
    pub fn holds(&self, role: Role, date: Date) -> bool {
        self.holdings.iter().any(|holding| holding.role == role && holding.covers(date))
    }

    /// Whether he may take the steps of `role` on `date`: by that role or one that includes it.
    pub fn may_act_as(&self, role: Role, date: Date) -> bool {
        self.holdings.iter().any(|holding| holding.role.includes(role) && holding.covers(date))
    }
}

/// Whether `by` is an official who may take the steps of `role` for the authority
/// he acts for, on its local date of `at`.
pub fn acts_as(by: &By, role: Role, at: Timestamp) -> bool {
    by.official().is_some_and(|(official, authority)| {
        official.state.authority() == authority.state.id()
            && official.may_act_as(role, local_date(at, authority.utc_offset()))
    })
}

/// Whether `by` is an official who acts for this authority, in whatever role.
pub fn acts_for(by: &By, authority: &AuthorityId) -> bool {
    by.official().is_some_and(|(_, acting)| acting.state.id() == Some(authority))
}

impl Aggregate for Official {
    const TYPE: &'static str = "official";
    type Command = Command;
    type Event = OfficialEvent;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: OfficialEvent) {
        match event {
            OfficialEvent::OfficialAppointed {
                id,
                authority,
                role,
                from,
                until,
                acting,
                name: _,
                participant,
            } => {
                self.id = Some(id);
                self.authority = Some(authority);
                self.participant = participant;
                self.holdings.push(Holding { role, from, until, acting });
            }
            OfficialEvent::RoleGranted { role, from, until, acting } => {
                self.holdings.push(Holding { role, from, until, acting });
            }
            OfficialEvent::RoleEnded { role, on } => {
                for holding in self.holdings.iter_mut().filter(|holding| holding.role == role) {
                    holding.shorten(on);
                }
            }
            OfficialEvent::SubstitutionSet { role, from, until, .. } => {
                self.holdings.push(Holding { role, from, until: Some(until), acting: true });
            }
            OfficialEvent::Dismissed { on } => {
                self.dismissed_on = Some(on);
                for holding in &mut self.holdings {
                    holding.shorten(on);
                }
            }
            OfficialEvent::SealedOpened { initiative, fields, on, .. } => {
                let cases = match self.opened.take() {
                    Some((day, cases)) if day == on => cases,
                    Some(_) | None => BTreeMap::new(),
                };
                let (_, cases) = self.opened.insert((on, cases));
                cases.entry(initiative).or_default().extend(fields);
            }
            OfficialEvent::ContactsSet { .. } | OfficialEvent::Renamed { .. } => {}
        }
    }
}
