//! What the tests of the whole need: a throwaway PostgreSQL cluster, the program
//! run as a person runs it, snapshots of whole outputs.
//!
//! The tests themselves are the one binary `suite` (`tests/suite/main.rs`).

pub mod postgres;
pub mod program;
pub mod snapshot;
