//! The tests of the whole: several crates at once, on both stores.
//!
//! One binary, one process, one PostgreSQL cluster. Modules in alphabetical order.

mod postgres_cluster;
