//! Many commands in order, in few transactions.
//!
//! A wave is what one transaction takes. Within it every command is decided by
//! what was recorded before the wave; a command that looks at a stream which the
//! wave has written ends the wave and is decided after it.

use std::collections::HashSet;

use jiff::Timestamp;
use journal::{Item, StreamId, Verdict};

use crate::command::Prepared;
use crate::engine::Inner;
use crate::session::{Decision, Session};
use crate::{EngineError, Receipt, Request};

/// Commands whose keys are written together, and at most in one transaction.
const AT_ONCE: usize = 1000;

type Answers = Vec<Option<Result<Receipt, EngineError>>>;

/// Decisions that wait for one append, each with its place among the requests, and their items.
#[derive(Default)]
struct Wave {
    items: Vec<Item>,
    decisions: Vec<(usize, Decision)>,
    streams: HashSet<StreamId>,
}

impl Inner {
    /// Does what is asked, in order, as of `at`. One that is refused stops no other.
    pub(crate) async fn execute_all_at(
        &self,
        requests: Vec<Request>,
        at: Timestamp,
    ) -> Vec<Result<Receipt, EngineError>> {
        self.forget_other_servers();
        let mut answers = Vec::with_capacity(requests.len());
        let mut requests = requests.into_iter();
        loop {
            let some: Vec<Request> = requests.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return answers;
            }
            let prepared = self.prepare(some, at).await;
            answers.extend(self.execute_prepared(prepared, at).await);
        }
    }

    async fn execute_prepared(
        &self,
        prepared: Vec<Result<Prepared, EngineError>>,
        at: Timestamp,
    ) -> Vec<Result<Receipt, EngineError>> {
        let mut answers: Answers = Vec::with_capacity(prepared.len());
        let mut commands = Vec::with_capacity(prepared.len());
        for command in prepared {
            match command {
                Ok(command) => {
                    answers.push(None);
                    commands.push(Some(command));
                }
                Err(error) => {
                    answers.push(Some(Err(error)));
                    commands.push(None);
                }
            }
        }
        let mut wave = Wave::default();
        for (place, command) in commands.iter().enumerate() {
            let Some(command) = command else { continue };
            let mut session = Session::new(self, at, &[], Some(&wave.streams));
            let mut decided = session.decide_command(command).await;
            if session.must_wait {
                drop(session);
                self.append_wave(std::mem::take(&mut wave), &commands, &mut answers, at).await;
                session = Session::new(self, at, &[], None);
                decided = session.decide_command(command).await;
            }
            if decided.is_ok() {
                decided = self.claim(&command.terms).await;
            }
            match decided {
                Ok(()) => match session.into_decision(&command.terms.labels) {
                    Some((item, decision)) => {
                        wave.streams.extend(item.appends.iter().map(|append| append.stream.clone()));
                        wave.items.push(item);
                        wave.decisions.push((place, decision));
                    }
                    None => answers[place] = Some(self.nothing_to_do(command).await),
                },
                Err(error) => {
                    let answer = match session.outdated().await {
                        Ok(moved) if moved.is_empty() => self.refused(command, error).await,
                        Ok(moved) => self.decide_until_recorded(command, at, moved).await,
                        Err(failure) => Err(failure),
                    };
                    answers[place] = Some(answer);
                }
            }
        }
        self.append_wave(wave, &commands, &mut answers, at).await;
        answers.into_iter().map(|answer| answer.unwrap_or(Err(EngineError::Busy))).collect()
    }

    async fn append_wave(
        &self,
        wave: Wave,
        commands: &[Option<Prepared>],
        answers: &mut Answers,
        at: Timestamp,
    ) {
        let terms =
            wave.decisions.iter().filter_map(|(place, _)| commands[*place].as_ref()).map(|it| &it.terms);
        if let Err(error) = self.index(terms).await {
            for (place, _) in wave.decisions {
                answers[place] = Some(Err(EngineError::Vault(error.clone())));
            }
            return;
        }
        let verdicts = match self.journal.append_batch(wave.items).await {
            Ok(verdicts) => verdicts,
            Err(error) => {
                for (place, _) in wave.decisions {
                    answers[place] = Some(Err(EngineError::Journal(error.clone())));
                }
                return;
            }
        };
        let mut again = Vec::new();
        for ((place, decision), verdict) in wave.decisions.into_iter().zip(verdicts) {
            let Some(command) = &commands[place] else { continue };
            answers[place] = match verdict {
                Verdict::Committed { first, last } => Some(self.recorded(decision, first, last).await),
                Verdict::Repeated { first, last } => Some(self.repeated(command, first, last).await),
                Verdict::IdReused => Some(Err(EngineError::IdReused)),
                Verdict::Conflict { stream } | Verdict::GuardMoved { stream } => {
                    self.hot.forget(&stream);
                    again.push((place, command, stream));
                    None
                }
            };
        }
        for (place, command, stream) in again {
            answers[place] = Some(self.decide_until_recorded(command, at, vec![stream]).await);
        }
    }
}
