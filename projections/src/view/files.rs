//! The files of a view, and the locks on them.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::ViewError;
use crate::Projection;

/// The files of a projection in a directory.
pub(super) struct Files {
    pub(super) dir: PathBuf,
    pub(super) projection: &'static dyn Projection,
}

impl Files {
    pub(super) fn name(&self) -> &'static str {
        self.projection.name()
    }

    fn named(&self, ending: &str) -> PathBuf {
        self.dir.join(format!("{}-v{}.{ending}", self.name(), self.projection.version()))
    }

    pub(super) fn live(&self) -> PathBuf {
        self.named("sqlite")
    }

    pub(super) fn building(&self) -> PathBuf {
        self.named("sqlite.building")
    }

    pub(super) fn lock(&self) -> Result<File, ViewError> {
        let path = self.named("lock");
        let file = lock_file(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(ViewError::Locked { view: self.name() }),
            Err(TryLockError::Error(source)) => Err(ViewError::File { path, source }),
        }
    }

    /// Whether this file is the one that others would try to lock.
    pub(super) fn is_lock(&self, lock: &File) -> bool {
        let named = fs::metadata(self.named("lock"));
        matches!((lock.metadata(), named), (Ok(held), Ok(named)) if held.ino() == named.ino())
    }

    pub(super) fn exclusive_swap(&self) -> Result<File, ViewError> {
        let path = self.named("swap");
        let file = lock_file(&path)?;
        file.lock().map_err(|source| ViewError::File { path, source })?;
        Ok(file)
    }

    pub(super) fn shared_swap(&self) -> Result<File, ViewError> {
        let path = self.named("swap");
        let file = lock_file(&path)?;
        file.lock_shared().map_err(|source| ViewError::File { path, source })?;
        Ok(file)
    }

    /// Removes a database with what SQLite keeps beside it.
    pub(super) fn remove(&self, path: &Path) -> Result<(), ViewError> {
        remove(path)?;
        self.remove_wal(path)
    }

    /// A write-ahead log of the old file must never meet the new one.
    pub(super) fn remove_wal(&self, path: &Path) -> Result<(), ViewError> {
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
