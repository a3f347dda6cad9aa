//! How events change the lines of the register.

use aggregates::comment::CommentEvent;
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::level::Level;
use aggregates::procedure::StageName;
use aggregates::support::SupportEvent;
use rusqlite::{OptionalExtension, params};

use crate::batch::Batch;
use crate::news::{News, news};
use crate::record::Record;
use crate::stored::{FOREVER, Json, Moment, Plain, Word, signed};
use crate::versioned::{Changes, Versioned};
use crate::{ApplyError, misses, texts, totals};

const STATES: Versioned = Versioned {
    table: "states",
    key: "created",
    columns: "title, kind, stage, stage_whole, level, custody, custody_since, awaited, theme, national_project, \
              author, assigned, text_version, published_on, closed_on, open_misses",
};

pub(super) fn initiative(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    if let News::Submitted = news(&event.fact) {
        submit(tx, record, event)?;
    }
    let created = created(tx, &record.stream_id)?;
    let mut changes = Changes::default();
    match news(&event.fact) {
        News::Registered { authority, year, ordinal, number, theme, national_project } => {
            tx.prepare_cached(
                "INSERT INTO numbers (created, position, authority, year, ordinal, number)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                created,
                signed(record.position),
                Plain(authority),
                year,
                ordinal,
                number
            ])?;
            if let Some(theme) = theme {
                changes.set("theme", Plain(theme))?;
                changes.set("national_project", national_project.map(Plain))?;
            }
            changes.set("assigned", None::<String>)?;
        }
        News::Rewritten { fields } => {
            texts::keep(tx, record, &fields.title)?;
            changes.set("title", Plain(fields.title.key))?;
        }
        News::Published { version, fields, thresholds: _ } => {
            if let Some(fields) = fields {
                texts::keep(tx, record, &fields.title)?;
                changes.set("title", Plain(fields.title.key))?;
            }
            changes.set("text_version", version)?;
            changes.set("published_on", Plain(event.done_on))?;
        }
        News::Revised { version, fields } => {
            texts::keep(tx, record, &fields.title)?;
            changes.set("title", Plain(fields.title.key))?;
            changes.set("text_version", version)?;
        }
        News::Reclassified { theme, national_project, kind } => {
            changes.set("theme", Plain(theme))?;
            changes.set("national_project", national_project.map(Plain))?;
            changes.set("kind", Word(kind))?;
        }
        News::Author(author) => {
            changes.set("author", author.map(Plain))?;
            if let Some(author) = author {
                tx.prepare_cached(&format!(
                    "UPDATE co_initiators SET to_position = ?3
                     WHERE participant = ?1 AND created = ?2 AND to_position = {FOREVER}"
                ))?
                .execute(params![Plain(author), created, signed(record.position)])?;
            }
        }
        News::Assigned(official) => changes.set("assigned", Plain(official))?,
        News::Redacted { text, masked } => drop(texts::redact(tx, record, text, masked)?),
        News::Submitted | News::Decided { .. } | News::Threshold { .. } | News::Other => {}
    }
    if let Fact::CoInitiatorJoined { participant } = &event.fact {
        tx.prepare_cached(&format!(
            "INSERT INTO co_initiators (participant, created, from_position, to_position)
             VALUES (?1, ?2, ?3, {FOREVER})"
        ))?
        .execute(params![Plain(participant), created, signed(record.position)])?;
    }
    if let Some(moved) = &event.moved {
        let stage = moved.stage.name().ok_or_else(|| ApplyError::unknown("stage of", &record.stream_id))?;
        changes.set("stage", Word(stage))?;
        changes.set("stage_whole", Json(moved.stage))?;
        if let Some(custody) = &moved.custody {
            let before: Option<String> = tx
                .prepare_cached(&format!(
                    "SELECT custody FROM states WHERE created = ?1 AND to_position = {FOREVER}"
                ))?
                .query_row([created], |row| row.get(0))?;
            if before.as_deref().is_some_and(|before| before != custody.authority.as_str()) {
                changes.set("assigned", None::<String>)?;
            }
            changes.set("level", Word(custody.level))?;
            changes.set("custody", Plain(&custody.authority))?;
            changes.set("custody_since", Moment(custody.since))?;
            changes.set("awaited", Word(custody.awaited))?;
        } else {
            changes.set("custody", None::<String>)?;
            changes.set("custody_since", None::<String>)?;
            changes.set("awaited", None::<String>)?;
            changes.set("closed_on", Plain(event.done_on))?;
        }
    }
    if let Some(open) = misses::after(tx, record, &event.terms)? {
        changes.set("open_misses", open)?;
    }
    changes.amend(&STATES, tx, signed(record.position), created)
}

