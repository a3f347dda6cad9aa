//! Authorities, and which of them an initiative comes to first.

use aggregates::authority::AuthorityEvent;
use aggregates::authority::event::{AuthorityKind, Competences};
use aggregates::authority::number_format::NumberFormat;
use aggregates::ids::{AuthorityId, OfficialId, TerritoryId};
use aggregates::kept::Open;
use aggregates::level::Level;
use calendar::UtcOffset;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use super::names::{self, Named};
use super::territory::path;
use crate::ApplyError;
use crate::record::Record;
use crate::stored::{FOREVER, Json, Plain, Word, instant, json, plain, plain_or_none, signed, word};
use crate::texts;
use crate::versioned::Versioned;

pub(super) const SCHEMA: &str = "
    CREATE TABLE authorities (
        id TEXT NOT NULL,
        territory TEXT NOT NULL,
        level TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        letterhead TEXT,
        phone TEXT,
        email TEXT,
        address TEXT,
        signatories TEXT NOT NULL,
        competences TEXT NOT NULL,
        utc_offset TEXT NOT NULL,
        number_format TEXT NOT NULL,
        default_receiver INTEGER NOT NULL,
        accepts_from TEXT NOT NULL,
        accepts_until TEXT,
        abolished_on TEXT,
        successor TEXT,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (id, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX authorities_now ON authorities (id) WHERE to_position = 9223372036854775807;
    CREATE INDEX authorities_there ON authorities (territory, id);
";

const AUTHORITIES: Versioned = Versioned {
    table: "authorities",
    key: "id",
    columns: "territory, level, kind, name, letterhead, phone, email, address, signatories, competences, \
              utc_offset, number_format, default_receiver, accepts_from, accepts_until, abolished_on, successor",
};

/// An authority.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Authority {
    /// Its code.
    pub id: AuthorityId,
    /// Where.
    pub territory: TerritoryId,
    /// Its level of power.
    pub level: Level,
    /// What sort of body.
    pub kind: AuthorityKind,
    /// Its name.
    pub name: Option<String>,
    /// The head of its letters.
    pub letterhead: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Who signs its letters, in the order of signing.
    pub signatories: Vec<OfficialId>,
    /// What it may decide.
    pub competences: Competences,
    /// Its terms end at midnight of this offset.
    pub utc_offset: UtcOffset,
    /// How it writes its numbers.
    pub number_format: NumberFormat,
    /// Whether initiatives of its territory come to it first.
    pub default_receiver: bool,
    /// The first day on which it accepts.
    pub accepts_from: Date,
    /// The first day on which it accepts no more.
    pub accepts_until: Option<Date>,
    /// The first day on which it is no more.
    pub abolished_on: Option<Date>,
    /// Who took its place.
    pub successor: Option<AuthorityId>,
}

impl Authority {
    /// Whether it takes in initiatives on `date`.
    pub fn accepts_on(&self, date: Date) -> bool {
        let over = |end: Option<Date>| end.is_some_and(|end| end <= date);
        self.accepts_from <= date && !over(self.accepts_until) && !over(self.abolished_on)
    }
}

/// The authority that receives the initiatives of a territory at one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Custodian {
    /// The level.
    pub level: Level,
    /// The authority.
    pub authority: AuthorityId,
    /// Its territory: the home itself or an ancestor.
    pub territory: TerritoryId,
    /// Its time.
    pub utc_offset: UtcOffset,
}

pub(super) fn apply(tx: &Transaction<'_>, record: &Record, event: &AuthorityEvent) -> Result<(), ApplyError> {
    let position = signed(record.position);
    let id = record.stream_id.as_str();
    match event {
        AuthorityEvent::AuthorityEstablished {
            id,
            territory,
            level,
            kind,
            name,
            competences,
            utc_offset,
            number_format,
            default_receiver,
            accepts_from,
        } => {
            texts::keep(tx, record, name)?;
            names::call(tx, record, Named::Authority, name.key)?;
            tx.prepare_cached(&format!(
                "INSERT INTO authorities (id, territory, level, kind, name, signatories, competences, utc_offset,
                     number_format, default_receiver, accepts_from, from_position, to_position)
                 VALUES (?1, ?2, ?3, ?4, ?5, '[]', ?6, ?7, ?8, ?9, ?10, ?11, {FOREVER})"
            ))?
            .execute(params![
                Plain(id),
                Plain(territory),
                Word(level),
                Word(kind),
                Plain(name.key),
                Json(competences),
                Plain(utc_offset),
                Plain(number_format),
                default_receiver,
                Plain(accepts_from),
                position,
            ])?;
            Ok(())
        }
        AuthorityEvent::AuthorityRenamed { name } => {
            texts::keep(tx, record, name)?;
            names::call(tx, record, Named::Authority, name.key)?;
            AUTHORITIES.amend(tx, position, id, &[("name", &Plain(name.key))])
        }
        AuthorityEvent::LetterheadSet { text } => {
            texts::keep(tx, record, text)?;
            AUTHORITIES.amend(tx, position, id, &[("letterhead", &Plain(text.key))])
        }
        AuthorityEvent::SignatoriesSet { officials } => {
            AUTHORITIES.amend(tx, position, id, &[("signatories", &Json(officials))])
        }
        AuthorityEvent::CompetencesSet { competences } => {
            AUTHORITIES.amend(tx, position, id, &[("competences", &Json(competences))])
        }
        AuthorityEvent::NumberFormatSet { number_format } => {
            AUTHORITIES.amend(tx, position, id, &[("number_format", &Plain(number_format))])
        }
        AuthorityEvent::AcceptanceEnded { on } => {
            AUTHORITIES.amend(tx, position, id, &[("accepts_until", &Plain(on))])
        }
        AuthorityEvent::ContactsSet { phone, email, address } => {
            let key = |open: &Option<Open>| open.as_ref().map(|open| Plain(open.key));
            for open in [phone, email, address].into_iter().flatten() {
                texts::keep(tx, record, open)?;
            }
            let (phone, email, address) = (key(phone), key(email), key(address));
            AUTHORITIES.amend(
                tx,
                position,
                id,
                &[("phone", &phone), ("email", &email), ("address", &address)],
            )
        }
        AuthorityEvent::AuthorityAbolished { on, successor } => {
            let successor = successor.as_ref().map(Plain);
            AUTHORITIES.amend(tx, position, id, &[("abolished_on", &Plain(on)), ("successor", &successor)])
        }
    }
}

