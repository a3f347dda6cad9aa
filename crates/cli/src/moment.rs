//! Points in time, as people write them on a command line.

use std::str::FromStr;

use calendar::UtcOffset;
use jiff::Timestamp;
use jiff::civil::Date;

/// A point in time: RFC 3339 (`2027-02-10T19:00:00Z`), or a date, which means its
/// last microsecond in Moscow (UTC+3), the time of the federation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp);

/// What `--help` says about [`Moment`].
pub(crate) const HOW_TO_WRITE: &str =
    "a point in time: RFC 3339, or a date, which means the end of that day in Moscow (UTC+3)";

/// A text that is no point in time.
#[derive(Debug, thiserror::Error)]
#[error("write a date like 2027-02-10, or a time like 2027-02-10T19:00:00Z")]
pub(crate) struct NoMoment;

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self(at));
        }
        // `Date` also takes a date with a time and no offset: that would be guessing.
        if text.len() > "-009999-01-01".len() {
            return Err(NoMoment);
        }
        let date: Date = text.parse().map_err(|_| NoMoment)?;
        let midnight = calendar::midnight_after(date, UtcOffset::moscow());
        Ok(Self(midnight - jiff::SignedDuration::from_micros(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<Moment>().ok().map(|moment| moment.0.to_string())
    }

    #[test]
    fn a_date_means_its_end_in_moscow() {
        assert_eq!(read("2027-02-10").as_deref(), Some("2027-02-10T20:59:59.999999Z"));
    }

    #[test]
    fn a_time_needs_its_offset() {
        assert_eq!(read("2027-02-10T19:00:00+05:00").as_deref(), Some("2027-02-10T14:00:00Z"));
        assert_eq!(read("2027-02-10T19:00:00"), None);
        assert_eq!(read("yesterday"), None);
        assert_eq!(read("2027-02-30"), None);
    }
}
