//! The tests of the whole: several crates at once, on both stores.
//!
//! One binary, one process, one PostgreSQL cluster. Modules in alphabetical order.

mod journal_contract;
mod postgres_cluster;
mod stock_postgres_es;
