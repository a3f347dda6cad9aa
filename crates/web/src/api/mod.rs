//! The API for programs: `/api/v1`.
//!
//! | place | what stands there |
//! | --- | --- |
//! | `table/`, `row` | every address once, and what is said of it: router and document are made of it |
//! | `caller`, `call` | who calls; one call, from its arrival to the handler of its row |
//! | `command`, `bodies/` | commands: what they hold, and the receipt |
//! | `reads/`, `query`, `moment`, `cursor`, `answer` | questions to the views |
//! | `attachments`, `openings` | files; what is sealed of a case |
//! | `shape/`, `openapi`, `docs` | how things look in JSON; the document; the page that shows it |
//!
//! No cookie is read here, and nothing is decided: what a visitor may see `open` says,
//! and what anybody may do the aggregates say.

mod answer;
mod attachments;
mod bodies;
mod call;
mod caller;
mod command;
mod cursor;
mod docs;
mod ids;
mod moment;
mod openapi;
mod openings;
mod problems;
mod query;
mod reads;
mod row;
mod shape;
mod table;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::map_response;
use axum::routing::{MethodFilter, any, get, on};
use vault::MAX_ATTACHMENT;

use crate::app::App;
use row::Sent;

pub(crate) fn routes() -> Router<App> {
    let mut router = Router::new();
    for row in table::all() {
        let method = if row.is_command() { MethodFilter::POST } else { MethodFilter::GET };
        let (path, files) = (row.path, matches!(row.sent, Sent::File));
        let Some(run) = row.run.clone() else { continue };
        let row = Arc::new(row);
        let handler = move |State(app): State<App>, request: Request| {
            call::answer(State(app), Arc::clone(&row), Arc::clone(&run), request)
        };
        let mut route = on(method, handler);
        if files {
            // One byte more than the vault takes: it says why not.
            route = route.layer(DefaultBodyLimit::max(MAX_ATTACHMENT + 1));
        }
        router = router.route(path, route);
    }
    router
        .route("/openapi.json", get(docs::document))
        .route("/api/docs", get(docs::to_page))
        .route("/api/docs/", get(docs::page))
        .route("/api/docs/{file}", get(docs::file))
        .route("/api", any(problems::nothing_here))
        .route("/api/{*rest}", any(problems::nothing_here))
        .method_not_allowed_fallback(problems::not_that_way)
        .layer(map_response(problems::challenged))
}

/// Every address of the API: method and pattern.
pub(crate) fn addresses() -> impl Iterator<Item = (String, &'static str)> {
    table::all().into_iter().map(|row| (row.method.to_string(), row.path))
}
