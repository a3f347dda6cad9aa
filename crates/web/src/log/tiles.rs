//! `GET /log/checkpoint`, `/log/key`, `/log/tile/…`.

use axum::extract::{Path, State};
use axum::response::Response;

use super::{BRIEFLY, IMMUTABLE, answer};
use crate::app::App;
use crate::problem::Problem;

pub(super) async fn checkpoint(State(app): State<App>) -> Result<Response, Problem> {
    let published = app.keeper().published().ok_or_else(unsigned)?;
    Ok(answer("text/plain; charset=utf-8", BRIEFLY, published.note.to_string()))
}

pub(super) async fn key(State(app): State<App>) -> Result<Response, Problem> {
    let key = app.keeper().verifying_key().ok_or_else(unsigned)?;
    Ok(answer("text/plain; charset=utf-8", BRIEFLY, format!("{key}\n")))
}

/// A tile of hashes or a bundle of entries. What is beyond the checkpoint is not there.
pub(super) async fn tile(State(app): State<App>, Path(path): Path<String>) -> Result<Response, Problem> {
    let path = format!("tile/{path}").parse().map_err(|_| Problem::not_found())?;
    let bytes = app.keeper().tile(path).await?.ok_or_else(Problem::not_found)?;
    Ok(answer("application/octet-stream", IMMUTABLE, bytes))
}

fn unsigned() -> Problem {
    Problem::unavailable("not_signed_yet", "nothing is signed yet; ask again shortly")
}
