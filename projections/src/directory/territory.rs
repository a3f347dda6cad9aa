//! Territories: the tree from the federation down to the settlement.

use aggregates::ids::TerritoryId;
use aggregates::territory::TerritoryEvent;
use aggregates::territory::kind::{FederalDistrict, TerritoryKind, TerritoryType};
use calendar::UtcOffset;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use super::names::{self, Named};
use crate::ApplyError;
use crate::record::Record;
use crate::stored::{FOREVER, Plain, Word, instant, plain, plain_or_none, signed, word, word_or_none};
use crate::texts;
use crate::versioned::Versioned;

pub(super) const SCHEMA: &str = "
    CREATE TABLE territories (
        id TEXT NOT NULL,
        parent TEXT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        type_code TEXT,
        iso TEXT,
        federal_district TEXT,
        population INTEGER,
        lat INTEGER,
        lon INTEGER,
        utc_offset TEXT NOT NULL,
        merged_into TEXT,
        ended_on TEXT,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (id, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX territories_now ON territories (id) WHERE to_position = 9223372036854775807;
    CREATE INDEX territories_below ON territories (parent, id);
";

const TERRITORIES: Versioned = Versioned {
    table: "territories",
    key: "id",
    columns: "parent, kind, name, type_code, iso, federal_district, population, lat, lon, utc_offset, \
              merged_into, ended_on",
};

/// A territory.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Territory {
    /// Its code.
    pub id: TerritoryId,
    /// What it is part of; nothing for the federation.
    pub parent: Option<TerritoryId>,
    /// Its place in the tree.
    pub kind: TerritoryKind,
    /// Its name.
    pub name: Option<String>,
    /// What the law calls it.
    pub type_code: Option<TerritoryType>,
    /// ISO 3166 code.
    pub iso: Option<String>,
    /// The district a region is added up under.
    pub federal_district: Option<FederalDistrict>,
    /// Residents.
    pub population: Option<u64>,
    /// Millionths of a degree, north positive.
    pub lat: Option<i32>,
    /// Millionths of a degree, east positive.
    pub lon: Option<i32>,
    /// Its time.
    pub utc_offset: UtcOffset,
    /// What it became part of.
    pub merged_into: Option<TerritoryId>,
    /// The first day on which it is no more.
    pub ended_on: Option<Date>,
}

pub(super) fn apply(tx: &Transaction<'_>, record: &Record, event: &TerritoryEvent) -> Result<(), ApplyError> {
    let position = signed(record.position);
    let id = record.stream_id.as_str();
    match event {
        TerritoryEvent::TerritoryCreated {
            id,
            kind,
            parent,
            name,
            type_code,
            iso,
            federal_district,
            population,
            location,
            utc_offset,
        } => {
            texts::keep(tx, record, name)?;
            names::call(tx, record, Named::Territory, name.key)?;
            tx.prepare_cached(&format!(
                "INSERT INTO territories (id, parent, kind, name, type_code, iso, federal_district, population,
                     lat, lon, utc_offset, from_position, to_position)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, {FOREVER})"
            ))?
            .execute(params![
                Plain(id),
                parent.as_ref().map(Plain),
                Word(kind),
                Plain(name.key),
                type_code.map(Word),
                iso,
                federal_district.map(Word),
                population.map(signed),
                location.map(|point| point.lat),
                location.map(|point| point.lon),
                Plain(utc_offset),
                position,
            ])?;
            Ok(())
        }
        TerritoryEvent::TerritoryRenamed { name } => {
            texts::keep(tx, record, name)?;
            names::call(tx, record, Named::Territory, name.key)?;
            TERRITORIES.amend(tx, position, id, &[("name", &Plain(name.key))])
        }
        TerritoryEvent::PopulationSet { population, as_of: _ } => {
            TERRITORIES.amend(tx, position, id, &[("population", &signed(*population))])
        }
        TerritoryEvent::TerritoryMerged { into, on } => {
            TERRITORIES.amend(tx, position, id, &[("merged_into", &Plain(into)), ("ended_on", &Plain(on))])
        }
        TerritoryEvent::TerritoryAbolished { on } => {
            TERRITORIES.amend(tx, position, id, &[("ended_on", &Plain(on))])
        }
    }
}

const SELECT: &str = "
    SELECT t.*, texts.text AS readable_name FROM territories t LEFT JOIN texts ON texts.key = t.name
    WHERE t.from_position <= ?1 AND t.to_position > ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Territory> {
    Ok(Territory {
        id: plain(row, "id")?,
        parent: plain_or_none(row, "parent")?,
        kind: word(row, "kind")?,
        name: row.get("readable_name")?,
        type_code: word_or_none(row, "type_code")?,
        iso: row.get("iso")?,
        federal_district: word_or_none(row, "federal_district")?,
        population: row.get("population")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        utc_offset: plain(row, "utc_offset")?,
        merged_into: plain_or_none(row, "merged_into")?,
        ended_on: plain_or_none(row, "ended_on")?,
    })
}

/// The territory of that code.
///
/// # Errors
///
/// If the view cannot be read; so every query.
pub fn territory(
    connection: &Connection,
    id: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Territory>> {
    connection
        .prepare_cached(&format!("{SELECT} AND t.id = ?2"))?
        .query_row(params![instant(as_of), Plain(id)], read)
        .optional()
}

/// What is directly part of it, by code.
///
/// # Errors
///
/// If the view cannot be read.
pub fn children(
    connection: &Connection,
    of: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Territory>> {
    connection
        .prepare_cached(&format!("{SELECT} AND t.parent = ?2 ORDER BY t.id"))?
        .query_map(params![instant(as_of), Plain(of)], read)?
        .collect()
}

/// All territories of a kind, by code.
///
/// # Errors
///
/// If the view cannot be read.
pub fn territories(
    connection: &Connection,
    kind: TerritoryKind,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Territory>> {
    connection
        .prepare_cached(&format!("{SELECT} AND t.kind = ?2 ORDER BY t.id"))?
        .query_map(params![instant(as_of), Word(kind)], read)?
        .collect()
}

/// The territory and its ancestors up to the federation; empty if it is unknown.
///
/// # Errors
///
/// If the view cannot be read.
pub fn path(
    connection: &Connection,
    id: &TerritoryId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Territory>> {
    let mut found: Vec<Territory> = Vec::new();
    let mut next = Some(id.clone());
    while let Some(id) = next.filter(|id| found.iter().all(|territory| territory.id != *id)) {
        let Some(territory) = territory(connection, &id, as_of)? else { break };
        next = territory.parent.clone();
        found.push(territory);
    }
    Ok(found)
}
