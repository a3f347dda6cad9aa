//! The two stores behind one set of questions.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::postgres::{self, Postgres};
use crate::sqlite::{self, Sqlite};
use crate::{
    ClockKind, CommandRecord, Head, Identity, Item, JournalError, Recorded, Stats, Store, StreamId, Verdict,
};

/// How far a real journal's append may be from the database's clock. The
/// PostgreSQL function says the same number.
pub(crate) const ALLOWED_SKEW_SECONDS: u64 = 60;

/// Whether a journal has the layout of tables and functions that this program knows for its store.
pub(crate) fn check_format(found: i64, known: i64) -> Result<(), JournalError> {
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(JournalError::NewerFormat { found, known }),
        std::cmp::Ordering::Less => Err(JournalError::OlderFormat { found, known }),
    }
}

pub(crate) enum Backend {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Backend {
    pub(crate) async fn create(
        store: &Store,
        clock: ClockKind,
        id: Uuid,
    ) -> Result<(Self, Identity), JournalError> {
        match store {
            Store::Sqlite(directory) => {
                let (sqlite, identity) = Sqlite::create(directory.clone(), clock, id).await?;
                Ok((Self::Sqlite(sqlite), identity))
            }
            Store::Postgres(url) => {
                let (postgres, identity) = Postgres::create(url, clock, id).await?;
                Ok((Self::Postgres(Box::new(postgres)), identity))
            }
        }
    }

    pub(crate) async fn open(store: &Store) -> Result<(Self, Identity), JournalError> {
        match store {
            Store::Sqlite(directory) => {
                let (sqlite, identity) = Sqlite::open(directory.clone()).await?;
                Ok((Self::Sqlite(sqlite), identity))
            }
            Store::Postgres(url) => {
                let (postgres, identity) = Postgres::open(url).await?;
                Ok((Self::Postgres(Box::new(postgres)), identity))
            }
        }
    }

    /// One transaction: every item gets a verdict, or nothing is recorded.
    pub(crate) async fn write(&self, items: Arc<[Item]>) -> Result<Vec<Verdict>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(items).await,
            Self::Postgres(postgres) => postgres.write(&items).await,
        }
    }

    pub(crate) async fn read(&self, after: u64, limit: usize) -> Result<Vec<Recorded>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(after, limit).await,
            Self::Postgres(postgres) => postgres.read(after, limit).await,
        }
    }

    pub(crate) async fn load(&self, stream: &StreamId, after: u64) -> Result<Vec<Recorded>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.load(stream.clone(), after).await,
            Self::Postgres(postgres) => postgres.load(stream, after).await,
        }
    }

    pub(crate) async fn load_each(&self, streams: Vec<StreamId>) -> Result<Vec<Vec<Recorded>>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.load_each(streams).await,
            Self::Postgres(postgres) => postgres.load_each(streams).await,
        }
    }

    /// Entries with their positions, as [`Self::read`] has events.
    pub(crate) async fn entries(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.entries(after, limit).await,
            Self::Postgres(postgres) => postgres.entries(after, limit).await,
        }
    }

    pub(crate) async fn head(&self) -> Result<Head, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.head().await,
            Self::Postgres(postgres) => postgres.head().await,
        }
    }

    /// How often a reader has connected to the database; a file is never another.
    pub(crate) fn connected(&self) -> u64 {
        match self {
            Self::Sqlite(_) => 0,
            Self::Postgres(postgres) => postgres.connected(),
        }
    }

    /// Whether this program may append: an upgrade can come while it runs.
    pub(crate) async fn check_format(&self) -> Result<(), JournalError> {
        match self {
            Self::Sqlite(sqlite) => check_format(sqlite.format().await?, sqlite::FORMAT),
            Self::Postgres(postgres) => check_format(postgres.format().await?, postgres::FORMAT),
        }
    }

    /// The time of the event at a position, `None` when there is none.
    pub(crate) async fn time_at(&self, position: u64) -> Result<Option<Timestamp>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.time_at(position).await,
            Self::Postgres(postgres) => postgres.time_at(position).await,
        }
    }

    pub(crate) async fn command(&self, id: Uuid) -> Result<Option<CommandRecord>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.command(id).await,
            Self::Postgres(postgres) => postgres.command(id).await,
        }
    }

    /// Commands by id, from after the given one.
    pub(crate) async fn commands(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<CommandRecord>, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.commands(after, limit).await,
            Self::Postgres(postgres) => postgres.commands(after, limit).await,
        }
    }

    pub(crate) async fn stats(&self) -> Result<Stats, JournalError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.stats().await,
            Self::Postgres(postgres) => postgres.stats().await,
        }
    }

    pub(crate) async fn import(&self) -> Result<Import, JournalError> {
        match self {
            Self::Sqlite(sqlite) => Ok(Import::Sqlite(sqlite.import().await?)),
            Self::Postgres(postgres) => Ok(Import::Postgres(postgres.import().await?)),
        }
    }
}

/// A transaction that fills an empty journal; dropped unfinished it leaves nothing.
pub(crate) enum Import {
    Sqlite(sqlite::Import),
    Postgres(postgres::Import),
}

impl Import {
    /// Events, each with its entry.
    pub(crate) async fn events(
        &mut self,
        events: Vec<Recorded>,
        entries: Vec<Vec<u8>>,
    ) -> Result<(), JournalError> {
        match self {
            Self::Sqlite(import) => import.events(events, entries).await,
            Self::Postgres(import) => import.events(events, entries).await,
        }
    }

    pub(crate) async fn commands(&mut self, commands: Vec<CommandRecord>) -> Result<(), JournalError> {
        match self {
            Self::Sqlite(import) => import.commands(commands).await,
            Self::Postgres(import) => import.commands(commands).await,
        }
    }

    /// Sets the head and commits.
    pub(crate) async fn finish(self, head: Head) -> Result<(), JournalError> {
        match self {
            Self::Sqlite(import) => import.finish(head).await,
            Self::Postgres(import) => import.finish(head).await,
        }
    }
}
