//! Obligations as rows, shared by the views that show or count what is due.

use aggregates::ids::{AuthorityId, InitiativeId};
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::obligation::{Obliged, Standing, TermChange};
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::interval::node;
use crate::record::Record;
use crate::stored::{FOREVER, Moment, Plain, Word, moment, plain, plain_or_none, signed, word};

pub(crate) const SCHEMA: &str = "
    CREATE TABLE obligations (
        initiative TEXT NOT NULL,
        nth INTEGER NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        -- Of the two, in the tree of crate::interval; nothing while it is true.
        node INTEGER,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        authority TEXT,
        author INTEGER NOT NULL,
        due TEXT NOT NULL,
        missed_from INTEGER NOT NULL,
        standing TEXT NOT NULL,
        standing_on TEXT,
        extended INTEGER NOT NULL,
        annotated TEXT,
        missed_position INTEGER,
        started_position INTEGER NOT NULL,
        started_sequence INTEGER NOT NULL,
        PRIMARY KEY (initiative, nth, from_position)
    ) WITHOUT ROWID;
";

/// What somebody owes, or owed, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Owed {
    /// In which initiative.
    pub initiative: InitiativeId,
    /// Its number there.
    pub nth: u32,
    /// What it is for.
    pub kind: TermKind,
    /// The rule's name in the procedure file.
    pub rule: String,
    /// The authority obliged, if one is.
    pub authority: Option<AuthorityId>,
    /// Whether the author is obliged.
    pub author: bool,
    /// Until the end of which day.
    pub due: Date,
    /// The midnight from which it is missed.
    pub missed_from: Timestamp,
    /// What became of it.
    pub standing: Standing,
    /// Whether it was extended or moved.
    pub extended: bool,
    /// A document's date that shows a missed one was done in time.
    pub annotated: Option<Date>,
    /// The position of the miss, which stays whatever follows.
    pub missed_position: Option<u64>,
    /// The position of the event that started it.
    pub started_position: u64,
    /// That event's sequence in the stream of the initiative.
    pub started_sequence: u64,
}

/// Whether a view shows obligations as of earlier positions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    Kept,
    Dropped,
}

/// An obligation before and after an event.
pub(crate) struct Change {
    pub(crate) before: Option<Owed>,
    pub(crate) after: Owed,
}

/// Writes what the event does to terms, and says it.
pub(crate) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
    history: History,
) -> Result<Vec<Change>, ApplyError> {
    let mut changes = Vec::with_capacity(event.terms.len());
    for change in &event.terms {
        let (before, since) = load(tx, &record.stream_id, change.nth())?.unzip();
        let after = match (change, &before) {
            (TermChange::Started(term), _) => Owed {
                initiative: initiative(record)?,
                nth: term.nth,
                kind: term.kind,
                rule: term.rule.clone(),
                authority: term.obliged.authority().cloned(),
                author: matches!(term.obliged, Obliged::Author),
                due: term.due.date,
                missed_from: term.missed_from,
                standing: Standing::Running,
                extended: false,
                annotated: None,
                missed_position: None,
                started_position: record.position,
                started_sequence: record.sequence,
            },
            (
                TermChange::Paused { .. }
                | TermChange::Resumed { .. }
                | TermChange::Moved { .. }
                | TermChange::Met { .. }
                | TermChange::Missed { .. }
                | TermChange::Cancelled { .. }
                | TermChange::Elapsed { .. }
                | TermChange::PassedOn { .. }
                | TermChange::Annotated { .. },
                Some(before),
            ) => before.clone().after(change, event.done_on, record.position),
            (
                TermChange::Paused { nth }
                | TermChange::Resumed { nth, .. }
                | TermChange::Moved { nth, .. }
                | TermChange::Met { nth, .. }
                | TermChange::Missed { nth }
                | TermChange::Cancelled { nth }
                | TermChange::Elapsed { nth }
                | TermChange::PassedOn { nth, .. }
                | TermChange::Annotated { nth, .. },
                None,
            ) => return Err(ApplyError::unknown("obligation", format!("{}#{nth}", record.stream_id))),
        };
        write(tx, record.position, &after, since, history)?;
        changes.push(Change { before, after });
    }
    Ok(changes)
}

