//! An initiative as its supports know it: whose residents it is counted for, and how many there are.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use aggregates::ids::TerritoryId;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::ApplyError;
use crate::batch::Batch;
use crate::stored::{Json, Plain, json, signed};

pub(super) const SCHEMA: &str = "
    CREATE TABLE initiatives (
        created INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        path TEXT NOT NULL,
        version INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        tallies TEXT NOT NULL
    );
    -- Where the changes of a version's counts pass to another day, and how the counts were before.
    CREATE TABLE days (
        created INTEGER NOT NULL,
        version INTEGER NOT NULL,
        position INTEGER NOT NULL,
        day TEXT NOT NULL,
        before TEXT NOT NULL,
        PRIMARY KEY (created, version, position)
    ) WITHOUT ROWID;
";

/// How many support a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) version: u32,
    /// One for each territory on the way up from the initiative's home.
    pub(super) counts: Vec<i64>,
    /// Of the last change.
    pub(super) day: Date,
}

pub(super) struct Subject {
    pub(super) id: String,
    /// The position of its submission.
    pub(super) created: i64,
    /// The territories whose residents it is counted for: home and its ancestors.
    pub(super) path: Vec<TerritoryId>,
    /// The version that counts for thresholds.
    pub(super) version: u32,
    /// In the order in which the versions were first supported.
    pub(super) tallies: RefCell<Vec<Tally>>,
    /// What is in the file is of before.
    changed: Cell<bool>,
}

impl Subject {
    /// Looked up once in a batch.
    pub(super) fn known(tx: &Batch<'_>, initiative: &str) -> Result<Rc<Self>, ApplyError> {
        let look_up = || find(tx, initiative)?.ok_or_else(|| ApplyError::unknown("initiative", initiative));
        tx.known(initiative, look_up)
    }

    /// A support of a version came, or went, at a position and on a day; `resides` says of each
    /// territory of the path whether the supporter is a resident.
    pub(super) fn change(
        &self,
        tx: &Batch<'_>,
        (position, day): (u64, Date),
        version: u32,
        resides: &[bool],
        by: i64,
    ) -> Result<(), ApplyError> {
        let mut tallies = self.tallies.borrow_mut();
        let begun = tallies.iter().position(|tally| tally.version == version);
        let place = begun.unwrap_or_else(|| {
            tallies.push(Tally { version, counts: vec![0; self.path.len()], day });
            tallies.len() - 1
        });
        let tally = &mut tallies[place];
        if begun.is_none() || tally.day != day {
            tx.run(
                "INSERT INTO days (created, version, position, day, before) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![self.created, version, signed(position), Plain(day), Json(&tally.counts)],
            )?;
            tally.day = day;
        }
        for (count, resides) in tally.counts.iter_mut().zip(resides) {
            *count += if *resides { by } else { 0 };
        }
        self.changed.set(true);
        Ok(())
    }

    /// How many support this version: one figure for each territory of the path.
    pub(super) fn counts(&self, version: u32) -> Vec<i64> {
        let tallies = self.tallies.borrow();
        let tally = tallies.iter().find(|tally| tally.version == version);
        tally.map_or_else(|| vec![0; self.path.len()], |tally| tally.counts.clone())
    }

    /// Writes its counts, if they have changed since the last time; whether they had.
    pub(super) fn settle(&self, tx: &Batch<'_>) -> Result<bool, ApplyError> {
        let changed = self.changed.take();
        if changed {
            tx.prepare_cached("UPDATE initiatives SET tallies = ?2 WHERE created = ?1")?
                .execute(params![self.created, Json(&*self.tallies.borrow())])?;
        }
        Ok(changed)
    }
}

pub(super) fn find(connection: &Connection, initiative: &str) -> rusqlite::Result<Option<Subject>> {
    connection
        .prepare_cached("SELECT created, path, version, tallies FROM initiatives WHERE id = ?1")?
        .query_row([initiative], |row| {
            Ok(Subject {
                id: initiative.to_owned(),
                created: row.get("created")?,
                path: json(row, "path")?,
                version: row.get("version")?,
                tallies: RefCell::new(json(row, "tallies")?),
                changed: Cell::new(false),
            })
        })
        .optional()
}
