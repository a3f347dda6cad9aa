//! What happens, told while it happens (Server-Sent Events).
//!
//! One task reads what is new from the view, once, whoever listens; each listener takes
//! from it what concerns him. A listener that was away, or too slow, reads on from where he
//! was: nothing is skipped.

mod broadcast;
pub(super) mod changed;
pub(super) mod events;
mod pace;

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;

use crate::problem::Problem;

pub(crate) use broadcast::Live;

/// How often a silent stream shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The position after which a client that lost its connection wants to go on.
fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let position = value.to_str().ok().and_then(|value| value.parse().ok());
    position.map(Some).ok_or_else(|| Problem::bad("bad_cursor", "Last-Event-ID is a position: a number"))
}

fn answer<S>(stream: S) -> Response
where
    S: Stream<Item = Result<Event, engine::ViewError>> + Send + 'static,
{
    let alive = KeepAlive::new().interval(HEARTBEAT).text("alive");
    let mut response = Sse::new(stream).keep_alive(alive).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    // A proxy that gathers answers would hold events back.
    headers.insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
