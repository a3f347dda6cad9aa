//! The API as programs meet it.

mod bad_input;
mod commands;
mod document;
mod reads;
pub(crate) mod site;
