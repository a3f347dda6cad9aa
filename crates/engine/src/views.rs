//! The views of this node: opened, checked against the journal, caught up, read.
//!
//! One process writes the views of a data directory; another one that opens them
//! meanwhile only reads, and waits for the writer. A view that was of another
//! journal, or of the time before a restore, is thrown away and built anew.

mod error;
mod pool;
mod rebuilt;
mod slot;
mod status;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use journal::Journal;
use projections::Record;
use rusqlite::Connection;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::SetAside;
use crate::records::Records;
pub use error::ViewError;
pub use rebuilt::Rebuilt;
pub use status::ViewStatus;

use pool::Pool;
use slot::Slot;

/// Events read and applied at once.
const BATCH: usize = 8_000;
/// As many come first, then twice as many and so on: nothing is applied while they are read.
const FIRST_BATCH: usize = 1_000;
/// How often a reader looks whether the writer has come further.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// How often it is looked whether the files of the views are still there.
const LOOK_FOR_FILES: Duration = Duration::from_secs(1);
/// How long `catch_up` waits for another process that writes the views.
const PATIENCE: Duration = Duration::from_secs(60);

/// The views of a data directory. Cheap to clone.
#[derive(Clone)]
pub struct Views {
    shared: Arc<Shared>,
}

struct Shared {
    journal: Journal,
    records: Records,
    directory: PathBuf,
    slots: Mutex<Vec<Slot>>,
    /// How far they were last, for whoever asks while they are worked on.
    known: Mutex<Vec<ViewStatus>>,
    /// In the order of the slots.
    pools: Vec<Pool>,
    /// One catches up at a time; others wait and find it done.
    turn: tokio::sync::Mutex<()>,
    /// The position that every view has reached.
    reached: watch::Sender<u64>,
    /// The head of the journal when these views were opened.
    opened_at: u64,
    /// They have caught up once, as far as they can.
    caught_up: AtomicBool,
    /// How often the journal had connected when the views were last compared with it.
    compared: AtomicU64,
    /// When the files were looked for last.
    looked: Mutex<Option<Instant>>,
    /// A reader could not read: it is time to look.
    unread: Notify,
    /// Why the views do not go on, if they do not.
    trouble: Mutex<Option<ViewError>>,
}

