//! The heartbeat: when the deadline clock of this node last ran.
//!
//! A miss cannot be deleted. If a real clock stands more than an hour away from
//! the last beat, something is wrong with the clock or the node was away, and a
//! person has to say that the time is right.
//!
//! Commands are not recorded either while the wall's clock stands an hour away from where the
//! machine's own count of seconds says that it should: an event recorded in the future drags all
//! later ones there. Set right again, the clock needs nobody; a machine that slept counts on.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};

use crate::engine::Inner;
use crate::{Clock, EngineError};

const FURTHEST: SignedDuration = SignedDuration::from_hours(1);

/// What the wall's clock showed when the machine had been up for so long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    wall: Timestamp,
    up: SignedDuration,
}

impl Reference {
    fn at(wall: Timestamp) -> Self {
        let up = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Self { wall, up: SignedDuration::new(up.tv_sec, i32::try_from(up.tv_nsec).unwrap_or(0)) }
    }

    /// What it should show, if this is how long the machine has been up.
    fn expects(self, up: SignedDuration) -> Timestamp {
        self.wall.saturating_add(up - self.up).unwrap_or(self.wall)
    }
}

impl Inner {
    /// Refuses when the real clock has jumped; otherwise remembers this beat. What is asked
    /// is the time that misses would be recorded at: the clock may have moved since.
    pub(crate) fn check_heartbeat(&self, now: Timestamp) -> Result<(), EngineError> {
        let Clock::Real = self.clock else { return Ok(()) };
        let checked = match self.last_beat()? {
            Some(last) if now.duration_since(last).abs() > FURTHEST => {
                Err(EngineError::ClockJumped { last, now })
            }
            Some(_) | None => self.beat(now),
        };
        self.clock_jumped.store(matches!(checked, Err(EngineError::ClockJumped { .. })), Ordering::Relaxed);
        checked
    }

    /// Refuses to record anything at a time that cannot be right.
    pub(crate) fn check_wall(&self, now: Timestamp) -> Result<(), EngineError> {
        let Clock::Real = self.clock else { return Ok(()) };
        let seen = Reference::at(now);
        let mut reference = self.reference.lock().unwrap_or_else(PoisonError::into_inner);
        let last = reference.get_or_insert(seen).expects(seen.up);
        if now.duration_since(last).abs() > FURTHEST {
            return Err(EngineError::ClockJumped { last, now });
        }
        Ok(())
    }

    /// Remembers that the clock ran at `now`.
    pub(crate) fn beat(&self, now: Timestamp) -> Result<(), EngineError> {
        *self.reference.lock().unwrap_or_else(PoisonError::into_inner) = Some(Reference::at(now));
        let path = self.data.join("heartbeat");
        let new = self.data.join("heartbeat.new");
        // A crash leaves the old beat or the new one, never half of it.
        std::fs::write(&new, now.to_string())
            .and_then(|()| std::fs::rename(&new, &path))
            .map_err(|source| EngineError::File { path: path.display().to_string(), source })
    }

    /// Nothing before the first one. A file that is no time counts as long ago: a person is asked.
    fn last_beat(&self) -> Result<Option<Timestamp>, EngineError> {
        let path = self.data.join("heartbeat");
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim().parse().unwrap_or(Timestamp::UNIX_EPOCH))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(EngineError::File { path: path.display().to_string(), source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_expected_where_the_machine_has_counted_to() {
        let wall: Timestamp = "2027-01-11T06:00:00Z".parse().expect("a time");
        let reference = Reference { wall, up: SignedDuration::from_hours(5) };
        let after = |hours| reference.expects(SignedDuration::from_hours(hours)).to_string();
        assert_eq!(after(5), "2027-01-11T06:00:00Z");
        assert_eq!(after(8), "2027-01-11T09:00:00Z");
    }
}
