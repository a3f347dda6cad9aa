//! The file of a view: who may write it, how far it has come, and of which journal.
//!
//! | file | what |
//! | --- | --- |
//! | `<name>-v<version>.sqlite` | the view; readers open it read-only |
//! | `….building` | the same being built anew; takes the view's name when it has caught up |
//! | `….lock` | held by the one process that writes; gone with it, also after a crash |
//! | `….swap` | held while the file is replaced, and by a reader while it opens |
//!
//! Rows and position commit in one transaction. A crash loses at most the last
//! batches, which are then applied again; a crash while building leaves a
//! `.building` file that the next start throws away.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use uuid::Uuid;

use crate::record::{Event, Record};
use crate::{ApplyError, Projection};

const META: &str = "
    CREATE TABLE meta (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        journal TEXT NOT NULL,
        position INTEGER NOT NULL,
        hash BLOB
    );
";

/// Why a view cannot be opened, written or replaced.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// A file cannot be reached.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// SQLite refuses.
    #[error("the view {view} cannot be read or written")]
    Sqlite {
        /// Which view.
        view: &'static str,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// Another process writes it.
    #[error("the view {view} is being written by another process")]
    Locked {
        /// Which view.
        view: &'static str,
    },
    /// The next event does not follow on the last.
    #[error("the view {view} needs position {expected} next, not {found}")]
    Gap {
        /// Which view.
        view: &'static str,
        /// The position that has to come next.
        expected: u64,
        /// The position that came.
        found: u64,
    },
    /// An event could not be applied.
    #[error("the view {view} cannot apply {event_type} at position {position}")]
    Apply {
        /// Which view.
        view: &'static str,
        /// Where.
        position: u64,
        /// Which event.
        event_type: String,
        /// Why.
        #[source]
        source: ApplyError,
    },
    /// There is nothing to read yet, or only the view of another journal.
    #[error("the view {view} of this journal is not built yet")]
    NotBuilt {
        /// Which view.
        view: &'static str,
    },
}

impl ViewError {
    /// A stable name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "view_file_unusable",
            Self::Sqlite { .. } => "view_storage_failed",
            Self::Locked { .. } => "view_locked",
            Self::Gap { .. } => "view_gap",
            Self::Apply { .. } => "view_event_not_applicable",
            Self::NotBuilt { .. } => "view_not_built",
        }
    }
}

/// What was found when a view was opened for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nothing: it starts at position 0.
    Fresh,
    /// It has come this far in a journal of this id. Whether it is the same history
    /// is for the caller to say: compare [`View::last`] with the journal.
    Resumed {
        /// The last position applied.
        position: u64,
    },
    /// It belongs to another journal; see [`View::reset`].
    Foreign,
}

/// A view open for writing by this process alone.
pub struct View {
    files: Files,
    journal: Uuid,
    /// Nothing after a reset, until a rebuild takes its place.
    live: Option<Store>,
    generation: u64,
    _lock: File,
}

/// A view being built beside the one that serves.
pub struct Rebuild {
    store: Store,
}

/// A view open for reading. It reads the file that stood when it was opened: after
/// a swap, open another.
pub struct Reader {
    connection: Connection,
    view: &'static str,
}

impl View {
    /// Opens the view in `dir`, which is made if it is missing, for writing.
    ///
    /// # Errors
    ///
    /// If another process writes it, or the files cannot be used.
    pub fn open(
        dir: &Path,
        projection: &'static dyn Projection,
        journal: Uuid,
    ) -> Result<(Self, Opened), ViewError> {
        fs::create_dir_all(dir).map_err(|source| ViewError::File { path: dir.to_owned(), source })?;
        let files = Files { dir: dir.to_owned(), projection };
        let lock = files.lock()?;
        files.remove(&files.building())?;
        let known = files.live().exists();
        let store = Store::open(&files.live(), projection, journal)?;
        let opened = match (known && store.last.is_some(), store.journal == journal) {
            (_, false) => Opened::Foreign,
            (false, true) => Opened::Fresh,
            (true, true) => Opened::Resumed { position: store.position() },
        };
        Ok((Self { files, journal, live: Some(store), generation: 0, _lock: lock }, opened))
    }