impl Views {
    pub(crate) async fn open(journal: &Journal, records: Records, data: &Path) -> Result<Self, ViewError> {
        let directory = data.join("views");
        let mut slots = Vec::new();
        for projection in projections::all() {
            slots.push(Slot::open(&directory, projection, journal).await?);
        }
        let (compared, opened_at) = (journal.connected(), journal.head().await?.position);
        let pools = slots.iter().map(|slot| Pool::new(slot.projection, slot.is_writer())).collect();
        let reached = watch::Sender::new(slot::lowest(&slots));
        let shared = Shared {
            journal: journal.clone(),
            records,
            directory,
            known: Mutex::new(slots.iter().map(|slot| slot.status(opened_at)).collect()),
            slots: Mutex::new(slots),
            pools,
            turn: tokio::sync::Mutex::default(),
            reached,
            opened_at,
            caught_up: AtomicBool::new(false),
            compared: AtomicU64::new(compared),
            looked: Mutex::default(),
            unread: Notify::new(),
            trouble: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Applies everything that the journal has, to every view that can go on, and
    /// swaps in what was being rebuilt. The first view that cannot is the error.
    pub async fn catch_up(&self) -> Result<u64, ViewError> {
        let head = self.shared.journal.head().await?.position;
        let _turn = self.shared.turn.lock().await;
        self.catch_up_to(head).await
    }

    /// The same for whoever needs no more than `position`. Of many who wait for their turn most
    /// find it applied by who had his before, and ask nobody.
    async fn catch_up_past(&self, position: u64) -> Result<(), ViewError> {
        let _turn = self.shared.turn.lock().await;
        if self.reached() >= position {
            return Ok(());
        }
        let head = self.shared.journal.head().await?.position;
        self.catch_up_to(head).await.map(drop)
    }

    /// For who has the turn.
    async fn catch_up_to(&self, head: u64) -> Result<u64, ViewError> {
        self.shared.look_for_files();
        self.compare().await?;
        let done =
            if self.claim().await? { self.write_up_to(head).await } else { self.follow_up_to(head).await };
        if !matches!(done, Err(ViewError::Journal(_) | ViewError::Vault(_))) {
            self.shared.caught_up.store(true, Ordering::Release);
        }
        *lock(&self.shared.trouble) = done.as_ref().err().cloned();
        done.map(|()| head)
    }

    /// Why the pages do not show what was recorded last, if they do not: an event that cannot
    /// be read, a disk that is full.
    pub fn trouble(&self) -> Option<ViewError> {
        lock(&self.shared.trouble).clone()
    }

    /// What an operator let the views of this node pass over.
    ///
    /// # Errors
    ///
    /// If the file that says so cannot be read.
    pub fn set_asides(&self) -> Result<Vec<SetAside>, ViewError> {
        self.shared.records.asides.all()
    }

    /// Lets the views of this node pass over an event that cannot be read.
    ///
    /// # Errors
    ///
    /// [`ViewError::NothingToSetAside`] if it can be read, or is not there.
    pub async fn set_aside(&self, position: u64, because: &str) -> Result<SetAside, ViewError> {
        let recorded = self.shared.journal.read(position.saturating_sub(1), 1).await?;
        let row = recorded.first().filter(|row| row.position == position);
        match row.and_then(|row| Some((row, self.shared.records.unreadable(row)?))) {
            Some((row, ViewError::Unreadable { .. })) => self.shared.records.asides.add(row, because),
            Some((_, other)) => Err(other),
            None => Err(ViewError::NothingToSetAside { position }),
        }
    }

    /// Whether the views have come to where the journal was when they were opened, or as far as
    /// they can: before, they would say of much that it is not there.
    pub fn is_ready(&self) -> bool {
        self.shared.caught_up.load(Ordering::Acquire) || self.reached() >= self.shared.opened_at
    }

    /// After the journal has connected anew: a view that has applied what the server now lacks is
    /// built anew.
    async fn compare(&self) -> Result<(), ViewError> {
        let connected = self.shared.journal.connected();
        if self.shared.compared.load(Ordering::Acquire) == connected {
            return Ok(());
        }
        let applied: Vec<_> = self.shared.slots().iter().map(Slot::last).collect();
        let mut found = HashMap::new();
        for applied in applied.iter().flatten() {
            if !found.contains_key(applied) {
                found.insert(*applied, slot::has(*applied, &self.shared.journal).await?);
            }
        }
        // A server that ends before may be one that was the primary, and soon is none: no reason to
        // throw anything away. It is asked again.
        if found.values().any(Option::is_none) {
            return Ok(());
        }
        for (place, applied) in applied.iter().enumerate() {
            if applied.is_some_and(|applied| found.get(&applied) == Some(&Some(false))) {
                self.shared.slots()[place].leave_history();
                self.shared.pools[place].renew();
            }
        }
        self.shared.compared.store(connected, Ordering::Release);
        Ok(())
    }

    /// Becomes the writer of every view that nobody writes any more.
    async fn claim(&self) -> Result<bool, ViewError> {
        let unclaimed: Vec<usize> = {
            let slots = self.shared.slots();
            (0..slots.len()).filter(|place| !slots[*place].is_writer()).collect()
        };
        for place in unclaimed {
            let projection = self.shared.slots()[place].projection;
            let slot = Slot::open(&self.shared.directory, projection, &self.shared.journal).await?;
            if !slot.is_writer() {
                return Ok(false);
            }
            self.shared.slots()[place] = slot;
            self.shared.pools[place].renew();
        }
        Ok(true)
    }

    async fn write_up_to(&self, head: u64) -> Result<(), ViewError> {
        for (slot, pool) in self.shared.slots().iter_mut().zip(&self.shared.pools) {
            slot.try_again(pool.take_damaged());
        }
        let mut ahead: Option<Batch> = None;
        let mut size = FIRST_BATCH;
        loop {
            let Some(after) = slot::next_to_apply(&self.shared.slots(), head) else { break };
            let batch = match ahead.take().filter(|batch| batch.after == after) {
                Some(batch) => batch,
                None => self.shared.batch(after, size).await?,
            };
            let Batch { records, unreadable, .. } = batch;
            if records.is_empty() && unreadable.is_none() {
                break;
            }
            let last = records.last().map_or(after, |record| record.position);
            let shared = Arc::clone(&self.shared);
            let applied = in_background(move || {
                let mut slots = shared.slots();
                slot::apply_to_all(&mut slots, &records);
                shared.announce(&slots);
            });
            if let Some(error) = unreadable {
                applied.await;
                return Err(error);
            }
            if last < head {
                // While these are applied the next ones are read and parsed.
                size = (size * 2).min(BATCH);
                let ((), next) = tokio::join!(applied, self.shared.batch(last, size));
                ahead = Some(next?);
            } else {
                applied.await;
            }
        }
        let shared = Arc::clone(&self.shared);
        in_background(move || {
            let mut slots = shared.slots();
            slot::finish_all(&mut slots, head, |view| {
                shared.pools.iter().filter(|pool| pool.projection.name() == view).for_each(Pool::renew);
            });
            shared.announce(&slots);
            slots.iter().find_map(Slot::stopped).map_or(Ok(()), Err)
        })
        .await
    }

    /// Another process writes: waits until it has come that far.
    async fn follow_up_to(&self, head: u64) -> Result<(), ViewError> {
        let looks = PATIENCE.as_millis() / LOOK_AGAIN.as_millis();
        let mut reached = 0;
        for _ in 0..looks {
            let shared = Arc::clone(&self.shared);
            reached = in_background(move || {
                let slots = shared.slots();
                shared.announce(&slots);
                slot::lowest(&slots)
            })
            .await;
            if reached >= head {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Err(ViewError::Behind { wanted: head, reached })
    }

    /// Catches up for ever, whenever something is recorded. A view that stops is
    /// logged once; the others go on.
    pub async fn run(&self) {
        let mut told: Option<&'static str> = None;
        loop {
            let at = match self.catch_up().await {
                Ok(head) => {
                    told = None;
                    head
                }
                Err(error) => {
                    let code = error.code();
                    if told.replace(code) != Some(code) {
                        tracing::error!(error = &error as &dyn std::error::Error, "views do not catch up");
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    self.reached()
                }
            };
            let news = tokio::select! {
                news = self.shared.journal.wait_past(at) => news,
                () = self.shared.unread.notified() => {
                    *lock(&self.shared.looked) = None;
                    continue;
                }
            };
            if let Err(error) = news {
                if told.replace(error.code()) != Some(error.code()) {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "the journal cannot be watched"
                    );
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    /// Waits until every view has applied `position`, but not for ever.
    pub async fn wait_for(&self, position: u64, at_most: Duration) -> Result<(), ViewError> {
        if self.reached() >= position {
            return Ok(());
        }
        match tokio::time::timeout(at_most, self.catch_up_past(position)).await {
            Ok(Ok(())) if self.reached() >= position => Ok(()),
            Ok(Err(error)) => Err(error),
            Ok(Ok(())) | Err(_) => Err(ViewError::Behind { wanted: position, reached: self.reached() }),
        }
    }

    /// The position that all views have reached, and each one after it.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared.reached.subscribe()
    }

    /// The position that every view has reached.
    pub fn reached(&self) -> u64 {
        *self.shared.reached.borrow()
    }

    /// Asks a view. The query runs beside the async tasks and sees one moment.
    pub async fn read<T, F>(&self, view: &str, query: F) -> Result<T, ViewError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        let view = view.to_owned();
        in_background(move || shared.read(&view, query)).await
    }

    /// The same for a query of a few microseconds: not worth another thread.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn read_now<T>(
        &self,
        view: &str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ViewError> {
        self.shared.read(view, query)
    }

    /// Builds these views anew, all if none is named, beside those that go on
    /// serving, and swaps them in.
    pub async fn rebuild(&self, names: &[String]) -> Result<(), ViewError> {
        {
            let mut slots = self.shared.slots();
            for name in names {
                if !slots.iter().any(|slot| slot.projection.name() == name) {
                    return Err(ViewError::Unknown(name.clone()));
                }
            }
            for slot in slots.iter_mut() {
                if names.is_empty() || names.iter().any(|name| name == slot.projection.name()) {
                    slot.rebuild()?;
                }
            }
        }
        self.catch_up().await.map(|_| ())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Events that follow each other, and why the one after them cannot be read, if so.
struct Batch {
    after: u64,
    records: Vec<Record>,
    unreadable: Option<ViewError>,
}

impl Shared {
    /// Reads and parses what follows a position.
    async fn batch(&self, after: u64, size: usize) -> Result<Batch, ViewError> {
        let recorded = self.journal.read(after, size).await?;
        let (records, unreadable) = self.records.of(recorded).await?;
        Ok(Batch { after, records, unreadable })
    }

    fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        lock(&self.slots)
    }

    /// Views whose files are gone are built anew.
    fn look_for_files(&self) {
        let mut looked = lock(&self.looked);
        if looked.is_none_or(|at| at.elapsed() >= LOOK_FOR_FILES) {
            self.slots().iter_mut().for_each(Slot::begin_anew_if_gone);
            *looked = Some(Instant::now());
        }
    }

    fn read<T>(
        &self,
        view: &str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ViewError> {
        let pool = self.pools.iter().find(|pool| pool.projection.name() == view);
        let pool = pool.ok_or_else(|| ViewError::Unknown(view.to_owned()))?;
        let answer = pool.read(&self.directory, self.journal.identity().id, query);
        if answer.is_err() {
            self.unread.notify_one();
        }
        answer
    }

    /// Whoever writes a view that somebody found damaged is told.
    fn note_damage(&self, error: &ViewError) {
        let (ViewError::Stopped { view, .. } | ViewError::Query { view, .. }) = error else { return };
        if let Some(pool) = self.pools.iter().find(|pool| pool.projection.name() == *view) {
            pool.note_damage(error);
            self.unread.notify_one();
        }
    }
}

/// SQLite is synchronous: it works on a thread of its own.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program ends: nobody waits for this any more.
            Err(_) => std::future::pending().await,
        },
    }
}
