//! The heartbeat: when the deadline clock of this node last ran.
//!
//! A miss cannot be deleted. If a real clock stands more than an hour away from
//! the last beat, something is wrong with the clock or the node was away, and a
//! person has to say that the time is right.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};

use crate::engine::Inner;
use crate::{Clock, EngineError};

const FURTHEST: SignedDuration = SignedDuration::from_hours(1);

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

    /// Remembers that the clock ran at `now`.
    pub(crate) fn beat(&self, now: Timestamp) -> Result<(), EngineError> {
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
