//! The vault: what makes sealed things readable, and what makes them unreadable
//! for ever.
//!
//! The journal keeps what people typed only as ciphertext. Here are the keys:
//! one a readable text, one a subject (whoever the data is about), one an
//! attachment, each wrapped by a master key that no database ever holds.
//! Redaction and erasure destroy a key; history stays as it is.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `entropy` | the only source of random bytes |
//! | `master` | the keys outside: from a file or the environment |
//! | `key`, `cipher`, `context` | data keys, the cipher, what a ciphertext is bound to |
//! | `vault`, `seal`, `open` | the door: open, seal, read, destroy |
//! | `rewrap` | another master key, in steps that can be resumed |
//! | `kept` | secrets that stand elsewhere, sealed under a key that no database holds |
//! | `check` | whether everything recorded still opens, for audits |
//! | `index` | who is this, and which case: keyed hashes that tell nothing without the key |
//! | `attachment` | files, without their metadata |
//! | `detector` | personal data in a text that is about to be published |
//! | `sqlite`, `postgres` | the two stores, behind one enum |
//!
//! Invariants:
//! - A key is durable before a ciphertext under it leaves this crate.
//! - A ciphertext opens only in the log, stream, command and field, and for the
//!   subject, that it was sealed for.
//! - A destroyed key stays known as destroyed; a key that is missing without
//!   that is an error, never an empty text.
//! - Nothing here knows the journal or a clock. The times on keys are the
//!   database's own: how long backups keep a destroyed key runs in real time
//!   even where the journal is simulated.

mod attachment;
mod backend;
mod cache;
mod check;
mod cipher;
mod context;
pub mod detector;
mod entropy;
mod error;
mod index;
mod kept;
mod key;
mod master;
mod open;
mod postgres;
mod rewrap;
mod seal;
mod sqlite;
mod vault;

#[cfg(test)]
mod tests;

pub use attachment::{AttachmentRefusal, MAX_ATTACHMENT, StoredAttachment};
pub use check::{Checked, Sealing};
pub use cipher::commitment;
pub use context::Context;
pub use entropy::Entropy;
pub use error::VaultError;
pub use index::{IdentityKey, IndexTerm, Target, TermKind};
pub use key::KeyId;
pub use master::{MasterKeyError, MasterKeys};
pub use open::{Opening, Text};
pub use rewrap::Rewrapping;
pub use vault::Vault;
