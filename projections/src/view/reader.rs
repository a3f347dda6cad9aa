//! Reading a view.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use uuid::Uuid;

use super::ViewError;
use super::files::Files;
use crate::Projection;

/// A view open for reading. It reads the file that stood when it was opened: after
/// a swap, open another.
pub struct Reader {
    connection: Connection,
    view: &'static str,
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
