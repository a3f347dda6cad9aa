//! What the tests of the whole need: a throwaway PostgreSQL cluster.
//!
//! The tests themselves are the one binary `suite` (`tests/suite/main.rs`).

pub mod postgres;
