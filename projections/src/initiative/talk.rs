//! What residents say of an initiative: comments, and how well it turned out.

use aggregates::assessment::AssessmentEvent;
use aggregates::comment::CommentEvent;
use aggregates::ids::{CommentId, InitiativeId, ParticipantId, TextId};
use jiff::civil::Date;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::batch::Batch;
use crate::record::Record;
use crate::stored::{Plain, instant, plain, signed};
use crate::texts::Readable;
use crate::{ApplyError, texts, totals};

pub(super) const SCHEMA: &str = "
    CREATE TABLE comments (
        initiative TEXT NOT NULL,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        day TEXT NOT NULL,
        withheld_position INTEGER,
        PRIMARY KEY (initiative, position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX comments_by_id ON comments (id);
";

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// The position of its event: the cursor.
    pub position: u64,
    /// Who.
    pub author: ParticipantId,
    /// The local date.
    pub day: Date,
    /// What he wrote, while it can be read.
    pub text: Readable,
    /// Whether it was withheld.
    pub withheld: bool,
}

/// How well residents say it turned out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assessments {
    /// How many gave each score, from 1 to 5.
    pub by_score: [u64; 5],
    /// The mean score; nothing while nobody assessed it.
    pub mean: Option<f64>,
}

pub(super) fn apply_comment(tx: &Batch<'_>, record: &Record, event: &CommentEvent) -> Result<(), ApplyError> {
    match event {
        CommentEvent::CommentReceived { id, initiative, author, text, day, .. } => {
            texts::keep(tx, record, text)?;
            tx.prepare_cached(
                "INSERT INTO comments (initiative, position, id, author, text, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                Plain(initiative),
                signed(record.position),
                Plain(id),
                Plain(author),
                Plain(text.key),
                Plain(day),
            ])?;
            Ok(())
        }
        CommentEvent::CommentWithheld { text, .. } => {
            texts::redact(tx, record, *text, None)?;
            tx.prepare_cached("UPDATE comments SET withheld_position = ?2 WHERE id = ?1")?
                .execute(params![record.stream_id, signed(record.position)])?;
            Ok(())
        }
    }
}

pub(super) fn apply_assessment(
    tx: &Batch<'_>,
    record: &Record,
    event: &AssessmentEvent,
) -> Result<(), ApplyError> {
    match event {
        AssessmentEvent::ResultAssessed { initiative, score, .. } => {
            let key = (&*initiative.to_string(), "score", &*score.get().to_string());
            totals::add(tx, record.position, key, 1)
        }
    }
}

/// The comments on an initiative, oldest first, after a cursor, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn comments(
    connection: &Connection,
    initiative: InitiativeId,
    after: Option<u64>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Comment>> {
    let found = connection
        .prepare_cached(
            "SELECT position, id, author, text, day, coalesce(withheld_position <= ?3, FALSE) AS withheld
             FROM comments WHERE initiative = ?1 AND position > ?2 AND position <= ?3
             ORDER BY position LIMIT ?4",
        )?
        .query_map(params![Plain(initiative), after.map_or(0, signed), instant(as_of), limit], |row| {
            let key: TextId = plain(row, "text")?;
            let comment = Comment {
                id: plain(row, "id")?,
                position: row.get("position")?,
                author: plain(row, "author")?,
                day: plain(row, "day")?,
                text: Readable::default(),
                withheld: row.get("withheld")?,
            };
            Ok((comment, key))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found
        .into_iter()
        .map(|(comment, key)| Ok(Comment { text: texts::read(connection, key)?, ..comment }))
        .collect()
}

/// How well an initiative turned out.
///
/// # Errors
///
/// If the view cannot be read.
pub fn assessments(
    connection: &Connection,
    initiative: InitiativeId,
    as_of: Option<u64>,
) -> rusqlite::Result<Assessments> {
    let mut by_score = [0_u64; 5];
    for (score, count) in totals::of_part(connection, &initiative.to_string(), "score", as_of)? {
        let place = score.parse::<usize>().ok().and_then(|score| by_score.get_mut(score.checked_sub(1)?));
        if let Some(place) = place {
            *place = u64::try_from(count).unwrap_or(0);
        }
    }
    let given: u64 = by_score.iter().sum();
    let points: u64 = by_score.iter().zip(1..).map(|(count, score)| count * score).sum();
    Ok(Assessments { by_score, mean: (given > 0).then(|| points as f64 / given as f64) })
}
