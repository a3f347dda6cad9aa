//! Moments as people write them in an address: `as_of`.

use calendar::UtcOffset;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::problem::Problem;

/// A point in the one order of events, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A position of the journal.
    Position(u64),
    /// A time. A date means its last microsecond in Moscow (UTC+3), the time of the federation.
    Time(Timestamp),
}

impl Moment {
    /// Reads a position, a date or an RFC 3339 time.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Position);
        }
        if let Ok(at) = text.parse() {
            return Some(Self::Time(at));
        }
        // `Date` also takes a date with a time and no offset: that would be guessing.
        if text.len() > "-009999-01-01".len() {
            return None;
        }
        let date: Date = text.parse().ok()?;
        let midnight = calendar::midnight_after(date, UtcOffset::moscow());
        Some(Self::Time(midnight.checked_sub(SignedDuration::from_micros(1)).ok()?))
    }
}

/// The position that `as_of` means.
///
/// # Errors
///
/// 400 for what is no moment, and for a position that nothing has yet.
pub(super) async fn position(app: &App, text: &str) -> Result<u64, Problem> {
    let moment = Moment::parse(text).ok_or_else(|| {
        let detail = "as_of is a position, a date like 2027-02-10, or a time like 2027-02-10T19:00:00Z";
        Problem { field: Some("as_of".to_owned()), ..Problem::bad("bad_moment", detail) }
    })?;
    match moment {
        Moment::Position(position) => recorded(app, position).await.map(|()| position),
        Moment::Time(at) => {
            Ok(app.engine().journal().position_as_of(at).await.map_err(engine::EngineError::from)?)
        }
    }
}

/// Insists that the journal has come to that position.
///
/// # Errors
///
/// 400 if it has not.
pub(super) async fn recorded(app: &App, position: u64) -> Result<(), Problem> {
    if position <= app.engine().views().reached() {
        return Ok(());
    }
    let head = app.engine().journal().head().await.map_err(engine::EngineError::from)?.position;
    if position <= head {
        return Ok(());
    }
    Err(Problem::bad("no_such_position", format!("the journal has come to {head}, not to {position}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_a_date_and_a_time_can_be_asked_for() {
        assert_eq!(Moment::parse("120"), Some(Moment::Position(120)));
        let time = |text: &str| Some(Moment::Time(text.parse().expect("a time")));
        assert_eq!(Moment::parse("2027-02-10"), time("2027-02-10T20:59:59.999999Z"));
        assert_eq!(Moment::parse("2027-02-10T19:00:00+05:00"), time("2027-02-10T14:00:00Z"));
    }

    #[test]
    fn what_is_no_moment_is_not_guessed_at() {
        for text in ["", "yesterday", "2027-02-30", "2027-02-10T19:00:00", "-1", "99999999999999999999999"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
