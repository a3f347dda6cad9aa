//! The task that appends for everybody.
//!
//! It takes whatever waits, without lingering for more, and writes it in one
//! transaction; meanwhile the next batch gathers. A lone item costs one
//! transaction, a crowd shares it. While one batch is being recorded another one is
//! on its way and waits there for the lock: the store has no pause between them.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinError, JoinSet};

use crate::backend::Backend;
use crate::{Item, JournalError, Verdict};

/// Items that may wait; one more is refused as busy.
pub(crate) const QUEUE: usize = 4096;
/// Items in one transaction.
const BATCH: usize = 1024;
/// Batches under way: one has the store's lock, the other waits for it.
pub(crate) const LANES: usize = 2;

/// An item and where its answer goes.
pub(crate) type Waiting = (Item, oneshot::Sender<Result<Verdict, JournalError>>);

/// Runs until every journal handle is gone and the queue is empty.
pub(crate) async fn run(
    backend: Arc<Backend>,
    mut queue: mpsc::Receiver<Waiting>,
    newest: Arc<watch::Sender<u64>>,
) {
    let mut waiting = Vec::with_capacity(BATCH);
    let mut writing = JoinSet::new();
    loop {
        tokio::select! {
            Some(done) = writing.join_next() => {
                if let Some(error) = trouble(done) {
                    refuse_waiting(&mut queue, &error);
                }
            }
            some = queue.recv_many(&mut waiting, BATCH), if writing.len() < LANES => {
                if some == 0 {
                    break;
                }
                writing.spawn(append(Arc::clone(&backend), std::mem::take(&mut waiting), Arc::clone(&newest)));
            }
        }
    }
    while let Some(done) = writing.join_next().await {
        trouble(done);
    }
}

/// Writes a batch and answers for it. Gives back what is wrong with the store, if that is why
/// nothing was recorded.
async fn append(
    backend: Arc<Backend>,
    waiting: Vec<Waiting>,
    newest: Arc<watch::Sender<u64>>,
) -> Option<JournalError> {
    let (items, answers): (Vec<Item>, Vec<_>) = waiting.into_iter().unzip();
    let verdicts = write(&backend, items.into()).await;
    announce(&newest, verdicts.iter().flatten());
    let trouble = match verdicts.first() {
        Some(Err(error)) if error.is_about_the_store() => Some(error.clone()),
        Some(Ok(_) | Err(_)) | None => None,
    };
    for (answer, verdict) in answers.into_iter().zip(verdicts) {
        // Whoever asked may have stopped waiting; the verdict stands.
        let _ = answer.send(verdict);
    }
    trouble
}

/// What a batch came to; it goes on to panic where that did.
fn trouble(done: Result<Option<JournalError>, JoinError>) -> Option<JournalError> {
    match done.map_err(JoinError::try_into_panic) {
        Ok(trouble) => trouble,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // The program ends.
        Err(Err(_)) => None,
    }
}

/// After the store was waited for in vain: who came meanwhile has waited already, and would
/// only wait as long again. Nothing of theirs was begun.
fn refuse_waiting(queue: &mut mpsc::Receiver<Waiting>, error: &JournalError) {
    for _ in 0..queue.len() {
        let Ok((_, answer)) = queue.try_recv() else { break };
        let _ = answer.send(Err(error.clone()));
    }
}

async fn write(backend: &Backend, items: Arc<[Item]>) -> Vec<Result<Verdict, JournalError>> {
    match backend.write(Arc::clone(&items)).await {
        Ok(verdicts) => verdicts.into_iter().map(Ok).collect(),
        Err(error) if error.is_about_one_item() && items.len() > 1 => one_by_one(backend, &items).await,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                items = items.len(),
                "a batch was not recorded"
            );
            vec![Err(error); items.len()]
        }
    }
}

/// After a batch failed for one of its items: the others must not pay for it.
async fn one_by_one(backend: &Backend, items: &[Item]) -> Vec<Result<Verdict, JournalError>> {
    let mut verdicts = Vec::with_capacity(items.len());
    for item in items {
        let alone = backend.write(Arc::new([item.clone()])).await;
        verdicts.push(alone.and_then(|given| given.into_iter().next().ok_or(JournalError::Stopped)));
    }
    verdicts
}

/// Wakes those who wait for a position.
pub(crate) fn announce<'a>(newest: &watch::Sender<u64>, verdicts: impl Iterator<Item = &'a Verdict>) {
    let last = verdicts.filter_map(|verdict| match verdict {
        Verdict::Committed { last, .. } => Some(*last),
        Verdict::Conflict { .. }
        | Verdict::GuardMoved { .. }
        | Verdict::Repeated { .. }
        | Verdict::IdReused => None,
    });
    if let Some(last) = last.max() {
        note(newest, last);
    }
}

/// Remembers a position that is known to be recorded.
pub(crate) fn note(newest: &watch::Sender<u64>, position: u64) {
    newest.send_if_modified(|known| {
        let news = position > *known;
        *known = position.max(*known);
        news
    });
}
