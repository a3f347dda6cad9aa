//! A running `veche serve` under load, over HTTP on loopback.

pub(crate) mod connection;
mod latencies;
pub(crate) mod node;
pub(crate) mod storm;
pub(crate) mod subscribers;
