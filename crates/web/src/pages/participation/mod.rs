//! What residents do about an initiative of others, and its author about his own.

use axum::Router;
use maud::{Markup, html};
use projections::initiative::Page;

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
}

/// What this visitor may do about an initiative, as forms for its page. Where he is not
/// signed in, the way to do so. The page has to say
/// [`has_form`](crate::layout::Page::has_form) where somebody is signed in.
///
/// # Errors
///
/// If a view or the desk cannot be read.
#[expect(dead_code, reason = "the page of an initiative shows it")]
#[expect(clippy::unused_async, reason = "whether he supports it already is asked of the engine")]
pub(crate) async fn actions(visitor: &Visitor, page: &Page) -> Result<Markup, Problem> {
    let _ = (visitor, page);
    Ok(html! {})
}
