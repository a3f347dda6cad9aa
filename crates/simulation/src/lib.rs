//! A country at work, through the engine's public commands: what is imported, and
//! what is simulated.
//!
//! [`territories::import`] and [`initiatives::import`] bring real facts into a
//! journal. [`run`] lets residents, TOS bodies and clerks of varying diligence live
//! through days on a simulated clock: every ground, revisions, hearings, storms of
//! support, silence at each level, appeals, endorsements, federal decisions,
//! projects carried out and abandoned. It knows no way into the journal of its own:
//! whatever it does, a person could do. [`demo::build`] tells one particular country.

mod citizens;
mod country;
pub mod demo;
mod dice;
pub mod initiatives;
mod look;
mod office;
mod run;
pub mod territories;
mod texts;

pub use run::{Plan, Progress, Report, SimulationError, TERRITORIES, run};
