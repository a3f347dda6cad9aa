//! Points in time, as people write them on a command line.

use std::str::FromStr;

use calendar::UtcOffset;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{Journal, JournalError};

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
        let day: Day = text.parse()?;
        Ok(Self(day.end() - jiff::SignedDuration::from_micros(1)))
    }
}

/// A day in Moscow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day(Date);

impl FromStr for Day {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        // `Date` also takes a date with a time and no offset: that would be guessing.
        if text.len() > "-009999-01-01".len() {
            return Err(NoMoment);
        }
        text.parse().map(Self).map_err(|_| NoMoment)
    }
}

impl Day {
    /// The midnight at which it begins.
    pub(crate) fn begin(self) -> Timestamp {
        self.0.yesterday().map_or(Timestamp::MIN, |day| Self(day).end())
    }

    /// The midnight at which it is over.
    pub(crate) fn end(self) -> Timestamp {
        calendar::midnight_after(self.0, UtcOffset::moscow())
    }
}

/// A point of the journal, and when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Then {
    pub(crate) position: u64,
    pub(crate) at: Timestamp,
}

impl Then {
    /// After the last event recorded at a moment or before it.
    pub(crate) async fn of(journal: &Journal, Moment(at): Moment) -> Result<Self, JournalError> {
        Ok(Self { position: journal.position_as_of(at).await?, at })
    }
}

/// A position of the journal, or a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    Position(u64),
    Moment(Moment),
}

impl FromStr for Point {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        match text.parse() {
            Ok(position) => Ok(Self::Position(position)),
            Err(_) => text.parse().map(Self::Moment),
        }
    }
}

impl Point {
    /// Where it is in the journal; nothing for a position that it does not have.
    pub(crate) async fn then(self, journal: &Journal) -> Result<Option<Then>, JournalError> {
        match self {
            Self::Moment(moment) => Then::of(journal, moment).await.map(Some),
            Self::Position(position) => {
                let Some(before) = position.checked_sub(1) else { return Ok(None) };
                let found = journal.read(before, 1).await?;
                Ok(found.first().map(|event| Then { position, at: event.at }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<Moment>().ok().map(|moment| moment.0.to_string())
    }

    #[test]
    fn a_number_is_a_position_and_all_else_a_moment() {
        assert_eq!("2027".parse::<Point>().ok(), Some(Point::Position(2027)));
        assert!(matches!("2027-02-10".parse::<Point>(), Ok(Point::Moment(_))));
        assert!("-3".parse::<Point>().is_err());
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
