//! How often a page is told that something changed.

use std::time::Duration;

use tokio::time::Instant;

/// In a storm of supports a page is told at most this often.
const BETWEEN: Duration = Duration::from_secs(2);
/// Of supports alone, while few people stand behind it: nobody is to learn by watching the
/// counter who of his neighbours came when.
const OF_FEW: Duration = Duration::from_secs(60);

/// What one listener is still to be told, and from when on.
#[derive(Debug)]
pub(super) struct Pace {
    loud: Option<u64>,
    quiet: Option<u64>,
    not_before: Instant,
    quiet_not_before: Instant,
}

impl Pace {
    /// A listener who comes now; something may have changed since he was here.
    pub(super) fn new(pending: Option<u64>, now: Instant) -> Self {
        Self { loud: pending, quiet: None, not_before: now, quiet_not_before: now }
    }

    /// Something changed at this position.
    pub(super) fn changed(&mut self, position: u64, quiet: bool) {
        let pending = if quiet { &mut self.quiet } else { &mut self.loud };
        *pending = Some(position);
    }

    /// When he is to be told, if there is anything to tell.
    pub(super) fn due(&self) -> Option<Instant> {
        let loud = self.loud.map(|_| self.not_before);
        let quiet = self.quiet.map(|_| self.not_before.max(self.quiet_not_before));
        loud.into_iter().chain(quiet).min()
    }

    /// He is told now: the last position of all that changed.
    pub(super) fn told(&mut self, now: Instant) -> Option<u64> {
        if self.quiet.is_some() {
            self.quiet_not_before = now + OF_FEW;
        }
        self.not_before = now + BETWEEN;
        self.loud.take().max(self.quiet.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supports_of_few_are_told_once_a_minute_and_anything_else_in_two_seconds() {
        let start = Instant::now();
        let mut pace = Pace::new(None, start);
        assert_eq!(pace.due(), None);
        pace.changed(5, true);
        assert_eq!(pace.due(), Some(start), "the first is told at once");
        assert_eq!(pace.told(start), Some(5));
        pace.changed(6, true);
        assert_eq!(pace.due(), Some(start + OF_FEW));
        pace.changed(7, false);
        assert_eq!(pace.due(), Some(start + BETWEEN), "what is no support does not wait for them");
        assert_eq!(pace.told(start + BETWEEN), Some(7));
        assert_eq!(pace.due(), None, "all is told at once");
        pace.changed(8, true);
        assert_eq!(pace.due(), Some(start + BETWEEN + OF_FEW));
    }

    #[test]
    fn who_was_away_is_told_at_once() {
        let now = Instant::now();
        assert_eq!(Pace::new(Some(3), now).due(), Some(now));
    }
}
