//! The public register of misses and debts. Nothing is ever removed from it: a line
//! says what became of what was owed.

use aggregates::authority::AuthorityEvent;
use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use aggregates::initiative::obligation::Standing;
use aggregates::initiative::stage::Stage;
use aggregates::level::Level;
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::obligations::{self, Owed};
use crate::question::Question;
use crate::record::Record;
use crate::stored::{
    FOREVER, Moment, Plain, Word, instant, json, moment, plain, plain_or_none, signed, word, word_or_none,
};

pub(super) const SCHEMA: &str = "
    CREATE TABLE missed (
        position INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        initiative TEXT NOT NULL,
        nth INTEGER NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        authority TEXT NOT NULL,
        level TEXT,
        due TEXT NOT NULL
    );
    CREATE TABLE levels (
        authority TEXT PRIMARY KEY,
        level TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE places (
        territory TEXT NOT NULL,
        initiative TEXT NOT NULL,
        PRIMARY KEY (territory, initiative)
    ) WITHOUT ROWID;
";

/// Which misses are asked for; everything that is given has to hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// By this authority.
    pub authority: Option<AuthorityId>,
    /// In initiatives whose home is this territory or part of it.
    pub within: Option<TerritoryId>,
    /// By authorities of this level.
    pub level: Option<Level>,
    /// Only what is still owed.
    pub open_only: bool,
    /// With, or without, a document that shows it was done in time.
    pub annotated: Option<bool>,
}

/// A miss, with what became of what was owed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Miss {
    /// The position of `DeadlineMissed`: the cursor.
    pub position: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// In which initiative.
    pub initiative: InitiativeId,
    /// The initiative's title, while it can be read. Not for the public unless the
    /// procedure is `public` and the initiative `published`.
    pub title: Option<String>,
    /// Whether texts of its procedure are public at all.
    pub public: bool,
    /// Whether the public may read its text.
    pub published: bool,
    /// The territory it is about.
    pub home: TerritoryId,
    /// Where it stands.
    pub stage: Stage,
    /// Who has it; nobody once closed.
    pub custody: Option<AuthorityId>,
    /// Whether that is who was silent.
    pub still_has_the_case: bool,
    /// The obligation's number there.
    pub nth: u32,
    /// What it was for.
    pub kind: TermKind,
    /// The rule's name in the procedure file.
    pub rule: String,
    /// Who was obliged; a successor does not take over a miss.
    pub authority: AuthorityId,
    /// That authority's level.
    pub level: Option<Level>,
    /// The date by which it was due.
    pub due: Date,
    /// What became of it.
    pub standing: Standing,
    /// When it was done after all.
    pub met_late_on: Option<Date>,
    /// Whether it is still owed: a debt, wherever the case is.
    pub still_owed: bool,
    /// A document's date that shows it was done in time and recorded late.
    pub annotated: Option<Date>,
}

/// A page of the register, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Misses {
    /// The lines.
    pub items: Vec<Miss>,
    /// The cursor of the next page, if there is more.
    pub next: Option<u64>,
}

pub(super) fn know_level(tx: &Transaction<'_>, event: &AuthorityEvent) -> Result<(), ApplyError> {
    if let AuthorityEvent::AuthorityEstablished { id, level, .. } = event {
        tx.prepare_cached("INSERT OR REPLACE INTO levels (authority, level) VALUES (?1, ?2)")?
            .execute(params![Plain(id), Word(level)])?;
    }
    Ok(())
}

pub(super) fn know_places(
    tx: &Transaction<'_>,
    initiative: &str,
    path: &[TerritoryId],
) -> Result<(), ApplyError> {
    for territory in path {
        tx.prepare_cached("INSERT OR IGNORE INTO places (territory, initiative) VALUES (?1, ?2)")?
            .execute(params![Plain(territory), initiative])?;
    }
    Ok(())
}

pub(super) fn note(tx: &Transaction<'_>, record: &Record, owed: &Owed) -> Result<(), ApplyError> {
    let Some(authority) = &owed.authority else {
        return Err(ApplyError::unknown("authority of a missed term, in", &record.stream_id));
    };
    let level: Option<String> = tx
        .prepare_cached("SELECT level FROM levels WHERE authority = ?1")?
        .query_row([Plain(authority)], |row| row.get(0))
        .optional()?;
    tx.prepare_cached(
        "INSERT INTO missed (position, at, initiative, nth, kind, rule, authority, level, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        signed(record.position),
        Moment(record.at),
        Plain(owed.initiative),
        owed.nth,
        Word(owed.kind),
        owed.rule,
        Plain(authority),
        level,
        Plain(owed.due),
    ])?;
    Ok(())
}

/// The misses that `filter` asks for, newest first, before the position where a page
/// ended, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn misses(
    connection: &Connection,
    filter: &Filter,
    before: Option<u64>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Misses> {
    let mut question = Question::default();
    let then = question.value(instant(as_of));
    question.ask(&format!("m.position <= {then}"));
    question.ask(&format!("o.from_position <= {then} AND o.to_position > {then}"));
    question.ask(&format!("c.from_position <= {then} AND c.to_position > {then}"));
    question.ask_for("m.position <", before.map_or(FOREVER, signed));
    question.ask_if("m.authority =", filter.authority.clone().map(Plain));
    question.ask_if("m.level =", filter.level.map(Word));
    question.ask_if("(o.annotated IS NOT NULL) =", filter.annotated);
    if filter.open_only {
        question.ask("o.standing = 'missed'");
    }
    if let Some(territory) = &filter.within {
        let value = question.value(Plain(territory.clone()));
        question.ask(&format!(
            "EXISTS (SELECT 1 FROM places p WHERE p.territory = {value} AND p.initiative = m.initiative)"
        ));
    }
    let limit_value = question.value(i64::from(limit) + 1);
    // From the misses to their cases, never the other way.
    let sql = format!(
        "SELECT m.*, o.standing, o.standing_on, o.annotated, c.public, c.published, c.home, c.stage, c.custody,
             (SELECT text FROM texts WHERE key = c.title) AS readable_title
         FROM missed m CROSS JOIN obligations o ON o.initiative = m.initiative AND o.nth = m.nth
             CROSS JOIN cases c ON c.initiative = m.initiative
         WHERE {} ORDER BY m.position DESC LIMIT {limit_value}",
        question.conditions()
    );
    let mut items = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(Misses { items, next })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Miss> {
    let standing = obligations::standing(row)?;
    let met_late_on = match standing {
        Standing::MetLate { on } | Standing::Met { on } => Some(on),
        Standing::Running
        | Standing::Paused { .. }
        | Standing::Missed
        | Standing::Cancelled
        | Standing::Elapsed => None,
    };
    let (authority, custody) = (plain(row, "authority")?, plain_or_none(row, "custody")?);
    Ok(Miss {
        position: row.get("position")?,
        at: moment(row, "at")?,
        initiative: plain(row, "initiative")?,
        title: row.get("readable_title")?,
        public: row.get("public")?,
        published: row.get("published")?,
        home: plain(row, "home")?,
        stage: json(row, "stage")?,
        still_has_the_case: custody.as_ref() == Some(&authority),
        custody,
        nth: row.get("nth")?,
        kind: word(row, "kind")?,
        rule: row.get("rule")?,
        authority,
        level: word_or_none(row, "level")?,
        due: plain(row, "due")?,
        standing,
        met_late_on,
        still_owed: standing == Standing::Missed,
        annotated: plain_or_none(row, "annotated")?,
    })
}
