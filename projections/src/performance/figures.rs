//! Reading the performance of authorities.

use std::fmt;
use std::str::FromStr;

use aggregates::ids::AuthorityId;
use aggregates::level::Level;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::list::Measure;
use crate::stored::{Word, plain};
use crate::totals;

/// How many have to have fallen due before a rate is compared with others.
const RANKED_FROM: u64 = 10;

/// A month, written `2027-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a month; write for instance \"2027-02\"")]
pub struct BadMonth {
    /// What was given, at most 20 characters of it.
    pub text: String,
}

impl Month {
    /// Before every other.
    pub const FIRST: Self = Self { year: 1, month: 1 };
    /// After every other.
    pub const LAST: Self = Self { year: 9999, month: 12 };

    /// The month of a date.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let first: Result<Date, _> = format!("{text}-01").parse();
        let month = first.ok().map(Self::of).filter(|month| month.to_string() == text);
        month.ok_or_else(|| BadMonth { text: text.chars().take(20).collect() })
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What was due and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Fell due: met, met late or missed.
    pub due: u64,
    /// Done in time.
    pub met: u64,
    /// Done after the due date.
    pub late: u64,
    /// With a recorded miss, whatever became of it.
    pub missed: u64,
    /// Missed and still not done.
    pub owed: u64,
    /// Lawfully extended or moved.
    pub extended: u64,
    /// Missed, with a document that shows it was done in time.
    pub annotated: u64,
    /// Not settled yet.
    pub running: u64,
    /// Initiatives adopted.
    pub adopted: u64,
    /// Initiatives refused or not admitted.
    pub refused: u64,
    /// Initiatives passed up or endorsed.
    pub passed_up: u64,
}

impl Figures {
    /// Met in time over due, from 0 to 1; nothing while nothing fell due.
    pub fn rate(&self) -> Option<f64> {
        (self.due > 0).then(|| self.met as f64 / self.due as f64)
    }

    /// The figure of that name.
    pub fn of(&self, measure: Measure) -> u64 {
        match measure {
            Measure::Due => self.due,
            Measure::Met => self.met,
            Measure::Late => self.late,
            Measure::Missed => self.missed,
            Measure::Owed => self.owed,
            Measure::Extended => self.extended,
            Measure::Annotated => self.annotated,
            Measure::Running => self.running,
            Measure::Adopted => self.adopted,
            Measure::Refused => self.refused,
            Measure::PassedUp => self.passed_up,
        }
    }

    fn add(&mut self, measure: &str, count: i64) {
        let count = u64::try_from(count).unwrap_or(0);
        match measure {
            "due" => self.due += count,
            "met" => self.met += count,
            "late" => self.late += count,
            "missed" => self.missed += count,
            "owed" => self.owed += count,
            "extended" => self.extended += count,
            "annotated" => self.annotated += count,
            "running" => self.running += count,
            "adopted" => self.adopted += count,
            "refused" => self.refused += count,
            "passed_up" => self.passed_up += count,
            other => debug_assert!(false, "{other} is not counted"),
        }
    }
}

/// One month of an authority.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// Which month.
    pub month: Month,
    /// What was due in it.
    #[serde(flatten)]
    pub figures: Figures,
    /// Met in time over due.
    pub rate: Option<f64>,
}

/// An authority among others of its level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// Which authority.
    pub authority: AuthorityId,
    /// All months together.
    #[serde(flatten)]
    pub figures: Figures,
    /// Met in time over due.
    pub rate: Option<f64>,
    /// 1 for the best rate, equal rates share a place; nothing if fewer than ten fell due.
    pub rank: Option<u32>,
}

/// The months of an authority from `first` to `last`, both included; those without
/// any figure are left out.
///
/// # Errors
///
/// If the view cannot be read.
pub fn performance(
    connection: &Connection,
    authority: &AuthorityId,
    first: Month,
    last: Month,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Period>> {
    let counts =
        totals::between(connection, authority.as_str(), &first.to_string(), &last.to_string(), as_of)?;
    let mut periods: Vec<Period> = Vec::new();
    for (part, measure, count) in counts {
        let Ok(month) = part.parse() else { continue };
        if periods.last().is_none_or(|period| period.month != month) {
            periods.push(Period { month, figures: Figures::default(), rate: None });
        }
        if let Some(period) = periods.last_mut() {
            period.figures.add(&measure, count);
        }
    }
    for period in &mut periods {
        period.rate = period.figures.rate();
    }
    Ok(periods)
}

/// The figures of an authority in the months from `first` to `last` together.
///
/// # Errors
///
/// If the view cannot be read.
pub fn figures(
    connection: &Connection,
    authority: &AuthorityId,
    first: Month,
    last: Month,
    as_of: Option<u64>,
) -> rusqlite::Result<Figures> {
    let mut figures = Figures::default();
    let counts =
        totals::between(connection, authority.as_str(), &first.to_string(), &last.to_string(), as_of)?;
    for (_, measure, count) in &counts {
        figures.add(measure, *count);
    }
    Ok(figures)
}

/// The authorities of a level by their rate in the months from `first` to `last`,
/// best first; those without a rank follow, by code.
///
/// # Errors
///
/// If the view cannot be read.
pub fn ranking(
    connection: &Connection,
    level: Level,
    first: Month,
    last: Month,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Ranked>> {
    let authorities = connection
        .prepare_cached("SELECT id FROM authorities WHERE level = ?1 ORDER BY id")?
        .query_map([Word(level)], |row| plain::<AuthorityId>(row, "id"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut ranked = Vec::new();
    for authority in authorities {
        let figures = figures(connection, &authority, first, last, as_of)?;
        if figures != Figures::default() {
            ranked.push(Ranked { authority, figures, rate: figures.rate(), rank: None });
        }
    }
    let compared =
        |ranked: &Ranked| ranked.rate.filter(|_| ranked.figures.due >= RANKED_FROM).unwrap_or(-1.0);
    ranked.sort_by(|one, other| compared(other).total_cmp(&compared(one)));
    let mut place = (0, -1.0);
    for (index, ranked) in ranked.iter_mut().enumerate() {
        let rate = compared(ranked);
        if rate < 0.0 {
            break;
        }
        if rate != place.1 {
            place = (index as u32 + 1, rate);
        }
        ranked.rank = Some(place.0);
    }
    Ok(ranked)
}
