//! `GET /initiatives/{id}/evidence`: the submission of the author's case with the proof that it
//! stands in the public log, and all that was written in it, whether others may read it or not.
//! What is sealed in it is told only while he who gave it is the author still.

use axum::response::Response;
use engine::Kept;

use super::asked::{Case, acts_for_author, found};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::{log, open};

pub(super) async fn give(visitor: Visitor, case: Case) -> Result<Response, Problem> {
    let page = found(&visitor, case).await?;
    if !acts_for_author(&visitor, &page).await? {
        return Err(Problem::not_found());
    }
    let submission = visitor.app.engine().submission_of(page.id).await?;
    let (position, author) = submission.ok_or_else(Problem::not_found)?;
    let mut openings = open::openings_of(&visitor.app, position, Kept::Open).await?;
    if page.author == Some(author) {
        openings.extend(open::openings_of(&visitor.app, position, Kept::Sealed).await?);
    }
    log::private_bundle(&visitor.app, position, &openings).await
}
