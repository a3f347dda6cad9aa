//! A territory named in words, to filter by.

use aggregates::ids::TerritoryId;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use projections::directory::{self, FoundTerritory};

use crate::layout::Page;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// As many to choose from.
const CHOICE: u32 = 20;

/// The field for it.
pub(crate) fn field(say: Say<'_>) -> Markup {
    html! {
        div {
            label for="f-place" { (say.t("filter-place")) }
            input #f-place type="search" name="place" maxlength="100" autocomplete="off";
        }
    }
}

/// Where to go on for a name: to the list of the only territory called so, or to a choice.
/// `link` makes the address of the list from a territory.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) async fn choose(
    visitor: &Visitor,
    section: &'static str,
    name: &str,
    link: impl Fn(&TerritoryId) -> String,
) -> Result<Response, Problem> {
    let words = name.to_owned();
    let found = visitor
        .app
        .engine()
        .views()
        .read("directory", move |view| directory::find_territories(view, &words, CHOICE));
    let found: Vec<FoundTerritory> = found.await?;
    if let [only] = &found[..] {
        return Ok(Redirect::to(&link(&only.territory.id)).into_response());
    }
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("places-title")) }
        @if found.is_empty() { p { (say.with("places-none", &[("name", name.to_owned().into())])) } }
        ul.lines {
            @for FoundTerritory { territory, parent_name } in &found {
                li {
                    div.what {
                        a.title href=(link(&territory.id)) { (territory.name.as_deref().unwrap_or(territory.id.as_str())) }
                        p.meta { @if let Some(parent) = parent_name { span { (parent) } } }
                    }
                }
            }
        }
        p { a href=(visitor.to("/territories")) { (say.t("filter-by-territory")) } }
    };
    Ok(Page::new(visitor, section, say.t("places-title")).show(None, body))
}
