//! Territories, authorities, the installation.

use aggregates::authority::{self, Authority};
use aggregates::ids::{AuthorityId, TerritoryId};
use aggregates::installation::{self, Installation};
use aggregates::level::Level;
use aggregates::seen::Seen;
use aggregates::territory::{self, Territory};

use crate::EngineError;
use crate::command::Prepared;
use crate::session::Session;

impl Session<'_> {
    pub(super) async fn territory(
        &mut self,
        command: &Prepared,
        id: &TerritoryId,
        action: &territory::Action,
    ) -> Result<(), EngineError> {
        let (named, is_new) = match action {
            territory::Action::Create { parent, .. } => (parent.as_ref(), true),
            territory::Action::Merge { into, .. } => (Some(into), false),
            territory::Action::Rename { .. }
            | territory::Action::SetPopulation { .. }
            | territory::Action::Abolish { .. } => (None, false),
        };
        let seen = self.target::<Territory>(command, id.as_str(), is_new).await?;
        let named = match named {
            Some(named) => Some(self.see(named.as_str()).await?),
            None => None,
        };
        let order = self.order(command, action.clone()).await?;
        self.decide(seen, territory::Command { id: id.clone(), order, named }, &()).await?;
        Ok(())
    }

    pub(super) async fn authority(
        &mut self,
        command: &Prepared,
        id: &AuthorityId,
        action: &authority::Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, authority::Action::Establish { .. });
        let seen = self.target::<Authority>(command, id.as_str(), is_new).await?;
        let (mut place, mut receiver, mut successor) = (None, None, None);
        match action {
            authority::Action::Establish { territory, level, default_receiver, .. } => {
                place = Some(self.see(territory.as_str()).await?);
                if *default_receiver {
                    receiver = self.receiver_at(territory, *level).await?;
                }
            }
            authority::Action::Abolish { successor: Some(heir), .. } => {
                successor = Some(self.see(heir.as_str()).await?)
            }
            authority::Action::Abolish { successor: None, .. }
            | authority::Action::Rename { .. }
            | authority::Action::SetLetterhead { .. }
            | authority::Action::SetSignatories { .. }
            | authority::Action::SetCompetences { .. }
            | authority::Action::SetNumberFormat { .. }
            | authority::Action::EndAcceptance { .. }
            | authority::Action::SetContacts { .. } => {}
        }
        let order = self.order(command, action.clone()).await?;
        let command = authority::Command { id: id.clone(), order, territory: place, receiver, successor };
        self.decide(seen, command, &()).await?;
        Ok(())
    }

    /// The default receiver of exactly that territory and level, if there is one.
    async fn receiver_at(
        &mut self,
        territory: &TerritoryId,
        level: Level,
    ) -> Result<Option<Seen<Authority>>, EngineError> {
        for id in self.engine.receivers(territory).await? {
            let authority = self.see::<Authority>(id.as_str()).await?;
            if authority.level() == level {
                return Ok(Some(authority));
            }
        }
        Ok(None)
    }

    pub(super) async fn installation(
        &mut self,
        command: &Prepared,
        action: &installation::Action,
    ) -> Result<(), EngineError> {
        let seen = self.target::<Installation>(command, installation::STREAM, false).await?;
        let order = self.order(command, action.clone()).await?;
        self.decide(seen, order, &()).await?;
        Ok(())
    }
}
