//! What an event of a tag changes: its standing, and the counts of the territories where it counts.

use std::rc::Rc;

use aggregates::support::SupportEvent;
use jiff::civil::Date;
use rusqlite::params;

use super::count::{Given, Support, part};
use super::{Subject, subject};
use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::stored::{Json, Plain, Word, signed};
use crate::{ApplyError, totals};

pub(super) const SCHEMA: &str = "
    CREATE TABLE standings (
        position INTEGER PRIMARY KEY,
        tag TEXT NOT NULL,
        initiative TEXT NOT NULL,
        residence TEXT NOT NULL,
        versions TEXT NOT NULL,
        channel TEXT NOT NULL,
        verified TEXT NOT NULL,
        standing TEXT NOT NULL,
        day TEXT NOT NULL
    );
    -- How the counts of a version were after each event: one for each territory on the way up
    -- from the initiative's home, and of the day the same.
    CREATE TABLE counted (
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        created INTEGER NOT NULL,
        day TEXT NOT NULL,
        counts TEXT NOT NULL,
        of_day TEXT NOT NULL,
        PRIMARY KEY (position, version)
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`](crate::Projection::indexes).
pub(super) const INDEXES: &str = "
    CREATE UNIQUE INDEX standings_of ON standings (tag, position);
    CREATE INDEX counted_so_far ON counted (created, version, position);
    CREATE INDEX counted_by_day ON counted (created, version, day, position);
";

/// A support and where it counts.
#[derive(Clone)]
struct Held {
    support: Support,
    subject: Rc<Subject>,
    /// Of each territory on the way up from the initiative's home, whether the supporter is a
    /// resident.
    counts: Vec<bool>,
}

pub(super) fn apply(tx: &Batch<'_>, record: &Record, event: &SupportEvent) -> Result<(), ApplyError> {
    let mut before: Option<Held> = None;
    for earlier in &record.earlier {
        if let Event::Support(earlier) = earlier {
            before = Some(follow(tx, record, before, earlier)?);
        }
    }
    let after = follow(tx, record, before.clone(), event)?;
    let (support, day) = (&after.support, after.support.day);
    if let Some(before) = &before {
        let over = |version: &&u32| !support.versions.contains(version);
        for version in before.support.versions.iter().filter(over) {
            change(tx, record.position, before, *version, day, -1)?;
        }
    }
    let held = before.as_ref().map_or(&[][..], |before| &before.support.versions);
    for version in support.versions.iter().filter(|version| !held.contains(version)) {
        change(tx, record.position, &after, *version, day, 1)?;
    }
    write(tx, record, support)
}

/// What an event of a tag makes of what was before it.
fn follow(
    tx: &Batch<'_>,
    record: &Record,
    before: Option<Held>,
    event: &SupportEvent,
) -> Result<Held, ApplyError> {
    let unknown = || ApplyError::unknown("support", &record.stream_id);
    let known = before.ok_or_else(unknown);
    let (mut held, standing, on) = match event {
        SupportEvent::SupportGiven {
            initiative,
            residence,
            residence_path,
            channel,
            verified,
            version,
            day,
        } => {
            let subject = subject(tx, &initiative.to_string())?;
            let counts = subject.path.iter().map(|territory| residence_path.contains(territory)).collect();
            let support = Support {
                tag: record.stream_id.parse().map_err(|_| unknown())?,
                initiative: *initiative,
                residence: residence.clone(),
                versions: vec![*version],
                channel: *channel,
                verified: *verified,
                standing: Given::Given,
                day: *day,
            };
            (Held { support, subject, counts }, Given::Given, day)
        }
        SupportEvent::SupportConfirmed { version, day } => {
            let mut held = known?;
            if !held.support.versions.contains(version) {
                held.support.versions.push(*version);
            }
            (held, Given::Given, day)
        }
        SupportEvent::SupportWithdrawn { day } => (known?, Given::Withdrawn, day),
        SupportEvent::SupportInvalidated { day, .. } => (known?, Given::Invalidated, day),
    };
    if standing != Given::Given {
        held.support.versions.clear();
    }
    (held.support.standing, held.support.day) = (standing, *on);
    Ok(held)
}

fn change(
    tx: &Batch<'_>,
    position: u64,
    held: &Held,
    version: u32,
    day: Date,
    by: i64,
) -> Result<(), ApplyError> {
    let Subject { created, path } = &*held.subject;
    let initiative = held.support.initiative.to_string();
    let (part, daily) = (part(version), daily(version, day));
    let (mut counts, mut of_day) = (Vec::with_capacity(path.len()), Vec::with_capacity(path.len()));
    for (territory, resides) in path.iter().zip(&held.counts) {
        let by = if *resides { by } else { 0 };
        counts.push(totals::tally(tx, (&initiative, &part, territory.as_str()), by)?);
        of_day.push(totals::tally(tx, (&initiative, &daily, territory.as_str()), by)?);
    }
    tx.run(
        "INSERT INTO counted (position, version, created, day, counts, of_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![signed(position), version, created, Plain(day), Json(counts), Json(of_day)],
    )?;
    Ok(())
}

fn daily(version: u32, day: Date) -> String {
    format!("{version:010} {day}")
}

fn write(tx: &Batch<'_>, record: &Record, support: &Support) -> Result<(), ApplyError> {
    tx.run(
        "INSERT INTO standings (tag, position, initiative, residence, versions, channel, verified, standing, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
        record.stream_id,
        signed(record.position),
        Plain(support.initiative),
        support.residence.as_str(),
        Json(&support.versions),
        Word(support.channel),
        Word(support.verified),
        Word(support.standing),
        Plain(support.day),
    ],
    )?;
    Ok(())
}
