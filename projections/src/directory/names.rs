//! Finding territories and authorities by the beginnings of words of their names.
//!
//! SQLite folds the case of ASCII letters only, so names are kept folded beside the
//! rows: lower case, `ё` as `е`, words with one space between them.

use aggregates::ids::{TerritoryId, TextId};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Transaction};
use serde::Serialize;

use super::authority::{self, Authority};
use super::territory::{self, Territory};
use crate::ApplyError;
use crate::record::Record;
use crate::stored::FOREVER;

pub(super) const SCHEMA: &str = "
    CREATE TABLE names (
        what TEXT NOT NULL,
        id TEXT NOT NULL,
        folded TEXT NOT NULL,
        PRIMARY KEY (what, id)
    ) WITHOUT ROWID;
    CREATE TABLE name_words (
        what TEXT NOT NULL,
        word TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (what, word, id)
    ) WITHOUT ROWID;
    CREATE INDEX name_words_of ON name_words (what, id);
";

/// Words of a query that are looked at: no name has more that matter.
const WORDS_AT_MOST: usize = 12;

/// Whose names are looked through.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Territory,
    Authority,
}

impl Named {
    const fn word(self) -> &'static str {
        match self {
            Self::Territory => "territory",
            Self::Authority => "authority",
        }
    }
}

/// A territory that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundTerritory {
    /// The territory.
    #[serde(flatten)]
    pub territory: Territory,
    /// The name of what it is part of, which tells namesakes apart.
    pub parent_name: Option<String>,
}

/// From here on it has this name. One that cannot be read is found by none.
pub(super) fn call(
    tx: &Transaction<'_>,
    record: &Record,
    what: Named,
    name: TextId,
) -> Result<(), ApplyError> {
    let (what, id) = (what.word(), record.stream_id.as_str());
    tx.prepare_cached("DELETE FROM name_words WHERE what = ?1 AND id = ?2")?.execute([what, id])?;
    let words = record.texts.get(&name).map(|name| words(name)).unwrap_or_default();
    tx.prepare_cached("INSERT OR REPLACE INTO names (what, id, folded) VALUES (?1, ?2, ?3)")?.execute([
        what,
        id,
        &words.join(" "),
    ])?;
    for word in &words {
        tx.prepare_cached("INSERT OR IGNORE INTO name_words (what, word, id) VALUES (?1, ?2, ?3)")?
            .execute([what, word, id])?;
    }
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('ё', "е")
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Territories in whose present name a word begins with each of the first twelve of
/// these words, whatever the case: those of exactly that name first, then those that still
/// exist, then by residents, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn find_territories(
    connection: &Connection,
    query: &str,
    limit: u32,
) -> rusqlite::Result<Vec<FoundTerritory>> {
    let join = format!("JOIN territories t ON t.id = n.id AND t.to_position = {FOREVER}");
    let order = "t.ended_on IS NOT NULL, coalesce(t.population, 0) DESC";
    let mut found = Vec::new();
    for id in find(connection, Named::Territory, query, &join, order, limit)? {
        let Ok(id) = id.parse::<TerritoryId>() else { continue };
        let Some(territory) = territory::territory(connection, &id, None)? else { continue };
        let parent_name = match &territory.parent {
            Some(parent) => territory::territory(connection, parent, None)?.and_then(|parent| parent.name),
            None => None,
        };
        found.push(FoundTerritory { territory, parent_name });
    }
    Ok(found)
}

/// Authorities in whose present name a word begins with each of the first twelve of
/// these words, whatever the case: those of exactly that name first, then those that still
/// exist, then by residents of their territory, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn find_authorities(
    connection: &Connection,
    query: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Authority>> {
    let join = format!(
        "JOIN authorities a ON a.id = n.id AND a.to_position = {FOREVER}
         LEFT JOIN territories t ON t.id = a.territory AND t.to_position = {FOREVER}"
    );
    let order = "a.abolished_on IS NOT NULL, coalesce(t.population, 0) DESC";
    let mut found = Vec::new();
    for id in find(connection, Named::Authority, query, &join, order, limit)? {
        let Ok(id) = id.parse() else { continue };
        found.extend(authority::authority(connection, &id, None)?);
    }
    Ok(found)
}

/// The ids of what is called so, best first.
fn find(
    connection: &Connection,
    what: Named,
    query: &str,
    join: &str,
    order: &str,
    limit: u32,
) -> rusqlite::Result<Vec<String>> {
    let mut words = words(query);
    words.truncate(WORDS_AT_MOST);
    // The longest word is begun by fewest names.
    let Some(first) = words.iter().max_by_key(|word| word.chars().count()) else { return Ok(Vec::new()) };
    let (what, asked) = (what.word(), words.join(" "));
    let begins = |word: &String| (word.clone(), format!("{word}\u{10FFFF}"));
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(what), Box::new(asked), Box::new(limit)];
    let mut conditions = String::new();
    for word in &words {
        let (from, to) = begins(word);
        values.extend([Box::new(from) as Box<dyn ToSql>, Box::new(to)]);
        let (from, to) = (values.len() - 1, values.len());
        let condition = if word == first {
            format!(
                " AND n.id IN (SELECT id FROM name_words WHERE what = ?1 AND word >= ?{from} AND word < ?{to})"
            )
        } else {
            format!(
                " AND EXISTS (SELECT 1 FROM name_words w
                  WHERE w.what = ?1 AND w.id = n.id AND w.word >= ?{from} AND w.word < ?{to})"
            )
        };
        conditions.push_str(&condition);
    }
    let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
    connection
        .prepare_cached(&format!(
            "SELECT n.id FROM names n {join} WHERE n.what = ?1{conditions}
             ORDER BY n.folded <> ?2, {order}, n.id LIMIT ?3"
        ))?
        .query_map(values.as_slice(), |row| row.get(0))?
        .collect()
}