const SELECT: &str = "
    SELECT a.*,
        (SELECT text FROM texts WHERE key = a.name) AS readable_name,
        (SELECT text FROM texts WHERE key = a.letterhead) AS readable_letterhead,
        (SELECT text FROM texts WHERE key = a.phone) AS readable_phone,
        (SELECT text FROM texts WHERE key = a.email) AS readable_email,
        (SELECT text FROM texts WHERE key = a.address) AS readable_address
    FROM authorities a WHERE a.from_position <= ?1 AND a.to_position > ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Authority> {
    Ok(Authority {
        id: plain(row, "id")?,
        territory: plain(row, "territory")?,
        level: word(row, "level")?,
        kind: word(row, "kind")?,
        name: row.get("readable_name")?,
        letterhead: row.get("readable_letterhead")?,
        phone: row.get("readable_phone")?,
        email: row.get("readable_email")?,
        address: row.get("readable_address")?,
        signatories: json(row, "signatories")?,
        competences: json(row, "competences")?,
        utc_offset: plain(row, "utc_offset")?,
        number_format: plain(row, "number_format")?,
        default_receiver: row.get("default_receiver")?,
        accepts_from: plain(row, "accepts_from")?,
        accepts_until: plain_or_none(row, "accepts_until")?,
        abolished_on: plain_or_none(row, "abolished_on")?,
        successor: plain_or_none(row, "successor")?,
    })
}

/// The authority of that code.
///
/// # Errors
///
/// If the view cannot be read.
pub fn authority(
    connection: &Connection,
    id: &AuthorityId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Authority>> {
    connection
        .prepare_cached(&format!("{SELECT} AND a.id = ?2"))?
        .query_row(params![instant(as_of), Plain(id)], read)
        .optional()
}

/// The authorities of a territory, by code.
///
/// # Errors
///
/// If the view cannot be read.
pub fn authorities_of(
    connection: &Connection,
    territory: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Authority>> {
    connection
        .prepare_cached(&format!("{SELECT} AND a.territory = ?2 ORDER BY a.id"))?
        .query_map(params![instant(as_of), Plain(territory)], read)?
        .collect()
}

/// All authorities, of one level or of every one, by code, after the one where a page
/// ended, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn authorities(
    connection: &Connection,
    level: Option<Level>,
    after: Option<&AuthorityId>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Authority>> {
    let after = after.map(AuthorityId::as_str).unwrap_or_default();
    connection
        .prepare_cached(&format!(
            "{SELECT} AND a.id > ?2 AND (?3 IS NULL OR a.level = ?3) ORDER BY a.id LIMIT ?4"
        ))?
        .query_map(params![instant(as_of), after, level.map(Word), limit], read)?
        .collect()
}

/// Who receives the initiatives of `home` on `date`, at most one a level, lowest
/// level first: at each the nearest authority on the way up from home that is a
/// default receiver and accepts. The first of them gets custody of a new
/// initiative; the others are where it goes up to.
///
/// # Errors
///
/// If the view cannot be read.
pub fn custodians(
    connection: &Connection,
    home: &TerritoryId,
    date: Date,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Custodian>> {
    let mut found: Vec<Custodian> = Vec::new();
    for territory in path(connection, home, as_of)? {
        for authority in authorities_of(connection, &territory.id, as_of)? {
            let receives = authority.default_receiver && authority.accepts_on(date);
            if receives && found.iter().all(|custodian| custodian.level != authority.level) {
                found.push(Custodian {
                    level: authority.level,
                    authority: authority.id,
                    territory: authority.territory,
                    utc_offset: authority.utc_offset,
                });
            }
        }
    }
    found.sort_by_key(|custodian| custodian.level);
    Ok(found)
}