/// The initiative whose stream the event belongs to.
pub(crate) fn initiative(record: &Record) -> Result<InitiativeId, ApplyError> {
    record.stream_id.parse().map_err(|_| ApplyError::unknown("initiative", &record.stream_id))
}

impl Owed {
    /// As `Obligation::apply` of the aggregate has it, for the columns kept here.
    fn after(mut self, change: &TermChange, done_on: Date, position: u64) -> Self {
        match change {
            TermChange::Started(_) => {}
            TermChange::Paused { .. } => self.standing = Standing::Paused { since: done_on },
            TermChange::Resumed { due, missed_from, .. } => {
                self.standing = Standing::Running;
                self.due = *due;
                self.missed_from = *missed_from;
            }
            TermChange::Moved { due, missed_from, .. } => {
                self.extended = true;
                self.due = *due;
                self.missed_from = *missed_from;
            }
            TermChange::Met { on, late: false, .. } => self.standing = Standing::Met { on: *on },
            TermChange::Met { on, late: true, .. } => self.standing = Standing::MetLate { on: *on },
            TermChange::Missed { .. } => {
                self.standing = Standing::Missed;
                self.missed_position = Some(position);
            }
            TermChange::Cancelled { .. } => self.standing = Standing::Cancelled,
            TermChange::Elapsed { .. } => self.standing = Standing::Elapsed,
            TermChange::PassedOn { to, .. } => {
                if let Some(authority) = &mut self.authority {
                    authority.clone_from(to);
                }
            }
            TermChange::Annotated { done_on, .. } => self.annotated = Some(*done_on),
        }
        self
    }

    /// Reads a row of the table.
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            initiative: plain(row, "initiative")?,
            nth: row.get("nth")?,
            kind: word(row, "kind")?,
            rule: row.get("rule")?,
            authority: plain_or_none(row, "authority")?,
            author: row.get("author")?,
            due: plain(row, "due")?,
            missed_from: moment(row, "missed_from")?,
            standing: standing(row)?,
            extended: row.get("extended")?,
            annotated: plain_or_none(row, "annotated")?,
            missed_position: row.get("missed_position")?,
            started_position: row.get("started_position")?,
            started_sequence: row.get("started_sequence")?,
        })
    }
}

/// What it is now, and the position from which on it is so.
fn load(tx: &Transaction<'_>, initiative: &str, nth: u32) -> Result<Option<(Owed, i64)>, ApplyError> {
    let found = tx
        .prepare_cached(
            "SELECT * FROM obligations WHERE initiative = ?1 AND nth = ?2 ORDER BY from_position DESC LIMIT 1",
        )?
        .query_row(params![initiative, nth], |row| Ok((Owed::read(row)?, row.get("from_position")?)))
        .optional()?;
    Ok(found)
}

/// It is so from a position on, and was something else `since` an earlier one.
fn write(
    tx: &Transaction<'_>,
    position: u64,
    owed: &Owed,
    since: Option<i64>,
    history: History,
) -> Result<(), ApplyError> {
    let position = signed(position);
    if let Some(since) = since.filter(|since| *since < position) {
        match history {
            History::Kept => tx
                .prepare_cached(
                    "UPDATE obligations SET to_position = ?4, node = ?5
                     WHERE initiative = ?1 AND nth = ?2 AND from_position = ?3",
                )?
                .execute(params![Plain(owed.initiative), owed.nth, since, position, node(since, position)])?,
            History::Dropped => tx
                .prepare_cached(
                    "DELETE FROM obligations WHERE initiative = ?1 AND nth = ?2 AND from_position = ?3",
                )?
                .execute(params![Plain(owed.initiative), owed.nth, since])?,
        };
    }
    let (standing, on) = words(owed.standing);
    tx.prepare_cached(&format!(
        "INSERT OR REPLACE INTO obligations (
             initiative, nth, from_position, to_position, kind, rule, authority, author, due, missed_from,
             standing, standing_on, extended, annotated, missed_position, started_position, started_sequence)
         VALUES (?1, ?2, ?3, {FOREVER}, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
    ))?
    .execute(params![
        Plain(owed.initiative),
        owed.nth,
        position,
        Word(owed.kind),
        owed.rule,
        owed.authority.as_ref().map(Plain),
        owed.author,
        Plain(owed.due),
        Moment(owed.missed_from),
        standing,
        on.map(Plain),
        owed.extended,
        owed.annotated.map(Plain),
        owed.missed_position.map(signed),
        signed(owed.started_position),
        signed(owed.started_sequence),
    ])?;
    Ok(())
}

