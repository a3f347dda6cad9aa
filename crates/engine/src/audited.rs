//! What audits of this node found and which checkpoints they saw, in a file of its log.
//!
//! The checkpoints are a memory: a later audit asks that the log goes on from each of
//! them, and that no event is dated before one that was signed without it.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Keeper, KeeperError};

/// Beside the tiles of this node.
const FILE: &str = "audit.json";
/// Checkpoints that are remembered; of more, every other one is forgotten.
const REMEMBERED: usize = 4_096;

/// The last audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audited {
    /// When it was.
    pub at: Timestamp,
    /// How it ended.
    pub status: Status,
    /// Events in the journal then.
    pub events: u64,
    /// What was published then.
    pub checkpoint: Option<Seen>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Checkpoints of this and of earlier audits, the smallest first.
    #[serde(default)]
    pub remembered: Vec<Seen>,
}

/// A checkpoint that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Entries that it covers.
    pub size: u64,
    /// Their root, in base64.
    pub root: String,
    /// When it was signed; nothing where that is not known.
    pub signed_at: Option<Timestamp>,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// How many of what were looked at.
    pub figures: BTreeMap<String, u64>,
    /// What does not hold, or why it could not be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// How a check ended. The worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Everything that was looked at holds.
    Held,
    /// It could not be checked.
    Unchecked,
    /// Something does not hold.
    Failed,
}

/// The first thing that does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What is wrong, in a sentence.
    pub what: String,
    /// The first position at which it shows, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// What ought to stand there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Status {
    /// A stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Unchecked => "unchecked",
            Self::Failed => "failed",
        }
    }
}

impl Keeper {
    /// What the last audit on this node found; nothing where there was none.
    ///
    /// # Errors
    ///
    /// If its file cannot be read.
    pub fn last_audit(&self) -> Result<Option<Audited>, KeeperError> {
        let path = self.folder().join(FILE);
        let failed = |source| KeeperError::File { path: path.clone(), source };
        match std::fs::read(&path) {
            Ok(bytes) => {
                let audited = serde_json::from_slice(&bytes);
                audited.map(Some).map_err(|error| failed(Error::new(ErrorKind::InvalidData, error)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(source)),
        }
    }

    /// Keeps what an audit found, with the checkpoints that were remembered before it.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn keep_audit(&self, mut audited: Audited) -> Result<(), KeeperError> {
        let before = self.last_audit()?.map(|before| before.remembered).unwrap_or_default();
        audited.remembered.extend(before);
        // What does not hold now would not hold for ever.
        if audited.status == Status::Held {
            audited.remembered.extend(audited.checkpoint.clone());
        }
        audited.remembered.sort_by_key(|seen| (seen.size, seen.signed_at));
        audited.remembered.dedup_by_key(|seen| seen.size);
        if audited.remembered.len() > REMEMBERED {
            let mut nth = 0;
            audited.remembered.retain(|_| {
                nth += 1;
                nth % 2 == 0
            });
        }
        let path = self.folder().join(FILE);
        let failed = |source| KeeperError::File { path: path.clone(), source };
        let bytes = serde_json::to_vec_pretty(&audited).expect("texts and numbers are JSON");
        let fresh = path.with_extension("new");
        std::fs::write(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, &path)).map_err(failed)
    }
}
