//! The one task that reads what is new, and those who listen to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aggregates::ids::{AuthorityId, InitiativeId};
use engine::{Engine, ViewError};
use tokio::sync::{broadcast, watch};

use crate::open::reading;

/// Batches that a slow listener may be behind before he has to read for himself.
const KEPT: usize = 64;
/// Events of a batch.
const STEP: u32 = 200;

/// Events that follow on each other.
pub(super) struct Batch {
    /// The position before the first.
    pub(super) after: u64,
    /// The position of the last.
    pub(super) up_to: u64,
    pub(super) told: Vec<Told>,
}

/// An event on its way to listeners.
pub(super) struct Told {
    pub(super) position: u64,
    /// The event as the public sees it, in JSON.
    pub(super) json: String,
    pub(super) initiative: Option<InitiativeId>,
    pub(super) concerns: Vec<AuthorityId>,
    /// Somebody's support of what few people stand behind: counters move on it once a minute.
    pub(super) quiet: bool,
}

fn is_support(heard: &reading::Heard) -> bool {
    heard.event.name().starts_with("Support")
}

/// What is told of events that were heard.
///
/// # Errors
///
/// If the register cannot be read.
pub(super) async fn told(engine: &Engine, heard: Vec<reading::Heard>) -> Result<Vec<Told>, ViewError> {
    let supported = heard.iter().filter(|heard| is_support(heard)).filter_map(|heard| heard.initiative);
    let few = reading::supported_by_few(engine.views(), supported.collect()).await?;
    let told = |heard: reading::Heard| Told {
        position: heard.event.position(),
        json: heard.event.to_json(),
        quiet: is_support(&heard) && heard.initiative.is_some_and(|id| few.contains(&id)),
        initiative: heard.initiative,
        concerns: heard.concerns,
    };
    Ok(heard.into_iter().map(told).collect())
}

/// Where events are told as they happen.
pub(crate) struct Live {
    batches: broadcast::Sender<Arc<Batch>>,
    /// Whether the task runs: it begins with the first listener.
    running: Arc<AtomicBool>,
    over: watch::Sender<bool>,
}

/// Somebody who listens.
pub(super) struct Listener {
    batches: broadcast::Receiver<Arc<Batch>>,
    over: watch::Receiver<bool>,
}

/// What a listener hears.
pub(super) enum Next {
    Batch(Arc<Batch>),
    /// He was too slow: something is missing.
    Missed,
    /// The program ends.
    Over,
}

impl Live {
    pub(crate) fn new() -> Self {
        Self {
            batches: broadcast::Sender::new(KEPT),
            running: Arc::default(),
            over: watch::Sender::new(false),
        }
    }

    /// Ends every stream: the program is about to stop.
    pub(crate) fn end(&self) {
        self.over.send_replace(true);
    }

    /// Listens from now on.
    pub(super) fn listen(&self, engine: &Engine) -> Listener {
        let listener = Listener { batches: self.batches.subscribe(), over: self.over.subscribe() };
        if !self.running.swap(true, Ordering::AcqRel) {
            tokio::spawn(tell(
                engine.clone(),
                self.batches.clone(),
                self.over.subscribe(),
                Arc::clone(&self.running),
            ));
        }
        listener
    }
}

impl Listener {
    pub(super) async fn next(&mut self) -> Next {
        tokio::select! {
            _ = self.over.wait_for(|over| *over) => Next::Over,
            heard = self.batches.recv() => match heard {
                Ok(batch) => Next::Batch(batch),
                Err(broadcast::error::RecvError::Lagged(_)) => Next::Missed,
                Err(broadcast::error::RecvError::Closed) => Next::Over,
            },
        }
    }
}

/// Reads what is new whenever the views have come further. While nobody listens nothing is
/// read: whoever comes then sees that a batch does not follow on his position.
async fn tell(
    engine: Engine,
    batches: broadcast::Sender<Arc<Batch>>,
    mut over: watch::Receiver<bool>,
    running: Arc<AtomicBool>,
) {
    let mut reached = engine.views().watch();
    let mut after = *reached.borrow_and_update();
    loop {
        tokio::select! {
            _ = over.wait_for(|over| *over) => break,
            changed = reached.changed() => if changed.is_err() { break },
        }
        let up_to = *reached.borrow_and_update();
        if batches.receiver_count() == 0 {
            after = up_to;
        }
        while after < up_to {
            let read = match reading::heard_after(engine.views(), after, up_to, STEP).await {
                Ok(heard) => told(&engine, heard).await,
                Err(error) => Err(error),
            };
            let told = match read {
                Ok(told) => told,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "events cannot be told");
                    break;
                }
            };
            let Some(last) = told.last().map(|told| told.position) else { break };
            // Nobody listens any more: that is no failure.
            let _ = batches.send(Arc::new(Batch { after, up_to: last, told }));
            after = last;
        }
    }
    running.store(false, Ordering::Release);
}
