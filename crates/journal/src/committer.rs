//! The task that appends for everybody.
//!
//! It takes whatever waits, without lingering for more, and writes it in one
//! transaction; meanwhile the next batch gathers. A lone item costs one
//! transaction, a crowd shares it.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::backend::Backend;
use crate::{Item, JournalError, Verdict};

/// Items that may wait; one more is refused as busy.
pub(crate) const QUEUE: usize = 4096;
/// Items in one transaction.
const BATCH: usize = 1024;

/// An item and where its answer goes.
pub(crate) type Waiting = (Item, oneshot::Sender<Result<Verdict, JournalError>>);

/// Runs until every journal handle is gone and the queue is empty.
pub(crate) async fn run(
    backend: Arc<Backend>,
    mut queue: mpsc::Receiver<Waiting>,
    newest: Arc<watch::Sender<u64>>,
) {
    let mut waiting = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut waiting, BATCH).await > 0 {
        let (items, answers): (Vec<Item>, Vec<_>) = waiting.drain(..).unzip();
        let verdicts = write(&backend, items.into()).await;
        announce(&newest, verdicts.iter().flatten());
        if let Some(Err(error)) = verdicts.first()
            && error.is_about_the_store()
        {
            refuse_waiting(&mut queue, error);
        }
        for (answer, verdict) in answers.into_iter().zip(verdicts) {
            // Whoever asked may have stopped waiting; the verdict stands.
            let _ = answer.send(verdict);
        }
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
