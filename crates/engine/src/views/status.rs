//! How far a view is, for people and programs.

use std::sync::{Arc, TryLockError};

use serde::Serialize;

use super::slot::{self, Slot};
use super::{Shared, ViewError, Views, in_background, lock};

/// One view of this node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewStatus {
    /// Its name.
    pub name: &'static str,
    /// The version of its projection.
    pub version: u32,
    /// The last position that its readers see.
    pub position: u64,
    /// The journal's last position.
    pub head: u64,
    /// How far the file is that is being built beside it.
    pub building: Option<u64>,
    /// Why it stands still, if it does.
    pub stopped: Option<String>,
    /// The same for everybody: a code, and the position where an event is to blame. The whole may
    /// quote what nobody is to read.
    pub stopped_by: Option<String>,
    /// Whether this process writes it.
    pub written_here: bool,
}

impl Views {
    /// How far every view is.
    pub async fn status(&self) -> Result<Vec<ViewStatus>, ViewError> {
        let head = self.shared.journal.head().await?.position;
        let shared = Arc::clone(&self.shared);
        let mut all = in_background(move || shared.look(head)).await;
        let lowest = all.iter().map(|view| view.position).min().unwrap_or(head);
        let next = if lowest < head { self.shared.journal.read(lowest, 1).await? } else { Vec::new() };
        if let Some(error) = next.first().and_then(|row| self.shared.records.unreadable(row)) {
            for view in all.iter_mut().filter(|view| view.position == lowest) {
                view.stopped.get_or_insert_with(|| slot::told(&error));
                view.stopped_by.get_or_insert_with(|| format!("{} at position {}", error.code(), lowest + 1));
            }
        }
        Ok(all)
    }
}

impl Shared {
    /// How far every view is, or was a moment ago where all are being worked on.
    fn look(&self, head: u64) -> Vec<ViewStatus> {
        let slots = match self.slots.try_lock() {
            Ok(slots) => slots,
            Err(TryLockError::Poisoned(slots)) => slots.into_inner(),
            Err(TryLockError::WouldBlock) => {
                let known = lock(&self.known);
                return known.iter().map(|view| ViewStatus { head, ..view.clone() }).collect();
            }
        };
        slots.iter().map(|slot| slot.status(head)).collect()
    }

    /// Tells who waits, and who asks meanwhile, how far the views are.
    pub(super) fn announce(&self, slots: &[Slot]) {
        let all: Vec<ViewStatus> = slots.iter().map(|slot| slot.status(0)).collect();
        let lowest = all.iter().map(|view| view.position).min().unwrap_or(0);
        *lock(&self.known) = all;
        self.reached.send_if_modified(|known| std::mem::replace(known, lowest) != lowest);
    }
}
