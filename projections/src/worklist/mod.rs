//! The worklist of an authority: what it has to do, by due date; what it has
//! missed; and the debts of cases that silence has taken from it. And the public
//! register of misses, from which nothing is ever removed.

mod list;
mod misses;

#[cfg(test)]
mod tests;

pub use list::{Task, Work, worklist};
pub use misses::{Filter, Miss, Misses, misses};

use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use rusqlite::{Transaction, params};

use crate::batch::Batch;
use crate::news::{News, news};
use crate::obligations::{self, History};
use crate::record::{Event, Record};
use crate::stored::{FOREVER, Json, Plain, Word, signed};
use crate::versioned::{Changes, Versioned};
use crate::{ApplyError, Projection, texts};

/// The worklists of all authorities.
pub struct Worklist;

const SCHEMA: &str = "
    CREATE TABLE cases (
        initiative TEXT NOT NULL,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        theme TEXT,
        home TEXT NOT NULL,
        public INTEGER NOT NULL,
        published INTEGER NOT NULL,
        stage TEXT NOT NULL,
        custody TEXT,
        awaited TEXT,
        assigned TEXT,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (initiative, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX cases_now ON cases (initiative) WHERE to_position = 9223372036854775807;
    CREATE TABLE numbers (
        initiative TEXT NOT NULL,
        authority TEXT NOT NULL,
        position INTEGER NOT NULL,
        number TEXT NOT NULL,
        PRIMARY KEY (initiative, authority, position)
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX owed_now ON obligations (authority, due, initiative, nth)
        WHERE to_position = 9223372036854775807 AND standing IN ('running', 'paused', 'missed');
    -- What was owed stands at its node in the order of tasks, and the index alone tells when.
    CREATE INDEX owed_then
        ON obligations (node, authority, due, initiative, nth, from_position, to_position, standing)
        WHERE node IS NOT NULL AND standing IN ('running', 'paused', 'missed');
    CREATE INDEX cases_with ON cases (custody, awaited);
    CREATE INDEX missed_by ON missed (authority, position);
";

const CASES: Versioned = Versioned {
    table: "cases",
    key: "initiative",
    columns: "title, kind, theme, home, public, published, stage, custody, awaited, assigned",
};

impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn version(&self) -> u32 {
        5
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, obligations::SCHEMA, SCHEMA, misses::SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
            Event::Authority(event) => misses::know_level(tx, event),
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

fn apply_initiative(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    let (id, position) = (record.stream_id.as_str(), signed(record.position));
    let mut changes = Changes::default();
    match news(&event.fact) {
        News::Submitted => submit(tx, record, &event.fact)?,
        News::Registered { authority, number, theme, .. } => {
            tx.prepare_cached(
                "INSERT INTO numbers (initiative, authority, position, number) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, Plain(authority), position, number])?;
            changes.set("assigned", None::<String>)?;
            if let Some(theme) = theme {
                changes.set("theme", Plain(theme))?;
            }
        }
        News::Rewritten { fields } | News::Revised { fields, .. } => {
            texts::keep(tx, record, &fields.title)?;
            changes.set("title", Plain(fields.title.key))?;
        }
        News::Published { fields, .. } => {
            if let Some(fields) = fields {
                texts::keep(tx, record, &fields.title)?;
                changes.set("title", Plain(fields.title.key))?;
            }
            changes.set("published", true)?;
        }
        News::Reclassified { theme, kind, .. } => {
            changes.set("theme", Plain(theme))?;
            changes.set("kind", Word(kind))?;
        }
        News::Assigned(official) => changes.set("assigned", Plain(official))?,
        News::Redacted { text, masked } => drop(texts::redact(tx, record, text, masked)?),
        News::Author(_) | News::Decided { .. } | News::Threshold { .. } | News::Other => {}
    }
    if let Some(moved) = &event.moved {
        let custody = moved.custody.as_ref();
        let holder = custody.map(|custody| Plain(&custody.authority));
        let passed_on = tx
            .prepare_cached(&format!(
                "SELECT 1 FROM cases WHERE initiative = ?1 AND to_position = {FOREVER} AND custody IS NOT ?2"
            ))?
            .exists(params![id, holder])?;
        if passed_on {
            changes.set("assigned", None::<String>)?;
        }
        changes.set("stage", Json(moved.stage))?;
        changes.set("custody", holder)?;
        changes.set("awaited", custody.map(|custody| Word(custody.awaited)))?;
    }
    changes.amend(&CASES, tx, position, id)?;
    let terms = obligations::apply(tx, record, event, History::Kept)?;
    for change in terms.iter().filter(|change| change.after.missed_position == Some(record.position)) {
        misses::note(tx, record, &change.after)?;
    }
    Ok(())
}

fn submit(tx: &Transaction<'_>, record: &Record, fact: &Fact) -> Result<(), ApplyError> {
    let Fact::Submitted { id, public, kind, home, path, fields, .. } = fact else { return Ok(()) };
    texts::keep(tx, record, &fields.title)?;
    tx.prepare_cached(&format!(
        "INSERT INTO cases (initiative, title, kind, home, public, published, stage, from_position, to_position)
         VALUES (?1, ?2, ?3, ?4, ?5, FALSE, ?6, ?7, {FOREVER})"
    ))?
    .execute(params![
        Plain(id),
        Plain(fields.title.key),
        Word(kind),
        Plain(home),
        public,
        Json(aggregates::initiative::Stage::Unknown),
        signed(record.position),
    ])?;
    misses::know_places(tx, &record.stream_id, path)
}