    /// The projection it is of.
    pub fn projection(&self) -> &'static dyn Projection {
        self.files.projection
    }

    /// The last event applied: its position and the journal's hash of it. Nothing at
    /// the beginning, and for the view of another journal.
    pub fn last(&self) -> Option<(u64, [u8; 32])> {
        self.live.as_ref().filter(|store| store.journal == self.journal)?.last
    }

    /// The last position applied, 0 at the beginning.
    pub fn position(&self) -> u64 {
        self.last().map_or(0, |(position, _)| position)
    }

    /// Goes up with every swap: readers opened before read the old file.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Applies events that follow directly on the last one, all or none.
    ///
    /// # Errors
    ///
    /// At a gap, for an event that cannot be applied, and if the file cannot be written.
    pub fn apply(&mut self, records: &[Record]) -> Result<(), ViewError> {
        let view = self.files.name();
        let live = self.live.as_mut().filter(|store| store.journal == self.journal);
        live.ok_or(ViewError::NotBuilt { view })?.apply(records)
    }

    /// Another connection, for reading.
    ///
    /// # Errors
    ///
    /// If the view is of another journal, was reset and is not built again, or cannot be opened.
    pub fn reader(&self) -> Result<Reader, ViewError> {
        match self.live {
            Some(_) => Reader::open(&self.files.dir, self.files.projection, self.journal),
            None => Err(ViewError::NotBuilt { view: self.files.name() }),
        }
    }

    /// Begins to build it anew beside the file that goes on serving.
    ///
    /// # Errors
    ///
    /// If the file cannot be made.
    pub fn rebuild(&self) -> Result<Rebuild, ViewError> {
        let path = self.files.building();
        self.files.remove(&path)?;
        Ok(Rebuild { store: Store::open(&path, self.files.projection, self.journal)? })
    }

    /// Throws away rows that belong to another history and begins to build it anew.
    /// Nothing can be read until [`View::swap`].
    ///
    /// # Errors
    ///
    /// If a file cannot be removed or made.
    pub fn reset(&mut self) -> Result<Rebuild, ViewError> {
        self.live = None;
        let _swap = self.files.exclusive_swap()?;
        self.files.remove(&self.files.live())?;
        self.rebuild()
    }

    /// The new file takes the place of the one that served; a crash leaves one or the other.
    ///
    /// # Errors
    ///
    /// If the files cannot be closed or moved. The view then has to be opened again.
    pub fn swap(&mut self, rebuild: Rebuild) -> Result<(), ViewError> {
        let (live, building) = (self.files.live(), self.files.building());
        rebuild.store.close()?;
        let _swap = self.files.exclusive_swap()?;
        if let Some(store) = self.live.take() {
            store.close()?;
        }
        self.files.remove_wal(&live)?;
        fs::rename(&building, &live).map_err(|source| ViewError::File { path: building, source })?;
        self.live = Some(Store::open(&live, self.files.projection, self.journal)?);
        self.generation += 1;
        Ok(())
    }

    /// Deletes the files of earlier versions of this projection. To be called once
    /// this one has caught up; a program of that version that still reads one keeps it.
    ///
    /// # Errors
    ///
    /// If the directory cannot be read or a file not removed.
    pub fn remove_older(&self) -> Result<(), ViewError> {
        let file = |source| ViewError::File { path: self.files.dir.clone(), source };
        for entry in fs::read_dir(&self.files.dir).map_err(file)? {
            let name = entry.map_err(file)?.file_name();
            let version = name
                .to_str()
                .and_then(|name| name.strip_prefix(self.files.name())?.strip_prefix("-v"))
                .and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
            if version.is_some_and(|version| version < self.files.projection.version()) {
                self.files.remove(&self.files.dir.join(name))?;
            }
        }
        Ok(())
    }
}

impl Rebuild {
    /// The last position applied, 0 at the beginning.
    pub fn position(&self) -> u64 {
        self.store.position()
    }

