//! One SQLite file of a view, open for writing.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use aggregates::comment::CommentEvent;
use aggregates::initiative::Fact;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::ViewError;
use crate::Projection;
use crate::batch::Batch;
use crate::record::{Event, Record};

const META: &str = "
    CREATE TABLE meta (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        journal TEXT NOT NULL,
        position INTEGER NOT NULL,
        hash BLOB
    );
";

/// What becomes of a file when the process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is there as it was after some batch.
    Always,
    /// Nobody reads it yet: it is thrown away.
    OnceItIsWhole,
}

impl Kept {
    const fn settings(self) -> &'static str {
        match self {
            Self::Always => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;"
            }
            // A batch that fails is still taken back. It comes across its rows all over.
            Self::OnceItIsWhole => {
                "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;"
            }
        }
    }
}

/// One SQLite file open for writing.
pub(super) struct Store {
    pub(super) connection: Connection,
    pub(super) projection: &'static dyn Projection,
    /// Whose events it holds.
    pub(super) journal: Uuid,
    pub(super) last: Option<(u64, [u8; 32])>,
    /// The file's device and number: another file of the same name has others.
    pub(super) file: (u64, u64),
    /// A redacted text may still stand in the write-ahead log.
    scrub: bool,
    kept: Kept,
    /// It lacks the indexes that only readers look into.
    bare: bool,
}

impl Store {
    pub(super) fn open(
        path: &Path,
        projection: &'static dyn Projection,
        journal: Uuid,
        kept: Kept,
    ) -> Result<Self, ViewError> {
        let sqlite = |source| ViewError::Sqlite { view: projection.name(), source };
        let mut connection = Connection::open(path).map_err(sqlite)?;
        connection
            .execute_batch(
                "PRAGMA page_size = 8192;
                 PRAGMA secure_delete = ON;
                 PRAGMA temp_store = MEMORY;",
            )
            .and_then(|()| connection.execute_batch(kept.settings()))
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
            if kept == Kept::Always {
                tx.execute_batch(&projection.indexes()).map_err(sqlite)?;
            }
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
        // Deleted already: the first look finds that out.
        let file = file(path).unwrap_or_default();
        let bare = empty && kept == Kept::OnceItIsWhole;
        let mut store = Self { connection, projection, journal, last, file, scrub: true, kept, bare };
        store.scrub()?;
        Ok(store)
    }

    pub(super) fn position(&self) -> u64 {
        self.last.map_or(0, |(position, _)| position)
    }

    pub(super) fn apply(&mut self, records: &[Record]) -> Result<(), ViewError> {
        let view = self.projection.name();
        let sqlite = |source| ViewError::Sqlite { view, source };
        let Some(last) = records.last() else { return Ok(()) };
        let failed_at = |record: &Record| {
            let (position, event_type) = (record.position, record.event_type.clone());
            move |source| ViewError::Apply { view, position, event_type, source }
        };
        let next = self.position() + 1;
        let batch = Batch::begin(&self.connection).map_err(sqlite)?;
        for (expected, record) in (next..).zip(records) {
            if record.position != expected {
                return Err(ViewError::Gap { view, expected, found: record.position });
            }
            self.projection.apply(&batch, record).map_err(failed_at(record))?;
        }
        self.projection.settle(&batch).map_err(failed_at(last))?;
        let hash = last.hash.bytes();
        batch
            .prepare_cached("UPDATE meta SET position = ?1, hash = ?2")
            .and_then(|mut statement| statement.execute(params![last.position, hash]))
            .map_err(sqlite)?;
        batch.commit().map_err(sqlite)?;
        self.last = Some((last.position, hash));
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

    /// Makes the indexes that only readers look into, if it lacks them; all or none.
    pub(super) fn complete(&mut self) -> Result<(), ViewError> {
        if self.bare {
            let indexes = self.projection.indexes();
            // What is sorted may be more than memory takes. It has ids in it and words of ours, no
            // texts.
            self.connection
                .execute_batch("PRAGMA temp_store = FILE;")
                .and_then(|()| self.connection.transaction())
                .and_then(|tx| tx.execute_batch(&indexes).and_then(|()| tx.commit()))
                .map_err(|source| ViewError::Sqlite { view: self.projection.name(), source })?;
            self.bare = false;
        }
        Ok(())
    }

    /// Everything into the file itself, and no write-ahead log left; of one that is always kept
    /// also on disk.
    pub(super) fn close(self) -> Result<(), ViewError> {
        let view = self.projection.name();
        let settled = match self.kept {
            Kept::Always => self.connection.execute_batch("PRAGMA synchronous = FULL;"),
            // What is whole is kept as others are, before it has their place.
            Kept::OnceItIsWhole => self.connection.execute_batch("PRAGMA journal_mode = WAL;"),
        };
        settled
            .and_then(|()| self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
            .map_err(|source| ViewError::Sqlite { view, source })?;
        self.connection.close().map_err(|(_, source)| ViewError::Sqlite { view, source })
    }
}

/// Which file has this name now.
pub(super) fn file(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

fn makes_unreadable(record: &Record) -> bool {
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
