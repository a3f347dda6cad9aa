//! Reading the lines: filters, both orders, pages.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use jiff::Timestamp;
#[cfg(test)]
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde_json::{Value, json};

use super::row::{COLUMNS, Line, complete, read};
use super::{CONCERNED, OF_KIND, OF_TYPE, PLACES};
use crate::postings::Postings;
use crate::question::Question;
use crate::stored::{FOREVER, Json, Moment, Plain, instant, plain_or_none, signed};

/// Somebody whose acts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An official.
    Official(OfficialId),
    /// A participant. His supports and assessments are not among them: the journal
    /// does not say whose they are.
    Participant(ParticipantId),
}

/// Which events are asked for; everything that is given has to hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Done by this official or participant.
    pub actor: Option<Actor>,
    /// Done for this authority, or about an initiative that it had before or after the
    /// event, or about a term that it missed.
    pub authority: Option<AuthorityId>,
    /// Of this name.
    pub event_type: Option<String>,
    /// In streams of this aggregate type.
    pub stream_kind: Option<String>,
    /// In this stream.
    pub stream_id: Option<String>,
    /// About this initiative.
    pub initiative: Option<InitiativeId>,
    /// About an initiative whose home is this territory or part of it.
    pub within: Option<TerritoryId>,
    /// Recorded at this time or later.
    pub from: Option<Timestamp>,
    /// Recorded before this time.
    pub until: Option<Timestamp>,
    /// Only those whose date is not that of the day they were recorded.
    pub recorded_late: bool,
}

/// Which end of the journal comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last event.
    #[default]
    NewestFirst,
    /// The first event.
    OldestFirst,
}

/// The part of the journal to read, and from which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Only later positions.
    pub after: Option<u64>,
    /// Only earlier positions.
    pub before: Option<u64>,
    /// Which comes first.
    pub order: Order,
}

/// A page of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The lines.
    pub items: Vec<Line>,
    /// Where the next page begins, if there is more: `before` when the newest stands
    /// first, `after` when the oldest does.
    pub next: Option<u64>,
}

/// A sort of event that the journal has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventType {
    /// The aggregate type of its streams.
    pub stream_kind: String,
    /// Its name.
    pub event_type: String,
    /// How many there are today.
    pub count: u64,
}

/// Up to so many events of a sort are looked up by their sort rather than by place
/// or authority.
const FEW: i64 = 20_000;

/// Positions of a list that are looked at in one question.
const MOST_AT_ONCE: usize = 4_096;

/// The events that `filter` asks for in that part of the journal, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn list(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Page> {
    let bounds = bounds(connection, filter, window, as_of)?;
    // One more tells whether there is more.
    let wanted = limit as usize + 1;
    let mut items = match source(connection, filter)? {
        Source::Listed(postings, subject) => {
            listed(connection, filter, window, (postings, &subject), bounds, wanted)?
        }
        source => {
            let (sql, question) = statement(filter, &source, window, bounds, wanted);
            lines(connection, &sql, &question)?
        }
    };
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for item in &mut items {
        complete(connection, item)?;
    }
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(Page { items, next })
}

/// The first and the last position that may be told.
fn bounds(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    as_of: Option<u64>,
) -> rusqlite::Result<(i64, i64)> {
    let from = first_from(connection, filter.from)?;
    let low = window.after.map_or(from, |after| from.max(signed(after).saturating_add(1)));
    let until = filter.until.map(|until| first_from(connection, Some(until))).transpose()?;
    let before = [until, window.before.map(signed)].into_iter().flatten().min();
    let last = instant(as_of);
    Ok((low, before.map_or(last, |before| last.min(before - 1))))
}

fn lines(connection: &Connection, sql: &str, question: &Question) -> rusqlite::Result<Vec<Line>> {
    connection.prepare_cached(sql)?.query_map(question.values().as_slice(), read)?.collect()
}