fn submit(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let Fact::Submitted {
        id,
        procedure,
        public,
        kind,
        home,
        path,
        author,
        fields,
        channel,
        received_on,
        origin,
        linked_from,
        ..
    } = &event.fact
    else {
        return Ok(());
    };
    let position = signed(record.position);
    texts::keep(tx, record, &fields.title)?;
    tx.prepare_cached(
        "INSERT INTO initiatives (created, id, procedure, procedure_version, public, home, path, channel,
             submitted_on, submitted_at, linked_from, origin, origin_source, origin_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        position,
        Plain(id),
        Plain(&procedure.id),
        procedure.version,
        public,
        Plain(home),
        Json(path),
        Word(channel),
        Plain(received_on),
        Moment(record.at),
        linked_from.map(Plain),
        origin.as_ref().map(Json),
        origin.as_ref().map(|origin| &origin.source),
        origin.as_ref().map(|origin| &origin.id),
    ])?;
    for territory in path {
        tx.prepare_cached("INSERT INTO places (territory, created) VALUES (?1, ?2)")?
            .execute(params![Plain(territory), position])?;
    }
    // Stage, level and custody follow from the event's own `moved`.
    tx.prepare_cached(&format!(
        "INSERT INTO states (created, title, kind, stage, stage_whole, level, author, text_version, open_misses,
             from_position, to_position)
         VALUES (?1, ?2, ?3, ?4, 'null', ?5, ?6, 0, 0, ?1, {FOREVER})"
    ))?
    .execute(params![
        position,
        Plain(fields.title.key),
        Word(kind),
        Word(StageName::AwaitingRegistration),
        Word(Level::Municipality),
        Plain(author),
    ])?;
    Ok(())
}

fn created(tx: &Batch<'_>, initiative: &str) -> Result<i64, ApplyError> {
    let look_up = || {
        tx.prepare_cached("SELECT created FROM initiatives WHERE id = ?1")?
            .query_row([initiative], |row| row.get(0))
            .optional()?
            .ok_or_else(|| ApplyError::unknown("initiative", initiative))
    };
    tx.known(initiative, look_up).map(|created| *created)
}

/// A withdrawn support and a withheld comment count no more; what gave them says for what.
pub(super) fn support(tx: &Batch<'_>, record: &Record, event: &SupportEvent) -> Result<(), ApplyError> {
    let by = match event {
        SupportEvent::SupportGiven { .. } => 1,
        SupportEvent::SupportConfirmed { .. } => 0,
        SupportEvent::SupportWithdrawn { .. } | SupportEvent::SupportInvalidated { .. } => -1,
    };
    count(tx, record, "supports", by)
}

pub(super) fn comment(tx: &Batch<'_>, record: &Record, event: &CommentEvent) -> Result<(), ApplyError> {
    let by = match event {
        CommentEvent::CommentReceived { .. } => 1,
        CommentEvent::CommentWithheld { .. } => -1,
    };
    count(tx, record, "comments", by)
}

fn count(tx: &Batch<'_>, record: &Record, measure: &str, by: i64) -> Result<(), ApplyError> {
    let unknown = || ApplyError::unknown("what was given by", &record.stream_id);
    let initiative = record.given_to().ok_or_else(unknown)?.to_string();
    created(tx, &initiative)?;
    totals::add(tx, record.position, (&initiative, "", measure), by)
}
