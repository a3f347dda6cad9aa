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
    let offered = found.into_iter().map(|FoundTerritory { territory, parent_name }| Offered {
        link: link(&territory.id),
        name: territory.name.unwrap_or_else(|| territory.id.to_string()),
        beside: parent_name,
    });
    let further =
        html! { p { a href=(visitor.to("/territories")) { (visitor.say().t("filter-by-territory")) } } };
    Ok(offer(visitor, section, "places", name, offered.collect(), &further))
}

/// Something of that name.
pub(crate) struct Offered {
    /// The address that asks for it.
    pub(crate) link: String,
    pub(crate) name: String,
    /// What tells it from others of that name.
    pub(crate) beside: Option<String>,
}

/// Leads to the only one of that name, or to a choice. The texts are called `<texts>-…`.
pub(crate) fn offer(
    visitor: &Visitor,
    section: &'static str,
    texts: &str,
    name: &str,
    offered: Vec<Offered>,
    further: &Markup,
) -> Response {
    if let [only] = &offered[..] {
        return Redirect::to(&only.link).into_response();
    }
    let say = visitor.say();
    let title = say.t(&format!("{texts}-title"));
    let body = html! {
        h1 { (title) }
        @if offered.is_empty() { p { (say.with(&format!("{texts}-none"), &[("name", name.to_owned().into())])) } }
        ul.lines {
            @for one in &offered {
                li {
                    div.what {
                        a.title href=(one.link) { (one.name) }
                        p.meta { @if let Some(beside) = &one.beside { span { (beside) } } }
                    }
                }
            }
        }
        (further)
    };
    Page::new(visitor, section, title).show(None, body)
}