    /// Applies events that follow directly on the last one, all or none.
    ///
    /// # Errors
    ///
    /// As [`View::apply`].
    pub fn apply(&mut self, records: &[Record]) -> Result<(), ViewError> {
        self.store.apply(records)
    }
}

impl Reader {
    /// Opens the view in `dir` for reading, in this or any other process.
    ///
    /// # Errors
    ///
    /// If there is none of this journal and this version, or it cannot be opened.
    pub fn open(dir: &Path, projection: &'static dyn Projection, journal: Uuid) -> Result<Self, ViewError> {
        let files = Files { dir: dir.to_owned(), projection };
        let view = files.name();
        let path = files.live();
        let _swap = files.shared_swap()?;
        if !path.exists() {
            return Err(ViewError::NotBuilt { view });
        }
        let sqlite = |source| ViewError::Sqlite { view, source };
        let connection = Connection::open_with_flags(
            &path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(sqlite)?;
        connection.busy_timeout(Duration::from_secs(5)).map_err(sqlite)?;
        connection.set_prepared_statement_cache_capacity(128);
        let of: Option<String> = connection
            .query_row("SELECT journal FROM meta", [], |row| row.get(0))
            .optional()
            .map_err(sqlite)?;
        if of.is_some_and(|of| of == journal.to_string()) {
            Ok(Self { connection, view })
        } else {
            Err(ViewError::NotBuilt { view })
        }
    }

    /// The last position applied to what this reads, 0 at the beginning.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn position(&self) -> Result<u64, ViewError> {
        self.connection
            .query_row("SELECT position FROM meta", [], |row| row.get(0))
            .map_err(|source| ViewError::Sqlite { view: self.view, source })
    }
}

impl std::ops::Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

/// One SQLite file open for writing.
struct Store {
    connection: Connection,
    projection: &'static dyn Projection,
    /// Whose events it holds.
    journal: Uuid,
    last: Option<(u64, [u8; 32])>,
    /// A redacted text may still stand in the write-ahead log.
    scrub: bool,
}

impl Store {
    fn open(path: &Path, projection: &'static dyn Projection, journal: Uuid) -> Result<Self, ViewError> {
        let sqlite = |source| ViewError::Sqlite { view: projection.name(), source };
        let mut connection = Connection::open(path).map_err(sqlite)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL;
                 PRAGMA secure_delete = ON;
                 PRAGMA temp_store = MEMORY;
                 PRAGMA cache_size = -16000;",
            )
            .map_err(sqlite)?;
        connection.busy_timeout(Duration::from_secs(5)).map_err(sqlite)?;
        connection.set_prepared_statement_cache_capacity(256);
        let empty: bool = connection
            .query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
            .map_err(sqlite)?;
        if empty {
            let tx = connection.transaction().map_err(sqlite)?;
            tx.execute_batch(META).map_err(sqlite)?;
            tx.execute_batch(&projection.schema()).map_err(sqlite)?;
            tx.execute("INSERT INTO meta VALUES (1, ?1, 0, NULL)", params![journal.to_string()])
                .map_err(sqlite)?;
            tx.commit().map_err(sqlite)?;
        }
        let (journal, last) = connection
            .query_row("SELECT journal, position, hash FROM meta", [], |row| {
                let journal: String = row.get(0)?;
                let (position, hash): (u64, Option<[u8; 32]>) = (row.get(1)?, row.get(2)?);
                // An unreadable id is that of another journal.
                Ok((Uuid::parse_str(&journal).unwrap_or(Uuid::nil()), hash.map(|hash| (position, hash))))
            })
            .map_err(sqlite)?;
        let mut store = Self { connection, projection, journal, last, scrub: true };
        store.scrub()?;
        Ok(store)
    }

    fn position(&self) -> u64 {
        self.last.map_or(0, |(position, _)| position)
    }

    fn apply(&mut self, records: &[Record]) -> Result<(), ViewError> {
        let view = self.projection.name();
        let sqlite = |source| ViewError::Sqlite { view, source };
        let Some(last) = records.last() else { return Ok(()) };
        let mut expected = self.position() + 1;
        let tx = self.connection.transaction().map_err(sqlite)?;
        for record in records {
            if record.position != expected {
                return Err(ViewError::Gap { view, expected, found: record.position });
            }
            self.projection.apply(&tx, record).map_err(|source| ViewError::Apply {
                view,
                position: record.position,
                event_type: record.event_type.clone(),
                source,
            })?;
            expected += 1;
        }
        tx.prepare_cached("UPDATE meta SET position = ?1, hash = ?2")
            .and_then(|mut statement| statement.execute(params![last.position, last.hash]))
            .map_err(sqlite)?;
        tx.commit().map_err(sqlite)?;
        self.last = Some((last.position, last.hash));
        self.scrub |= records.iter().any(makes_unreadable);
        self.scrub()
    }

    /// Empties the write-ahead log of texts that are gone. A reader in the midst of a
    /// transaction can prevent it; the next batch tries again.
    fn scrub(&mut self) -> Result<(), ViewError> {
        if self.scrub {
            let busy: bool = self
                .connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
                .map_err(|source| ViewError::Sqlite { view: self.projection.name(), source })?;
            self.scrub = busy;
        }
        Ok(())
    }

    /// Everything into the file itself, on disk, and no write-ahead log left.
    fn close(self) -> Result<(), ViewError> {
        let view = self.projection.name();
        self.connection
            .execute_batch("PRAGMA synchronous = FULL;")
            .and_then(|()| self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
            .map_err(|source| ViewError::Sqlite { view, source })?;
        self.connection.close().map_err(|(_, source)| ViewError::Sqlite { view, source })
    }
}

