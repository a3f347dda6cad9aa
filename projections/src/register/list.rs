//! Reading the register: filters, pages, as of any position.

use aggregates::ids::{
    AuthorityId, InitiativeId, NationalProjectId, OfficialId, ParticipantId, ProcedureId, TerritoryId,
    ThemeId,
};
use aggregates::initiative::fields::{Channel, Kind, Origin, ProcedureRef};
use aggregates::initiative::stage::{Awaited, Stage};
use aggregates::level::Level;
use aggregates::procedure::StageName;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::question::Question;
use crate::stored::{
    FOREVER, Json, Moment, Plain, Word, instant, json, json_or_none, moment, plain, plain_or_none, signed,
    word, word_or_none,
};
use crate::totals;

/// Which initiatives are asked for; everything that is given has to hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this stage.
    pub stage: Option<StageName>,
    /// At this level.
    pub level: Option<Level>,
    /// With this authority.
    pub custody: Option<AuthorityId>,
    /// Whose home is this territory or part of it.
    pub within: Option<TerritoryId>,
    /// Of this theme.
    pub theme: Option<ThemeId>,
    /// Of this national project.
    pub national_project: Option<NationalProjectId>,
    /// Asking for this.
    pub kind: Option<Kind>,
    /// Under this procedure.
    pub procedure: Option<ProcedureId>,
    /// By this author.
    pub author: Option<ParticipantId>,
    /// With this co-initiator. The one who took the author's place is no longer one.
    pub co_initiator: Option<ParticipantId>,
    /// On which this official works.
    pub assigned: Option<OfficialId>,
    /// One of these. What nobody submitted is passed over; none of an empty list.
    pub among: Option<Vec<InitiativeId>>,
    /// Under a procedure whose texts are, or are not, public at all.
    pub procedure_public: Option<bool>,
    /// That came on this day or later.
    pub submitted_from: Option<Date>,
    /// That came on this day or earlier.
    pub submitted_until: Option<Date>,
    /// That the public may read since this day or later.
    pub published_from: Option<Date>,
    /// That the public may read since this day or earlier.
    pub published_until: Option<Date>,
    /// With, or without, a missed term that is still owed.
    pub overdue: Option<bool>,
    /// Whose text the public may read.
    pub published: Option<bool>,
    /// With this number, as an authority wrote it.
    pub number: Option<String>,
}

/// A number that an authority gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Whose register.
    pub authority: AuthorityId,
    /// The year.
    pub year: i16,
    /// 1, 2, 3 … in that year.
    pub ordinal: u32,
    /// As the authority writes it.
    pub number: String,
}

/// An initiative as the register lists it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Which.
    pub id: InitiativeId,
    /// The position of its first event: the order of the register, and the cursor.
    pub created: u64,
    /// Its title, while it can be read. Not for the public before it is published.
    pub title: Option<String>,
    /// What is asked for.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// The level of whoever has it, or had it last.
    pub level: Level,
    /// Who has it; nobody once closed.
    pub custody: Option<AuthorityId>,
    /// Since when.
    pub custody_since: Option<Timestamp>,
    /// Who has to act next.
    pub awaited: Option<Awaited>,
    /// The territory it is about.
    pub home: TerritoryId,
    /// Home and its ancestors.
    pub path: Vec<TerritoryId>,
    /// Its theme, once registered.
    pub theme: Option<ThemeId>,
    /// The national project it belongs to.
    pub national_project: Option<NationalProjectId>,
    /// The procedure pinned to it.
    pub procedure: ProcedureRef,
    /// Whether texts and supports of that procedure are public at all.
    pub public: bool,
    /// Who proposes; nobody after he stepped down.
    pub author: Option<ParticipantId>,
    /// Who works on it.
    pub assigned: Option<OfficialId>,
    /// How it came.
    pub channel: Channel,
    /// The day it came.
    pub submitted_on: Date,
    /// When that was recorded.
    pub submitted_at: Timestamp,
    /// 0 until published, then the version that the public reads.
    pub text_version: u32,
    /// Since when the public may read it.
    pub published_on: Option<Date>,
    /// When it ended.
    pub closed_on: Option<Date>,
    /// Whether somebody still owes a term that was missed.
    pub overdue: bool,
    /// People who stand behind it, whatever the version of the text.
    pub supports: u64,
    /// Comments that can be read.
    pub comments: u64,
    /// The numbers given to it, oldest first.
    pub numbers: Vec<Number>,
    /// What an imported source claimed.
    pub origin: Option<Origin>,
    /// The case this one was split off from.
    pub linked_from: Option<InitiativeId>,
}

