//! Supports: how many stand behind an initiative, by version of its text, level
//! and day, and where a threshold is crossed.
//!
//! Counts are kept for the territories on the way up from the initiative's home:
//! a level counts the residents of its own territory, the federation counts all.
//! A support counts for every version it was given to or confirmed for, until it
//! is withdrawn or struck out. Only the version of the support window counts for
//! thresholds.

mod change;
mod count;
mod subject;
mod threshold;

#[cfg(test)]
mod tests;

pub use count::{Counted, Day, Given, Support, count, days, standing, supports, total};
pub use threshold::{Candidate, ThresholdNow, threshold_candidates, thresholds};

use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::stage::{Moved, Stage, SupportWindow};
use rusqlite::params;

use crate::batch::Batch;
use crate::news::{News, news};
use crate::record::{Event, Record};
use crate::stored::{Json, signed};
use crate::{ApplyError, Projection};
use subject::Subject;

/// The supports.
pub struct Supports;

const SCHEMA: &str = "
    CREATE TABLE windows (
        initiative TEXT NOT NULL,
        position INTEGER NOT NULL,
        window TEXT NOT NULL,
        PRIMARY KEY (initiative, position)
    ) WITHOUT ROWID;
";

impl Projection for Supports {
    fn name(&self) -> &'static str {
        "supports"
    }

    fn version(&self) -> u32 {
        4
    }

    fn schema(&self) -> String {
        [SCHEMA, subject::SCHEMA, change::SCHEMA, threshold::SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        [threshold::INDEXES, change::INDEXES].concat()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
            Event::Support(event) => change::apply(tx, record, event),
            Event::Territory(_)
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

    fn settle(&self, batch: &Batch<'_>) -> Result<(), ApplyError> {
        for subject in batch.all_known::<Subject>() {
            settle(batch, &subject)?;
        }
        Ok(())
    }
}

fn apply_initiative(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let id = record.stream_id.as_str();
    if let Some(subject) = tx.forget(id) {
        settle(tx, &subject)?;
    }
    match news(&event.fact) {
        News::Submitted => begin(tx, record, &event.fact)?,
        News::Published { thresholds, .. } => threshold::freeze(tx, record, thresholds)?,
        News::Threshold { level, reached } => threshold::note(tx, record, level, reached)?,
        News::Revised { .. } => threshold::forget(tx, record)?,
        News::Registered { .. }
        | News::Rewritten { .. }
        | News::Reclassified { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Decided { .. }
        | News::Redacted { .. }
        | News::Other => {}
    }
    tx.prepare_cached("UPDATE initiatives SET sequence = ?2 WHERE id = ?1")?
        .execute(params![id, signed(record.sequence)])?;
    if let Some(window) = event.supports {
        open_or_close(tx, record, window)?;
    }
    if let Some(Moved { stage, .. }) = &event.moved {
        let refused = match stage {
            Stage::Refused { level, admitted: true } => Some(*level),
            Stage::Refused { admitted: false, .. }
            | Stage::Unknown
            | Stage::AwaitingRegistration { .. }
            | Stage::AwaitingPublication { .. }
            | Stage::UnderReview { .. }
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::UnderAppeal { .. }
            | Stage::InExecution
            | Stage::Completed
            | Stage::Reported
            | Stage::Closed { .. } => None,
        };
        threshold::refused_at(tx, id, refused)?;
    }
    Ok(())
}

fn begin(tx: &Batch<'_>, record: &Record, fact: &Fact) -> Result<(), ApplyError> {
    if let Fact::Submitted { path, .. } = fact {
        tx.prepare_cached(
            "INSERT INTO initiatives (created, id, path, version, sequence, tallies) VALUES (?1, ?2, ?3, 0, 0, '[]')",
        )?
        .execute(params![signed(record.position), record.stream_id, Json(path)])?;
    }
    Ok(())
}

fn open_or_close(tx: &Batch<'_>, record: &Record, window: SupportWindow) -> Result<(), ApplyError> {
    let id = record.stream_id.as_str();
    tx.prepare_cached("INSERT OR REPLACE INTO windows (initiative, position, window) VALUES (?1, ?2, ?3)")?
        .execute(params![id, signed(record.position), Json(window)])?;
    if let SupportWindow::Open { version } | SupportWindow::Suspended { version } = window {
        tx.prepare_cached("UPDATE initiatives SET version = ?2 WHERE id = ?1")?
            .execute(params![id, version])?;
    }
    threshold::recount(tx, id, window)
}

/// Its counts are written, and its thresholds compared with them.
fn settle(tx: &Batch<'_>, subject: &Subject) -> Result<(), ApplyError> {
    if subject.settle(tx)? {
        threshold::compare(tx, subject)?;
    }
    Ok(())
}
