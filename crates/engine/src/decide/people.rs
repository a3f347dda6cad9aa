//! Officials, participants, and what participants say.

use aggregates::comment::{self, Comment, CommentEvent};
use aggregates::ids::{CommentId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use aggregates::initiative::Initiative;
use aggregates::official::{self, Official};
use aggregates::participant::{self, Age, Participant, ParticipantEvent, Retention};
use aggregates::seen::Seen;
use aggregates::territory::Territory;

use crate::EngineError;
use crate::command::Prepared;
use crate::session::Session;
use vault::KeyId;

impl Session<'_> {
    pub(super) async fn official(
        &mut self,
        command: &Prepared,
        id: OfficialId,
        action: &official::Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, official::Action::Appoint { .. });
        let seen = self.target::<Official>(command, &id.to_string(), is_new).await?;
        let (mut authority, mut colleague, mut case) = (None, None, None);
        match action {
            official::Action::Appoint { authority: office, .. } => {
                authority = Some(self.see(office.as_str()).await?)
            }
            official::Action::Substitute { in_place_of, .. } => {
                colleague = Some(self.see(&in_place_of.to_string()).await?);
            }
            official::Action::OpenSealed { initiative, .. } => {
                case = Some(self.see(&initiative.to_string()).await?);
            }
            official::Action::GrantRole { .. }
            | official::Action::EndRole { .. }
            | official::Action::SetContacts { .. }
            | official::Action::Rename { .. }
            | official::Action::Dismiss { .. } => {}
        }
        let order = self.order(command, action.clone()).await?;
        self.decide(seen, official::Command { id, order, authority, colleague, case }, &()).await?;
        Ok(())
    }

    pub(super) async fn participant(
        &mut self,
        command: &Prepared,
        id: ParticipantId,
        age: Option<Age>,
        action: &participant::Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, participant::Action::Register { .. });
        let seen = self.target::<Participant>(command, &id.to_string(), is_new).await?;
        let mut residence = Vec::new();
        let mut representative = None;
        let mut retention = Retention::default();
        match action {
            participant::Action::Verify { residence: home, .. }
            | participant::Action::ChangeResidence { residence: home, .. } => {
                residence = self.path(home).await?
            }
            participant::Action::AddRepresentative { participant } => {
                representative = Some(self.see(&participant.to_string()).await?);
            }
            participant::Action::ErasePersonalData { .. } => retention = self.engine.retention(id).await?,
            participant::Action::Register { .. }
            | participant::Action::SetContact { .. }
            | participant::Action::RemoveRepresentative { .. } => {}
        }
        let order = self.order(command, action.clone()).await?;
        let command = participant::Command { id, order, age, residence, representative, retention };
        let events = self.decide(seen, command, &()).await?;
        self.destroys(events.iter().filter_map(|event| participant_data(id, event)));
        Ok(())
    }

    /// A territory first, then its ancestors, as far as they are known.
    pub(super) async fn path(&mut self, home: &TerritoryId) -> Result<Vec<Seen<Territory>>, EngineError> {
        let mut path: Vec<Seen<Territory>> = Vec::with_capacity(4);
        let mut next = Some(home.clone());
        while let Some(id) = next.filter(|id| path.iter().all(|seen| seen.id != id.as_str())) {
            let seen = self.see::<Territory>(id.as_str()).await?;
            next = seen.parent().cloned();
            path.push(seen);
        }
        Ok(path)
    }

    pub(super) async fn comment(
        &mut self,
        command: &Prepared,
        id: CommentId,
        initiative: InitiativeId,
        action: &comment::Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, comment::Action::Receive { .. });
        let seen = self.target::<Comment>(command, &id.to_string(), is_new).await?;
        let initiative = self.see::<Initiative>(&initiative.to_string()).await?;
        let order = self.order(command, action.clone()).await?;
        let (findings, confirmed) = (command.terms.findings.clone(), command.terms.confirmed.clone());
        let command = comment::Command { id, order, initiative, findings, confirmed };
        let events = self.decide(seen, command, &()).await?;
        self.destroys(events.iter().filter_map(withheld_text));
        Ok(())
    }
}

/// The key that a comment's event has destroyed.
pub(crate) fn withheld_text(event: &CommentEvent) -> Option<KeyId> {
    match event {
        CommentEvent::CommentWithheld { text, .. } => Some(KeyId::Text(*text)),
        CommentEvent::CommentReceived { .. } => None,
    }
}

/// The key that a participant's event has destroyed.
pub(crate) fn participant_data(id: ParticipantId, event: &ParticipantEvent) -> Option<KeyId> {
    match event {
        ParticipantEvent::PersonalDataErased { .. } => Some(KeyId::Subject(id)),
        ParticipantEvent::ParticipantRegistered { .. }
        | ParticipantEvent::ParticipantVerified { .. }
        | ParticipantEvent::ResidenceChanged { .. }
        | ParticipantEvent::ContactSet { .. }
        | ParticipantEvent::RepresentativeAdded { .. }
        | ParticipantEvent::RepresentativeRemoved { .. } => None,
    }
}
