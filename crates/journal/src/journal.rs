//! The handle that the rest of the program holds.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::backend::Backend;
use crate::committer::{self, Waiting};
use crate::{
    ClockKind, CommandRecord, Head, Identity, Item, JournalError, Recorded, Stats, Store, StreamId, Verdict,
};

const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// An opened journal. Cheap to clone; all clones share one committer.
#[derive(Clone)]
pub struct Journal {
    pub(crate) backend: Arc<Backend>,
    identity: Identity,
    queue: mpsc::Sender<Waiting>,
    /// The highest position this process knows to be recorded.
    newest: Arc<watch::Sender<u64>>,
}

impl Journal {
    /// Opens the journal in `store`, after making it there, with this id and
    /// kind of clock, if there is none. `id` is not used when there is one.
    /// Must be called in a tokio runtime, which then runs the committer.
    pub async fn create_or_open(store: &Store, clock: ClockKind, id: Uuid) -> Result<Self, JournalError> {
        let (backend, identity) = Backend::create(store, clock, id).await?;
        Self::of_kind(backend, identity, Some(clock)).await
    }

    /// Opens the journal in `store`; [`JournalError::NotMigrated`] when there is
    /// none. With `clock`, refuses a journal of the other kind; without, takes
    /// either: for reading, where no clock matters.
    pub async fn open(store: &Store, clock: Option<ClockKind>) -> Result<Self, JournalError> {
        let (backend, identity) = Backend::open(store).await?;
        Self::of_kind(backend, identity, clock).await
    }

    async fn of_kind(
        backend: Backend,
        identity: Identity,
        clock: Option<ClockKind>,
    ) -> Result<Self, JournalError> {
        if let Some(asked) = clock.filter(|asked| *asked != identity.clock) {
            return Err(JournalError::WrongClock { journal: identity.clock, asked });
        }
        let head = backend.head().await?;
        let backend = Arc::new(backend);
        let newest = Arc::new(watch::Sender::new(head.position));
        let (queue, waiting) = mpsc::channel(committer::QUEUE);
        tokio::spawn(committer::run(Arc::clone(&backend), waiting, Arc::clone(&newest)));
        Ok(Self { backend, identity, queue, newest })
    }

    /// What never changes about it.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Records one item, sharing a transaction with whatever else waits.
    /// [`JournalError::Busy`] at once when too much does.
    pub async fn append(&self, item: Item) -> Result<Verdict, JournalError> {
        item.check()?;
        let (answer, verdict) = oneshot::channel();
        self.queue.try_send((item, answer)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => JournalError::Busy,
            mpsc::error::TrySendError::Closed(_) => JournalError::Stopped,
        })?;
        verdict.await.map_err(|_| JournalError::Stopped)?
    }

    /// Records items in the given order in one transaction, each judged after
    /// those before it. Positions depend on nothing but the items. An error
    /// means that none was recorded; a refused item stops no other.
    pub async fn append_batch(&self, items: Vec<Item>) -> Result<Vec<Verdict>, JournalError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        items.iter().try_for_each(Item::check)?;
        let verdicts = self.backend.write(items.into()).await?;
        committer::announce(&self.newest, verdicts.iter());
        Ok(verdicts)
    }

    /// Up to `limit` events after a position, in order. Fewer than `limit` means
    /// that the head was reached.
    pub async fn read(&self, after: u64, limit: usize) -> Result<Vec<Recorded>, JournalError> {
        self.backend.read(after, limit).await
    }

    /// The ledger entries of up to `limit` events after a position, in order, byte for
    /// byte as they were recorded. Fewer than `limit` means that the head was reached.
    /// Entry `i` of the answer belongs to position `after + 1 + i`.
    pub async fn entries(&self, after: u64, limit: usize) -> Result<Vec<Vec<u8>>, JournalError> {
        let found = self.backend.entries(after, limit).await?;
        let mut entries = Vec::with_capacity(found.len());
        for (due, (position, entry)) in (after + 1..).zip(found) {
            if position != due {
                let what = format!("no event at position {due}; the next one is at {position}");
                return Err(JournalError::Corrupt { what });
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// All events of a stream after a sequence, in order; empty for a stream
    /// that has none.
    pub async fn load(&self, stream: &StreamId, after_sequence: u64) -> Result<Vec<Recorded>, JournalError> {
        self.backend.load(stream, after_sequence).await
    }

    /// The same for several streams from their beginnings, in the order in which they are named.
    pub async fn load_each(&self, streams: Vec<StreamId>) -> Result<Vec<Vec<Recorded>>, JournalError> {
        if streams.is_empty() {
            return Ok(Vec::new());
        }
        self.backend.load_each(streams).await
    }

    /// Whether a command was recorded, and where.
    pub async fn command(&self, id: Uuid) -> Result<Option<CommandRecord>, JournalError> {
        self.backend.command(id).await
    }

    /// The end of the journal, as the store has it now.
    pub async fn head(&self) -> Result<Head, JournalError> {
        self.backend.head().await
    }

    /// Goes up whenever a reader has lost its connection. After that it may be another server that
    /// answers: a standby that took over, or one that was restored. It has all that was
    /// acknowledged, and may lack what was seen before it was.
    pub fn connected(&self) -> u64 {
        self.backend.connected()
    }

    /// Whether this program could append now: [`JournalError::NewerFormat`] once a newer one
    /// has upgraded the journal. Reading goes on.
    pub async fn check_format(&self) -> Result<(), JournalError> {
        self.backend.check_format().await
    }

    /// The position as of a time: of the last event recorded at or before it; 0
    /// when there is none.
    pub async fn position_as_of(&self, at: Timestamp) -> Result<u64, JournalError> {
        let (mut before, mut beyond) = (0, self.head().await?.position + 1);
        while beyond - before > 1 {
            let middle = before + (beyond - before) / 2;
            match self.backend.time_at(middle).await? {
                Some(recorded) if recorded <= at => before = middle,
                Some(_) => beyond = middle,
                None => {
                    let what = format!("there is no event at position {middle}");
                    return Err(JournalError::Corrupt { what });
                }
            }
        }
        Ok(before)
    }

    /// Counts over the whole journal; reads all of it.
    pub async fn stats(&self) -> Result<Stats, JournalError> {
        self.backend.stats().await
    }

    /// Waits until something is recorded after `position` and returns the head.
    /// An append through this handle wakes it at once; one by another process
    /// is seen by asking, at first every 5 ms, in quiet times every 500 ms.
    pub async fn wait_past(&self, position: u64) -> Result<u64, JournalError> {
        let mut newest = self.newest.subscribe();
        let mut pause = SHORTEST_PAUSE;
        loop {
            let known = *newest.borrow_and_update();
            if known > position {
                return Ok(known);
            }
            let asked = tokio::time::timeout(pause, newest.changed()).await.is_err();
            if asked {
                committer::note(&self.newest, self.head().await?.position);
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    /// Wakes those who wait, after events came in by another way than an append.
    pub(crate) fn noted(&self, position: u64) {
        committer::note(&self.newest, position);
    }

    /// On PostgreSQL, the pool of read-only connections: for a
    /// `postgres_es::PostgresEventRepository` over the same table.
    pub fn postgres_pool(&self) -> Option<&PgPool> {
        match &*self.backend {
            Backend::Sqlite(_) => None,
            Backend::Postgres(postgres) => Some(postgres.pool()),
        }
    }
}
