//! A made-up country, true to life: the Surgut district, its settlements, its region
//! and the federation, with some sixty initiatives of the kind people bring.
//!
//! What is told stands in `data/demo/`: who works where, who lives where, and each
//! initiative with the steps of its way. [`build`] lets the days pass on a simulated
//! clock and sends each step to the engine as the person whose step it is. Dates are
//! counted in working days back from the day it is built for, so that the worklists
//! are full on whatever day that is. No official and no resident of it is real.

mod act;
mod book;
mod chronicle;
mod crowd;
mod days;
mod error;
mod offices;
mod people;
mod ready;
mod story;
mod tale;

use aggregates::ids::{OfficialId, ParticipantId};
use engine::Engine;
use jiff::Timestamp;

pub use error::DemoError;

use crate::look;
use crate::run::{Progress, SimulationError};
use chronicle::Chronicle;
use days::Days;

/// Everybody with a part to play, for whom a way to sign in can be made.
#[derive(Clone, Debug)]
pub struct Cast {
    /// In the order in which they should be listed.
    pub people: Vec<Role>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// A short name of ASCII letters, digits and dots: `clerk`, `region.head`.
    pub login: String,
    /// Name or title, in Russian.
    pub name: String,
    /// What this part is, in one line of Russian.
    pub about_ru: String,
    /// The same in English.
    pub about_en: String,
    /// As whom the engine knows it.
    pub who: Who,
}

/// As whom the engine knows somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Acts for an authority.
    Official(OfficialId),
    /// A resident, an organisation, a TOS body.
    Participant(ParticipantId),
}

impl Cast {
    /// The one of that login.
    pub fn role(&self, login: &str) -> Option<&Role> {
        self.people.iter().find(|role| role.login == login)
    }
}

/// Where the clock of the journal has to stand when it is founded, for a history that
/// ends at `now`: some fourteen months before.
pub fn begins(now: Timestamp) -> Timestamp {
    Days::up_to(now).founding()
}

/// Fills an empty, founded, simulated journal with the country and its history up to
/// `now`, where its clock then stands. The same `now` and entropy give the same journal.
///
/// # Errors
///
/// If the journal is not simulated, not empty, or its clock is past [`begins`]; if the
/// engine stops; and if a step is refused, which is a mistake of the texts: the error
/// names initiative and step.
pub async fn build(
    engine: &Engine,
    now: Timestamp,
    mut progress: impl FnMut(Progress),
) -> Result<Cast, SimulationError> {
    let clock = engine.clock().simulation().ok_or(SimulationError::NotSimulated)?.clone();
    if clock.now() > begins(now) {
        return Err(DemoError::ClockPast.into());
    }
    if !look::territory_kinds(engine).await?.is_empty() {
        return Err(DemoError::NotEmpty.into());
    }
    let days = Days::up_to(now);
    let book = book::shipped();
    clock.set(days.founding());
    let offices = offices::open(engine, &book, &days).await?;
    let people = people::settle(engine, &book, &days).await?;
    let mut cast = offices.cast.clone();
    cast.extend(people.cast.iter().cloned());
    let mut chronicle = Chronicle::new(engine, clock.clone(), days, offices, people, &book);
    chronicle.live(&mut progress).await?;
    clock.set(now);
    engine.tick(now).await?;
    engine.views().catch_up().await?;
    Ok(Cast { people: cast })
}
