//! Where the lines that are asked for are found: by an index, or in a list of positions.

use jiff::Timestamp;
#[cfg(test)]
use rusqlite::types::ToSql;
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::{Value, json};

use super::list::{Actor, Filter, Order, Window};
use super::row::{COLUMNS, Line, read};
use super::{CONCERNED, OF_KIND, OF_TYPE, PLACES};
use crate::postings::Postings;
use crate::question::Question;
use crate::stored::{FOREVER, Json, Moment, Plain, instant, signed};

/// Up to so many events of a sort are looked up by their sort rather than by place
/// or authority.
const FEW: i64 = 20_000;

/// Positions of a list that are looked at in one question.
const MOST_AT_ONCE: usize = 4_096;

/// At most so many lines, without the texts that their keys stand for.
pub(super) fn find(
    connection: &Connection,
    filter: &Filter,
    window: Window,
    wanted: usize,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Line>> {
    let bounds = bounds(connection, filter, window, as_of)?;
    match source(connection, filter)? {
        Source::Listed(postings, subject) => {
            listed(connection, filter, window, (postings, &subject), bounds, wanted)
        }
        Source::Table(indexed) => {
            let (sql, question) = statement(filter, indexed, window, bounds, wanted);
            lines(connection, &sql, &question)
        }
    }
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
    indexed: &str,
    window: Window,
    (low, high): (i64, i64),
    wanted: usize,
) -> (String, Question) {
    let mut question = Question::default();
    question.ask_for("e.position >=", low);
    question.ask_for("e.position <=", high);
    conditions(filter, None, &mut question);
    let wanted = question.value(signed(wanted as u64));
    let direction = match window.order {
        Order::NewestFirst => "DESC",
        Order::OldestFirst => "ASC",
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM events e {indexed} LEFT JOIN cases c ON c.created = e.about WHERE {}
         ORDER BY e.position {direction} LIMIT {wanted}",
        question.conditions(),
    );
    (sql, question)
}

/// The same for these positions, in the order in which they are given.
fn statement_of(filter: &Filter, postings: Postings, positions: &[i64], wanted: usize) -> (String, Question) {
    let mut question = Question::default();
    let given = question.value(Json(positions.to_vec()));
    question.ask("e.position = p.value");
    conditions(filter, Some(postings), &mut question);
    let wanted = question.value(signed(wanted as u64));
    // A cross join is done from left to right.
    let sql = format!(
        "SELECT {COLUMNS} FROM json_each({given}) p CROSS JOIN events e
         LEFT JOIN cases c ON c.created = e.about WHERE {} LIMIT {wanted}",
        question.conditions(),
    );
    (sql, question)
}

/// Where lines are found, in the order of positions.
enum Source {
    /// In the table, by this index or none.
    Table(&'static str),
    /// What stands under this subject.
    Listed(Postings, String),
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
        Source::Table("INDEXED BY events_of_stream")
    } else if filter.initiative.is_some() {
        Source::Table("INDEXED BY events_about")
    } else if let Some(event_type) = few("event_type", &filter.event_type)? {
        Source::Listed(OF_TYPE, event_type)
    } else if let Some(kind) = few("stream_kind", &filter.stream_kind)? {
        Source::Listed(OF_KIND, kind)
    } else if filter.recorded_late {
        Source::Table("INDEXED BY events_late")
    } else if filter.actor.is_some() {
        Source::Table("INDEXED BY events_by")
    } else if let Some(authority) = &filter.authority {
        Source::Listed(CONCERNED, authority.to_string())
    } else if let Some(territory) = &filter.within {
        Source::Listed(PLACES, territory.to_string())
    } else if let Some(event_type) = &filter.event_type {
        Source::Listed(OF_TYPE, event_type.clone())
    } else if let Some(kind) = &filter.stream_kind {
        Source::Listed(OF_KIND, kind.clone())
    } else {
        Source::Table("NOT INDEXED")
    })
}

/// What has to hold, besides what holds of all in `list`.
fn conditions(filter: &Filter, list: Option<Postings>, question: &mut Question) {
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
    if let Some(initiative) = filter.initiative {
        let initiative = question.value(Plain(initiative));
        question.ask(&format!("e.about = (SELECT created FROM cases WHERE initiative = {initiative})"));
    }
    question.ask_if("e.stream_kind =", filter.stream_kind.clone());
    if filter.recorded_late {
        // The literal lets SQLite use the index of what is late.
        question.ask("e.late = 1");
    }
    if let Some(authority) = &filter.authority
        && list != Some(CONCERNED)
    {
        let (whom, among) = (question.value(Plain(authority.clone())), question.value(quoted(authority)));
        question.ask(&format!("({whom} IN (e.authority, e.custody) OR instr(e.others, {among}))"));
    }
    if let Some(territory) = &filter.within
        && list != Some(PLACES)
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
    match source(connection, filter)? {
        Source::Listed(postings, subject) => {
            let mut plan = explained(&postings.reading(true), &[&subject, &0, &9])?;
            let (sql, question) = statement_of(filter, postings, &[1, 2], 10);
            plan.extend(explained(&sql, &question.values())?);
            Ok(plan)
        }
        Source::Table(indexed) => {
            let (sql, question) = statement(filter, indexed, Window::default(), (0, 9), 10);
            explained(&sql, &question.values())
        }
    }
}
