//! One line.

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::Value;

use super::actor::Who;
use crate::payload;
use crate::stored::{json, json_or_none, moment, plain_or_none};

/// An event with what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its place in the one order: the cursor.
    pub position: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The aggregate type of its stream.
    pub stream_kind: String,
    /// The aggregate id of its stream.
    pub stream_id: String,
    /// Its place in the stream.
    pub sequence: u64,
    /// Its name.
    pub event_type: String,
    /// Who did it; nothing for an event of another program.
    pub by: Option<Who>,
    /// The initiative it is about: its own events, and supports, comments,
    /// assessments and numbers given to it.
    pub initiative: Option<InitiativeId>,
    /// That initiative's title as it can be read today. Not for the public before
    /// the initiative is published.
    pub title: Option<String>,
    /// The territory that initiative is about.
    pub home: Option<TerritoryId>,
    /// Who had that initiative after the event; nobody once closed.
    pub custody: Option<AuthorityId>,
    /// Whether texts and supports of that initiative's procedure are public at all.
    pub public_procedure: bool,
    /// Whether that initiative was published by this position.
    pub published_by_then: bool,
    /// Whether it is published today, whatever position is asked for.
    pub published_now: bool,
    /// Whether the public may read today what texts stand in `details`. A proposal as
    /// submitted is, where it was published unchanged; what an author explains passes no
    /// gate and never is. Always true of what is about no initiative.
    pub text_readable_by_public: bool,
    /// The date in the world, where the event has one.
    pub done_on: Option<Date>,
    /// Whether an official gave it another date than that of the day he recorded it, by
    /// the time of his authority.
    pub recorded_late: bool,
    /// Its facts by name, as the event has them. A text stands as
    /// `{"text": …, "redacted": …, "key": …}`, something private as `{"sealed": true}`.
    pub details: Value,
    /// For an event of an initiative: `moved`, `supports` and `terms`, as the event has them.
    pub follows: Option<Value>,
    /// For `Published`: the fields that the public may read from there on, whether the
    /// event has them itself or they are as they came. Texts stand as in `details`.
    pub published: Option<Value>,
    /// For `Redacted` and `CommentWithheld`: the position of the last event before in which
    /// that text stands, other than as an author wrote it.
    pub redacts: Option<u64>,
}

/// Columns of `events e LEFT JOIN cases c`.
pub(super) const COLUMNS: &str = "
    e.*, c.initiative, c.home, c.public, c.published_position, c.as_submitted,
    (SELECT text FROM texts WHERE key = c.title) AS readable_title";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Line> {
    let initiative: Option<InitiativeId> = plain_or_none(row, "initiative")?;
    let position: u64 = row.get("position")?;
    let event_type: String = row.get("event_type")?;
    let public_procedure = row.get::<_, Option<bool>>("public")?.unwrap_or(false);
    let published: Option<u64> = row.get("published_position")?;
    let as_submitted = row.get::<_, Option<bool>>("as_submitted")?.unwrap_or(false);
    let text_passed_the_gate = match event_type.as_str() {
        "Submitted" => as_submitted,
        other => other != "Clarified",
    };
    let readable = public_procedure && published.is_some() && text_passed_the_gate;
    Ok(Line {
        position,
        at: moment(row, "at")?,
        stream_kind: row.get("stream_kind")?,
        stream_id: row.get("stream_id")?,
        sequence: row.get("sequence")?,
        event_type,
        by: Who::read(row)?,
        title: row.get("readable_title")?,
        home: plain_or_none(row, "home")?,
        custody: plain_or_none(row, "custody")?,
        public_procedure,
        published_by_then: published.is_some_and(|published| published <= position),
        published_now: published.is_some(),
        text_readable_by_public: initiative.is_none() || readable,
        initiative,
        done_on: plain_or_none(row, "done_on")?,
        recorded_late: row.get("late")?,
        details: json(row, "details")?,
        follows: json_or_none(row, "follows")?,
        published: json_or_none(row, "published")?,
        redacts: row.get("redacts")?,
    })
}

/// Puts today's texts in the place of their keys.
pub(super) fn complete(connection: &Connection, line: &mut Line) -> rusqlite::Result<()> {
    if let Some(published) = &mut line.published {
        payload::fill(connection, published)?;
    }
    payload::fill(connection, &mut line.details)
}
