//! Local midnights.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far local time is ahead of UTC, in whole minutes from -12:00 to +14:00;
/// written `+5`, `+5:30`, `-3`. Fixed: there is no summer time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset {
    minutes: i16,
}

impl UtcOffset {
    /// Moscow time, `+3`, by which the federation's authorities go.
    pub const fn moscow() -> Self {
        Self { minutes: 3 * 60 }
    }

    /// That many minutes ahead of UTC, if a place on earth has such an offset.
    pub const fn from_minutes(minutes: i16) -> Option<Self> {
        if minutes >= -12 * 60 && minutes <= 14 * 60 { Some(Self { minutes }) } else { None }
    }

    /// Minutes ahead of UTC.
    pub const fn minutes(self) -> i16 {
        self.minutes
    }

    fn to_offset(self) -> Offset {
        Offset::from_seconds(i32::from(self.minutes) * 60)
            .expect("-12:00 to +14:00 lies within jiff's offsets")
    }
}

/// The moment from which a term due on `date` is missed: the midnight that ends
/// that day at `offset`.
pub fn midnight_after(date: Date, offset: UtcOffset) -> Timestamp {
    let end = if date < Date::constant(0, 1, 1) { Timestamp::MIN } else { Timestamp::MAX };
    let midnight = date.tomorrow().map(|next| next.to_datetime(Time::midnight()));
    midnight.and_then(|midnight| offset.to_offset().to_timestamp(midnight)).unwrap_or(end)
}

/// The date at `at` in places that are `offset` ahead of UTC.
pub fn local_date(at: Timestamp, offset: UtcOffset) -> Date {
    offset.to_offset().to_datetime(at).date()
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (self.minutes.unsigned_abs() / 60, self.minutes.unsigned_abs() % 60);
        if minutes == 0 { write!(f, "{sign}{hours}") } else { write!(f, "{sign}{hours}:{minutes:02}") }
    }
}

/// A text that is not an offset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not an offset from UTC; write for instance \"+5\", \"+5:30\" or \"-3\", from -12 to +14"
)]
pub struct BadOffset {
    /// What was given, at most 40 characters of it.
    pub text: String,
}

impl FromStr for UtcOffset {
    type Err = BadOffset;

    fn from_str(text: &str) -> Result<Self, BadOffset> {
        parse(text).ok_or_else(|| BadOffset { text: text.chars().take(40).collect() })
    }
}

fn parse(text: &str) -> Option<UtcOffset> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || hours.len() > 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes < 60 { UtcOffset::from_minutes(sign * (hours * 60 + minutes)) } else { None }
}

impl Serialize for UtcOffset {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UtcOffset {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_offset_reads_as_it_is_written() {
        for text in ["+0", "+3", "+12", "-3", "+5:30", "-9:30"] {
            assert_eq!(text.parse::<UtcOffset>().unwrap().to_string(), text);
        }
        assert_eq!("+05:00".parse::<UtcOffset>().unwrap().to_string(), "+5");
    }

    #[test]
    fn what_no_place_on_earth_has_is_no_offset() {
        for text in ["", "3", "+", "-", "+15", "-13", "+5:60", "+5:3", "+5:", "++5", "+ 5", "+5:30:00", "UTC"]
        {
            assert!(text.parse::<UtcOffset>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_and_belongs_to_its_date() {
        let offset: UtcOffset = "+5".parse().unwrap();
        let midnight = midnight_after(date(2027, 2, 10), offset);
        assert_eq!(midnight.to_string(), "2027-02-10T19:00:00Z");
        assert_eq!(local_date(midnight, offset), date(2027, 2, 11));
        assert_eq!(local_date(midnight - jiff::SignedDuration::from_secs(1), offset), date(2027, 2, 10));
    }

    #[test]
    fn midnights_at_the_ends_of_time_do_not_panic() {
        let [west, east] = ["-12", "+14"].map(|text| text.parse().unwrap());
        for offset in [west, east] {
            assert!(midnight_after(Date::MAX, offset) > midnight_after(Date::MIN, offset));
            local_date(Timestamp::MAX, offset);
            local_date(Timestamp::MIN, offset);
        }
    }
}
