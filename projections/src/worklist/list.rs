//! Reading a worklist.

use aggregates::ids::{AuthorityId, OfficialId, TerritoryId, ThemeId};
use aggregates::initiative::fields::Kind;
use aggregates::initiative::obligation::Standing;
use aggregates::initiative::stage::{Awaited, Stage};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::obligations::Owed;
use crate::stored::{FOREVER, Plain, instant, json, plain, plain_or_none, word, word_or_none};

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
    let values = params![Plain(authority), instant(as_of), limit];
    let [own, of_authors] = statements(as_of.is_some());
    let tasks = |sql: &str| -> rusqlite::Result<Vec<Task>> {
        connection.prepare_cached(sql)?.query_map(values, read)?.collect()
    };
    let (own, awaiting_author) = (tasks(&own)?, tasks(&of_authors)?);
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

/// What reads its own tasks, and those of authors; with `then` not as they are now.
pub(super) fn statements(then: bool) -> [String; 2] {
    const OPEN: &str = "standing IN ('running', 'paused', 'missed')";
    let (owed, case) = if then {
        (
            "o.from_position <= ?2 AND o.to_position > ?2".to_owned(),
            "c.from_position <= ?2 AND c.to_position > ?2".to_owned(),
        )
    } else {
        (format!("?2 > 0 AND o.to_position = {FOREVER}"), format!("c.to_position = {FOREVER}"))
    };
    // The literal lets SQLite use the indexes of what is true now. Left to itself it takes another
    // and sorts all that was ever owed. Both indexes are in the order of tasks. What was true then
    // is found in its index alone: the rows of all that was over by then are not looked at.
    let tasks = if then {
        format!(
            "(SELECT initiative AS found, nth AS place, from_position AS since
              FROM obligations INDEXED BY owed_then
              WHERE authority = ?1 AND from_position <= ?2 AND to_position > ?2 AND {OPEN}
              ORDER BY due, initiative, nth LIMIT ?3) CROSS JOIN obligations o
             ON o.initiative = found AND o.nth = place AND o.from_position = since"
        )
    } else {
        "obligations o INDEXED BY owed_now".to_owned()
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
