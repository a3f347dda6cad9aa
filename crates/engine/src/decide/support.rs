//! Supports and assessments: a stream each, named by a tag of initiative and person.

use aggregates::assessment::{self, Assessment};
use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::Initiative;
use aggregates::participant::Participant;
use aggregates::seen::Seen;
use aggregates::support::{self, Support};

use crate::EngineError;
use crate::command::Prepared;
use crate::session::Session;

impl Session<'_> {
    pub(super) async fn support(
        &mut self,
        command: &Prepared,
        initiative: InitiativeId,
        tag: &str,
        supporter: Option<ParticipantId>,
        action: &support::Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, support::Action::Give { .. });
        let seen = self.target::<Support>(command, tag, is_new).await?;
        let initiative = self.see::<Initiative>(&initiative.to_string()).await?;
        let supporter: Option<Seen<Participant>> = match supporter {
            Some(id) => Some(self.see(&id.to_string()).await?),
            None => None,
        };
        let order = self.order(command, action.clone()).await?;
        self.decide(seen, support::Command { order, initiative, supporter }, &()).await?;
        Ok(())
    }

    pub(super) async fn assessment(
        &mut self,
        command: &Prepared,
        tag: &str,
        initiative: InitiativeId,
        action: &assessment::Action,
    ) -> Result<(), EngineError> {
        let seen = self.target::<Assessment>(command, tag, true).await?;
        let initiative = self.see::<Initiative>(&initiative.to_string()).await?;
        let order = self.order(command, action.clone()).await?;
        let (findings, confirmed) = (command.terms.findings.clone(), command.terms.confirmed.clone());
        self.decide(seen, assessment::Command { order, initiative, findings, confirmed }, &()).await?;
        Ok(())
    }
}
