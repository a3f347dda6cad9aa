//! Events that are applied in one transaction.

use std::cell::RefCell;
use std::ops::Deref;

use rusqlite::Transaction;

use crate::ApplyError;
use crate::totals::{Changed, Running};

/// The transaction of events that are applied together, and the counts that they change:
/// these are written once for all of them.
pub struct Batch<'t> {
    transaction: Transaction<'t>,
    pub(crate) running: RefCell<Running>,
}

impl<'t> Batch<'t> {
    pub(crate) fn of(transaction: Transaction<'t>) -> Self {
        Self { transaction, running: RefCell::default() }
    }

    /// Writes the counts that have changed since the last time, and tells which. A statement
    /// that reads one of them has to come after this.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub(crate) fn settle(&self) -> Result<Vec<Changed>, ApplyError> {
        self.running.borrow_mut().settle(&self.transaction)
    }

    pub(crate) fn commit(self) -> rusqlite::Result<()> {
        self.transaction.commit()
    }
}

impl<'t> Deref for Batch<'t> {
    type Target = Transaction<'t>;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}
