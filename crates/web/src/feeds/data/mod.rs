//! Whole tables, as CSV and as NDJSON, with schemas. What stands in a column is said in one
//! place, [`columns`], from which both schemas are made.

mod columns;
pub(super) mod initiatives;
pub(super) mod schema;
mod streamed;
pub(super) mod supports;

use axum::response::Response;

use super::answer::header;
use crate::problem::Problem;

/// The licence of everything in feeds and open data.
pub(super) const LICENCE_URL: &str = "https://creativecommons.org/licenses/by/4.0/";
pub(super) const LICENCE_NAME: &str = "CC BY 4.0";

/// Says under which licence an answer is.
pub(super) fn licensed(response: &mut Response) -> Result<(), Problem> {
    header(response, "link", &format!("<{LICENCE_URL}>; rel=\"license\""))
}
