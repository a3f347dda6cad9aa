//! Where time comes from: the only place in the program that reads the wall clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use journal::ClockKind;

/// Whose time commands are recorded at. Cheap to clone; clones share the time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The wall's.
    Real,
    /// A made-up one, which stands until it is set or set running.
    Simulated(SimulatedClock),
}

/// A clock that goes only as far as it is told.
#[derive(Clone, Debug)]
pub struct SimulatedClock {
    going: Arc<Mutex<Going>>,
}

#[derive(Clone, Copy, Debug)]
enum Going {
    /// Stands at this time.
    Still(Timestamp),
    /// Showed `shown` when the wall showed `wall`, and runs with it since.
    WithWall { shown: Timestamp, wall: Timestamp },
}

impl Clock {
    /// A simulated clock that stands at `at`.
    pub fn simulated(at: Timestamp) -> Self {
        Self::Simulated(SimulatedClock::new(at))
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Real => wall(),
            Self::Simulated(clock) => clock.now(),
        }
    }

    /// The kind of journal that it fits.
    pub fn kind(&self) -> ClockKind {
        match self {
            Self::Real => ClockKind::Real,
            Self::Simulated(_) => ClockKind::Simulated,
        }
    }

    /// The simulated clock, if it is one.
    pub fn simulation(&self) -> Option<&SimulatedClock> {
        match self {
            Self::Real => None,
            Self::Simulated(clock) => Some(clock),
        }
    }
}

impl SimulatedClock {
    /// Stands at `at`.
    pub fn new(at: Timestamp) -> Self {
        Self { going: Arc::new(Mutex::new(Going::Still(at))) }
    }

    /// What it shows, to the microsecond that the journal keeps.
    pub fn now(&self) -> Timestamp {
        match *self.going() {
            Going::Still(at) => at,
            Going::WithWall { shown, wall: then } => {
                let passed = wall().duration_since(then);
                shown.saturating_add(passed).unwrap_or(shown)
            }
        }
    }

    /// Makes it stand at `at`.
    pub fn set(&self, at: Timestamp) {
        *self.going() = Going::Still(at);
    }

    /// Lets it run with the wall from what it shows now.
    pub fn run(&self) {
        let shown = self.now();
        *self.going() = Going::WithWall { shown, wall: wall() };
    }

    /// Lets it leap ahead; whether it stands or runs, it goes on so from there.
    pub fn leap(&self, by: SignedDuration) {
        let ahead = |at: Timestamp| at.saturating_add(by).unwrap_or(at);
        let mut going = self.going();
        *going = match *going {
            Going::Still(at) => Going::Still(ahead(at)),
            Going::WithWall { shown, wall } => Going::WithWall { shown: ahead(shown), wall },
        };
    }

    fn going(&self) -> MutexGuard<'_, Going> {
        self.going.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where time enters the program")]
fn wall() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_simulated_clock_stands_until_it_is_set_and_clones_share_it() {
        let start: Timestamp = "2027-01-11T06:00:00Z".parse().expect("a time");
        let clock = Clock::simulated(start);
        let shared = clock.clone();
        assert_eq!(clock.now(), start);
        let later = start + 36.hours();
        clock.simulation().expect("it is simulated").set(later);
        assert_eq!(shared.now(), later);
    }

    #[test]
    fn a_running_one_goes_on_from_what_it_showed() {
        let start: Timestamp = "2027-01-11T06:00:00Z".parse().expect("a time");
        let clock = SimulatedClock::new(start);
        clock.run();
        let shown = clock.now();
        assert!(shown >= start && shown < start + 1.hours());
    }

    #[test]
    fn a_leap_does_not_stop_it() {
        let start: Timestamp = "2027-01-11T06:00:00Z".parse().expect("a time");
        let week = SignedDuration::from_hours(7 * 24);
        let clock = SimulatedClock::new(start);
        clock.leap(week);
        assert_eq!(clock.now(), start + week);
        clock.run();
        clock.leap(week);
        assert!(clock.now() >= start + week + week);
        assert!(matches!(*clock.going(), Going::WithWall { .. }));
    }
}
