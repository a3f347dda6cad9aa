//! How long a term is.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The length of a term, written `30 cd`, `3 wd` or `2 mo`. A length that is read
/// from text is at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// Days as they follow, `cd`.
    CalendarDays(u16),
    /// Days on which people are at work, `wd`.
    WorkingDays(u16),
    /// Months, `mo`: the same day number, or the last day of a shorter month.
    Months(u8),
}

impl Length {
    /// The date this far after `date`, before any roll; working days need a calendar.
    pub(crate) fn after(self, date: Date, calendar: &crate::Calendar) -> Date {
        match self {
            Self::CalendarDays(days) => date.saturating_add(Span::new().days(i64::from(days))),
            Self::WorkingDays(days) => calendar.add_working_days(date, i32::from(days)),
            Self::Months(months) => date.saturating_add(Span::new().months(i64::from(months))),
        }
    }

    /// The number before the unit.
    pub const fn number(self) -> u16 {
        match self {
            Self::CalendarDays(number) | Self::WorkingDays(number) => number,
            Self::Months(number) => number as u16,
        }
    }

    /// The length in words: "30 calendar days", "1 working day".
    pub fn in_words(self) -> String {
        let unit = match self {
            Self::CalendarDays(_) => "calendar day",
            Self::WorkingDays(_) => "working day",
            Self::Months(_) => "month",
        };
        let number = self.number();
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {unit}{plural}")
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CalendarDays(days) => write!(f, "{days} cd"),
            Self::WorkingDays(days) => write!(f, "{days} wd"),
            Self::Months(months) => write!(f, "{months} mo"),
        }
    }
}

/// A text that is not a length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a length; write for instance \"30 cd\", \"3 wd\" or \"2 mo\", and at least 1")]
pub struct BadLength {
    /// What was given, at most 40 characters of it.
    pub text: String,
}

impl FromStr for Length {
    type Err = BadLength;

    fn from_str(text: &str) -> Result<Self, BadLength> {
        let length = text.split_once(' ').and_then(|(number, unit)| {
            if !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            match unit {
                "cd" => number.parse().ok().map(Self::CalendarDays),
                "wd" => number.parse().ok().map(Self::WorkingDays),
                "mo" => number.parse().ok().map(Self::Months),
                _ => None,
            }
        });
        length
            .filter(|length| length.number() > 0)
            .ok_or_else(|| BadLength { text: text.chars().take(40).collect() })
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_reads_as_it_is_written() {
        for length in [Length::CalendarDays(30), Length::WorkingDays(3), Length::Months(12)] {
            assert_eq!(length.to_string().parse(), Ok(length));
        }
    }

    #[test]
    fn what_is_not_a_positive_number_and_a_unit_is_no_length() {
        for text in
            ["", "30", "30cd", "0 cd", "-1 wd", "+1 wd", "3 days", "300 mo", "99999 cd", " 3 wd", "3  wd"]
        {
            assert!(text.parse::<Length>().is_err(), "{text:?}");
        }
    }
}
