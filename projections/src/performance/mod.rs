//! Performance: what each authority met in time, by the month in which it was due.
//!
//! | figure | counts |
//! | --- | --- |
//! | due | obligations that fell due in the month: met, met late or missed |
//! | met | of these, done in time |
//! | late | done after the due date |
//! | missed | with a recorded miss, whatever became of it |
//! | owed | missed and still not done |
//! | extended | lawfully extended or moved |
//! | annotated | missed, with a document that shows it was done in time |
//! | running | not settled yet, so not yet counted as due |
//!
//! The rate is met over due. Grace days are no duty of their own and do not count.

mod figures;
mod list;

#[cfg(test)]
mod tests;

pub use figures::{BadMonth, Figures, Month, Period, Ranked, figures, performance, ranking};
pub use list::{Counted, Cursor, Measure, Page, counted};

use std::collections::BTreeMap;

use aggregates::actor::Actor;
use aggregates::authority::AuthorityEvent;
use aggregates::ids::AuthorityId;
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::obligation::Standing;
use aggregates::procedure::TermKind;
use rusqlite::params;

use crate::batch::Batch;
use crate::news::{Decision, News, news};
use crate::obligations::{self, History, Owed};
use crate::record::{Event, Record};
use crate::stored::{Plain, Word, signed};
use crate::{ApplyError, Projection, totals};

/// The performance of authorities.
pub struct Performance;

const SCHEMA: &str = "
    CREATE TABLE authorities (id TEXT PRIMARY KEY, level TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE decided (
        position INTEGER PRIMARY KEY,
        authority TEXT NOT NULL,
        initiative TEXT NOT NULL,
        measure TEXT NOT NULL,
        done_on TEXT NOT NULL
    );
";

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX obligations_of ON obligations (authority, due);
    CREATE INDEX decided_by ON decided (authority, measure, done_on);
";

impl Projection for Performance {
    fn name(&self) -> &'static str {
        "performance"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> String {
        [totals::SERIES, totals::TOTALS, obligations::SCHEMA, SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
            Event::Authority(event) => apply_authority(tx, event),
            Event::Support(_)
            | Event::Territory(_)
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

type Counts = BTreeMap<(AuthorityId, String, &'static str), i64>;

fn apply_initiative(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let mut counts = Counts::new();
    for change in obligations::apply(tx, record, event, History::Dropped)? {
        if let Some(before) = &change.before {
            count(&mut counts, before, -1);
        }
        count(&mut counts, &change.after, 1);
    }
    if let (News::Decided { decision, .. }, Actor::Official { authority, .. }) =
        (news(&event.fact), &event.by)
        && let Some(measure) = decided(&decision)
    {
        tx.prepare_cached(
            "INSERT INTO decided (position, authority, initiative, measure, done_on) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            signed(record.position),
            Plain(authority),
            record.stream_id,
            measure,
            Plain(event.done_on)
        ])?;
        *counts.entry((authority.clone(), Month::of(event.done_on).to_string(), measure)).or_default() += 1;
    }
    for ((authority, month, measure), by) in &counts {
        totals::add(tx, record.position, (authority.as_str(), month, measure), *by)?;
    }
    Ok(())
}

/// What an obligation counts as, for whoever owes it.
fn count(counts: &mut Counts, owed: &Owed, by: i64) {
    let Some(authority) = &owed.authority else { return };
    if owed.kind == TermKind::Grace {
        return;
    }
    let mut measures: Vec<&'static str> = match owed.standing {
        Standing::Running | Standing::Paused { .. } => vec!["running"],
        Standing::Met { .. } => vec!["due", "met"],
        Standing::MetLate { .. } => vec!["due", "late"],
        Standing::Missed => vec!["due", "owed"],
        Standing::Cancelled | Standing::Elapsed => return,
    };
    measures.extend(owed.missed_position.map(|_| "missed"));
    measures.extend(owed.extended.then_some("extended"));
    measures.extend(owed.annotated.map(|_| "annotated"));
    let month = Month::of(owed.due).to_string();
    for measure in measures {
        *counts.entry((authority.clone(), month.clone(), measure)).or_default() += by;
    }
}

fn decided(decision: &Decision<'_>) -> Option<&'static str> {
    match decision {
        Decision::Adopted { .. } => Some("adopted"),
        Decision::Refused { .. } | Decision::NotAdmitted { .. } => Some("refused"),
        Decision::PassedUp { .. } | Decision::Endorsed { .. } => Some("passed_up"),
        Decision::RevisionOffered { .. } | Decision::Returned { .. } => None,
    }
}

fn apply_authority(tx: &Batch<'_>, event: &AuthorityEvent) -> Result<(), ApplyError> {
    match event {
        AuthorityEvent::AuthorityEstablished { id, level, .. } => {
            tx.prepare_cached("INSERT OR REPLACE INTO authorities (id, level) VALUES (?1, ?2)")?
                .execute(params![Plain(id), Word(level)])?;
            Ok(())
        }
        AuthorityEvent::AuthorityRenamed { .. }
        | AuthorityEvent::LetterheadSet { .. }
        | AuthorityEvent::SignatoriesSet { .. }
        | AuthorityEvent::CompetencesSet { .. }
        | AuthorityEvent::NumberFormatSet { .. }
        | AuthorityEvent::AcceptanceEnded { .. }
        | AuthorityEvent::ContactsSet { .. }
        | AuthorityEvent::AuthorityAbolished { .. } => Ok(()),
    }
}
