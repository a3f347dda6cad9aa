//! Which days are worked.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::error::{CalendarError, CalendarRule};

const HEADER: &str = "date,kind,moved_from";

/// The days off and the working weekends of the years that a file lists.
///
/// A year is covered if the file has any line for it. In a year that is not
/// covered Saturdays and Sundays are off and nothing else; a [`Due`](crate::Due)
/// names the years in which it had to go by that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    version: String,
    /// Days that differ from what their weekday says; true where they are worked.
    exceptions: BTreeMap<Date, bool>,
    covered: BTreeSet<i16>,
}

impl Calendar {
    /// Reads the text of a calendar file: CSV with the columns `date`, `kind`
    /// (`off`, `short`, `working_weekend`) and `moved_from` (the day whose rest was
    /// moved here, or nothing), in any order. A short day is a working day, also
    /// on a Saturday. Ordinary Saturdays and Sundays need no line.
    pub fn parse(version: &str, text: &str) -> Result<Self, CalendarError> {
        let fail = |line, rule| CalendarError { version: version.to_owned(), line, rule };
        let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
        if lines.next().is_none_or(|(_, header)| header.trim_end() != HEADER) {
            return Err(fail(1, CalendarRule::Header));
        }
        let mut exceptions = BTreeMap::new();
        let mut listed = BTreeMap::new();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let (date, worked) = day(line).map_err(|rule| fail(number, rule))?;
            if let Some(first) = listed.insert(date, number) {
                return Err(fail(number, CalendarRule::Repeated { first }));
            }
            if worked == is_weekend(date) {
                exceptions.insert(date, worked);
            }
        }
        if listed.is_empty() {
            return Err(fail(1, CalendarRule::Empty));
        }
        let covered = listed.keys().map(|date| date.year()).collect();
        Ok(Self { version: version.to_owned(), exceptions, covered })
    }

    /// The version the text was read under.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether the file lists anything for that year.
    pub fn covers(&self, year: i16) -> bool {
        self.covered.contains(&year)
    }

    /// The covered years, earliest first.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.covered.iter().copied()
    }

    /// Whether people are at work on that day.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.exceptions.get(&date).copied().unwrap_or_else(|| !is_weekend(date))
    }

    /// The `days`-th working day after `date`, or before it when `days` is
    /// negative; `date` itself when `days` is 0, worked or not.
    pub fn add_working_days(&self, date: Date, days: i32) -> Date {
        let mut at = date;
        let mut left = days.unsigned_abs();
        while left > 0 {
            let Ok(next) = (if days < 0 { at.yesterday() } else { at.tomorrow() }) else {
                break;
            };
            at = next;
            left -= u32::from(self.is_working_day(at));
        }
        at
    }

    /// How many working days lie after `from` up to and including `to`; negative
    /// when `to` is earlier.
    pub fn working_days_between(&self, from: Date, to: Date) -> i32 {
        match from.cmp(&to) {
            Ordering::Greater => -self.working_days_between(to, from),
            Ordering::Equal => 0,
            Ordering::Less => {
                let days = from.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= to);
                days.map(|day| i32::from(self.is_working_day(day))).sum()
            }
        }
    }
}

fn day(line: &str) -> Result<(Date, bool), CalendarRule> {
    let columns: Vec<&str> = line.trim_end().split(',').collect();
    let [date, kind, moved_from] = columns[..] else {
        return Err(CalendarRule::Columns { found: columns.len() });
    };
    let date = parse_date(date)?;
    let worked = match kind {
        "off" => false,
        "short" => true,
        "working_weekend" if is_weekend(date) => true,
        "working_weekend" => return Err(CalendarRule::NotAWeekend),
        other => return Err(CalendarRule::Kind { text: clip(other) }),
    };
    if !moved_from.is_empty() && (worked || parse_date(moved_from)? == date) {
        return Err(CalendarRule::Moved);
    }
    Ok((date, worked))
}

fn parse_date(text: &str) -> Result<Date, CalendarRule> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if is_plain { text.parse().ok() } else { None };
    date.ok_or_else(|| CalendarRule::Date { text: clip(text) })
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn refused(text: &str) -> (usize, &'static str) {
        let error = Calendar::parse("test", text).unwrap_err();
        (error.line, error.code())
    }

    #[test]
    fn a_short_saturday_and_a_working_weekend_are_worked_and_a_listed_monday_is_not() {
        let calendar = Calendar::parse(
            "test",
            "date,kind,moved_from\n2025-11-01,short,\n2027-02-20,working_weekend,\n2027-02-22,off,2027-02-20\n",
        )
        .unwrap();
        assert!(calendar.is_working_day(date(2025, 11, 1)));
        assert!(calendar.is_working_day(date(2027, 2, 20)));
        assert!(!calendar.is_working_day(date(2027, 2, 22)));
        assert!(!calendar.is_working_day(date(2027, 2, 21)));
        assert_eq!(calendar.years().collect::<Vec<_>>(), [2025, 2027]);
        assert!(calendar.covers(2027) && !calendar.covers(2026));
    }

    #[test]
    fn a_mistake_is_named_by_line_and_rule() {
        assert_eq!(refused(""), (1, "calendar_header"));
        assert_eq!(refused("date;kind\n"), (1, "calendar_header"));
        assert_eq!(refused("date,kind,moved_from\n"), (1, "calendar_empty"));
        assert_eq!(refused("date,kind,moved_from\n2027-01-01,off\n"), (2, "calendar_columns"));
        assert_eq!(refused("date,kind,moved_from\n\n2027-02-30,off,\n"), (3, "calendar_date"));
        assert_eq!(refused("date,kind,moved_from\n20270101,off,\n"), (2, "calendar_date"));
        assert_eq!(refused("date,kind,moved_from\n2027-01-01,free,\n"), (2, "calendar_kind"));
        assert_eq!(
            refused("date,kind,moved_from\n2027-01-01,off,\n2027-01-01,off,\n"),
            (3, "calendar_repeated")
        );
        assert_eq!(
            refused("date,kind,moved_from\n2027-02-19,working_weekend,\n"),
            (2, "calendar_not_a_weekend")
        );
        assert_eq!(refused("date,kind,moved_from\n2027-01-08,off,2027-01-08\n"), (2, "calendar_moved"));
        assert_eq!(refused("date,kind,moved_from\n2027-01-08,short,2027-01-03\n"), (2, "calendar_moved"));
        assert_eq!(refused("date,kind,moved_from\n2027-01-08,off,Sunday\n"), (2, "calendar_date"));
    }

    #[test]
    fn working_days_are_counted_back_as_well_as_forward() {
        let calendar = Calendar::parse("test", "date,kind,moved_from\n2027-01-01,off,\n").unwrap();
        // Monday the 11th; the 9th and 10th are a weekend.
        assert_eq!(calendar.add_working_days(date(2027, 1, 11), -5), date(2027, 1, 4));
        assert_eq!(calendar.add_working_days(date(2027, 1, 4), 5), date(2027, 1, 11));
        assert_eq!(calendar.working_days_between(date(2027, 1, 4), date(2027, 1, 11)), 5);
        assert_eq!(calendar.working_days_between(date(2027, 1, 11), date(2027, 1, 4)), -5);
    }

    #[test]
    fn counting_stops_at_the_ends_of_time() {
        let calendar = Calendar::parse("test", "date,kind,moved_from\n2027-01-01,off,\n").unwrap();
        assert_eq!(calendar.add_working_days(Date::MAX, 3), Date::MAX);
        assert_eq!(calendar.add_working_days(Date::MIN, -3), Date::MIN);
    }
}
