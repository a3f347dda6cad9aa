//! What an event of a tag changes: its standing, and the counts of the territories where it counts.

use std::rc::Rc;

use aggregates::support::SupportEvent;
use rusqlite::params;

use super::count::{Given, Support};
use super::subject::Subject;
use crate::ApplyError;
use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::stored::{Json, Plain, Word, signed};

pub(super) const SCHEMA: &str = "
    -- A tag after each of its events, and how the counts of its initiative were then.
    CREATE TABLE standings (
        position INTEGER PRIMARY KEY,
        tag TEXT NOT NULL,
        created INTEGER NOT NULL,
        residence TEXT NOT NULL,
        versions TEXT NOT NULL,
        channel TEXT NOT NULL,
        verified TEXT NOT NULL,
        standing TEXT NOT NULL,
        day TEXT NOT NULL,
        tallies TEXT NOT NULL
    );
";

/// See [`Projection::indexes`](crate::Projection::indexes).
pub(super) const INDEXES: &str = "
    CREATE UNIQUE INDEX standings_of ON standings (tag, position);
    CREATE INDEX tallied_so_far ON standings (created, position);
";

/// A support and where it counts.
#[derive(Clone)]
struct Held {
    support: Support,
    subject: Rc<Subject>,
    /// Of each territory on the way up from the initiative's home, whether the supporter is a
    /// resident.
    resides: Vec<bool>,
}

pub(super) fn apply(tx: &Batch<'_>, record: &Record, event: &SupportEvent) -> Result<(), ApplyError> {
    let mut before: Option<Held> = None;
    for earlier in &record.earlier {
        if let Event::Support(earlier) = earlier {
            before = Some(follow(tx, record, before, earlier)?);
        }
    }
    let after = follow(tx, record, before.clone(), event)?;
    let (support, at) = (&after.support, (record.position, after.support.day));
    let held = before.as_ref().map_or(&[][..], |before| &before.support.versions);
    for version in held.iter().filter(|version| !support.versions.contains(version)) {
        after.subject.change(tx, at, *version, &after.resides, -1)?;
    }
    for version in support.versions.iter().filter(|version| !held.contains(version)) {
        after.subject.change(tx, at, *version, &after.resides, 1)?;
    }
    write(tx, record, &after)
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
            let subject = Subject::known(tx, &initiative.to_string())?;
            let resides = subject.path.iter().map(|territory| residence_path.contains(territory)).collect();
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
            (Held { support, subject, resides }, Given::Given, day)
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

fn write(tx: &Batch<'_>, record: &Record, held: &Held) -> Result<(), ApplyError> {
    let Held { support, subject, .. } = held;
    tx.run(
        "INSERT INTO standings (position, tag, created, residence, versions, channel, verified, standing, day, tallies)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            signed(record.position),
            record.stream_id,
            subject.created,
            support.residence.as_str(),
            Json(&support.versions),
            Word(support.channel),
            Word(support.verified),
            Word(support.standing),
            Plain(support.day),
            Json(&*subject.tallies.borrow()),
        ],
    )?;
    Ok(())
}
