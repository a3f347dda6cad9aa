//! The ledger: the journal as a transparency log that anybody can check.
//!
//! Bytes in, bytes out: nothing here knows an event, a database or a network. The formats
//! are those that others already verify, and nothing of our own stands where one exists:
//!
//! | file | what stands there | standard |
//! | --- | --- | --- |
//! | `entry`, `reader` | the bytes of one leaf, and their strict reader | ours: `docs/log-format.md` |
//! | `tree` | the log on disk: tiles, entry bundles, root | RFC 6962, C2SP tlog-tiles |
//! | `path` | the names of tiles and bundles | C2SP tlog-tiles |
//! | `key` | keys that sign and verify notes | C2SP signed-note |
//! | `checkpoint` | size and root, signed | C2SP tlog-checkpoint |
//! | `cosignature` | what a witness adds | C2SP tlog-cosignature |
//! | `witness` | what a witness is sent, and what it answers | C2SP tlog-witness |
//! | `proof` | inclusion and consistency | RFC 6962, C2SP tlog-proof |
//!
//! Invariants:
//! - An entry is built once. Whoever verifies hashes the bytes that were stored.
//! - What is on disk is a function of the entries: it may be thrown away and made anew.
//! - Nothing that is read back is believed before it was hashed up to a signed root.

mod checkpoint;
mod cosignature;
mod entry;
mod key;
mod path;
mod proof;
mod reader;
mod tree;
mod witness;

#[cfg(test)]
mod tests;

pub use checkpoint::{Checkpoint, CheckpointError, Policy, SignedCheckpoint};
pub use cosignature::{CosignatureKey, WitnessKey};
pub use entry::{Entry, EntryError, FORMAT, Facts, MAX_ENTRY, is_code, opaque};
pub use key::{KeyError, SigningKey, VerifyingKey};
pub use path::{Path, PathError};
pub use proof::{Inclusion, ProofError, check_consistency, check_inclusion, consistency, inclusion};
pub use reader::{EntryRef, Told};
pub use tlog_tiles::tlog::{EMPTY_HASH, Hash};
pub use tree::{Tree, TreeError, bundle, leaf_hash, roots, stored_leaves, unbundle};
pub use witness::{Refusal, add_checkpoint};
