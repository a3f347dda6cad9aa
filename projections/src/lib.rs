//! The answers of Veche: what anybody sees, computed from the events.
//!
//! A [`Projection`] turns the journal's events, in their one order, into rows of
//! its own SQLite file; a [`view::View`] keeps that file: rows and position commit
//! together, and it can be thrown away and built again. Queries stand beside the
//! projection whose rows they read and take a read-only connection.
//!
//! Rows that change carry `[from_position, to_position)`; counts stand beside the
//! position at which they changed; lists of positions stand in blocks. A query that
//! takes `as_of` answers as the view was when that position was the last; without it,
//! as it is now. Texts are the exception: one that was redacted is unreadable at every
//! position.
//!
//! No rule is repeated here. Events carry their consequences (stage, custody,
//! support window, terms with due dates), and these are what is stored.
//!
//! Nothing here knows the journal's store, keys, HTTP or the clock.

pub mod correspondence;
pub mod deadlines;
pub mod directory;
pub mod events;
pub mod funnel;
pub mod hearings;
pub mod initiative;
pub mod obligations;
pub mod performance;
pub mod record;
pub mod register;
pub mod search;
pub mod supports;
pub mod texts;
pub mod view;
pub mod worklist;

mod batch;
mod cases;
mod interval;
mod misses;
mod news;
mod payload;
mod postings;
mod question;
mod stored;
mod totals;
mod versioned;

#[cfg(test)]
mod story;
#[cfg(test)]
mod time_travel;

pub use batch::Batch;
pub use record::{Event, Hash, ParseError, Record};
pub use view::{Comparison, Difference, Opened, Reader, Rebuild, View, ViewError, difference};

/// A read model: its schema, and how an event changes its rows.
pub trait Projection: Send + Sync {
    /// The name of its file and in messages: ASCII, lower case.
    fn name(&self) -> &'static str;

    /// Goes up when schema or meaning change: the view is then built anew.
    fn version(&self) -> u32;

    /// The statements that make its tables in an empty file.
    fn schema(&self) -> String;

    /// The statements that make the indexes that only readers look into. A file that is built
    /// from the beginning gets them once it is whole: an index made of rows that are there is
    /// sorted once, one that grows with them is written all over for each.
    fn indexes(&self) -> String {
        String::new()
    }

    /// Changes rows for one event, which follows directly on the one before.
    ///
    /// # Errors
    ///
    /// If the event speaks of something that no earlier event made known, or the
    /// file cannot be written. Nothing of the batch is then kept.
    fn apply(&self, batch: &Batch<'_>, record: &Record) -> Result<(), ApplyError>;

    /// Writes what the events of a batch have summed up. Called after the last of them.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn settle(&self, batch: &Batch<'_>) -> Result<(), ApplyError> {
        batch.settle()
    }
}

/// Why an event could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// SQLite refused.
    #[error("the rows could not be written")]
    Sqlite(#[from] rusqlite::Error),
    /// An event about something that no earlier event introduced.
    #[error("the event speaks of {what} {id}, which no earlier event made known")]
    Unknown {
        /// What sort of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
}

impl ApplyError {
    pub(crate) fn unknown(what: &'static str, id: impl Into<String>) -> Self {
        Self::Unknown { what, id: id.into() }
    }
}

/// All projections, in the order in which they are shown.
pub fn all() -> [&'static dyn Projection; 12] {
    [
        &directory::Directory,
        &register::Register,
        &initiative::Initiatives,
        &worklist::Worklist,
        &deadlines::Deadlines,
        &supports::Supports,
        &funnel::Funnels,
        &performance::Performance,
        &search::Search,
        &events::Events,
        &correspondence::Correspondence,
        &hearings::Hearings,
    ]
}
