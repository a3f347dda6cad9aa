//! The events of an initiative as this view keeps them.

use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Fields;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::batch::Batch;
use crate::news::{News, news};
use crate::record::Record;
use crate::stored::{Json, Moment, instant, json, moment, signed};
use crate::{ApplyError, payload, texts};

pub(super) const SCHEMA: &str = "
    CREATE TABLE events (
        position INTEGER PRIMARY KEY,
        initiative TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        at INTEGER NOT NULL,
        event TEXT NOT NULL,
        text_hash TEXT
    );
";

/// See [`Projection::indexes`](crate::Projection::indexes).
pub(super) const INDEXES: &str = "
    CREATE UNIQUE INDEX events_of ON events (initiative, position);
";

/// An event with its place. Its texts have their keys, but nothing sealed.
pub(super) struct Kept {
    pub(super) position: u64,
    pub(super) sequence: u64,
    pub(super) at: Timestamp,
    pub(super) event: InitiativeEvent,
    /// SHA-256 of the text the event brings, hexadecimal.
    pub(super) text_hash: Option<String>,
}

pub(super) fn apply(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let kept = payload::keep(tx, record, event)?;
    if let News::Redacted { text, masked } = news(&event.fact) {
        texts::redact(tx, record, text, masked)?;
    }
    tx.prepare_cached(
        "INSERT INTO events (initiative, position, sequence, at, event, text_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        record.stream_id,
        signed(record.position),
        signed(record.sequence),
        Moment(record.at),
        Json(&kept),
        text_of(&event.fact).map(text_hash),
    ])?;
    Ok(())
}

/// The text that an event brings, if it does.
pub(super) fn text_of(fact: &Fact) -> Option<&Fields> {
    match news(fact) {
        News::Submitted => match fact {
            Fact::Submitted { fields, .. } => Some(fields),
            other => {
                debug_assert!(false, "{} is no submission", other.name());
                None
            }
        },
        News::Rewritten { fields } | News::Revised { fields, .. } => Some(fields),
        News::Published { fields, .. } => fields,
        News::Registered { .. }
        | News::Reclassified { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Decided { .. }
        | News::Threshold { .. }
        | News::Redacted { .. }
        | News::Other => None,
    }
}

/// SHA-256 over name and commitment of each text and the cost: it names a version
/// and stays true after a redaction.
fn text_hash(fields: &Fields) -> String {
    let mut hasher = Sha256::new();
    for (name, open) in fields.texts() {
        hasher.update(format!("{name}:{}\n", open.commitment));
    }
    if let Some(cost) = fields.cost_rubles {
        hasher.update(format!("cost_rubles:{cost}\n"));
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The events of an initiative up to a position, oldest first.
pub(super) fn events(
    connection: &Connection,
    initiative: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Kept>> {
    connection
        .prepare_cached("SELECT * FROM events WHERE initiative = ?1 AND position <= ?2 ORDER BY position")?
        .query_map(params![initiative, instant(as_of)], |row| {
            Ok(Kept {
                position: row.get("position")?,
                sequence: row.get("sequence")?,
                at: moment(row, "at")?,
                event: json(row, "event")?,
                text_hash: row.get("text_hash")?,
            })
        })?
        .collect()
}
