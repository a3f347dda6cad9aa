//! The journal: the one append-only order in which everything happened.
//!
//! Every event has a stream (a kind, an id and a sequence 1, 2, 3 …) and a
//! **position**: 1, 2, 3 … over the whole installation, without gaps, in commit
//! order. A reader that asks for what comes after a position can therefore not
//! miss anything. All else in the program is computed from here.
//!
//! Two stores hold it, [`Store::Sqlite`] and [`Store::Postgres`]; one contract
//! suite runs on both. In either the database itself refuses to change or
//! delete what was recorded.
//!
//! Invariants:
//! - One row, `journal_head`, is locked by whoever appends and advanced in the
//!   same transaction; that is what makes positions dense and commit-ordered.
//! - The recorded time never goes back: an event gets the later of the time its
//!   item names and the time of the event before it.
//! - Payload and metadata are kept byte for byte as they were given.
//! - Every event has a ledger entry, bytes that are recorded in the same transaction and
//!   handed out as they are: nobody builds an entry a second time.
//! - Nothing here knows an aggregate, a clock or a random number. "Now" is the
//!   database's, and is only compared with.

mod backend;
mod committer;
mod copy;
mod error;
mod identity;
mod item;
mod journal;
mod postgres;
mod recorded;
mod sqlite;
mod store;
mod verify;

pub use copy::copy;
pub use error::JournalError;
pub use identity::{ClockKind, Head, Identity, Stats};
pub use item::{
    CommandRecord, EntryText, EntryTime, Guard, Item, MAX_ENTRY, NewEvent, StreamAppend, StreamId, Verdict,
};
pub use journal::Journal;
pub use recorded::Recorded;
pub use store::{Store, StoreError};
pub use verify::Verification;
