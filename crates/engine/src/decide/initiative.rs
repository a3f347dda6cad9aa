//! The initiative: its decision, and what belongs into the same append.

use aggregates::actor::{By, Order, local_date};
use aggregates::ids::{InitiativeId, ProcedureId, RegisterId};
use aggregates::initiative::fields::{Fields, Finding};
use aggregates::initiative::{Action, Command, Fact, Initiative, InitiativeEvent, Rules};
use aggregates::register::{self, Register};
use aggregates::seen::Seen;
use calendar::UtcOffset;
use vault::KeyId;

use crate::EngineError;
use crate::command::Prepared;
use crate::sealing::detect;
use crate::session::Session;

impl Session<'_> {
    pub(super) async fn initiative(
        &mut self,
        command: &Prepared,
        id: InitiativeId,
        procedure: Option<&ProcedureId>,
        action: &Action,
    ) -> Result<(), EngineError> {
        let is_new = matches!(action, Action::Submit(_));
        let seen = self.target::<Initiative>(command, &id.to_string(), is_new).await?;
        let by = self.by(command.terms.by).await?;
        let rules = self.rules(&seen, procedure).await?;
        let around = self.around(id, &seen, &by, command.terms.done_on, action).await?;
        let register = around.register.clone();
        let findings = self.findings(command, &seen, action).await?;
        let destroyed = self.destroyed_by(&seen, action).await?;
        let before = seen.clone();
        let decision = Command {
            order: Order { at: self.at, by: by.clone(), action: action.clone() },
            done_on: command.terms.done_on,
            around,
            findings,
            confirmed: command.terms.confirmed.clone(),
        };
        let events = self.decide(seen, decision, &rules).await?;
        self.destroys(destroyed);
        for event in &events {
            self.follow_up(command, id, &before, &by, &rules, register.as_ref(), event).await?;
        }
        Ok(())
    }

    /// The pinned rules; for something new those in force, recorded before they are used.
    async fn rules(
        &self,
        seen: &Seen<Initiative>,
        procedure: Option<&ProcedureId>,
    ) -> Result<Rules, EngineError> {
        let rules = match seen.procedure() {
            Some(pinned) => self.engine.rules_pinned(pinned).await?,
            None => self.engine.rules_in_force(procedure, local_date(self.at, UtcOffset::moscow()))?,
        };
        self.engine.record_rules(&rules.procedure, self.at).await?;
        Ok(rules)
    }

    /// What the same append writes besides.
    #[expect(clippy::too_many_arguments, reason = "all of one decision, handed on once")]
    async fn follow_up(
        &mut self,
        command: &Prepared,
        id: InitiativeId,
        before: &Seen<Initiative>,
        by: &By,
        rules: &Rules,
        register: Option<&Seen<Register>>,
        event: &InitiativeEvent,
    ) -> Result<(), EngineError> {
        match &event.fact {
            Fact::Registered { authority, year, again: false, .. } => {
                let seen = register.cloned().ok_or_else(|| EngineError::NotFound {
                    what: "register",
                    id: format!("{authority}/{year}"),
                })?;
                let action = register::Action::Assign { initiative: id, on: event.done_on };
                let order = Order { at: self.at, by: by.clone(), action };
                let id = RegisterId { authority: authority.clone(), year: *year };
                self.decide(seen, register::Command { id, order }, &()).await?;
            }
            Fact::NotAdmitted { ground, linked: Some(linked), .. } => {
                self.open_linked(command, id, before, by, rules, ground, *linked).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Personal data in the texts that the command makes readable: those it
    /// carries, and those that were submitted when it publishes them as they are.
    async fn findings(
        &self,
        command: &Prepared,
        seen: &Seen<Initiative>,
        action: &Action,
    ) -> Result<Vec<Finding>, EngineError> {
        if !matches!(action, Action::Publish { fields: None }) || !seen.exists() {
            return Ok(command.terms.findings.clone());
        }
        let story = self.story(seen).await?;
        let texts = story.fields().into_iter().flat_map(Fields::texts);
        let readable = texts.filter_map(|(name, text)| story.text(text).map(|text| (name, text)));
        Ok(readable.flat_map(|(name, text)| detect(name, text)).collect())
    }

    /// Nobody redacts a text of something else.
    async fn destroyed_by(
        &self,
        seen: &Seen<Initiative>,
        action: &Action,
    ) -> Result<Vec<KeyId>, EngineError> {
        match action {
            Action::Redact { text, .. } if seen.exists() => {
                if self.story(seen).await?.holds(*text) {
                    Ok(vec![KeyId::Text(*text)])
                } else {
                    Err(EngineError::NotFound { what: "text in this initiative", id: text.to_string() })
                }
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// The key that an initiative's event has destroyed.
pub(crate) fn redacted_text(fact: &Fact) -> Option<KeyId> {
    match fact {
        Fact::Redacted { text, .. } => Some(KeyId::Text(*text)),
        _ => None,
    }
}
