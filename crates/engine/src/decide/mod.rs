//! From a sealed command to a decision: what each aggregate has to see, and what
//! else is written in the same append.

mod around;
mod initiative;
mod linked;
mod options;
mod people;
mod places;
mod story;
mod support;

pub(crate) use initiative::redacted_text;
pub(crate) use people::{participant_data, withheld_text};

use aggregates::actor::{By, Order};
use aggregates::register::{self, Register};
use aggregates::seen::Seen;

use crate::EngineError;
use crate::command::{Prepared, Work};
use crate::hot::Kept;
use crate::session::Session;

impl Session<'_> {
    /// Decides a command by what is seen now.
    pub(crate) async fn decide_command(&mut self, command: &Prepared) -> Result<(), EngineError> {
        match &command.work {
            Work::Initiative { id, procedure, action } => {
                self.initiative(command, *id, procedure.as_ref(), action).await
            }
            Work::Support { initiative, tag, supporter, action } => {
                self.support(command, *initiative, tag, *supporter, action).await
            }
            Work::Territory { id, action } => self.territory(command, id, action).await,
            Work::Authority { id, action } => self.authority(command, id, action).await,
            Work::CloseRegister { register, continued_by } => {
                let seen = self.target::<Register>(command, &register.to_string(), false).await?;
                let action = register::Action::Close { continued_by: continued_by.clone() };
                let order = self.order(command, action).await?;
                self.decide(seen, register::Command { id: register.clone(), order }, &()).await?;
                Ok(())
            }
            Work::Official { id, action } => self.official(command, *id, action).await,
            Work::Participant { id, age, action } => self.participant(command, *id, *age, action).await,
            Work::Comment { id, initiative, action } => self.comment(command, *id, *initiative, action).await,
            Work::Assessment { tag, initiative, action } => {
                self.assessment(command, tag, *initiative, action).await
            }
            Work::Installation { action } => self.installation(command, action).await,
        }
    }

    /// The aggregate that the command is for, if it is where the sender saw it.
    async fn target<A: Kept>(
        &mut self,
        command: &Prepared,
        id: &str,
        is_new: bool,
    ) -> Result<Seen<A>, EngineError> {
        let seen = if is_new && command.terms.expected.is_none_or(|expected| expected == 0) {
            self.see_as_new::<A>(id).await?
        } else {
            self.see::<A>(id).await?
        };
        match command.terms.expected {
            Some(expected) if expected != seen.sequence => {
                Err(EngineError::Stale { expected, found: seen.sequence })
            }
            Some(_) | None => Ok(seen),
        }
    }

    async fn order<T>(&mut self, command: &Prepared, action: T) -> Result<Order<T>, EngineError> {
        let by: By = self.by(command.terms.by).await?;
        Ok(Order { at: self.at, by, action })
    }
}
