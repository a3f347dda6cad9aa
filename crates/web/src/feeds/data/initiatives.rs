//! `GET /data/initiatives.csv`, `.ndjson`: the register.

use aggregates::ids::{AuthorityId, InitiativeId, NationalProjectId, ProcedureId, TerritoryId, ThemeId};
use aggregates::initiative::event::Closing;
use aggregates::initiative::fields::{Channel, Kind};
use aggregates::initiative::stage::{Awaited, Stage};
use aggregates::level::Level;
use aggregates::procedure::StageName;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::columns::INITIATIVES;
use super::streamed::{Format, answer};
use crate::app::App;
use crate::open::OpenListed;
use crate::problem::Problem;

/// As CSV (RFC 4180).
pub(in crate::feeds) async fn csv(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    table(app, &headers, Format::Csv).await
}

/// As JSON, an object a line.
pub(in crate::feeds) async fn ndjson(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    table(app, &headers, Format::Ndjson).await
}

async fn table(app: App, headers: &HeaderMap, format: Format) -> Result<Response, Problem> {
    answer(app, headers, &INITIATIVES, format, move |app, listed, _| async move {
        let base = &app.settings().base_url;
        Ok(format.rows(listed.iter().map(|listed| Row::of(base, listed))))
    })
    .await
}

/// A row; [`INITIATIVES`] says what stands where.
#[derive(Serialize)]
pub(super) struct Row<'l> {
    id: InitiativeId,
    url: String,
    title: Option<&'l str>,
    kind: Kind,
    stage: Option<StageName>,
    closed_how: Option<Closing>,
    level: Level,
    authority: Option<&'l AuthorityId>,
    authority_since: Option<Timestamp>,
    awaited: Option<Awaited>,
    territory: &'l TerritoryId,
    territories: String,
    theme: Option<&'l ThemeId>,
    national_project: Option<&'l NationalProjectId>,
    procedure: &'l ProcedureId,
    procedure_version: u32,
    channel: Channel,
    submitted_on: Date,
    published_on: Option<Date>,
    closed_on: Option<Date>,
    text_version: u32,
    overdue: bool,
    supports: u64,
    comments: u64,
    numbers: String,
}

impl<'l> Row<'l> {
    pub(super) fn of(base: &str, listed: &'l OpenListed) -> Self {
        let closed_how = match listed.stage {
            Stage::Closed { how } => Some(how),
            Stage::Unknown
            | Stage::AwaitingRegistration { .. }
            | Stage::AwaitingPublication { .. }
            | Stage::UnderReview { .. }
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::Refused { .. }
            | Stage::UnderAppeal { .. }
            | Stage::InExecution
            | Stage::Completed
            | Stage::Reported => None,
        };
        let territories: Vec<_> = listed.path.iter().map(TerritoryId::as_str).collect();
        let numbers = listed.numbers.iter().map(|given| format!("{}={}", given.authority, given.number));
        Self {
            id: listed.id,
            url: format!("{base}/ru/initiatives/{}", listed.id),
            title: listed.title.as_deref(),
            kind: listed.kind,
            stage: listed.stage.name(),
            closed_how,
            level: listed.level,
            authority: listed.custody.as_ref(),
            authority_since: listed.custody_since,
            awaited: listed.awaited,
            territory: &listed.home,
            territories: territories.join(" "),
            theme: listed.theme.as_ref(),
            national_project: listed.national_project.as_ref(),
            procedure: &listed.procedure.id,
            procedure_version: listed.procedure.version,
            channel: listed.channel,
            submitted_on: listed.submitted_on,
            published_on: listed.published_on,
            closed_on: listed.closed_on,
            text_version: listed.text_version,
            overdue: listed.overdue,
            supports: listed.supports,
            comments: listed.comments,
            numbers: numbers.collect::<Vec<_>>().join(";"),
        }
    }
}
