//! Deadlines: what the engine's clock has to act on. What was missed stands in the
//! register of misses beside the worklists.

use aggregates::ids::InitiativeId;
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::batch::Batch;
use crate::obligations::{self, History};
use crate::record::{Event, Record};
use crate::stored::{FOREVER, Moment, moment, plain, word};
use crate::{ApplyError, Projection};

/// The deadlines.
pub struct Deadlines;

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX alarms ON obligations (missed_from, initiative, nth)
        WHERE to_position = 9223372036854775807 AND standing = 'running' AND kind NOT IN ('comments', 'forward');
";

/// A term that has run out and that nobody has acted on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// The obligation's number there.
    pub nth: u32,
    /// What it is for.
    pub kind: TermKind,
    /// The rule's name in the procedure file.
    pub rule: String,
    /// The date by which it was due.
    pub due: Date,
    /// The midnight from which it is missed.
    pub missed_from: Timestamp,
    /// The sequence of the event that started it, in the stream of the initiative.
    pub started_sequence: u64,
}

impl Projection for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> String {
        obligations::SCHEMA.to_owned()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => obligations::apply(tx, record, event, History::Dropped).map(|_| ()),
            Event::Support(_)
            | Event::Territory(_)
            | Event::Authority(_)
            | Event::Register(_)
            | Event::Official(_)
            | Event::Participant(_)
            | Event::Comment(_)
            | Event::Assessment(_)
            | Event::Installation(_)
            | Event::Foreign => Ok(()),
        }
    }
}

/// Terms that have run out at `now`, longest ago first, at most `limit`. Windows
/// that end without anything following (comments, forwarding) raise no alarm.
///
/// # Errors
///
/// If the view cannot be read.
pub fn alarms_due(connection: &Connection, now: Timestamp, limit: u32) -> rusqlite::Result<Vec<Alarm>> {
    connection
        .prepare_cached(&format!(
            "SELECT initiative, nth, kind, rule, due, missed_from, started_sequence FROM obligations
             WHERE to_position = {FOREVER} AND standing = 'running' AND kind NOT IN ('comments', 'forward')
               AND missed_from <= ?1
             ORDER BY missed_from, initiative, nth LIMIT ?2"
        ))?
        .query_map(params![Moment(now), limit], |row| {
            Ok(Alarm {
                initiative: plain(row, "initiative")?,
                nth: row.get("nth")?,
                kind: word(row, "kind")?,
                rule: row.get("rule")?,
                due: plain(row, "due")?,
                missed_from: moment(row, "missed_from")?,
                started_sequence: row.get("started_sequence")?,
            })
        })?
        .collect()
}

/// When the next term runs out, or did; nothing if none is running.
///
/// # Errors
///
/// If the view cannot be read.
pub fn next_alarm(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let next: Option<Moment> = connection
        .prepare_cached(&format!(
            "SELECT min(missed_from) FROM obligations
             WHERE to_position = {FOREVER} AND standing = 'running' AND kind NOT IN ('comments', 'forward')"
        ))?
        .query_row([], |row| row.get(0))?;
    Ok(next.map(|Moment(at)| at))
}

#[cfg(test)]
mod tests {
    use aggregates::initiative::event::Fact;
    use aggregates::initiative::obligation::TermChange;

    use super::*;
    use crate::story::{BRIDGE, Kept, LIGHT, Story};

    fn begun() -> Story {
        let mut story = Story::new();
        story.country();
        story.submitted(LIGHT, "Light", "Dark");
        story.registered(LIGHT, 1, "streets");
        story.submitted(BRIDGE, "Bridge", "The ford is gone");
        story
    }

    fn due_at(story: &Story, now: &str) -> Vec<(InitiativeId, TermKind)> {
        let kept = Kept::of(&Deadlines, story);
        let alarms = alarms_due(&kept.read(), now.parse().expect("a time"), 10).expect("it answers");
        alarms.iter().map(|alarm| (alarm.initiative, alarm.kind)).collect()
    }

    #[test]
    fn a_term_raises_an_alarm_from_the_local_midnight_after_its_due_date() {
        let story = begun();
        assert_eq!(due_at(&story, "2027-01-14T18:59:59Z"), []);
        let both = [(LIGHT, TermKind::Publish), (BRIDGE, TermKind::Register)];
        assert_eq!(due_at(&story, "2027-01-14T19:00:00Z"), both);
        let next = next_alarm(&Kept::of(&Deadlines, &story).read()).expect("it answers");
        assert_eq!(next, Some("2027-01-14T19:00:00Z".parse().expect("a time")));
    }

    #[test]
    fn windows_that_end_by_themselves_raise_no_alarm() {
        let late = due_at(&begun(), "2030-01-01T00:00:00Z");
        assert!(late.contains(&(LIGHT, TermKind::ReviewMunicipality)));
        assert!(!late.contains(&(LIGHT, TermKind::Forward)));
    }

    #[test]
    fn what_is_paused_met_or_missed_raises_no_alarm() {
        let mut story = begun();
        let on = story.today();
        story.happens(LIGHT, Story::clerk(), Fact::ClarificationLapsed, |event| {
            event.terms = vec![TermChange::Paused { nth: 2 }, TermChange::Met { nth: 4, on, late: false }];
        });
        story.missed(BRIDGE, 1, TermKind::Register, on, Vec::new());
        assert_eq!(due_at(&story, "2030-01-01T00:00:00Z"), []);
        assert_eq!(next_alarm(&Kept::of(&Deadlines, &story).read()), Ok(None));
    }

    #[test]
    fn a_change_of_a_term_that_never_started_stops_the_view() {
        let mut story = begun();
        story.missed(BRIDGE, 9, TermKind::Register, story.today(), Vec::new());
        assert!(Kept::empty(&Deadlines).view.apply(&story.records).is_err());
    }

    #[test]
    fn the_clock_finds_what_is_due_without_reading_everything() {
        let kept = Kept::of(&Deadlines, &begun());
        let plan: String = kept
            .read()
            .query_row(
                &format!(
                    "EXPLAIN QUERY PLAN SELECT initiative FROM obligations
                     WHERE to_position = {FOREVER} AND standing = 'running'
                       AND kind NOT IN ('comments', 'forward') AND missed_from <= 5 ORDER BY missed_from"
                ),
                [],
                |row| row.get("detail"),
            )
            .expect("it answers");
        assert!(plan.contains("alarms"), "{plan}");
    }
}
