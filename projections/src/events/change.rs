//! How an event becomes a line.

use std::collections::BTreeSet;

use aggregates::assessment::AssessmentEvent;
use aggregates::authority::AuthorityEvent;
use aggregates::comment::CommentEvent;
use aggregates::ids::AuthorityId;
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::event::Fact;
use aggregates::official::OfficialEvent;
use aggregates::participant::ParticipantEvent;
use aggregates::register::RegisterEvent;
use aggregates::support::SupportEvent;
use calendar::UtcOffset;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};

use super::actor::who;
use super::{CONCERNED, OF_KIND, OF_TYPE, PLACES};
use crate::batch::Batch;
use crate::news::{News, news};
use crate::record::{Event, Record};
use crate::stored::{Json, Moment, Plain, json, plain, plain_or_none, signed};
use crate::{ApplyError, payload, stored, texts, totals};

/// The initiative that an event is about, as it stands after it.
struct Case {
    /// The position of its submission.
    created: i64,
    /// The ids of its home and of what that is part of.
    path: Vec<String>,
    custody: Option<AuthorityId>,
}

pub(super) fn apply(tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
    learn(tx, record)?;
    let (details, follows) = kept(tx, record)?;
    let who = who(tx, record)?;
    let acting = who.as_ref().and_then(|who| who.authority().cloned());
    let mut concerned: BTreeSet<AuthorityId> = acting.iter().cloned().collect();
    let about = about(record);
    let case_of = || about.as_deref().map(|id| tx.known(id, || case(tx, id))).transpose();
    let mut case = case_of()?;
    if let Event::Initiative(event) = &record.event {
        // Custody moves with the event: it concerns who had it and who has it.
        concerned.extend(case.iter().filter_map(|case| case.as_ref().as_ref()?.custody.clone()));
        change_case(tx, record, event)?;
        tx.forget::<Option<Case>>(&record.stream_id);
        if let Fact::DeadlineMissed { authority, .. } = &event.fact {
            concerned.insert(authority.clone());
        }
        case = case_of()?;
    }
    let case = case.as_deref().and_then(Option::as_ref);
    let custody = case.and_then(|case| case.custody.as_ref());
    let others: Vec<&AuthorityId> =
        concerned.iter().filter(|other| Some(*other) != acting.as_ref() && Some(*other) != custody).collect();
    let done_on = done_on(record);
    let late = match (done_on, &acting, may_be_dated_back(&record.event)) {
        (Some(done_on), Some(authority), true) => {
            offset(tx, authority)?.is_some_and(|offset| calendar::local_date(record.at, offset) != done_on)
        }
        (Some(_), None, _) | (None, _, _) | (_, _, false) => false,
    };
    let position = signed(record.position);
    let published = published(tx, record)?;
    let redacts = redacts(tx, record)?;
    tx.run(
        "INSERT INTO events (position, at, stream_kind, stream_id, sequence, event_type, actor, actor_id,
             authority, about, custody, others, done_on, late, details, follows, published, redacts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            position,
            Moment(record.at),
            record.stream_kind,
            record.stream_id,
            signed(record.sequence),
            record.event_type,
            who.as_ref().map(|who| who.kind()),
            who.as_ref().and_then(|who| who.id()),
            acting.as_ref().map(AuthorityId::as_str),
            case.map(|case| case.created),
            custody.map(AuthorityId::as_str),
            (!others.is_empty()).then_some(Json(&others)),
            done_on.map(Plain),
            late,
            details,
            follows.map(Json),
            published.map(Json),
            redacts,
        ],
    )?;
    OF_TYPE.note(tx, &record.event_type, position);
    OF_KIND.note(tx, &record.stream_kind, position);
    for authority in concerned.iter().chain(custody) {
        CONCERNED.note(tx, authority.as_str(), position);
    }
    for territory in case.iter().flat_map(|case| &case.path) {
        PLACES.note(tx, territory, position);
    }
    totals::tally(tx, (&record.event_type, &record.stream_kind, ""), 1)
}

/// What later events are read by: whose official somebody is, and what time it is there.
fn learn(tx: &Transaction<'_>, record: &Record) -> Result<(), ApplyError> {
    if let Event::Official(OfficialEvent::OfficialAppointed { id, authority, .. }) = &record.event {
        tx.prepare_cached("INSERT OR REPLACE INTO officials (official, authority) VALUES (?1, ?2)")?
            .execute(params![Plain(id), Plain(authority)])?;
    }
    if let Event::Authority(AuthorityEvent::AuthorityEstablished { id, utc_offset, .. }) = &record.event {
        tx.prepare_cached("INSERT OR REPLACE INTO offsets (authority, utc_offset) VALUES (?1, ?2)")?
            .execute(params![Plain(id), Plain(utc_offset)])?;
    }
    Ok(())
}

