//! `GET /data/supports-per-day.csv`, `.ndjson`: how supports grew.

use aggregates::ids::{InitiativeId, TerritoryId};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use super::columns::SUPPORTS;
use super::streamed::{Format, answer};
use crate::app::App;
use crate::open::reading::{self, SupportDay};
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
    answer(app, headers, &SUPPORTS, format, move |app, listed, as_of| async move {
        let days = reading::support_days(app.engine().views(), &listed, as_of).await?;
        Ok(format.rows(days.iter().map(Row::of)))
    })
    .await
}

/// A row; [`SUPPORTS`] says what stands where.
#[derive(Serialize)]
pub(super) struct Row<'d> {
    initiative: InitiativeId,
    version: u32,
    territory: &'d TerritoryId,
    day: Date,
    change: i64,
    count: i64,
}

impl<'d> Row<'d> {
    pub(super) fn of(day: &'d SupportDay) -> Self {
        Self {
            initiative: day.initiative,
            version: day.version,
            territory: &day.territory,
            day: day.day,
            change: day.change,
            count: day.count,
        }
    }
}
