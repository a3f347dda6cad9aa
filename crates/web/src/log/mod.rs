//! The public log, under the names of C2SP tlog-tiles: what anybody needs to check that
//! nothing was rewritten.
//!
//! | address | what it is |
//! | --- | --- |
//! | `/log/checkpoint` | size and root, signed |
//! | `/log/key` | what verifies the signature |
//! | `/log/tile/…` | hashes and entries; immutable |
//! | `/log/entry/{position}` | the bytes of one entry |
//! | `/log/proof/{position}.tlog-proof` | that an event stands in the log |
//! | `/log/evidence/{position}` | the same with the entry and how to check it, in one file |
//! | `/log/openings/{position}` | what proves the texts of an event that everybody reads |
//!
//! Invariant: nothing is shown beyond the last published checkpoint.

mod evidence;
mod tiles;
mod witnesses;

use std::time::Duration;

use axum::Router;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::{KeeperError, Published};

use crate::app::App;
use crate::problem::Problem;

pub(crate) use evidence::private_bundle;
pub(crate) use witnesses::keep_asking;
pub use witnesses::{BadWitness, Witness, WitnessError, cosign};

/// How long an answer waits for an event to be signed for.
const PATIENCE: Duration = Duration::from_secs(5);
/// What never changes may be kept for a year.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// What changes every few seconds.
const BRIEFLY: &str = "public, max-age=3";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/log/checkpoint", get(tiles::checkpoint))
        .route("/log/key", get(tiles::key))
        .route("/log/tile/{*path}", get(tiles::tile))
        .route("/log/proof/{file}", get(evidence::proof))
        .route("/log/evidence/{position}", get(evidence::bundle))
        .route("/log/entry/{position}", get(evidence::entry))
        .route("/log/openings/{position}", get(evidence::openings))
}

fn answer(kind: &'static str, cache: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Waits, within bounds, until an event stands in a published checkpoint.
async fn signed_for(app: &App, position: u64) -> Result<std::sync::Arc<Published>, Problem> {
    let keeper = app.keeper();
    if position == 0
        || position > app.engine().journal().head().await.map_err(engine::EngineError::from)?.position
    {
        return Err(Problem::not_found());
    }
    let waited = tokio::time::timeout(PATIENCE, keeper.wait_for(position)).await;
    waited.map_err(|_| {
        Problem::unavailable(
            "not_signed_yet",
            "this event stands in no signed checkpoint yet; ask again shortly",
        )
    })
}

impl From<KeeperError> for Problem {
    fn from(error: KeeperError) -> Self {
        Self::failed(&error, error.code())
    }
}
