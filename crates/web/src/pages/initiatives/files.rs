//! `GET /initiatives/{id}/files/{file}`: a file of a case, for its author and whoever else may
//! read all of it. To everybody else it is as if there was none.

use aggregates::ids::{AttachmentId, InitiativeId};
use axum::extract::Path;
use axum::response::Response;
use projections::initiative;

use crate::attaching;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn give(
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let file: AttachmentId = file.parse().map_err(|_| Problem::not_found())?;
    let views = visitor.app.engine().views();
    let page = views.read("initiative", move |view| initiative::page(view, id, None)).await?;
    let page = page.filter(|page| visitor.sees_all_of(page)).ok_or_else(Problem::not_found)?;
    attaching::give(&visitor, &page, file).await
}
