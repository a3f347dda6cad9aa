//! When a term ends, and why then.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::days::Calendar;
use crate::length::Length;

/// Where a term goes that would end on a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Nowhere: it ends on that day.
    #[default]
    None,
    /// To the next working day.
    Next,
    /// To the working day before, unless that is not after the trigger day: then
    /// to the next.
    Previous,
}

/// A due date with everything it was computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Day zero.
    pub trigger: Date,
    /// How long from there.
    pub length: Length,
    /// What was to happen on a day off.
    pub roll: Roll,
    /// Where the length alone ends.
    pub unrolled: Date,
    /// The due date: the term ends when this day does.
    pub date: Date,
    /// The version of the calendar.
    pub calendar: String,
    /// Years that the calendar did not cover and this date depended on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncovered_years: Vec<i16>,
}

impl Calendar {
    /// When a term of `length` ends that was triggered on `trigger`. The result is
    /// always after the trigger day, short of the end of the year 9999.
    pub fn due(&self, trigger: Date, length: Length, roll: Roll) -> Due {
        let first = trigger.tomorrow().unwrap_or(trigger);
        let unrolled = length.after(trigger, self).max(first);
        let date = self.roll(unrolled, roll, trigger);
        Due {
            trigger,
            length,
            roll,
            unrolled,
            date,
            calendar: self.version().to_owned(),
            uncovered_years: self.uncovered(first, length, roll, unrolled, date),
        }
    }

    /// Where a term that would end on `date` goes by `roll`, if it was triggered
    /// on `trigger`.
    pub fn roll(&self, date: Date, roll: Roll, trigger: Date) -> Date {
        if self.is_working_day(date) {
            return date;
        }
        match roll {
            Roll::None => date,
            Roll::Next => self.add_working_days(date, 1),
            Roll::Previous => {
                let back = self.add_working_days(date, -1);
                if back > trigger { back } else { self.add_working_days(date, 1) }
            }
        }
    }

    /// The years not covered among the days whose kind decided the date.
    fn uncovered(&self, first: Date, length: Length, roll: Roll, unrolled: Date, date: Date) -> Vec<i16> {
        let earliest = match (length, roll) {
            (Length::WorkingDays(_), _) => first,
            (Length::CalendarDays(_) | Length::Months(_), Roll::None) => return Vec::new(),
            // It looked back as far as the trigger before it turned.
            (Length::CalendarDays(_) | Length::Months(_), Roll::Previous) if date > unrolled => first,
            (Length::CalendarDays(_) | Length::Months(_), Roll::Next | Roll::Previous) => unrolled.min(date),
        };
        (earliest.year()..=unrolled.max(date).year()).filter(|year| !self.covers(*year)).collect()
    }
}

/// One sentence for a person: "30 calendar days from 2027-01-11 end on …".
impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trigger, length, roll, unrolled, date, calendar, uncovered_years } = self;
        let end = if length.number() == 1 { "ends" } else { "end" };
        write!(f, "{} from {trigger} {end} on {unrolled}", length.in_words())?;
        if date != unrolled {
            let why = match roll {
                Roll::Previous if date > unrolled => {
                    "the working day before is not after the trigger day, so it is due on the next one"
                }
                Roll::Previous => "it is due on the working day before",
                Roll::Next | Roll::None => "it is due on the next working day",
            };
            write!(f, ", a day off; {why}, {date}")?;
        }
        write!(f, " (calendar {calendar}")?;
        if let [first, rest @ ..] = &uncovered_years[..] {
            write!(f, ", which does not cover {first}")?;
            rest.iter().try_for_each(|year| write!(f, ", {year}"))?;
            write!(f, ": only Saturdays and Sundays counted as days off there")?;
        }
        write!(f, ").")
    }
}
