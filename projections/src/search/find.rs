//! Asking the index.

use std::collections::BTreeSet;

use aggregates::ids::InitiativeId;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::stems::stems;
use crate::stored::{instant, plain};

/// A word is worth more in a title than in the text.
const RANK: &str = "bm25(words, 8.0, 2.0, 2.0)";

/// As many of a text's rarest words say what is similar to it; common ones only cost time.
const TELLING_WORDS: usize = 16;

/// An initiative that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Which.
    pub initiative: InitiativeId,
    /// Its title as it can be read today.
    pub title: Option<String>,
    /// The higher the better; comparable within one answer only.
    pub score: f64,
}

/// An answer, best first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// What was found.
    pub hits: Vec<Hit>,
    /// It was asked as of an earlier position, but today's text was searched.
    pub searched_text_of_today: bool,
    /// Not all words were found together: these have some of them.
    pub some_words_only: bool,
}

/// Published initiatives with all words of the query, or failing that with some, at
/// most `limit`. As of an earlier position, those that were published then.
///
/// # Errors
///
/// If the view cannot be read.
pub fn search(
    connection: &Connection,
    query: &str,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Found> {
    let words: BTreeSet<String> = stems(query).into_iter().collect();
    let all = ask(connection, &words, " ", None, limit, as_of)?;
    let some_words_only = all.is_empty() && words.len() > 1;
    let hits = if some_words_only { ask(connection, &words, " OR ", None, limit, as_of)? } else { all };
    Ok(Found {
        some_words_only: some_words_only && !hits.is_empty(),
        hits,
        searched_text_of_today: as_of.is_some(),
    })
}

/// Published initiatives that have the most in common with a text, except one, at
/// most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn similar(
    connection: &Connection,
    text: &str,
    except: Option<InitiativeId>,
    limit: u32,
) -> rusqlite::Result<Vec<Hit>> {
    let mut known = Vec::new();
    for word in stems(text).into_iter().collect::<BTreeSet<_>>() {
        let documents: Option<i64> = connection
            .prepare_cached("SELECT doc FROM vocabulary WHERE term = ?1")?
            .query_row([&word], |row| row.get(0))
            .optional()?;
        known.extend(documents.map(|documents| (documents, word)));
    }
    known.sort();
    let words = known.into_iter().take(TELLING_WORDS).map(|(_, word)| word).collect();
    ask(connection, &words, " OR ", except, limit, None)
}

fn ask(
    connection: &Connection,
    words: &BTreeSet<String>,
    between: &str,
    except: Option<InitiativeId>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Hit>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    // Stems are letters and digits: in quotes they are no operators of FTS5.
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    connection
        .prepare_cached(&format!(
            "SELECT d.initiative, texts.text AS title, -{RANK} AS score
             FROM words JOIN documents d ON d.number = words.rowid LEFT JOIN texts ON texts.key = d.title
             WHERE words MATCH ?1 AND d.published_position <= ?2 AND d.initiative <> ?3
             ORDER BY {RANK}, d.number LIMIT ?4"
        ))?
        .query_map(
            params![
                words.join(between),
                instant(as_of),
                except.map(|id| id.to_string()).unwrap_or_default(),
                limit
            ],
            |row| {
                Ok(Hit {
                    initiative: plain(row, "initiative")?,
                    title: row.get("title")?,
                    score: row.get("score")?,
                })
            },
        )?
        .collect()
}
