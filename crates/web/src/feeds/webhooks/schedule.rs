//! When a message is sent again.

use std::time::Duration;

use desk::{WebhookFailure, WebhookState};
use engine::Entropy;
use jiff::Timestamp;

use super::Answer;

/// No receiver puts off its next message by more.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// What follows on an attempt that failed, `before` times before it.
pub(super) fn after(
    answer: &Answer,
    before: u32,
    retries: &[Duration],
    entropy: &Entropy,
    now: Timestamp,
) -> WebhookFailure {
    let attempts = before.saturating_add(1);
    let delay = retries.get(usize::try_from(before).unwrap_or(usize::MAX));
    let (state, next_try) = match (answer, delay) {
        (Answer::Gone, _) => (WebhookState::Gone, None),
        (_, None) => (WebhookState::Failing, None),
        (answer, Some(delay)) => {
            let delay = spread(*delay, entropy).max(answer.asks_to_wait().unwrap_or_default());
            let next =
                now.saturating_add(jiff::SignedDuration::try_from(delay.min(LONGEST)).unwrap_or_default());
            (WebhookState::Active, Some(next.unwrap_or(now)))
        }
    };
    WebhookFailure { state, attempts, next_try, answer: answer.to_string(), at: now }
}

/// Up to a fifth longer: receivers that failed together do not come back together.
fn spread(delay: Duration, entropy: &Entropy) -> Duration {
    let part = f64::from(u16::from_be_bytes(entropy.bytes())) / f64::from(u16::MAX);
    delay.mul_f64(1.0 + part / 5.0)
}

/// How long to wait for the next attempt. Not longer than any delay is, whatever a clock
/// that was set back says.
pub(super) fn wait(next_try: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    let left = Duration::try_from(next_try?.duration_since(now)).ok()?;
    Some(left.min(LONGEST.mul_f64(1.2))).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn follows(answer: &Answer, before: u32) -> WebhookFailure {
        let retries = [5, 300].map(Duration::from_secs);
        after(answer, before, &retries, &Entropy::seeded(1), at(0))
    }

    #[test]
    fn each_attempt_waits_longer_and_the_last_is_the_end() {
        let down = Answer::Status { code: 503, wait: None };
        let due = |failure: &WebhookFailure| failure.next_try.map(Timestamp::as_second);
        let (first, second, last) = (follows(&down, 0), follows(&down, 1), follows(&down, 2));
        assert!(due(&first).is_some_and(|due| (5..=6).contains(&due)), "{first:?}");
        assert!(due(&second).is_some_and(|due| (300..=360).contains(&due)), "{second:?}");
        assert_eq!((last.state, last.attempts, due(&last)), (WebhookState::Failing, 3, None));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_ever() {
        let asks =
            |seconds| follows(&Answer::Status { code: 429, wait: Some(Duration::from_secs(seconds)) }, 0);
        assert_eq!(asks(60).next_try, Some(at(60)));
        assert_eq!(asks(10_000_000).next_try, Some(at(24 * 3600)));
    }

    #[test]
    fn gone_is_the_end_at_once() {
        let gone = follows(&Answer::Gone, 0);
        assert_eq!((gone.state, gone.next_try, gone.answer.as_str()), (WebhookState::Gone, None, "410"));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_put_off_for_ever() {
        assert_eq!(wait(Some(at(10)), at(4)), Some(Duration::from_secs(6)));
        assert_eq!(wait(Some(at(10)), at(10)), None);
        assert_eq!(wait(None, at(10)), None);
        assert!(wait(Some(at(900_000_000)), at(0)).is_some_and(|wait| wait < Duration::from_secs(30 * 3600)));
    }
}
