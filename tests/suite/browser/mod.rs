//! A real browser on the demonstration, as people would use it.

mod entering;
pub(crate) mod world;