/// Those whose positions stand in a list. So many positions are looked at in one question as
/// lines are wanted, and more if few of them are what is asked for.
fn listed(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    (postings, subject): (Postings, &str),
    bounds: (i64, i64),
    wanted: usize,
) -> rusqlite::Result<Vec<Line>> {
    let (mut found, mut waiting, mut at_once) = (Vec::new(), Vec::new(), wanted);
    let look_at = |positions: &[i64], found: &mut Vec<Line>| -> rusqlite::Result<()> {
        let (sql, question) = statement_of(filter, postings, positions, wanted - found.len());
        found.extend(lines(connection, &sql, &question)?);
        Ok(())
    };
    let down = window.order == Order::NewestFirst;
    postings.walk(connection, subject, bounds, down, |positions| {
        waiting.extend(positions);
        if waiting.len() >= at_once {
            look_at(&waiting, &mut found)?;
            waiting.clear();
            at_once = (at_once * 4).min(MOST_AT_ONCE);
        }
        Ok(found.len() < wanted)
    })?;
    if found.len() < wanted && !waiting.is_empty() {
        look_at(&waiting, &mut found)?;
    }
    Ok(found)
}

fn statement(
    filter: &Filter,
    source: &Source,
    window: Window,
    (low, high): (i64, i64),
    wanted: usize,
) -> (String, Question) {
    let mut question = Question::default();
    question.ask_for("e.position >=", low);
    question.ask_for("e.position <=", high);
    conditions(filter, source, &mut question);
    let wanted = question.value(signed(wanted as u64));
    let direction = match window.order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {} LEFT JOIN cases c ON c.initiative = e.initiative WHERE {}
         ORDER BY e.position {direction} LIMIT {wanted}",
        source.table(),
        question.conditions(),
    );
    (sql, question)
}

/// The same for these positions, in the order in which they are given.
fn statement_of(filter: &Filter, postings: Postings, positions: &[i64], wanted: usize) -> (String, Question) {
    let mut question = Question::default();
    let given = question.value(Json(positions.to_vec()));
    question.ask("e.position = p.value");
    conditions(filter, &Source::Listed(postings, String::new()), &mut question);
    let wanted = question.value(signed(wanted as u64));
    // A cross join is done from left to right.
    let sql = format!(
        "SELECT {COLUMNS} FROM json_each({given}) p CROSS JOIN events e
         LEFT JOIN cases c ON c.initiative = e.initiative WHERE {} LIMIT {wanted}",
        question.conditions(),
    );
    (sql, question)
}

/// The event at a position.
///
/// # Errors
///
/// If the view cannot be read.
pub fn event(connection: &Connection, position: u64) -> rusqlite::Result<Option<Line>> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM events e LEFT JOIN cases c ON c.initiative = e.initiative
             WHERE e.position = ?1"
        ))?
        .query_row([signed(position)], read)
        .optional()?;
    let Some(mut found) = found else { return Ok(None) };
    complete(connection, &mut found)?;
    Ok(Some(found))
}

/// Who had the initiative before the event at a position; nobody if it had just come.
///
/// # Errors
///
/// If the view cannot be read.
pub fn custody_before(
    connection: &Connection,
    initiative: InitiativeId,
    position: u64,
) -> rusqlite::Result<Option<AuthorityId>> {
    let found = connection
        .prepare_cached(
            "SELECT custody FROM events INDEXED BY events_about WHERE initiative = ?1 AND position < ?2
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![Plain(initiative), signed(position)], |row| plain_or_none(row, "custody"))
        .optional()?;
    Ok(found.flatten())
}

/// Every sort of event that the journal has today, by stream and name.
///
/// # Errors
///
/// If the view cannot be read.
pub fn types(connection: &Connection) -> rusqlite::Result<Vec<EventType>> {
    connection
        .prepare_cached("SELECT stream_kind, event_type, count FROM types ORDER BY stream_kind, event_type")?
        .query_map([], |row| {
            Ok(EventType {
                stream_kind: row.get("stream_kind")?,
                event_type: row.get("event_type")?,
                count: row.get("count")?,
            })
        })?
        .collect()
}

/// Where lines are found, in the order of positions.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Journal,
    Index(&'static str),
    /// What stands under this subject.
    Listed(Postings, String),
}

impl Source {
    fn table(&self) -> String {
        match self {
            Self::Journal | Self::Listed(..) => "events e NOT INDEXED".to_owned(),
            Self::Index(name) => format!("events e INDEXED BY {name}"),
        }
    }
}