/// A page of the register, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The lines.
    pub items: Vec<Listed>,
    /// The cursor of the next page, if there is more.
    pub next: Option<u64>,
}

const SELECT: &str = "
    SELECT i.*, s.*, (SELECT text FROM texts WHERE key = s.title) AS readable_title
    FROM states s JOIN initiatives i ON i.created = s.created";

/// The initiatives that `filter` asks for, newest first, from the cursor of the page
/// before, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn list(
    connection: &Connection,
    filter: &Filter,
    cursor: Option<u64>,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Page> {
    let mut question = beginning(cursor, as_of);
    conditions(filter, instant(as_of), &mut question);
    page(connection, question, limit, as_of)
}

/// The initiatives that somebody proposed, alone or as co-initiator, as they stand
/// now: newest first, from the cursor of the page before, at most `limit`.
///
/// # Errors
///
/// If the view cannot be read.
pub fn by_author_or_co_initiator(
    connection: &Connection,
    participant: ParticipantId,
    cursor: Option<u64>,
    limit: u32,
) -> rusqlite::Result<Page> {
    let mut question = beginning(cursor, None);
    let (who, now) = (question.value(Plain(participant)), question.value(instant(None)));
    question.ask(&format!(
        "s.created IN (
             SELECT created FROM states WHERE author = {who} AND to_position = {FOREVER} UNION {})",
        joined(&who, &now)
    ));
    page(connection, question, limit, None)
}

/// The lines that are true then, after the cursor.
fn beginning(cursor: Option<u64>, as_of: Option<u64>) -> Question {
    let mut question = Question::default();
    if as_of.is_none() {
        // The literal lets SQLite use the indexes of what is true now.
        question.ask(&format!("s.to_position = {FOREVER}"));
    } else {
        question.ask_for("s.from_position <=", instant(as_of));
        question.ask_for("s.to_position >", instant(as_of));
    }
    // What came later is not to be read through.
    let after = cursor.map_or(FOREVER, signed).min(instant(as_of).saturating_add(1));
    question.ask_for("s.created <", after);
    question
}

/// Where somebody is a co-initiator at a position; both are parameters.
fn joined(participant: &str, at: &str) -> String {
    format!(
        "SELECT created FROM co_initiators
         WHERE participant = {participant} AND from_position <= {at} AND to_position > {at}"
    )
}

