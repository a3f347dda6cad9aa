//! `POST /submit/{draft}/drop`.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::DraftId;
use crate::posted::Posted;
use crate::problem::Problem;

/// Nothing but the button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {}

/// Throws a draft away.
pub(super) async fn drop(DraftId(id): DraftId, posted: Posted<Form>) -> Result<Response, Problem> {
    let visitor = posted.visitor;
    visitor.app.desk().drop_draft(visitor.signed()?.account.id, id).await?;
    Ok(Redirect::to(&visitor.to("/cabinet")).into_response())
}
