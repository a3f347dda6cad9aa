//! `GET /submit/similar`: what others have proposed already, as a part of a page.

use axum::extract::Query;
use axum::http::header::CACHE_CONTROL;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use projections::search;
use serde::Deserialize;

use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many are shown.
const MOST: u32 = 5;
/// As much of a text is looked at.
const LONGEST: usize = 4000;

/// What is being written.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    text: String,
}

/// The part of the page, for the script that puts it there while somebody writes.
pub(super) async fn show(visitor: Visitor, Query(Asked { text }): Query<Asked>) -> Result<Response, Problem> {
    let part = list(&visitor, &text).await?;
    Ok(([(CACHE_CONTROL, "private, no-store")], Html(part.into_string())).into_response())
}

/// Published initiatives similar to a text; nothing where there are none.
///
/// # Errors
///
/// If the view cannot be read.
pub(super) async fn list(visitor: &Visitor, text: &str) -> Result<Markup, Problem> {
    let say = visitor.say();
    let end = text.floor_char_boundary(LONGEST);
    let text = text[..end].to_owned();
    let views = visitor.app.engine().views();
    let hits = views.read("search", move |view| search::similar(view, &text, None, MOST)).await?;
    Ok(html! {
        @if !hits.is_empty() {
            h2 { (say.t("similar-title")) }
            p.hint { (say.t("similar-hint")) }
            ul {
                @for hit in hits {
                    @if let Some(title) = hit.title {
                        li { a href=(visitor.to(&format!("/initiatives/{}", hit.initiative))) { (title) } }
                    }
                }
            }
        }
    })
}
