//! Events that are applied in one transaction.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Deref;
use std::rc::Rc;

use rusqlite::{CachedStatement, Connection, Params, Transaction};

use crate::ApplyError;
use crate::postings::Pending;
use crate::totals::Running;

/// The transaction of events that are applied together, with what is written once for all of
/// them, and what was looked up for one and serves the next.
pub struct Batch<'t> {
    /// By where their text stands.
    statements: RefCell<HashMap<*const str, CachedStatement<'t>>>,
    connection: &'t Connection,
    transaction: Transaction<'t>,
    pub(crate) running: RefCell<Running>,
    pub(crate) pending: RefCell<Pending>,
    known: RefCell<HashMap<String, Rc<dyn Any>>>,
}

impl<'t> Batch<'t> {
    /// Begins one. The connection has no other transaction.
    pub(crate) fn begin(connection: &'t Connection) -> rusqlite::Result<Self> {
        let transaction = connection.unchecked_transaction()?;
        let (statements, running, pending, known) = Default::default();
        Ok(Self { statements, connection, transaction, running, pending, known })
    }

    /// Does what many events of a batch ask for: the statement is not looked up by its text.
    ///
    /// # Errors
    ///
    /// If SQLite refuses.
    pub(crate) fn run(&self, sql: &'static str, values: impl Params) -> rusqlite::Result<()> {
        let mut statements = self.statements.borrow_mut();
        let statement = match statements.entry(sql) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.connection.prepare_cached(sql)?),
        };
        statement.execute(values).map(drop)
    }

    /// Writes the counts that have changed since the last time, and the positions that were noted.
    /// A statement that reads one of them has to come after this.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub(crate) fn settle(&self) -> Result<(), ApplyError> {
        self.pending.borrow_mut().settle(&self.transaction)?;
        self.running.borrow_mut().settle(&self.transaction)
    }

    /// What is known of this, looked up once in a batch until it is [forgotten](Self::forget).
    /// A view has one sort of it.
    ///
    /// # Errors
    ///
    /// Those of looking it up.
    pub(crate) fn known<T: 'static>(
        &self,
        id: &str,
        look_up: impl FnOnce() -> Result<T, ApplyError>,
    ) -> Result<Rc<T>, ApplyError> {
        let found = self.known.borrow().get(id).cloned();
        if let Some(found) = found.and_then(|found| found.downcast().ok()) {
            return Ok(found);
        }
        let found = Rc::new(look_up()?);
        self.known.borrow_mut().insert(id.to_owned(), Rc::clone(&found) as Rc<dyn Any>);
        Ok(found)
    }

    /// Takes away what was known of it, as it changes. Whoever has something unwritten in it writes it.
    pub(crate) fn forget<T: 'static>(&self, id: &str) -> Option<Rc<T>> {
        self.known.borrow_mut().remove(id)?.downcast().ok()
    }

    /// All that is known.
    pub(crate) fn all_known<T: 'static>(&self) -> Vec<Rc<T>> {
        self.known.borrow().values().filter_map(|known| Rc::clone(known).downcast().ok()).collect()
    }

    pub(crate) fn commit(self) -> rusqlite::Result<()> {
        drop(self.statements);
        self.transaction.commit()
    }
}

impl<'t> Deref for Batch<'t> {
    type Target = Transaction<'t>;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}
