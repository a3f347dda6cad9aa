//! Reading the lines: filters, both orders, pages.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::row::{COLUMNS, Line, complete, read};
use crate::question::Question;
use crate::stored::{FOREVER, Moment, Plain, instant, plain_or_none, signed};

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
    let (sql, question) = statement(connection, filter, window, limit, as_of)?;
    let mut items = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for item in &mut items {
        complete(connection, item)?;
    }
    let next = items.last().filter(|_| more).map(|last| last.position);
    Ok(Page { items, next })
}

fn statement(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<(String, Question)> {
    let mut question = Question::default();
    let source = source(connection, filter)?;
    let position = source.position();
    let from = first_from(connection, filter.from)?;
    let until = filter.until.map(|until| first_from(connection, Some(until))).transpose()?;
    question.ask_for(&format!("{position} <="), instant(as_of));
    question.ask_for(&format!("{position} >="), from);
    question.ask_if(&format!("{position} <"), until);
    question.ask_if(&format!("{position} >"), window.after.map(signed));
    question.ask_if(&format!("{position} <"), window.before.map(signed));
    conditions(filter, source, &mut question);
    let limit_value = question.value(i64::from(limit) + 1);
    let direction = match window.order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM {} LEFT JOIN cases c ON c.initiative = e.initiative WHERE {}
         ORDER BY {position} {direction} LIMIT {limit_value}",
        source.tables(),
        question.conditions(),
    );
    Ok((sql, question))
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

/// The index by which lines are found, each in the order of positions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Journal,
    Index(&'static str),
    FewOfKind,
    Places,
    Concerned,
}

impl Source {
    const fn position(self) -> &'static str {
        match self {
            Self::Journal | Self::Index(_) | Self::FewOfKind => "e.position",
            Self::Places => "p.position",
            Self::Concerned => "a.position",
        }
    }

    fn tables(self) -> String {
        match self {
            Self::Journal => "events e NOT INDEXED".to_owned(),
            Self::Index(name) => format!("events e INDEXED BY {name}"),
            Self::FewOfKind => "events e INDEXED BY events_of_type".to_owned(),
            // A cross join is done from left to right.
            Self::Places => "places p CROSS JOIN events e ON e.position = p.position".to_owned(),
            Self::Concerned => "concerned a CROSS JOIN events e ON e.position = a.position".to_owned(),
        }
    }
}

/// What narrows most comes first.
fn source(connection: &Connection, filter: &Filter) -> rusqlite::Result<Source> {
    let few = |column: &str, value: &Option<String>| -> rusqlite::Result<bool> {
        let Some(value) = value else { return Ok(false) };
        let count: i64 = connection
            .prepare_cached(&format!("SELECT coalesce(sum(count), 0) FROM types WHERE {column} = ?1"))?
            .query_row([value], |row| row.get(0))?;
        Ok(count <= FEW)
    };
    Ok(if filter.stream_id.is_some() {
        Source::Index("events_of_stream")
    } else if filter.initiative.is_some() {
        Source::Index("events_about")
    } else if few("event_type", &filter.event_type)? {
        Source::Index("events_of_type")
    } else if few("stream_kind", &filter.stream_kind)? {
        Source::FewOfKind
    } else if filter.recorded_late {
        Source::Index("events_late")
    } else if filter.actor.is_some() {
        Source::Index("events_by")
    } else if filter.authority.is_some() {
        Source::Concerned
    } else if filter.within.is_some() {
        Source::Places
    } else if filter.event_type.is_some() {
        Source::Index("events_of_type")
    } else {
        Source::Journal
    })
}

fn conditions(filter: &Filter, source: Source, question: &mut Question) {
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
    if let Some(kind) = &filter.stream_kind {
        let kind = question.value(kind.clone());
        question.ask(&format!("e.stream_kind = {kind}"));
        if source == Source::FewOfKind {
            question
                .ask(&format!("e.event_type IN (SELECT event_type FROM types WHERE stream_kind = {kind})"));
        }
    }
    if filter.recorded_late {
        // The literal lets SQLite use the index of what is late.
        question.ask("e.late = 1");
    }
    if let Some(territory) = &filter.within {
        let value = question.value(Plain(territory.clone()));
        question.ask(&if source == Source::Places {
            format!("p.territory = {value}")
        } else {
            format!("EXISTS (SELECT 1 FROM places WHERE territory = {value} AND position = e.position)")
        });
    }
    if let Some(authority) = &filter.authority {
        let value = question.value(Plain(authority.clone()));
        question.ask(&if source == Source::Concerned {
            format!("a.authority = {value}")
        } else {
            format!("EXISTS (SELECT 1 FROM concerned WHERE authority = {value} AND position = e.position)")
        });
    }
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
    let (sql, question) = statement(connection, filter, Window::default(), 10, None)?;
    connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?
        .query_map(question.values().as_slice(), |row| row.get("detail"))?
        .collect()
}
