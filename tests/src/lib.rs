//! What the tests of the whole need: a throwaway PostgreSQL cluster, the program
//! run as a person runs it, snapshots of whole outputs, the web side with clients and a
//! browser, programs that are not ours.
//!
//! The tests themselves are the one binary `suite` (`tests/suite/main.rs`).

pub mod browser;
pub mod node;
pub mod outside;
pub mod patroni;
pub mod postgres;
pub mod program;
pub mod proxy;
pub mod snapshot;
pub mod web;
