//! The public log: what entries cost the append, tiles, replay, audit.

pub(crate) mod append;
pub(crate) mod audit;
mod item;
pub(crate) mod tree;