fn conditions(filter: &Filter, at: i64, question: &mut Question) {
    question.ask_if("s.stage =", filter.stage.map(Word));
    question.ask_if("s.level =", filter.level.map(Word));
    question.ask_if("s.custody =", filter.custody.clone().map(Plain));
    question.ask_if("s.theme =", filter.theme.clone().map(Plain));
    question.ask_if("s.national_project =", filter.national_project.clone().map(Plain));
    question.ask_if("s.kind =", filter.kind.map(Word));
    question.ask_if("i.procedure =", filter.procedure.clone().map(Plain));
    question.ask_if("s.author =", filter.author.map(Plain));
    question.ask_if("s.assigned =", filter.assigned.map(Plain));
    question.ask_if("i.public =", filter.procedure_public);
    question.ask_if("i.submitted_on >=", filter.submitted_from.map(Plain));
    question.ask_if("i.submitted_on <=", filter.submitted_until.map(Plain));
    question.ask_if("s.published_on >=", filter.published_from.map(Plain));
    question.ask_if("s.published_on <=", filter.published_until.map(Plain));
    question.ask_if("(s.open_misses > 0) =", filter.overdue);
    question.ask_if("(s.text_version > 0) =", filter.published);
    if let Some(territory) = &filter.within {
        let value = question.value(Plain(territory.clone()));
        question.ask(&format!(
            "EXISTS (SELECT 1 FROM places p WHERE p.territory = {value} AND p.created = s.created)"
        ));
    }
    if let Some(participant) = filter.co_initiator {
        let (participant, at) = (question.value(Plain(participant)), question.value(at));
        question.ask(&format!("s.created IN ({})", joined(&participant, &at)));
    }
    if let Some(among) = &filter.among {
        let ids = question.value(Json(among.clone()));
        question.ask(&format!(
            "s.created IN (SELECT o.created FROM json_each({ids}) JOIN initiatives o ON o.id = value)"
        ));
    }
    if let Some(number) = &filter.number {
        let (number, at) = (question.value(number.clone()), question.value(at));
        question.ask(&format!(
            "s.created IN (SELECT n.created FROM numbers n WHERE n.number = {number} AND n.position <= {at})"
        ));
    }
}

fn page(
    connection: &Connection,
    mut question: Question,
    limit: u32,
    as_of: Option<u64>,
) -> rusqlite::Result<Page> {
    let limit_value = question.value(i64::from(limit) + 1);
    let sql = format!("{SELECT} WHERE {} ORDER BY s.created DESC LIMIT {limit_value}", question.conditions());
    let mut items = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for item in &mut items {
        complete(connection, item, as_of)?;
    }
    let next = items.last().filter(|_| more).map(|last| last.created);
    Ok(Page { items, next })
}