fn makes_unreadable(record: &Record) -> bool {
    use aggregates::comment::CommentEvent;
    use aggregates::initiative::Fact;
    match &record.event {
        Event::Initiative(event) => matches!(event.fact, Fact::Redacted { .. }),
        Event::Comment(event) => matches!(event, CommentEvent::CommentWithheld { .. }),
        Event::Support(_)
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Register(_)
        | Event::Official(_)
        | Event::Participant(_)
        | Event::Assessment(_)
        | Event::Installation(_)
        | Event::Foreign => false,
    }
}

/// The files of a projection in a directory.
struct Files {
    dir: PathBuf,
    projection: &'static dyn Projection,
}

impl Files {
    fn name(&self) -> &'static str {
        self.projection.name()
    }

    fn named(&self, ending: &str) -> PathBuf {
        self.dir.join(format!("{}-v{}.{ending}", self.name(), self.projection.version()))
    }

    fn live(&self) -> PathBuf {
        self.named("sqlite")
    }

    fn building(&self) -> PathBuf {
        self.named("sqlite.building")
    }

    fn lock(&self) -> Result<File, ViewError> {
        let path = self.named("lock");
        let file = lock_file(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(ViewError::Locked { view: self.name() }),
            Err(TryLockError::Error(source)) => Err(ViewError::File { path, source }),
        }
    }

    fn exclusive_swap(&self) -> Result<File, ViewError> {
        let path = self.named("swap");
        let file = lock_file(&path)?;
        file.lock().map_err(|source| ViewError::File { path, source })?;
        Ok(file)
    }

    fn shared_swap(&self) -> Result<File, ViewError> {
        let path = self.named("swap");
        let file = lock_file(&path)?;
        file.lock_shared().map_err(|source| ViewError::File { path, source })?;
        Ok(file)
    }

    /// Removes a database with what SQLite keeps beside it.
    fn remove(&self, path: &Path) -> Result<(), ViewError> {
        remove(path)?;
        self.remove_wal(path)
    }

    /// A write-ahead log of the old file must never meet the new one.
    fn remove_wal(&self, path: &Path) -> Result<(), ViewError> {
        for ending in ["-wal", "-shm"] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(ending);
            remove(Path::new(&beside))?;
        }
        Ok(())
    }
}

fn lock_file(path: &Path) -> Result<File, ViewError> {
    let opened = File::options().create(true).truncate(false).write(true).read(true).open(path);
    opened.map_err(|source| ViewError::File { path: path.to_owned(), source })
}

fn remove(path: &Path) -> Result<(), ViewError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ViewError::File { path: path.to_owned(), source }),
    }
}
