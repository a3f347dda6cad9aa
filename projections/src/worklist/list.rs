//! Reading a worklist.

use aggregates::ids::{AuthorityId, OfficialId, TerritoryId, ThemeId};
use aggregates::initiative::fields::Kind;
use aggregates::initiative::obligation::Standing;
use aggregates::initiative::stage::{Awaited, Stage};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::interval::nodes_over;
use crate::obligations::Owed;
use crate::stored::{FOREVER, Json, Plain, instant, json, plain, plain_or_none, word, word_or_none};

/// Something to be done, with the case it belongs to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Task {
    /// What is owed, by whom, until when.
    #[serde(flatten)]
    pub owed: Owed,
    /// The initiative's title, while it can be read.
    pub title: Option<String>,
    /// Its number at this authority, once registered there.
    pub number: Option<String>,
    /// What is asked for.
    pub initiative_kind: Kind,
    /// Its theme.
    pub theme: Option<ThemeId>,
    /// The territory it is about.
    pub home: TerritoryId,
    /// Where it stands.
    pub stage: Stage,
    /// Who has it; nobody once closed.
    pub custody: Option<AuthorityId>,
    /// Who has to act next.
    pub awaited: Option<Awaited>,
    /// Who works on it.
    pub assigned: Option<OfficialId>,
}

/// The worklist of one authority; every part by due date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Work {
    /// Whose.
    pub authority: AuthorityId,
    /// What runs, or stands still while the author is awaited.
    pub due: Vec<Task>,
    /// What it missed in cases that it still has.
    pub missed: Vec<Task>,
    /// What it missed in cases that have left it: silence never ends a duty.
    pub debts: Vec<Task>,
    /// What authors of its cases are awaited for.
    pub awaiting_author: Vec<Task>,
}

const SELECT: &str = "
    SELECT o.*, c.kind AS initiative_kind, c.theme, c.home, c.stage, c.custody, c.awaited, c.assigned,
        (SELECT text FROM texts WHERE key = c.title) AS readable_title,
        (SELECT number FROM numbers n WHERE n.initiative = o.initiative AND n.authority = ?1 AND n.position <= ?2
         ORDER BY n.position DESC LIMIT 1) AS number";

/// The worklist of an authority: at most `limit` tasks of its own, those due first,
/// and as many of authors.
///
/// # Errors
///
/// If the view cannot be read.
pub fn worklist(
    connection: &Connection,
    authority: &AuthorityId,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Work> {
    let [own, of_authors] = statements(as_of.is_some());
    let tasks = |sql: &str, values: &[&dyn ToSql]| -> rusqlite::Result<Vec<Task>> {
        connection.prepare_cached(sql)?.query_map(values, read)?.collect()
    };
    let (whose, position) = (Plain(authority), instant(as_of));
    let own = match as_of {
        None => tasks(&own, params![whose, position, limit])?,
        Some(then) => {
            let keys = Json(owed_then(connection, authority, then, limit)?);
            tasks(&own, params![whose, position, limit, keys])?
        }
    };
    let awaiting_author = tasks(&of_authors, params![whose, position, limit])?;
    let mut work = Work {
        authority: authority.clone(),
        due: Vec::new(),
        missed: Vec::new(),
        debts: Vec::new(),
        awaiting_author,
    };
    for task in own {
        let still_has_it = task.custody.as_ref() == Some(authority);
        if task.owed.standing != Standing::Missed {
            work.due.push(task);
        } else if still_has_it {
            work.missed.push(task);
        } else {
            work.debts.push(task);
        }
    }
    Ok(work)
}

const OPEN: &str = "standing IN ('running', 'paused', 'missed')";

/// The keys of the tasks that were open at a position, those due first.
fn owed_then(
    connection: &Connection,
    authority: &AuthorityId,
    position: u64,
    limit: u32,
) -> rusqlite::Result<Vec<Key>> {
    let head: i64 = connection.query_row("SELECT position FROM meta", [], |row| row.get(0))?;
    let position = instant(Some(position)).min(head);
    let [still, over] = keys();
    let mut found = Vec::new();
    let mut look = |sql: &str, values: &[&dyn ToSql]| -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(sql)?;
        let key = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        for key in statement.query_map(values, key)? {
            found.push(key?);
        }
        Ok(())
    };
    let whose = Plain(authority);
    look(&still, params![whose, position, limit])?;
    for node in nodes_over(position, head) {
        look(&over, params![whose, position, limit, node])?;
    }
    found.sort_unstable();
    found.truncate(limit as usize);
    Ok(found)
}

/// When it is due, the initiative, the number there, and from which position on it was so: in the
/// order of tasks.
type Key = (String, String, i64, i64);

/// What finds the keys of tasks that are open still, and of those at a node that are no longer.
pub(super) fn keys() -> [String; 2] {
    let key = "SELECT due, initiative, nth, from_position FROM obligations";
    let order = "ORDER BY due, initiative, nth LIMIT ?3";
    [
        format!(
            "{key} INDEXED BY owed_now
             WHERE authority = ?1 AND from_position <= ?2 AND to_position = {FOREVER} AND {OPEN} {order}"
        ),
        format!(
            "{key} INDEXED BY owed_then
             WHERE node = ?4 AND authority = ?1 AND from_position <= ?2 AND to_position > ?2 AND {OPEN} {order}"
        ),
    ]
}

/// What reads its own tasks, and those of authors; with `then` not as they are now.
pub(super) fn statements(then: bool) -> [String; 2] {
    let (owed, case) = if then {
        (
            "o.from_position <= ?2 AND o.to_position > ?2".to_owned(),
            "c.from_position <= ?2 AND c.to_position > ?2".to_owned(),
        )
    } else {
        (format!("?2 > 0 AND o.to_position = {FOREVER}"), format!("c.to_position = {FOREVER}"))
    };
    // The literal lets SQLite use the index of what is true now, which is in the order of tasks.
    // Left to itself it takes another and sorts all that was ever owed. A cross join is done from
    // left to right.
    let tasks = if then {
        "json_each(?4) k CROSS JOIN obligations o
             ON o.initiative = k.value ->> 1 AND o.nth = k.value ->> 2 AND o.from_position = k.value ->> 3"
    } else {
        "obligations o INDEXED BY owed_now"
    };
    let own = format!(
        "{SELECT} FROM {tasks} JOIN cases c ON c.initiative = o.initiative
         WHERE o.authority = ?1 AND {owed} AND {case} AND o.{OPEN}
         ORDER BY o.due, o.initiative, o.nth LIMIT ?3"
    );
    let of_authors = format!(
        "{SELECT} FROM obligations o JOIN cases c ON c.initiative = o.initiative
         WHERE c.custody = ?1 AND {owed} AND {case}
           AND c.awaited = 'author' AND o.author AND o.standing = 'running'
         ORDER BY o.due, o.initiative, o.nth LIMIT ?3"
    );
    [own, of_authors]
}

fn read(row: &Row<'_>) -> rusqlite::Result<Task> {
    Ok(Task {
        owed: Owed::read(row)?,
        title: row.get("readable_title")?,
        number: row.get("number")?,
        initiative_kind: word(row, "initiative_kind")?,
        theme: plain_or_none(row, "theme")?,
        home: plain(row, "home")?,
        stage: json(row, "stage")?,
        custody: plain_or_none(row, "custody")?,
        awaited: word_or_none(row, "awaited")?,
        assigned: plain_or_none(row, "assigned")?,
    })
}
