//! Feeds and open data: what others read without asking a person.
//!
//! | address | what it is |
//! | --- | --- |
//! | `/feeds/….atom` | news of initiatives, and the register of misses |
//! | `/feeds/….ics` | hearings |
//! | `/live/…` | events as they happen, over SSE |
//! | `/api/v1/changes` | every event from the first, a line each |
//! | `/data/…` | whole tables, with their schemas |
//! | `webhooks/` | the same events, sent to whoever was registered |
//!
//! Invariant: nothing in this folder sees a row of a view. What it shows it got from
//! `open::reading`, as types that cannot hold what is not the public's.

mod answer;
mod atom;
mod changes;
mod data;
mod hearings;
mod live;
pub(crate) mod webhooks;

use aggregates::ids::BadId;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::problem::Problem;
use crate::words::Lang;

pub(crate) use live::Live;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/feeds/initiatives.atom", get(atom::news::of_all))
        .route("/feeds/initiatives/{file}", get(atom::news::of_initiative))
        .route("/feeds/territories/{file}", get(atom::news::of_territory))
        .route("/feeds/authorities/{file}", get(atom::news::of_authority))
        .route("/feeds/misses.atom", get(atom::misses::show))
        .route("/feeds/hearings.ics", get(hearings::of_all))
        .route("/feeds/territories/{code}/hearings.ics", get(hearings::of_territory))
        .route("/live/events", get(live::events::listen))
        .route("/live/initiatives/{id}", get(live::changed::of_initiative))
        .route("/live/worklist", get(live::changed::of_worklist))
        .route("/api/v1/changes", get(changes::read))
        .route("/data/initiatives.csv", get(data::initiatives::csv))
        .route("/data/initiatives.ndjson", get(data::initiatives::ndjson))
        .route("/data/supports-per-day.csv", get(data::supports::csv))
        .route("/data/supports-per-day.ndjson", get(data::supports::ndjson))
        .route("/data/initiatives.schema.json", get(data::schema::of_initiatives))
        .route("/data/supports-per-day.schema.json", get(data::schema::of_supports))
        .route("/data/initiatives.csv-metadata.json", get(data::schema::of_initiatives_csv))
        .route("/data/supports-per-day.csv-metadata.json", get(data::schema::of_supports_csv))
}

/// What stands in the address of a feed after the question mark.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// `ru`, if not said, or `en`.
    #[serde(default)]
    lang: Option<String>,
    /// Where a page of a feed begins: only what is before this position.
    #[serde(default)]
    before: Option<u64>,
}

impl Question {
    fn lang(&self) -> Result<Lang, Problem> {
        match self.lang.as_deref() {
            None => Ok(Lang::default()),
            Some(asked) => Lang::ALL
                .into_iter()
                .find(|lang| lang.as_str() == asked)
                .ok_or_else(|| Problem::bad("bad_language", "feeds speak ru and en")),
        }
    }
}

/// The code in the name of a file: `71826000.atom` → 71826000.
fn code_in<T: std::str::FromStr<Err = BadId>>(file: &str, ending: &str) -> Result<T, Problem> {
    let code = file.strip_suffix(ending).ok_or_else(Problem::not_found)?;
    code.parse().map_err(|_| Problem::not_found())
}
