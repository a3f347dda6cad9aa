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

mod difference;
mod error;
mod files;
mod reader;
mod store;

#[cfg(test)]
mod tests;

pub use difference::{Comparison, Difference, difference};
pub use error::ViewError;
pub use reader::Reader;

use std::fs::{self, File};
use std::path::Path;

use uuid::Uuid;

use crate::Projection;
use crate::record::Record;
use files::Files;
use store::{Kept, Store};

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
    lock: File,
}

/// A view being built beside the one that serves.
pub struct Rebuild {
    store: Store,
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
        if !known {
            files.remove_wal(&files.live())?;
        }
        let store = match Store::open(&files.live(), projection, journal, Kept::Always) {
            // A view can be made again from the journal: a file that is none is thrown away.
            Err(error) if known && error.is_damage() => {
                files.remove(&files.live())?;
                Store::open(&files.live(), projection, journal, Kept::Always)?
            }
            opened => opened?,
        };
        let opened = match (known && store.last.is_some(), store.journal == journal) {
            (_, false) => Opened::Foreign,
            (false, true) => Opened::Fresh,
            (true, true) => Opened::Resumed { position: store.position() },
        };
        Ok((Self { files, journal, live: Some(store), generation: 0, lock }, opened))
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

    /// Whether there are rows to read, of whatever journal: not between a reset and a swap.
    pub fn serves(&self) -> bool {
        self.live.is_some()
    }

    /// Whether its file still has its name: somebody may delete it, or put another in its
    /// place, while we write.
    pub fn is_in_place(&self) -> bool {
        self.live.as_ref().is_none_or(|store| Some(store.file) == store::file(&self.files.live()))
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
        Ok(Rebuild { store: Store::open(&path, self.files.projection, self.journal, Kept::OnceItIsWhole)? })
    }

    /// Throws away rows that belong to another history and begins to build it anew.
    /// Nothing can be read until [`View::swap`].
    ///
    /// # Errors
    ///
    /// If a file cannot be removed or made.
    pub fn reset(&mut self) -> Result<Rebuild, ViewError> {
        self.live = None;
        // The whole directory may be gone, and with it what kept others from writing.
        let dir = &self.files.dir;
        fs::create_dir_all(dir).map_err(|source| ViewError::File { path: dir.clone(), source })?;
        if !self.files.is_lock(&self.lock) {
            self.lock = self.files.lock()?;
        }
        let _swap = self.files.exclusive_swap()?;
        self.files.remove(&self.files.live())?;
        self.rebuild()
    }

    /// The new file takes the place of the one that served; a crash leaves one or the other.
    ///
    /// # Errors
    ///
    /// If the files cannot be closed or moved. The view then has to be opened again.
    pub fn swap(&mut self, mut rebuild: Rebuild) -> Result<(), ViewError> {
        let (live, building) = (self.files.live(), self.files.building());
        rebuild.complete()?;
        rebuild.store.close()?;
        let on_disk = File::open(&building).and_then(|file| file.sync_all());
        on_disk.map_err(|source| ViewError::File { path: building.clone(), source })?;
        let _swap = self.files.exclusive_swap()?;
        if let Some(store) = self.live.take() {
            store.close()?;
        }
        self.files.remove_wal(&live)?;
        fs::rename(&building, &live).map_err(|source| ViewError::File { path: building, source })?;
        self.live = Some(Store::open(&live, self.files.projection, self.journal, Kept::Always)?);
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

    /// Makes what only readers look into: the longest part of [`View::swap`], which does it
    /// otherwise. Once done it costs nothing, and applying goes on.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or what is sorted finds no room. It can be tried again.
    pub fn complete(&mut self) -> Result<(), ViewError> {
        self.store.complete()
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
