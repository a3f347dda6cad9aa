//! An authority named in words, to filter by.

use aggregates::ids::AuthorityId;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory;

use super::places::{Offered, offer};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// As many to choose from.
const CHOICE: u32 = 20;

/// The field for it.
pub(crate) fn field(say: Say<'_>) -> Markup {
    html! {
        div {
            label for="f-office" { (say.t("filter-office")) }
            input #f-office type="search" name="office" maxlength="100" autocomplete="off";
        }
    }
}

/// Where to go on for a name: to the list of the only authority called so, or to a choice.
/// `link` makes the address of the list from an authority.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) async fn choose(
    visitor: &Visitor,
    section: &'static str,
    name: &str,
    link: impl Fn(&AuthorityId) -> String,
) -> Result<Response, Problem> {
    let words = name.to_owned();
    let views = visitor.app.engine().views();
    let found =
        views.read("directory", move |view| directory::find_authorities(view, &words, CHOICE)).await?;
    let offered = found.into_iter().map(|authority| Offered {
        link: link(&authority.id),
        name: authority.name.unwrap_or_else(|| authority.id.to_string()),
        beside: None,
    });
    let further =
        html! { p { a href=(visitor.to("/authorities")) { (visitor.say().t("nav-authorities")) } } };
    Ok(offer(visitor, section, "offices", name, offered.collect(), &further))
}