fn words(standing: Standing) -> (&'static str, Option<Date>) {
    match standing {
        Standing::Running => ("running", None),
        Standing::Paused { since } => ("paused", Some(since)),
        Standing::Met { on } => ("met", Some(on)),
        Standing::MetLate { on } => ("met_late", Some(on)),
        Standing::Missed => ("missed", None),
        Standing::Cancelled => ("cancelled", None),
        Standing::Elapsed => ("elapsed", None),
    }
}

pub(crate) fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    let on = || plain::<Date>(row, "standing_on");
    let word: String = row.get("standing")?;
    Ok(match word.as_str() {
        "running" => Standing::Running,
        "paused" => Standing::Paused { since: on()? },
        "met" => Standing::Met { on: on()? },
        "met_late" => Standing::MetLate { on: on()? },
        "missed" => Standing::Missed,
        "cancelled" => Standing::Cancelled,
        "elapsed" => Standing::Elapsed,
        other => return Err(unreadable(other)),
    })
}

fn unreadable(word: &str) -> rusqlite::Error {
    let error = format!("{word:?} is no standing of an obligation");
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
}

#[cfg(test)]
mod tests {
    use aggregates::initiative::obligation::Obligation;
    use jiff::civil::date;

    use super::*;
    use crate::story::{LIGHT, Story, authority};

    #[test]
    fn every_change_of_a_term_leaves_the_row_as_it_leaves_the_obligation_of_the_aggregate() {
        let TermChange::Started(term) = Story::new().term(LIGHT, TermKind::Register, Some("m"), 3) else {
            panic!("a term starts");
        };
        let (on, later) = (date(2027, 1, 12), date(2027, 2, 12));
        let missed_from = term.missed_from;
        let changes = [
            TermChange::Paused { nth: 1 },
            TermChange::Resumed { nth: 1, due: later, missed_from },
            TermChange::Moved { nth: 1, due: later, missed_from },
            TermChange::Met { nth: 1, on, late: false },
            TermChange::Met { nth: 1, on, late: true },
            TermChange::Missed { nth: 1 },
            TermChange::Cancelled { nth: 1 },
            TermChange::Elapsed { nth: 1 },
            TermChange::PassedOn { nth: 1, to: authority("r") },
            TermChange::Annotated { nth: 1, done_on: on },
        ];
        for change in changes {
            let mut aggregate = Obligation {
                term: term.clone(),
                standing: Standing::Running,
                extended: false,
                annotated: None,
            };
            let row = Owed {
                initiative: LIGHT,
                nth: 1,
                kind: term.kind,
                rule: term.rule.clone(),
                authority: term.obliged.authority().cloned(),
                author: false,
                due: term.due.date,
                missed_from,
                standing: Standing::Running,
                extended: false,
                annotated: None,
                missed_position: None,
                started_position: 1,
                started_sequence: 1,
            };
            aggregate.apply(&change, on);
            let row = row.after(&change, on, 7);
            assert_eq!(row.authority.as_ref(), aggregate.term.obliged.authority());
            assert_eq!((row.due, row.missed_from), (aggregate.term.due.date, aggregate.term.missed_from));
            assert_eq!((row.standing, row.extended), (aggregate.standing, aggregate.extended));
            assert_eq!(row.annotated, aggregate.annotated, "{change:?}");
        }
    }
}
