//! A real browser on the demonstration, as people would use it. Pictures of the steps that
//! matter are kept under `target/screenshots`.

mod accessible;
mod by_hand;
mod clerk;
mod entering;
mod kinds;
mod officer;
mod person;
mod proof;
mod resident;
mod steps;
mod whole_line;
pub(crate) mod world;