/// The facts of the event, and for one of an initiative what follows from it.
fn kept(tx: &Transaction<'_>, record: &Record) -> Result<(String, Option<Value>), ApplyError> {
    let variant = match &record.event {
        Event::Initiative(event) => {
            let follows = json!({ "moved": event.moved, "supports": event.supports, "terms": event.terms });
            let mut details = payload::facts(payload::keep(tx, record, &event.fact)?);
            if let (false, Value::Object(details)) = (event.confirmed.is_empty(), &mut details) {
                details.insert("confirmed".to_owned(), json!(event.confirmed));
            }
            return Ok((told(&details)?, Some(follows)));
        }
        // Nothing of a support is kept elsewhere or sealed.
        Event::Support(event) => return Ok((payload::facts_told(event)?, None)),
        Event::Territory(event) => payload::keep(tx, record, event)?,
        Event::Authority(event) => payload::keep(tx, record, event)?,
        Event::Register(event) => payload::keep(tx, record, event)?,
        Event::Official(event) => payload::keep(tx, record, event)?,
        Event::Participant(event) => payload::keep(tx, record, event)?,
        Event::Comment(event) => {
            let kept = payload::keep(tx, record, event)?;
            if let CommentEvent::CommentWithheld { text, .. } = event {
                texts::redact(tx, record, *text, None)?;
            }
            kept
        }
        Event::Assessment(event) => payload::keep(tx, record, event)?,
        Event::Installation(event) => payload::keep(tx, record, event)?,
        Event::Foreign => return Ok((told(&Value::Null)?, None)),
    };
    Ok((told(&payload::facts(variant))?, None))
}

fn told(facts: &Value) -> Result<String, ApplyError> {
    Ok(serde_json::to_string(facts).map_err(stored::unwritable)?)
}

/// What the public may read from a publication on: its own text, or the one that came before.
fn published(tx: &Transaction<'_>, record: &Record) -> Result<Option<Value>, ApplyError> {
    let Event::Initiative(event) = &record.event else { return Ok(None) };
    let Fact::Published { fields, .. } = &event.fact else { return Ok(None) };
    if let Some(fields) = fields {
        return payload::keep(tx, record, fields).map(Some);
    }
    let found = tx
        .prepare_cached("SELECT fields FROM cases WHERE initiative = ?1")?
        .query_row([&record.stream_id], |row| json(row, "fields"))
        .optional()?;
    Ok(found)
}

/// The last event before a redaction in which its text stands, other than as the author
/// wrote it: what was published stands in `Published`.
fn redacts(tx: &Transaction<'_>, record: &Record) -> Result<Option<i64>, ApplyError> {
    let mut key = None;
    if let Event::Initiative(event) = &record.event
        && let Fact::Redacted { text, .. } = &event.fact
    {
        key = Some(*text);
    }
    if let Event::Comment(CommentEvent::CommentWithheld { text, .. }) = &record.event {
        key = Some(*text);
    }
    let Some(key) = key else { return Ok(None) };
    let found = tx
        .prepare_cached(
            "SELECT max(position) FROM events
             WHERE stream_id = ?1 AND stream_kind = ?2 AND stream_kind <> 'support'
                 AND event_type NOT IN ('Submitted', 'Clarified')
                 AND (instr(details, ?3) OR instr(published, ?3))",
        )?
        .query_row(params![record.stream_id, record.stream_kind, key.to_string()], |row| row.get(0))?;
    Ok(found)
}

/// The initiative an event is about: it says so, or the first of its stream did.
fn about(record: &Record) -> Option<String> {
    let named = match &record.event {
        Event::Initiative(_) => return Some(record.stream_id.clone()),
        Event::Support(_) | Event::Comment(_) => return record.given_to().map(|id| id.to_string()),
        Event::Assessment(AssessmentEvent::ResultAssessed { initiative, .. })
        | Event::Register(RegisterEvent::NumberAssigned { initiative, .. }) => initiative,
        Event::Register(RegisterEvent::RegisterClosed { .. })
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Official(_)
        | Event::Participant(_)
        | Event::Installation(_)
        | Event::Foreign => return None,
    };
    Some(named.to_string())
}