/// Published initiatives that are not over, those with most supporters first, at most
/// `limit`; of one territory and what is part of it, if one is given.
///
/// # Errors
///
/// If the view cannot be read.
pub fn most_supported(
    connection: &Connection,
    within: Option<&TerritoryId>,
    limit: u32,
) -> rusqlite::Result<Vec<Listed>> {
    let mut question = Question::default();
    question.ask("n.measure = 'supports' AND n.count > 0");
    question.ask("i.public AND s.text_version > 0 AND s.stage <> 'closed'");
    if let Some(territory) = within {
        let value = question.value(Plain(territory.clone()));
        question.ask(&format!(
            "EXISTS (SELECT 1 FROM places p WHERE p.territory = {value} AND p.created = s.created)"
        ));
    }
    let limit_value = question.value(limit);
    let sql = format!(
        "SELECT i.*, s.*, (SELECT text FROM texts WHERE key = s.title) AS readable_title
         FROM series n CROSS JOIN initiatives i ON i.id = n.subject
             CROSS JOIN states s ON s.created = i.created AND s.to_position = {FOREVER}
         WHERE {} ORDER BY n.count DESC LIMIT {limit_value}",
        question.conditions()
    );
    let mut items = connection
        .prepare_cached(&sql)?
        .query_map(question.values().as_slice(), read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for item in &mut items {
        complete(connection, item, None)?;
    }
    Ok(items)
}

/// How many initiatives of a territory and of what is part of it belong to each national
/// project, as they stand now; most first.
///
/// # Errors
///
/// If the view cannot be read.
pub fn by_national_project(
    connection: &Connection,
    within: &TerritoryId,
) -> rusqlite::Result<Vec<(NationalProjectId, u64)>> {
    connection
        .prepare_cached(&format!(
            "SELECT s.national_project, count(*) AS initiatives
             FROM states s INDEXED BY states_by_project
             WHERE s.to_position = {FOREVER} AND s.national_project IS NOT NULL
                 AND EXISTS (SELECT 1 FROM places p WHERE p.territory = ?1 AND p.created = s.created)
             GROUP BY s.national_project ORDER BY initiatives DESC, s.national_project"
        ))?
        .query_map([Plain(within)], |row| Ok((plain(row, "national_project")?, row.get("initiatives")?)))?
        .collect()
}

/// One initiative.
///
/// # Errors
///
/// If the view cannot be read.
pub fn find(
    connection: &Connection,
    id: InitiativeId,
    as_of: Option<u64>,
) -> rusqlite::Result<Option<Listed>> {
    let found = connection
        .prepare_cached(&format!(
            "{SELECT} WHERE i.id = ?1 AND s.from_position <= ?2 AND s.to_position > ?2"
        ))?
        .query_row(params![Plain(id), instant(as_of)], read)
        .optional()?;
    let Some(mut found) = found else { return Ok(None) };
    complete(connection, &mut found, as_of)?;
    Ok(Some(found))
}

/// The initiative that was imported from a source's record.
///
/// # Errors
///
/// If the view cannot be read.
pub fn by_origin(connection: &Connection, source: &str, id: &str) -> rusqlite::Result<Option<InitiativeId>> {
    connection
        .prepare_cached("SELECT id FROM initiatives WHERE origin_source = ?1 AND origin_id = ?2")?
        .query_row([source, id], |row| plain(row, "id"))
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let open_misses: u32 = row.get("open_misses")?;
    Ok(Listed {
        id: plain(row, "id")?,
        created: row.get("created")?,
        title: row.get("readable_title")?,
        kind: word(row, "kind")?,
        stage: json::<Option<Stage>>(row, "stage_whole")?.unwrap_or_default(),
        level: word(row, "level")?,
        custody: plain_or_none(row, "custody")?,
        custody_since: row.get::<_, Option<Moment>>("custody_since")?.map(|Moment(at)| at),
        awaited: word_or_none(row, "awaited")?,
        home: plain(row, "home")?,
        path: json(row, "path")?,
        theme: plain_or_none(row, "theme")?,
        national_project: plain_or_none(row, "national_project")?,
        procedure: ProcedureRef { id: plain(row, "procedure")?, version: row.get("procedure_version")? },
        public: row.get("public")?,
        author: plain_or_none(row, "author")?,
        assigned: plain_or_none(row, "assigned")?,
        channel: word(row, "channel")?,
        submitted_on: plain(row, "submitted_on")?,
        submitted_at: moment(row, "submitted_at")?,
        text_version: row.get("text_version")?,
        published_on: plain_or_none(row, "published_on")?,
        closed_on: plain_or_none(row, "closed_on")?,
        overdue: open_misses > 0,
        supports: 0,
        comments: 0,
        numbers: Vec::new(),
        origin: json_or_none(row, "origin")?,
        linked_from: plain_or_none(row, "linked_from")?,
    })
}

/// What stands in other tables.
fn complete(connection: &Connection, item: &mut Listed, as_of: Option<u64>) -> rusqlite::Result<()> {
    for (measure, count) in totals::of_part(connection, &item.id.to_string(), "", as_of)? {
        let count = u64::try_from(count).unwrap_or(0);
        match measure.as_str() {
            "supports" => item.supports = count,
            "comments" => item.comments = count,
            other => debug_assert!(false, "{other} is not counted"),
        }
    }
    item.numbers = connection
        .prepare_cached(
            // Registered again, it keeps its old number there.
            "SELECT authority, year, ordinal, number FROM numbers WHERE created = ?1 AND position <= ?2
             GROUP BY authority, year, ordinal ORDER BY min(position)",
        )?
        .query_map(params![signed(item.created), instant(as_of)], |row| {
            Ok(Number {
                authority: plain(row, "authority")?,
                year: row.get("year")?,
                ordinal: row.get("ordinal")?,
                number: row.get("number")?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(())
}
