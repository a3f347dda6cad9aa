//! One call, from its arrival to the handler of its row.

use std::sync::Arc;
use std::time::Duration;

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, RawPathParams, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::caller::Asker;
use super::cursor;
use super::ids::Ids;
use super::moment;
use super::query;
use super::row::{Handler, Row};
use crate::app::App;
use crate::problem::Problem;

/// How long a question waits for the views to come as far as it asks.
const WAIT: Duration = Duration::from_secs(3);
/// Lines of a page, if nothing is said.
const LIMIT: u32 = 50;
/// The most lines of a page.
pub(super) const MOST: u32 = 200;

/// A call that may be answered.
pub(super) struct Call {
    pub(super) app: App,
    pub(super) row: Arc<Row>,
    pub(super) asker: Asker,
    pub(super) ids: Ids,
    /// The position to ask as of.
    pub(super) as_of: Option<u64>,
    /// The most lines.
    pub(super) limit: u32,
    cursor: Option<String>,
    pairs: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    /// What was sent; nothing where nothing is taken.
    pub(super) body: Bytes,
}

/// Answers a call by its row.
pub(super) async fn answer(
    State(app): State<App>,
    row: Arc<Row>,
    run: Handler,
    request: Request,
) -> Response {
    match prepared(app, row, request).await {
        Ok(call) => run(call).await.unwrap_or_else(IntoResponse::into_response),
        Err(problem) => problem.into_response(),
    }
}

async fn prepared(app: App, row: Arc<Row>, mut request: Request) -> Result<Call, Problem> {
    let params = request.extract_parts::<RawPathParams>().await.map_err(|_| Problem::not_found())?;
    let ids = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (parts, body) = request.into_parts();
    let asker = Asker::of(&parts, &app).await?.admitted(row.needs)?;
    if row.is_command() {
        app.limits().account(asker.visitor.signed()?.account.id)?;
    }
    let mut pairs = query::pairs(parts.uri.query().unwrap_or_default())?;
    let mut common = query::Common::taken_from(&mut pairs, &row)?;
    let limit = common.limit.unwrap_or(LIMIT);
    if let Some(position) = common.min_position {
        moment::recorded(&app, position).await?;
        app.engine().views().wait_for(position, WAIT).await?;
    }
    let as_of = match common.as_of.take() {
        Some(text) => {
            let position = moment::position(&app, &text).await?;
            app.engine().views().wait_for(position, WAIT).await?;
            Some(position)
        }
        None => None,
    };
    let headers = parts.headers.clone();
    let body = if row.is_command() { bytes(Request::from_parts(parts, body)).await? } else { Bytes::new() };
    Ok(Call { app, row, asker, ids: Ids(ids), as_of, limit, cursor: common.cursor, pairs, headers, body })
}

/// What was sent.
///
/// # Errors
///
/// 413 for more than this address takes, 400 for a body that breaks off.
async fn bytes(request: Request) -> Result<Bytes, Problem> {
    Bytes::from_request(request, &()).await.map_err(|rejected| match rejected.status() {
        status @ StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(status, "too_large", "this is more than this address takes")
        }
        status => Problem::new(status, "bad_body", "what was sent broke off"),
    })
}

impl Call {
    /// What the query says beyond what all queries can say.
    ///
    /// # Errors
    ///
    /// 400 for a parameter that this address does not have, or that cannot be read.
    pub(super) fn query<Q: DeserializeOwned>(&mut self) -> Result<Q, Problem> {
        query::read(&self.pairs)
    }

    /// Where the page before ended.
    ///
    /// # Errors
    ///
    /// 400 for a cursor of another question, or of nobody's making.
    pub(super) fn after<T: DeserializeOwned>(&self) -> Result<Option<T>, Problem> {
        self.cursor.as_deref().map(|cursor| cursor::open(&self.question(), cursor)).transpose()
    }

    /// The cursor of the page that follows.
    pub(super) fn next<T: Serialize>(&self, end: Option<&T>) -> Option<String> {
        end.map(|end| cursor::seal(&self.question(), end))
    }

    /// What a cursor belongs to: this address with these filters.
    fn question(&self) -> String {
        let mut pairs: Vec<String> =
            self.pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.sort();
        let ids = self.ids.0.iter().map(|(_, id)| id.as_str());
        ids.chain([self.row.name]).map(str::to_owned).chain(pairs).collect::<Vec<_>>().join("\n")
    }

    /// The position up to which what is read now is complete.
    pub(super) fn reached(&self) -> u64 {
        self.as_of.unwrap_or_else(|| self.app.engine().views().reached())
    }

    /// Asks a view.
    ///
    /// # Errors
    ///
    /// If it cannot answer.
    pub(super) async fn read<T, F>(&self, view: &str, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        Ok(self.app.engine().views().read(view, question).await?)
    }

    /// The instant, for what is said of today.
    pub(super) fn now(&self) -> jiff::Timestamp {
        self.app.engine().now()
    }
}
