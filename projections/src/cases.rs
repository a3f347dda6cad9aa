//! What a line about an initiative says of the initiative itself, for views that
//! list other things: hearings, letters.

use aggregates::ids::{InitiativeId, TerritoryId};
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Channel;
use rusqlite::{Row, Transaction, params};
use serde::Serialize;

use crate::news::{News, news};
use crate::record::Record;
use crate::stored::{FOREVER, Plain, Word, plain, signed, word};
use crate::versioned::{Changes, Versioned};
use crate::{ApplyError, texts};

pub(crate) const SCHEMA: &str = "
    CREATE TABLE cases (
        initiative TEXT NOT NULL,
        title TEXT NOT NULL,
        home TEXT NOT NULL,
        channel TEXT NOT NULL,
        public INTEGER NOT NULL,
        published INTEGER NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (initiative, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX cases_now ON cases (initiative) WHERE to_position = 9223372036854775807;
    CREATE TABLE places (
        territory TEXT NOT NULL,
        initiative TEXT NOT NULL,
        PRIMARY KEY (territory, initiative)
    ) WITHOUT ROWID;
";

const CASES: Versioned =
    Versioned { table: "cases", key: "initiative", columns: "title, home, channel, public, published" };

/// The initiative that a line is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// Which.
    pub initiative: InitiativeId,
    /// Its title, while it can be read. Not for the public unless the procedure is
    /// `public` and the initiative `published`.
    pub title: Option<String>,
    /// The territory it is about.
    pub home: TerritoryId,
    /// How it came.
    pub came_by: Channel,
    /// Whether texts of its procedure are public at all.
    pub public: bool,
    /// Whether the public may read its text.
    pub published: bool,
}

/// Columns of `cases c`, to be read by [`read`].
pub(crate) const COLUMNS: &str = "
    c.initiative AS about, c.home AS about_home, c.channel AS about_channel, c.public AS about_public,
    c.published AS about_published, (SELECT text FROM texts WHERE key = c.title) AS about_title";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        initiative: plain(row, "about")?,
        title: row.get("about_title")?,
        home: plain(row, "about_home")?,
        came_by: word(row, "about_channel")?,
        public: row.get("about_public")?,
        published: row.get("about_published")?,
    })
}

pub(crate) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InitiativeEvent,
) -> Result<(), ApplyError> {
    let (id, position) = (record.stream_id.as_str(), signed(record.position));
    match news(&event.fact) {
        News::Submitted => submit(tx, record, &event.fact),
        News::Rewritten { fields } | News::Revised { fields, .. } => {
            texts::keep(tx, record, &fields.title)?;
            CASES.amend(tx, position, id, &[("title", &Plain(fields.title.key))])
        }
        News::Published { fields, .. } => {
            let mut changes = Changes::default();
            if let Some(fields) = fields {
                texts::keep(tx, record, &fields.title)?;
                changes.set("title", Plain(fields.title.key))?;
            }
            changes.set("published", true)?;
            changes.amend(&CASES, tx, position, id)
        }
        News::Redacted { text, masked } => texts::redact(tx, record, text, masked).map(drop),
        News::Registered { .. }
        | News::Reclassified { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Decided { .. }
        | News::Threshold { .. }
        | News::Other => Ok(()),
    }
}

fn submit(tx: &Transaction<'_>, record: &Record, fact: &Fact) -> Result<(), ApplyError> {
    let Fact::Submitted { id, public, home, path, fields, channel, .. } = fact else { return Ok(()) };
    texts::keep(tx, record, &fields.title)?;
    tx.prepare_cached(&format!(
        "INSERT INTO cases (initiative, title, home, channel, public, published, from_position, to_position)
         VALUES (?1, ?2, ?3, ?4, ?5, FALSE, ?6, {FOREVER})"
    ))?
    .execute(params![
        Plain(id),
        Plain(fields.title.key),
        Plain(home),
        Word(channel),
        public,
        signed(record.position),
    ])?;
    for territory in path {
        tx.prepare_cached("INSERT OR IGNORE INTO places (territory, initiative) VALUES (?1, ?2)")?
            .execute(params![Plain(territory), Plain(id)])?;
    }
    Ok(())
}