fn case(tx: &Transaction<'_>, initiative: &str) -> Result<Option<Case>, ApplyError> {
    let found = tx
        .prepare_cached("SELECT created, path, custody FROM cases WHERE initiative = ?1")?
        .query_row([initiative], |row| {
            Ok(Case {
                created: row.get("created")?,
                path: json(row, "path")?,
                custody: plain_or_none(row, "custody")?,
            })
        })
        .optional()?;
    Ok(found)
}

fn change_case(tx: &Transaction<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let id = record.stream_id.as_str();
    if let Fact::Submitted { public, home, path, fields, .. } = &event.fact {
        tx.prepare_cached(
            "INSERT INTO cases (created, initiative, public, home, path, title, fields, rewritten, as_submitted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, FALSE, FALSE)",
        )?
        .execute(params![
            signed(record.position),
            id,
            public,
            Plain(home),
            Json(path),
            Plain(fields.title.key),
            Json(payload::keep(tx, record, fields)?),
        ])?;
    }
    let title = match news(&event.fact) {
        News::Rewritten { fields } => {
            tx.prepare_cached("UPDATE cases SET rewritten = TRUE, fields = ?2 WHERE initiative = ?1")?
                .execute(params![id, Json(payload::keep(tx, record, fields)?)])?;
            Some(fields)
        }
        News::Published { fields, .. } => {
            tx.prepare_cached(
                "UPDATE cases SET published_position = ?2, as_submitted = ?3 AND NOT rewritten
                 WHERE initiative = ?1",
            )?
            .execute(params![id, signed(record.position), fields.is_none()])?;
            fields
        }
        News::Revised { fields, .. } => Some(fields),
        News::Redacted { text, masked } => {
            texts::redact(tx, record, text, masked)?;
            None
        }
        News::Submitted
        | News::Registered { .. }
        | News::Reclassified { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Decided { .. }
        | News::Threshold { .. }
        | News::Other => None,
    };
    if let Some(fields) = title {
        tx.prepare_cached("UPDATE cases SET title = ?2 WHERE initiative = ?1")?
            .execute(params![id, Plain(fields.title.key)])?;
    }
    if let Some(moved) = &event.moved {
        let custody = moved.custody.as_ref().map(|custody| Plain(&custody.authority));
        tx.prepare_cached("UPDATE cases SET custody = ?2 WHERE initiative = ?1")?
            .execute(params![id, custody])?;
    }
    Ok(())
}

/// The date in the world, where the event has one of its own act.
fn done_on(record: &Record) -> Option<Date> {
    match &record.event {
        Event::Initiative(event) => Some(event.done_on),
        Event::Support(
            SupportEvent::SupportGiven { day, .. }
            | SupportEvent::SupportConfirmed { day, .. }
            | SupportEvent::SupportWithdrawn { day }
            | SupportEvent::SupportInvalidated { day, .. },
        )
        | Event::Comment(
            CommentEvent::CommentReceived { day, .. } | CommentEvent::CommentWithheld { day, .. },
        )
        | Event::Assessment(AssessmentEvent::ResultAssessed { day, .. })
        | Event::Register(RegisterEvent::NumberAssigned { on: day, .. })
        | Event::Participant(
            ParticipantEvent::ParticipantVerified { on: day, .. }
            | ParticipantEvent::PersonalDataErased { on: day, .. },
        ) => Some(*day),
        Event::Register(RegisterEvent::RegisterClosed { .. })
        | Event::Participant(
            ParticipantEvent::ParticipantRegistered { .. }
            | ParticipantEvent::ResidenceChanged { .. }
            | ParticipantEvent::ContactSet { .. }
            | ParticipantEvent::RepresentativeAdded { .. }
            | ParticipantEvent::RepresentativeRemoved { .. },
        )
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Official(_)
        | Event::Installation(_)
        | Event::Foreign => None,
    }
}

/// Whether an official may give it another date than the day on which he records
/// it. Supports, comments and assessments are always of the day they come.
const fn may_be_dated_back(event: &Event) -> bool {
    match event {
        Event::Initiative(_) | Event::Register(_) | Event::Participant(_) => true,
        Event::Support(_)
        | Event::Territory(_)
        | Event::Authority(_)
        | Event::Official(_)
        | Event::Comment(_)
        | Event::Assessment(_)
        | Event::Installation(_)
        | Event::Foreign => false,
    }
}

fn offset(tx: &Transaction<'_>, authority: &AuthorityId) -> Result<Option<UtcOffset>, ApplyError> {
    let found = tx
        .prepare_cached("SELECT utc_offset FROM offsets WHERE authority = ?1")?
        .query_row([Plain(authority)], |row| plain(row, "utc_offset"))
        .optional()?;
    Ok(found)
}
