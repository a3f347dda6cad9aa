//! The rules of Veche: what may happen to an initiative, who may do it, and when.
//!
//! Each aggregate is a pure pair: `decide` turns a command into events or a
//! refusal, `apply` folds an event into the state and never refuses. Dates,
//! random ids and sealed texts arrive inside commands, so the same history
//! always gives the same answer; that is what lets an auditor replay it.
//!
//! Nothing here knows SQL, HTTP, a clock or a source of random numbers.

pub mod actor;
pub mod assessment;
pub mod authority;
#[cfg(test)]
pub(crate) mod cast;
pub mod comment;
pub mod event;
pub mod gate;
#[cfg(test)]
pub(crate) mod golden;
pub mod ids;
pub mod initiative;
pub mod installation;
pub mod kept;
pub mod level;
pub mod official;
pub mod participant;
pub mod procedure;
pub mod register;
pub mod seen;
pub mod support;
pub mod territory;
pub mod upcast;
