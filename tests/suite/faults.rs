//! What becomes of everything when something breaks: killed, cut off, full, damaged, wrong.
//!
//! The long versions are in `soak`; they use what is here.

mod clock;
mod files;
pub(crate) mod full;
mod held;
pub(crate) mod killed;
pub(crate) mod load;
pub(crate) mod network;
pub(crate) mod oracle;
mod poison;
pub(crate) mod pressure;
pub(crate) mod town;
mod upgrade;
