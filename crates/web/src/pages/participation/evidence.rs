//! `GET /initiatives/{id}/evidence`: the author's own submission with the proof that it stands in
//! the public log, and all that he wrote in it, whether others may read it or not.

use axum::response::Response;

use super::asked::{Case, acts_for_author, found};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::{log, open};

pub(super) async fn give(visitor: Visitor, case: Case) -> Result<Response, Problem> {
    let page = found(&visitor, case).await?;
    if !acts_for_author(&visitor, &page).await? {
        return Err(Problem::not_found());
    }
    let position = visitor.app.engine().submission_of(page.id).await?.ok_or_else(Problem::not_found)?;
    let openings = open::openings_of_all(&visitor.app, position).await?;
    log::private_bundle(&visitor.app, position, &openings).await
}
