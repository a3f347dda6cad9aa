//! Idle readers of a view, so that a question does not wait for whoever writes it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use projections::{Projection, Reader};
use rusqlite::Connection;
use uuid::Uuid;

use super::ViewError;

/// Readers kept for the next question.
const KEPT: usize = 8;

pub(super) struct Pool {
    pub(super) projection: &'static dyn Projection,
    /// Those of the file that stands now.
    idle: Mutex<Vec<Reader>>,
    /// Goes up with every swap; odd while another process writes and may swap at any time.
    generation: AtomicU64,
    /// A reader found the file damaged, and whoever writes it does not know yet.
    damaged: AtomicBool,
}

impl Pool {
    pub(super) fn new(projection: &'static dyn Projection, written_here: bool) -> Self {
        Self {
            projection,
            idle: Mutex::default(),
            generation: AtomicU64::new(u64::from(!written_here)),
            damaged: AtomicBool::new(false),
        }
    }

    /// The file was swapped, or is written here from now on: readers of before go.
    pub(super) fn renew(&self) {
        let mut idle = self.idle();
        let generation = self.generation.load(Ordering::Acquire);
        self.generation.store((generation / 2 + 1) * 2, Ordering::Release);
        idle.clear();
    }

    /// Whether a reader has found the file damaged since this was asked last.
    pub(super) fn take_damaged(&self) -> bool {
        self.damaged.swap(false, Ordering::AcqRel)
    }

    pub(super) fn read<T>(
        &self,
        directory: &Path,
        journal: Uuid,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ViewError> {
        let answer = self.ask(directory, journal, query);
        if let Err(error) = &answer {
            self.note_damage(error);
        }
        answer
    }

    /// Remembers it, if it is about the file.
    pub(super) fn note_damage(&self, error: &ViewError) {
        if error.is_damage() {
            self.damaged.store(true, Ordering::Release);
        }
    }

    fn ask<T>(
        &self,
        directory: &Path,
        journal: Uuid,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ViewError> {
        let view = self.projection.name();
        let generation = self.generation.load(Ordering::Acquire);
        let known = self.idle().pop();
        let reader = match known {
            Some(reader) => reader,
            None => Reader::open(directory, self.projection, journal)
                .map_err(|source| ViewError::Stopped { view, source: Arc::new(source) })?,
        };
        // All that a question reads is of one moment, also where it is several statements.
        let answer = reader.unchecked_transaction().and_then(|moment| query(&moment));
        let answer = answer.map_err(|source| ViewError::Query { view, source: Arc::new(source) });
        let mut idle = self.idle();
        let written_here = generation.is_multiple_of(2);
        if written_here && generation == self.generation.load(Ordering::Acquire) && idle.len() < KEPT {
            idle.push(reader);
        }
        answer
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
