//! The installation: its journal, and the procedures and calendars it has used.

use aggregates::ids::OfficialId;
use aggregates::installation::InstallationEvent;
use aggregates::installation::event::ClockKind;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;
use uuid::Uuid;

use crate::ApplyError;
use crate::record::Record;
use crate::stored::{Plain, Word, instant, plain, signed, word};

pub(super) const SCHEMA: &str = "
    CREATE TABLE installation (
        id TEXT NOT NULL,
        clock TEXT NOT NULL,
        founded_on TEXT NOT NULL,
        position INTEGER PRIMARY KEY
    );
    CREATE TABLE adopted (
        position INTEGER PRIMARY KEY,
        what TEXT NOT NULL,
        id TEXT NOT NULL,
        version TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        text TEXT NOT NULL
    );
    CREATE TABLE administrators (
        position INTEGER PRIMARY KEY,
        official TEXT NOT NULL
    );
";

/// The installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Installation {
    /// The journal's id.
    pub id: Uuid,
    /// Whose time it keeps.
    pub clock: ClockKind,
    /// Since which date.
    pub founded_on: Date,
    /// Who was named administrator, in that order.
    pub administrators: Vec<OfficialId>,
}

/// A file that was used, as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Adopted {
    /// `procedure` or `calendar`.
    pub what: String,
    /// The procedure; `calendar` for a calendar.
    pub id: String,
    /// Its version, as the file says.
    pub version: String,
    /// SHA-256 of the text, hexadecimal.
    pub sha256: String,
    /// The file.
    pub text: String,
    /// The position of its first use.
    pub position: u64,
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    record: &Record,
    event: &InstallationEvent,
) -> Result<(), ApplyError> {
    let position = signed(record.position);
    match event {
        InstallationEvent::InstallationFounded { id, clock, on, log: _ } => {
            tx.execute(
                "INSERT INTO installation (id, clock, founded_on, position) VALUES (?1, ?2, ?3, ?4)",
                params![Plain(id), Word(clock), Plain(on), position],
            )?;
        }
        InstallationEvent::ProcedureAdopted { id, version, sha256, text } => {
            adopt(tx, position, ["procedure", id.as_str(), &version.to_string(), sha256, text])?;
        }
        InstallationEvent::CalendarAdopted { version, sha256, text } => {
            adopt(tx, position, ["calendar", "calendar", version, sha256, text])?;
        }
        InstallationEvent::AdministratorNamed { official } => {
            tx.execute(
                "INSERT INTO administrators (position, official) VALUES (?1, ?2)",
                params![position, Plain(official)],
            )?;
        }
        // Told by the list of all events.
        InstallationEvent::TailLost { kept: _, signed: _, root: _ }
        | InstallationEvent::LogKeyChanged { before: _, key: _ } => {}
    }
    Ok(())
}

fn adopt(tx: &Transaction<'_>, position: i64, file: [&str; 5]) -> rusqlite::Result<usize> {
    let [what, id, version, sha256, text] = file;
    tx.execute(
        "INSERT INTO adopted (position, what, id, version, sha256, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![position, what, id, version, sha256, text],
    )
}

/// The installation, once founded.
///
/// # Errors
///
/// If the view cannot be read.
pub fn installation(connection: &Connection, as_of: Option<u64>) -> rusqlite::Result<Option<Installation>> {
    let administrators = connection
        .prepare_cached("SELECT official FROM administrators WHERE position <= ?1 ORDER BY position")?
        .query_map([instant(as_of)], |row| plain(row, "official"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    connection
        .prepare_cached("SELECT * FROM installation WHERE position <= ?1 ORDER BY position LIMIT 1")?
        .query_row([instant(as_of)], |row| {
            Ok(Installation {
                id: plain(row, "id")?,
                clock: word(row, "clock")?,
                founded_on: plain(row, "founded_on")?,
                administrators,
            })
        })
        .optional()
}

/// Every procedure and calendar that was used, in the order of first use.
///
/// # Errors
///
/// If the view cannot be read.
pub fn adopted(connection: &Connection, as_of: Option<u64>) -> rusqlite::Result<Vec<Adopted>> {
    connection
        .prepare_cached("SELECT * FROM adopted WHERE position <= ?1 ORDER BY position")?
        .query_map([instant(as_of)], |row| {
            Ok(Adopted {
                what: row.get("what")?,
                id: row.get("id")?,
                version: row.get("version")?,
                sha256: row.get("sha256")?,
                text: row.get("text")?,
                position: row.get("position")?,
            })
        })?
        .collect()
}
