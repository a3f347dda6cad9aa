//! Search over published texts by the stems of their words, and initiatives
//! similar to a text.
//!
//! It finds today's readable text, at whatever position it is asked: a redacted text
//! is gone from the index as well.

mod find;
mod stems;

#[cfg(test)]
mod tests;

pub use find::{Found, Hit, search, similar};

use aggregates::ids::TextId;
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Fields;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::batch::Batch;
use crate::news::{News, news};
use crate::record::{Event, Record};
use crate::stored::{Plain, plain, plain_or_none, signed};
use crate::{ApplyError, Projection, texts};
use stems::stems;

/// Search.
pub struct Search;

const SCHEMA: &str = "
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        initiative TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        problem TEXT,
        proposal TEXT,
        published_position INTEGER
    );
    CREATE INDEX documents_of_title ON documents (title);
    CREATE INDEX documents_of_problem ON documents (problem);
    CREATE INDEX documents_of_proposal ON documents (proposal);
    CREATE VIRTUAL TABLE words USING fts5 (title, problem, proposal, tokenize = 'unicode61 remove_diacritics 0');
    INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
";

impl Projection for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, SCHEMA].concat()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
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

fn apply_initiative(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    match news(&event.fact) {
        News::Submitted => {
            let Fact::Submitted { fields, .. } = &event.fact else { return Ok(()) };
            tx.prepare_cached("INSERT INTO documents (initiative, title) VALUES (?1, ?2)")?
                .execute(params![record.stream_id, Plain(fields.title.key)])?;
            write(tx, record, fields)
        }
        News::Rewritten { fields } => write(tx, record, fields),
        News::Published { fields, .. } => {
            if let Some(fields) = fields {
                write(tx, record, fields)?;
            }
            tx.prepare_cached("UPDATE documents SET published_position = ?2 WHERE initiative = ?1")?
                .execute(params![record.stream_id, signed(record.position)])?;
            index(tx, &record.stream_id)
        }
        News::Revised { fields, .. } => {
            write(tx, record, fields)?;
            index(tx, &record.stream_id)
        }
        News::Redacted { text, masked } => {
            for text in texts::redact(tx, record, text, masked)? {
                for initiative in documents_with(tx, text)? {
                    index(tx, &initiative)?;
                }
            }
            Ok(())
        }
        News::Registered { .. }
        | News::Reclassified { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Decided { .. }
        | News::Threshold { .. }
        | News::Other => Ok(()),
    }
}

fn write(tx: &Transaction<'_>, record: &Record, fields: &Fields) -> Result<(), ApplyError> {
    for open in [Some(&fields.title), fields.problem.as_ref(), fields.proposal.as_ref()].into_iter().flatten()
    {
        texts::keep(tx, record, open)?;
    }
    tx.prepare_cached("UPDATE documents SET title = ?2, problem = ?3, proposal = ?4 WHERE initiative = ?1")?
        .execute(params![
            record.stream_id,
            Plain(fields.title.key),
            fields.problem.as_ref().map(|open| Plain(open.key)),
            fields.proposal.as_ref().map(|open| Plain(open.key)),
        ])?;
    Ok(())
}

/// The initiatives in whose current text that key stands. An older version's text
/// is in no index.
fn documents_with(tx: &Transaction<'_>, text: TextId) -> Result<Vec<String>, ApplyError> {
    let mut statement = tx.prepare_cached(
        "SELECT initiative FROM documents WHERE title = ?1
         UNION SELECT initiative FROM documents WHERE problem = ?1
         UNION SELECT initiative FROM documents WHERE proposal = ?1",
    )?;
    let found = statement.query_map([Plain(text)], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// Puts the words of a published text in the place of those that stood there.
fn index(tx: &Transaction<'_>, initiative: &str) -> Result<(), ApplyError> {
    let document = tx
        .prepare_cached(
            "SELECT number, title, problem, proposal FROM documents
             WHERE initiative = ?1 AND published_position IS NOT NULL",
        )?
        .query_row([initiative], |row| {
            let number: i64 = row.get("number")?;
            let keys =
                [Some(plain(row, "title")?), plain_or_none(row, "problem")?, plain_or_none(row, "proposal")?];
            Ok((number, keys))
        })
        .optional()?;
    let Some((number, keys)) = document else { return Ok(()) };
    let [title, problem, proposal] = keys.map(|key| words_of(tx, key));
    tx.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([number])?;
    tx.prepare_cached("INSERT INTO words (rowid, title, problem, proposal) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![number, title?, problem?, proposal?])?;
    Ok(())
}

fn words_of(connection: &Connection, key: Option<TextId>) -> rusqlite::Result<String> {
    let Some(key) = key else { return Ok(String::new()) };
    let text = texts::read(connection, key)?.text.unwrap_or_default();
    Ok(stems(&text).join(" "))
}
