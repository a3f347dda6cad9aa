//! Commands through the whole engine, and views built anew.

pub(crate) mod commands;
pub(crate) mod rebuild;
mod sqlite;
mod stock;
pub(crate) mod world;
