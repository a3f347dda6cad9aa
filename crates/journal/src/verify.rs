//! Does the journal keep what it promises?

use std::collections::HashMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::item::check_json;
use crate::{Journal, JournalError, Recorded, StreamId};

const PAGE: usize = 2000;

/// The outcome of reading a whole journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Everything holds.
    Holds {
        /// Events read.
        events: u64,
        /// The head they end at.
        head: u64,
    },
    /// Something does not.
    Diverges {
        /// The first position at which it shows.
        position: u64,
        /// What was found there, in a sentence.
        what: String,
    },
}

impl Journal {
    /// Reads every event and command and checks: positions 1, 2, 3 … up to the
    /// head; sequences 1, 2, 3 … in each stream, in order of position; times
    /// that never go back; payloads that are JSON and metadata that are flat
    /// objects of strings; commands that name whole, separate runs of events of
    /// one time. Appends may go on meanwhile. `progress` is told the position
    /// reached, about every 2,000 events.
    pub async fn verify(&self, mut progress: impl FnMut(u64)) -> Result<Verification, JournalError> {
        let mut walk = Walk::over(self.command_runs().await?);
        let mut page = PAGE;
        loop {
            let head = self.head().await?.position;
            let events = match self.read(walk.position, page).await {
                Ok(events) => events,
                // Ask again one by one, to name the position.
                Err(JournalError::Corrupt { .. }) if page > 1 => {
                    page = 1;
                    continue;
                }
                Err(JournalError::Corrupt { what }) => {
                    return Ok(Verification::Diverges { position: walk.position + 1, what });
                }
                Err(error) => return Err(error),
            };
            let outcome = if events.is_empty() {
                walk.end(head)
            } else {
                events.iter().try_for_each(|event| walk.step(event))
            };
            if let Err((position, what)) = outcome {
                return Ok(Verification::Diverges { position, what });
            }
            if events.is_empty() {
                return Ok(Verification::Holds { events: walk.position, head });
            }
            progress(walk.position);
        }
    }

    async fn command_runs(&self) -> Result<Vec<Run>, JournalError> {
        let mut runs = Vec::new();
        let mut after = None;
        loop {
            let page = self.backend.commands(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(runs);
            };
            after = Some(last.command_id);
            runs.extend(page.iter().map(|command| Run { first: command.first, last: command.last }));
        }
    }
}

/// The positions that one command recorded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: u64,
    last: u64,
}

/// Where the reading has come to.
struct Walk {
    position: u64,
    at: Timestamp,
    /// The last sequence of each stream, by 128 bits of a hash of its id: a
    /// journal may have tens of millions of streams.
    sequences: HashMap<[u8; 16], u64>,
    /// Runs not yet passed, the next one last.
    runs: Vec<Run>,
}

type Finding = Result<(), (u64, String)>;

impl Walk {
    fn over(mut runs: Vec<Run>) -> Self {
        runs.sort_unstable_by(|one, other| other.cmp(one));
        Self { position: 0, at: Timestamp::MIN, sequences: HashMap::new(), runs }
    }

    fn step(&mut self, event: &Recorded) -> Finding {
        let expected = self.position + 1;
        let found = |what: String| Err((expected, what));
        if event.position != expected {
            return found(format!("no event here; the next one is at {}", event.position));
        }
        let sequence = self.sequences.entry(key(&event.stream)).or_default();
        *sequence += 1;
        if event.sequence != *sequence {
            return found(format!(
                "{} goes on with sequence {} where {sequence} is due",
                event.stream, event.sequence
            ));
        }
        if event.at < self.at {
            return found(format!("its time {} is before {}", event.at, self.at));
        }
        if let Err(what) = check_json(&event.payload, &event.metadata) {
            return found(what);
        }
        if let Err(what) = self.follow_run(event) {
            return found(what);
        }
        self.position = expected;
        self.at = event.at;
        Ok(())
    }

    fn follow_run(&mut self, event: &Recorded) -> Result<(), String> {
        let Some(&run) = self.runs.last() else {
            return Ok(());
        };
        if run.last < run.first || run.last < event.position {
            return Err(format!("a command names positions {} to {}", run.first, run.last));
        }
        if run.first < event.position && event.at != self.at {
            return Err("its time differs from that of the same command's other events".into());
        }
        if run.last == event.position {
            self.runs.pop();
            if self.runs.last().is_some_and(|next| next.first <= run.last) {
                return Err("two commands name this position".into());
            }
        }
        Ok(())
    }

    fn end(&self, head: u64) -> Finding {
        if self.position < head {
            return Err((self.position + 1, format!("no event here; the head is at {head}")));
        }
        if self.position > head {
            return Err((head + 1, format!("an event here; the head is at {head}")));
        }
        if let Some(run) = self.runs.last() {
            let what = format!("a command names positions {} to {}", run.first, run.last);
            return Err((run.first.max(self.position), what));
        }
        Ok(())
    }
}

fn key(stream: &StreamId) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(stream.kind.as_bytes())
        .chain_update([0])
        .chain_update(stream.id.as_bytes())
        .finalize();
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}
