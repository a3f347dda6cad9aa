//! `GET /desk/initiatives/{id}/files/{file}`: a file of a case.

use aggregates::ids::{AttachmentId, InitiativeId};
use axum::extract::Path;
use axum::response::Response;

use super::file::CaseFile;
use crate::attaching;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn give(
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let file: AttachmentId = file.parse().map_err(|_| Problem::not_found())?;
    let case = CaseFile::open(&visitor, id).await?;
    attaching::give(&visitor, &case.page, file).await
}
