//! What a figure counts: each of them is the length of a list.

use std::fmt;

use aggregates::ids::{AuthorityId, InitiativeId};
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::Month;
use crate::obligations::Owed;
use crate::question::Question;
use crate::stored::{Plain, plain, signed};

/// A figure of an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Fell due: met, met late or missed.
    Due,
    /// Done in time.
    Met,
    /// Done after the due date.
    Late,
    /// With a recorded miss, whatever became of it.
    Missed,
    /// Missed and still not done.
    Owed,
    /// Lawfully extended or moved.
    Extended,
    /// Missed, with a document that shows it was done in time.
    Annotated,
    /// Not settled yet.
    Running,
    /// Initiatives adopted.
    Adopted,
    /// Initiatives refused or not admitted.
    Refused,
    /// Initiatives passed up or endorsed.
    PassedUp,
}

impl Measure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Due,
        Self::Met,
        Self::Late,
        Self::Missed,
        Self::Owed,
        Self::Extended,
        Self::Annotated,
        Self::Running,
        Self::Adopted,
        Self::Refused,
        Self::PassedUp,
    ];

    /// The stable name used in addresses and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Met => "met",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Owed => "owed",
            Self::Extended => "extended",
            Self::Annotated => "annotated",
            Self::Running => "running",
            Self::Adopted => "adopted",
            Self::Refused => "refused",
            Self::PassedUp => "passed_up",
        }
    }

    /// Which obligations it counts; nothing where it counts decisions. What was cancelled
    /// or elapsed is counted nowhere.
    const fn obligations(self) -> Option<&'static str> {
        Some(match self {
            Self::Due => "standing IN ('met', 'met_late', 'missed')",
            Self::Met => "standing = 'met'",
            Self::Late => "standing = 'met_late'",
            Self::Missed => "standing NOT IN ('cancelled', 'elapsed') AND missed_position IS NOT NULL",
            Self::Owed => "standing = 'missed'",
            Self::Extended => "standing NOT IN ('cancelled', 'elapsed') AND extended",
            Self::Annotated => "standing NOT IN ('cancelled', 'elapsed') AND annotated IS NOT NULL",
            Self::Running => "standing IN ('running', 'paused')",
            Self::Adopted | Self::Refused | Self::PassedUp => return None,
        })
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that a figure counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// An obligation.
    Term(Owed),
    /// A decision.
    Decision {
        /// About which initiative.
        initiative: InitiativeId,
        /// The date on the document.
        done_on: Date,
        /// The position of its event.
        position: u64,
    },
}

impl Counted {
    /// The initiative it is about.
    pub fn initiative(&self) -> InitiativeId {
        match self {
            Self::Term(owed) => owed.initiative,
            Self::Decision { initiative, .. } => *initiative,
        }
    }

    /// The date by which it is counted: when it was due, or decided.
    pub fn date(&self) -> Date {
        match self {
            Self::Term(owed) => owed.due,
            Self::Decision { done_on, .. } => *done_on,
        }
    }

    fn cursor(&self) -> Cursor {
        match self {
            Self::Term(owed) => Cursor { date: owed.due, position: owed.started_position, nth: owed.nth },
            Self::Decision { done_on, position, .. } => {
                Cursor { date: *done_on, position: *position, nth: 0 }
            }
        }
    }
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The date of its last line.
    pub date: Date,
    /// The position at which that began.
    pub position: u64,
    /// The obligation's number in its initiative; 0 for a decision.
    pub nth: u32,
}

/// A page of what a figure counts, latest date first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The lines.
    pub items: Vec<Counted>,
    /// The cursor of the next page, if there is more.
    pub next: Option<Cursor>,
}

/// What a figure of an authority counts in the months from `first` to `last`, both
/// included, as it is now: latest date first, after a cursor, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn counted(
    connection: &Connection,
    authority: &AuthorityId,
    measure: Measure,
    (first, last): (Month, Month),
    after: Option<Cursor>,
    limit: u32,
) -> rusqlite::Result<Page> {
    let mut question = Question::default();
    question.ask_for("authority =", Plain(authority.clone()));
    let (table, date, position, nth) = match measure.obligations() {
        Some(which) => {
            question.ask(&format!("kind <> 'grace' AND {which}"));
            ("obligations", "due", "started_position", "nth")
        }
        None => {
            question.ask_for("measure =", measure.as_str());
            ("(SELECT *, 0 AS nth FROM decided)", "done_on", "position", "nth")
        }
    };
    question.ask_for(&format!("substr({date}, 1, 7) >="), Plain(first));
    question.ask_for(&format!("substr({date}, 1, 7) <="), Plain(last));
    if let Some(after) = after {
        let values = (
            question.value(Plain(after.date)),
            question.value(signed(after.position)),
            question.value(after.nth),
        );
        question.ask(&format!("({date}, {position}, {nth}) < ({}, {}, {})", values.0, values.1, values.2));
    }
    let limit_value = question.value(i64::from(limit) + 1);
    let sql = format!(
        "SELECT * FROM {table} WHERE {} ORDER BY {date} DESC, {position} DESC, {nth} DESC LIMIT {limit_value}",
        question.conditions()
    );
    let read = if measure.obligations().is_some() { term } else { decision };
    let mut items = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(Counted::cursor);
    Ok(Page { items, next })
}

fn term(row: &Row<'_>) -> rusqlite::Result<Counted> {
    Owed::read(row).map(Counted::Term)
}

fn decision(row: &Row<'_>) -> rusqlite::Result<Counted> {
    Ok(Counted::Decision {
        initiative: plain(row, "initiative")?,
        done_on: plain(row, "done_on")?,
        position: row.get("position")?,
    })
}
