//! The public log: what is served verifies with programs of others, and whoever changes
//! what was published is found.

mod attacks;
mod keeping;
mod receipts;
mod verifying;
mod witnessing;
mod world;
