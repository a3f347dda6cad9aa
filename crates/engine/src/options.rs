//! What somebody may do to an initiative now, and why not the rest.
//!
//! Nothing is said here that the aggregate does not say: each action is decided as it
//! would be if it came, with values filled in that could be right, and what would be
//! recorded is thrown away. A refusal of a value that the person has yet to fill in is
//! no refusal of the action.

use std::sync::Arc;

use aggregates::ids::{GroundId, InitiativeId};
use aggregates::initiative::fields::ProcedureRef;
use aggregates::initiative::{Refusal, Verb};
use aggregates::procedure::Procedure;
use jiff::civil::Date;

use crate::engine::Inner;
use crate::rulebook::ATTEMPTS;
use crate::session::Session;
use crate::{Caller, Engine, EngineError};

/// Every action on an initiative, as one person may or may not take it.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The sequence at which this was found out: what a form may expect.
    pub sequence: u64,
    /// Each action once, in the order of [`Verb::ALL`].
    pub actions: Vec<(Verb, Result<Possible, Refusal>)>,
}

/// An action that can be taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Possible {
    /// Where it is too late for it today: the earliest date that its document may bear,
    /// with which it can still be recorded.
    pub dated: Option<Date>,
    /// The grounds that may be used now, where it needs one.
    pub grounds: Vec<GroundId>,
    /// The obligations that it may be about, where it is about one.
    pub obligations: Vec<u32>,
}

impl Options {
    /// What was found out about one action.
    pub fn of(&self, verb: Verb) -> Option<&Result<Possible, Refusal>> {
        self.actions.iter().find(|(other, _)| *other == verb).map(|(_, verdict)| verdict)
    }

    /// How an action can be taken, if it can.
    pub fn possible(&self, verb: Verb) -> Option<&Possible> {
        self.of(verb)?.as_ref().ok()
    }
}

impl Engine {
    /// What `by` may do to an initiative now. Nothing is recorded.
    ///
    /// # Errors
    ///
    /// If there is no such initiative or nobody like `by`, or the store cannot be read.
    pub async fn options(&self, by: Caller, id: InitiativeId) -> Result<Options, EngineError> {
        self.inner().options(by, id, self.now()).await
    }

    /// The procedure at the version that is pinned to an initiative.
    ///
    /// # Errors
    ///
    /// If neither the program nor the journal has it.
    pub async fn procedure(&self, pinned: &ProcedureRef) -> Result<Arc<Procedure>, EngineError> {
        Ok(self.inner().rules_pinned(pinned).await?.procedure)
    }
}

impl Inner {
    async fn options(
        &self,
        by: Caller,
        id: InitiativeId,
        at: jiff::Timestamp,
    ) -> Result<Options, EngineError> {
        let mut moved = Vec::new();
        for _ in 0..ATTEMPTS {
            let mut session = Session::new(self, at, &moved, None);
            let options = session.options(by, id).await;
            let outdated = session.outdated().await?;
            if outdated.is_empty() {
                return options;
            }
            moved.extend(outdated);
        }
        Err(EngineError::Busy)
    }
}
