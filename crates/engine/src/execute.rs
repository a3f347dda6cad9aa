//! One command, from request to receipt.

use std::sync::atomic::Ordering;

use jiff::Timestamp;
use journal::{CommandRecord, StreamId, Verdict};

use crate::command::Prepared;
use crate::engine::Inner;
use crate::rulebook::ATTEMPTS;
use crate::session::{Decision, Session};
use crate::{EngineError, Receipt, Request};

impl Inner {
    /// Does what is asked, as of `at`.
    pub(crate) async fn execute_at(&self, request: Request, at: Timestamp) -> Result<Receipt, EngineError> {
        self.forget_other_servers();
        let mut prepared = self.prepare(vec![request], at).await;
        let command = prepared.pop().expect("one request gives one command")?;
        if let Some(known) = self.done_before(&command).await? {
            return Ok(known);
        }
        self.decide_until_recorded(&command, at, Vec::new()).await
    }

    /// Drops what was read from a server that may not be the one that answers now.
    pub(crate) fn forget_other_servers(&self) {
        let connected = self.journal.connected();
        if self.hot_since.swap(connected, Ordering::AcqRel) != connected {
            self.hot.forget_all();
        }
    }

    /// Decides and appends; what has moved meanwhile is loaded and decided again.
    pub(crate) async fn decide_until_recorded(
        &self,
        command: &Prepared,
        at: Timestamp,
        mut moved: Vec<StreamId>,
    ) -> Result<Receipt, EngineError> {
        for _ in 0..ATTEMPTS {
            let mut session = Session::new(self, at, &moved, None);
            if let Err(error) = session.decide_command(command).await {
                let outdated = if error.is_refusal() { session.outdated().await? } else { Vec::new() };
                if outdated.is_empty() {
                    return self.refused(command, error).await;
                }
                moved.extend(outdated);
                continue;
            }
            self.claim(&command.terms).await?;
            self.index(std::iter::once(&command.terms)).await?;
            let Some((item, decision)) = session.into_decision(&command.terms.labels) else {
                return self.nothing_to_do(command).await;
            };
            match self.journal.append(item).await? {
                Verdict::Committed { first, last } => return self.recorded(decision, first, last).await,
                Verdict::Conflict { stream } | Verdict::GuardMoved { stream } => {
                    self.hot.forget(&stream);
                    moved.push(stream);
                }
                Verdict::Repeated { first, last } => return self.repeated(command, first, last).await,
                Verdict::IdReused => return Err(EngineError::IdReused),
            }
        }
        Err(EngineError::Busy)
    }

    /// A command that was recorded before is refused now, because it is done: its
    /// first receipt is the answer.
    pub(crate) async fn refused(
        &self,
        command: &Prepared,
        error: EngineError,
    ) -> Result<Receipt, EngineError> {
        match self.done_before(command).await? {
            Some(known) => Ok(known),
            None => Err(error),
        }
    }

    async fn done_before(&self, command: &Prepared) -> Result<Option<Receipt>, EngineError> {
        if !command.terms.repeatable {
            return Ok(None);
        }
        match self.journal.command(command.terms.labels.id).await? {
            Some(CommandRecord { digest, first, last, .. }) if digest == command.terms.labels.digest => {
                self.repeated(command, first, last).await.map(Some)
            }
            Some(_) => Err(EngineError::IdReused),
            None => Ok(None),
        }
    }

    /// The receipt of a command whose events stand at these positions.
    pub(crate) async fn repeated(
        &self,
        command: &Prepared,
        first: u64,
        last: u64,
    ) -> Result<Receipt, EngineError> {
        let events = self.journal.read(first.saturating_sub(1), (last + 1 - first) as usize).await?;
        let target: Option<&StreamId> = events.first().map(|event| &event.stream);
        let stream =
            target.cloned().ok_or(EngineError::NotFound { what: "position", id: first.to_string() })?;
        let sequence = events.iter().filter(|event| event.stream == stream).map(|event| event.sequence).max();
        Ok(Receipt {
            command_id: command.terms.labels.id,
            sequence: sequence.unwrap_or_default(),
            stream,
            first,
            last,
            repeated: true,
        })
    }

    /// After the commit: memory, then the keys that go. Should the process die
    /// before they have gone, whoever reads the events destroys them.
    pub(crate) async fn recorded(
        &self,
        mut decision: Decision,
        first: u64,
        last: u64,
    ) -> Result<Receipt, EngineError> {
        decision.keep(&self.hot);
        self.note_places(&decision, last);
        self.destroy(&decision.destroyed).await?;
        Ok(decision.into_receipt(first, last))
    }

    pub(crate) async fn nothing_to_do(&self, command: &Prepared) -> Result<Receipt, EngineError> {
        let last = self.journal.head().await?.position;
        Ok(Receipt {
            command_id: command.terms.labels.id,
            stream: command.target(),
            sequence: command.terms.expected.unwrap_or_default(),
            first: last + 1,
            last,
            repeated: false,
        })
    }
}
