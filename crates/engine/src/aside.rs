//! Events that this node's views pass over, because an operator said so, one by one.
//!
//! An event that cannot be read stops the views. Nearly always a newer program helps; where
//! none will, somebody names the position and says why, and `set-aside.json` beside the views
//! remembers it with the event's hash. What can be read is never passed over, and what was
//! set aside is told by `veche views set-aside` and `/health` for as long as it is there.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use journal::Recorded;
use serde::{Deserialize, Serialize};

use crate::ViewError;

/// One event that the views pass over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Its position.
    pub position: u64,
    /// Its name.
    pub event_type: String,
    /// Its stream.
    pub stream: String,
    /// Why, in the operator's words.
    pub because: String,
    /// The journal's hash of it, in hexadecimal: another event at that position is not meant.
    pub hash: String,
}

/// The file of a data directory that remembers them.
#[derive(Clone, Debug)]
pub(crate) struct Asides {
    path: PathBuf,
}

impl Asides {
    pub(crate) fn of(data: &Path) -> Self {
        Self { path: data.join("views").join("set-aside.json") }
    }

    /// All of them, by position.
    pub(crate) fn all(&self) -> Result<Vec<SetAside>, ViewError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| self.unusable(error.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(self.unusable(error)),
        }
    }

    /// Whether exactly this event was set aside.
    pub(crate) fn has(&self, row: &Recorded) -> Result<bool, ViewError> {
        let hash = hex::encode(row.hash());
        Ok(self.all()?.iter().any(|aside| aside.position == row.position && aside.hash == hash))
    }

    /// Remembers one more. A crash leaves the file of before, or the new one.
    pub(crate) fn add(&self, row: &Recorded, because: &str) -> Result<SetAside, ViewError> {
        let new = SetAside {
            position: row.position,
            event_type: row.event_type.clone(),
            stream: row.stream.to_string(),
            because: because.to_owned(),
            hash: hex::encode(row.hash()),
        };
        let mut all = self.all()?;
        all.retain(|aside| aside.position != new.position);
        all.push(new.clone());
        all.sort_by_key(|aside| aside.position);
        let text = serde_json::to_vec_pretty(&all).expect("numbers and texts are JSON");
        let beside = self.path.with_extension("json.new");
        std::fs::write(&beside, text)
            .and_then(|()| std::fs::rename(&beside, &self.path))
            .map_err(|error| self.unusable(error))?;
        Ok(new)
    }

    fn unusable(&self, source: std::io::Error) -> ViewError {
        ViewError::Asides { path: self.path.display().to_string(), source: Arc::new(source) }
    }
}