/// What narrows most comes first.
fn source(connection: &Connection, filter: &Filter) -> rusqlite::Result<Source> {
    let few = |column: &str, value: &Option<String>| -> rusqlite::Result<Option<String>> {
        let Some(value) = value else { return Ok(None) };
        let count: i64 = connection
            .prepare_cached(&format!("SELECT coalesce(sum(count), 0) FROM types WHERE {column} = ?1"))?
            .query_row([value], |row| row.get(0))?;
        Ok((count <= FEW).then(|| value.clone()))
    };
    Ok(if filter.stream_id.is_some() {
        Source::Index("events_of_stream")
    } else if filter.initiative.is_some() {
        Source::Index("events_about")
    } else if let Some(event_type) = few("event_type", &filter.event_type)? {
        Source::Listed(OF_TYPE, event_type)
    } else if let Some(kind) = few("stream_kind", &filter.stream_kind)? {
        Source::Listed(OF_KIND, kind)
    } else if filter.recorded_late {
        Source::Index("events_late")
    } else if filter.actor.is_some() {
        Source::Index("events_by")
    } else if let Some(authority) = &filter.authority {
        Source::Listed(CONCERNED, authority.to_string())
    } else if let Some(territory) = &filter.within {
        Source::Listed(PLACES, territory.to_string())
    } else if let Some(event_type) = &filter.event_type {
        Source::Listed(OF_TYPE, event_type.clone())
    } else if let Some(kind) = &filter.stream_kind {
        Source::Listed(OF_KIND, kind.clone())
    } else {
        Source::Journal
    })
}

fn conditions(filter: &Filter, source: &Source, question: &mut Question) {
    if let Some(actor) = filter.actor {
        let (kind, id) = match actor {
            Actor::Official(id) => ("official", id.to_string()),
            Actor::Participant(id) => ("participant", id.to_string()),
        };
        question.ask_for("e.actor =", kind);
        question.ask_for("e.actor_id =", id);
    }
    question.ask_if("e.event_type =", filter.event_type.clone());
    question.ask_if("e.stream_id =", filter.stream_id.clone());
    question.ask_if("e.initiative =", filter.initiative.map(Plain));
    question.ask_if("e.stream_kind =", filter.stream_kind.clone());
    if filter.recorded_late {
        // The literal lets SQLite use the index of what is late.
        question.ask("e.late = 1");
    }
    // What a list is of holds of all that stands in it.
    if let Some(authority) = &filter.authority
        && !matches!(source, Source::Listed(CONCERNED, _))
    {
        let (whom, among) = (question.value(Plain(authority.clone())), question.value(quoted(authority)));
        question.ask(&format!("({whom} IN (e.authority, e.custody) OR instr(e.others, {among}))"));
    }
    if let Some(territory) = &filter.within
        && !matches!(source, Source::Listed(PLACES, _))
    {
        let among = question.value(quoted(territory));
        question.ask(&format!("instr(c.path, {among})"));
    }
}

/// An id as it stands in a list of JSON: as no part of another does.
fn quoted(id: &impl Serialize) -> Json<Value> {
    Json(json!(id))
}

/// The first position recorded at `at` or later; one after the last if there is none.
/// Recorded times never go back and positions have no gaps, so the place is found by
/// halving.
fn first_from(connection: &Connection, at: Option<Timestamp>) -> rusqlite::Result<i64> {
    let Some(at) = at else { return Ok(0) };
    let last: Option<i64> = connection.query_row("SELECT max(position) FROM events", [], |row| row.get(0))?;
    let (mut low, mut high) = (1, last.unwrap_or(0).min(FOREVER - 1) + 1);
    let mut earlier = connection.prepare_cached("SELECT at < ?2 FROM events WHERE position = ?1")?;
    while low < high {
        let middle = low + (high - low) / 2;
        if earlier.query_row(params![middle, Moment(at)], |row| row.get(0))? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// How SQLite answers.
#[cfg(test)]
pub(super) fn plan(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<String>> {
    let explained = |sql: &str, values: &[&dyn ToSql]| {
        connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?
            .query_map(values, |row| row.get("detail"))?
            .collect::<rusqlite::Result<Vec<String>>>()
    };
    let source = source(connection, filter)?;
    if let Source::Listed(postings, subject) = &source {
        let mut plan = explained(&postings.reading(true), &[subject, &0, &9])?;
        let (sql, question) = statement_of(filter, *postings, &[1, 2], 10);
        plan.extend(explained(&sql, &question.values())?);
        return Ok(plan);
    }
    let (sql, question) = statement(filter, &source, Window::default(), (0, 9), 10);
    explained(&sql, &question.values())
}
