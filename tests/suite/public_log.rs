//! The public log: what is served verifies with programs of others, and whoever changes
//! what was published is found.

mod attacks;
mod auditing;
mod entitled;
mod erased;
mod keeping;
mod keys;
mod killed;
mod outside;
mod receipts;
mod steps;
mod verifying;
mod witnessing;
mod world;
