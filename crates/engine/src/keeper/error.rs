//! Why the public log stands still.

use std::path::PathBuf;

use desk::DeskError;
use journal::JournalError;
use ledger::{CheckpointError, KeyError, ProofError, TreeError};

use crate::EngineError;

/// What keeps the log from going on. `Display` is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The journal ends before what was signed.
    #[error(
        "the journal has {journal} events, and a checkpoint of {signed} was signed: its tail is lost, as \
         after a restore from an older backup; nothing is signed until `veche ledger admit-loss` says so"
    )]
    Rewound {
        /// Events in the journal.
        journal: u64,
        /// Events that were signed for.
        signed: u64,
    },
    /// The journal is another than the one that was signed.
    #[error(
        "the first {size} events are not those that a checkpoint was signed for: the journal was changed, \
         or restored and continued; nothing is signed until `veche audit verify` was looked at and \
         `veche ledger admit-loss` says so"
    )]
    Forked {
        /// Events that were signed for.
        size: u64,
    },
    /// The key that the journal names is not among this node's.
    #[error(
        "the log is signed with {named}, and this node has no such key: after a change of key, give it the \
         file that `veche ledger keygen --next` made"
    )]
    OtherKey {
        /// The key that is named.
        named: String,
    },
    /// There is nothing to change to.
    #[error(
        "this node has no other key than those that the log names: make one with `veche ledger keygen --next`"
    )]
    NoOtherKey,
    /// Somebody said that something is lost, and nothing is.
    #[error("the journal goes on from everything that was signed: nothing is lost")]
    NothingLost,
    /// The tiles of this node.
    #[error("the tiles of the log cannot be used")]
    Tiles(#[from] TreeError),
    /// A proof cannot be made.
    #[error("the proof cannot be made from this node's tiles")]
    Proof(#[from] ProofError),
    /// The last signed checkpoint is none.
    #[error("the last signed checkpoint cannot be believed")]
    Checkpoint(#[from] CheckpointError),
    /// A key that the journal names is none.
    #[error("the key of the log cannot be read")]
    Key(#[from] KeyError),
    /// A file of this node.
    #[error("cannot use {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The journal.
    #[error("the journal cannot be read")]
    Journal(#[from] JournalError),
    /// The desk.
    #[error("the store of checkpoints cannot be used")]
    Desk(#[from] DeskError),
    /// The engine.
    #[error("the engine did not take it")]
    Engine(#[from] EngineError),
}

impl KeeperError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rewound { .. } => "log_rewound",
            Self::Forked { .. } => "log_forked",
            Self::OtherKey { .. } => "log_key_other",
            Self::NoOtherKey => "log_key_none",
            Self::NothingLost => "nothing_lost",
            Self::Tiles(_) => "log_tiles",
            Self::Proof(_) => "log_proof",
            Self::Checkpoint(_) => "log_checkpoint",
            Self::Key(_) => "log_key",
            Self::File { .. } => "log_file",
            Self::Journal(error) => error.code(),
            Self::Desk(error) => error.code(),
            Self::Engine(error) => error.code(),
        }
    }
}
