//! A running `veche serve` under load, over HTTP on loopback.

mod connection;
mod latencies;
mod node;
pub(crate) mod storm;
pub(crate) mod subscribers;
