//! `GET /api/v1/changes`: every event from the first, as the public sees it, one JSON
//! object a line, in the one order and without a gap.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;

use super::answer::{Version, header, position_header};
use crate::app::App;
use crate::asked::Asked;
use crate::open::reading;
use crate::problem::Problem;

/// Events read at once.
const STEP: u32 = 500;

/// Which part of the journal.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Only later positions; 0 if not said.
    #[serde(default)]
    after: u64,
    /// At most so many; all there are if not said.
    #[serde(default)]
    limit: Option<u64>,
}

/// The lines after a cursor. `Veche-Position` names the last of them: the next cursor. What
/// was redacted since is not in them, wherever it stood.
pub(super) async fn read(
    State(app): State<App>,
    headers: HeaderMap,
    Asked(Part { after, limit }): Asked<Part>,
) -> Result<Response, Problem> {
    let views = app.engine().views();
    let head = views.reached();
    if after > head {
        return Err(Problem::bad("cursor_ahead", format!("the journal has come to position {head}")));
    }
    let last = limit.map_or(head, |limit| head.min(after.saturating_add(limit)));
    let redaction = reading::last_redaction(views).await?;
    // A part that is complete changes only when something in it is redacted.
    let seconds = if last < head { 300 } else { 2 };
    let version = Version::of_positions("changes", &[after, last, redaction], seconds)
        .modified(reading::recorded_at(views, last.max(redaction)).await?);
    let lines = lines(app.clone(), after, last);
    let mut response = version.answer(&headers, "application/x-ndjson", || Body::from_stream(lines));
    position_header(&mut response, last);
    super::data::licensed(&mut response)?;
    if last < head {
        let next = limit.map(|limit| format!("&limit={limit}")).unwrap_or_default();
        header(&mut response, "link", &format!("</api/v1/changes?after={last}{next}>; rel=\"next\""))?;
    }
    Ok(response)
}

fn lines(app: App, after: u64, last: u64) -> impl stream::Stream<Item = Result<Bytes, engine::ViewError>> {
    stream::try_unfold((app, after), move |(app, after)| async move {
        if after >= last {
            return Ok(None);
        }
        let events = reading::events_after(app.engine().views(), after, last, STEP).await?;
        let Some(reached) = events.last().map(|event| event.position()) else { return Ok(None) };
        let mut text = String::new();
        for event in &events {
            text.push_str(&event.to_json());
            text.push('\n');
        }
        Ok(Some((Bytes::from(text), (app, reached))))
    })
}
