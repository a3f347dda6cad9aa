//! The largest checkpoint that this node has shown anybody, in a file that survives it.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use ledger::{Checkpoint, SignedCheckpoint};

use super::{KeeperError, Published};

/// What this node remembers.
pub(super) struct Memory {
    path: PathBuf,
    largest: Option<Checkpoint>,
}

impl Memory {
    /// Reads what was remembered. A file that cannot be read stops the node: it may have
    /// shown more than the desk says.
    pub(super) fn open(folder: &Path) -> Result<Self, KeeperError> {
        // Beside the tiles and under the name that it is served by: the folder is the log.
        let path = folder.join("checkpoint");
        let largest = match std::fs::read(&path) {
            Ok(bytes) => Some(SignedCheckpoint::parse(&bytes)?.unverified()?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(source) => return Err(KeeperError::File { path, source }),
        };
        Ok(Self { path, largest })
    }

    pub(super) fn largest(&self) -> Option<&Checkpoint> {
        self.largest.as_ref()
    }

    /// On disk when it returns.
    pub(super) fn remember(&mut self, new: &Published) -> Result<(), KeeperError> {
        let failed = |source| KeeperError::File { path: self.path.clone(), source };
        let fresh = self.path.with_extension("new");
        let mut file = File::create(&fresh).map_err(failed)?;
        file.write_all(new.note.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        std::fs::rename(&fresh, &self.path).map_err(failed)?;
        let folder = self.path.parent().expect("it lies in the log's folder");
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        self.largest = Some(new.checkpoint.clone());
        Ok(())
    }

    /// After a loss was admitted.
    pub(super) fn forget(&mut self) -> Result<(), KeeperError> {
        // What audits remember of the log is of before the loss as well.
        for path in [self.path.with_file_name("audit.json"), self.path.clone()] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(KeeperError::File { path, source: error });
                }
                Ok(()) | Err(_) => {}
            }
        }
        self.largest = None;
        Ok(())
    }
}
