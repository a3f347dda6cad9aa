//! Participants: what the public may know of them. A person's name, birth date and
//! contacts are sealed and never get here.

use aggregates::ids::{ParticipantId, TerritoryId};
use aggregates::participant::{Method, ParticipantEvent, ParticipantKind};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;

use crate::ApplyError;
use crate::record::Record;
use crate::stored::{FOREVER, Json, Plain, Word, instant, json, plain, plain_or_none, signed, word_or_none};
use crate::texts;
use crate::versioned::Versioned;

pub(super) const SCHEMA: &str = "
    CREATE TABLE participants (
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT,
        method TEXT,
        verified_on TEXT,
        residence TEXT,
        erased INTEGER NOT NULL,
        representatives TEXT NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (id, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX participants_now ON participants (id) WHERE to_position = 9223372036854775807;
    CREATE INDEX participants_represented ON participants (id, representatives)
        WHERE to_position = 9223372036854775807 AND representatives <> '[]';
";

const PARTICIPANTS: Versioned = Versioned {
    table: "participants",
    key: "id",
    columns: "kind, name, method, verified_on, residence, erased, representatives",
};

/// A participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// Who.
    pub id: ParticipantId,
    /// What sort.
    pub kind: ParticipantKind,
    /// The name of an organisation or TOS body; never a person's.
    pub name: Option<String>,
    /// How it was verified, if it was.
    pub method: Option<Method>,
    /// On which date.
    pub verified_on: Option<Date>,
    /// Where resident or seated.
    pub residence: Option<TerritoryId>,
    /// Whether its personal data is gone.
    pub erased: bool,
    /// Who may act for an organisation or TOS body.
    pub representatives: Vec<ParticipantId>,
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &ParticipantEvent,
) -> Result<(), ApplyError> {
    let position = signed(record.position);
    let id = record.stream_id.as_str();
    match event {
        ParticipantEvent::ParticipantRegistered { id, kind, name } => {
            if let Some(name) = name {
                texts::keep(tx, record, name)?;
            }
            tx.prepare_cached(&format!(
                "INSERT INTO participants (id, kind, name, erased, representatives, from_position, to_position)
                 VALUES (?1, ?2, ?3, FALSE, '[]', ?4, {FOREVER})"
            ))?
            .execute(params![Plain(id), Json(kind), name.as_ref().map(|name| Plain(name.key)), position])?;
            Ok(())
        }
        ParticipantEvent::ParticipantVerified { method, on, residence, .. } => PARTICIPANTS.amend(
            tx,
            position,
            id,
            &[
                ("method", &Word(method.method())),
                ("verified_on", &Plain(on)),
                ("residence", &Plain(residence)),
            ],
        ),
        ParticipantEvent::ResidenceChanged { residence, .. } => {
            PARTICIPANTS.amend(tx, position, id, &[("residence", &Plain(residence))])
        }
        ParticipantEvent::ContactSet { .. } => Ok(()),
        ParticipantEvent::RepresentativeAdded { participant } => {
            change_representatives(tx, record, |list| list.push(*participant))
        }
        ParticipantEvent::RepresentativeRemoved { participant } => {
            change_representatives(tx, record, |list| list.retain(|other| other != participant))
        }
        ParticipantEvent::PersonalDataErased { .. } => {
            PARTICIPANTS.amend(tx, position, id, &[("erased", &true)])
        }
    }
}

fn change_representatives(
    tx: &Transaction<'_>,
    record: &Record,
    change: impl FnOnce(&mut Vec<ParticipantId>),
) -> Result<(), ApplyError> {
    let id = record.stream_id.as_str();
    let found: Option<Json<Vec<ParticipantId>>> = tx
        .prepare_cached(&format!(
            "SELECT representatives FROM participants WHERE id = ?1 AND to_position = {FOREVER}"
        ))?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Json(mut list) = found.ok_or_else(|| ApplyError::unknown("participant", id))?;
    change(&mut list);
    PARTICIPANTS.amend(tx, signed(record.position), id, &[("representatives", &Json(list))])
}

/// The organisations and TOS bodies that somebody may act for now, by id.
///
/// # Errors
///
/// If the view cannot be read.
pub fn represented_by(connection: &Connection, person: ParticipantId) -> rusqlite::Result<Vec<Participant>> {
    let bodies: Vec<ParticipantId> = connection
        .prepare_cached(&format!(
            "SELECT id FROM participants
             WHERE to_position = {FOREVER} AND representatives <> '[]'
                 AND EXISTS (SELECT 1 FROM json_each(representatives) WHERE value = ?1)
             ORDER BY id"
        ))?
        .query_map([Plain(person)], |row| plain(row, "id"))?
        .collect::<rusqlite::Result<_>>()?;
    let found = bodies.into_iter().map(|body| participant(connection, body, None));
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The participant of that id.
///
/// # Errors
///
/// If the view cannot be read.
pub fn participant(
    connection: &Connection,
    id: ParticipantId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Participant>> {
    connection
        .prepare_cached(
            "SELECT p.*, (SELECT text FROM texts WHERE key = p.name) AS readable_name FROM participants p
             WHERE p.from_position <= ?1 AND p.to_position > ?1 AND p.id = ?2",
        )?
        .query_row(params![instant(as_of), Plain(id)], |row| {
            Ok(Participant {
                id: plain(row, "id")?,
                kind: json(row, "kind")?,
                name: row.get("readable_name")?,
                method: word_or_none(row, "method")?,
                verified_on: plain_or_none(row, "verified_on")?,
                residence: plain_or_none(row, "residence")?,
                erased: row.get("erased")?,
                representatives: json(row, "representatives")?,
            })
        })
        .optional()
}
