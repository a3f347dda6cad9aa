//! Choosing a territory by typing its name.

use aggregates::ids::TerritoryId;
use maud::{Markup, html};
use projections::directory::{self, FoundTerritory, Territory};

use crate::problem::Problem;
use crate::visitor::Visitor;

/// How many are offered.
const MOST: u32 = 12;

/// Territories whose name has words that begin so.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) async fn find(visitor: &Visitor, name: &str) -> Result<Vec<FoundTerritory>, Problem> {
    let name = name.to_owned();
    let views = visitor.app.engine().views();
    let found = views.read("directory", move |view| directory::find_territories(view, &name, MOST)).await?;
    Ok(found.into_iter().filter(|found| found.territory.ended_on.is_none()).collect())
}

/// A territory with what it is part of, the smallest first.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) async fn named(visitor: &Visitor, id: &TerritoryId) -> Result<Option<Vec<Territory>>, Problem> {
    let id = id.clone();
    let views = visitor.app.engine().views();
    let path = views.read("directory", move |view| directory::path(view, &id, None)).await?;
    Ok(Some(path).filter(|path| !path.is_empty()))
}

/// A territory's name and that of what it is part of.
pub(crate) fn in_words(path: &[Territory]) -> String {
    let names: Vec<&str> = path.iter().take(2).filter_map(|territory| territory.name.as_deref()).collect();
    names.join(", ")
}

/// The inputs: what is chosen, a name to look for, and what was found by it.
pub(crate) fn inputs(
    visitor: &Visitor,
    chosen: Option<&Vec<Territory>>,
    looked_for: Option<&str>,
    found: &[FoundTerritory],
) -> Markup {
    let say = visitor.say();
    html! {
        fieldset #place {
            legend { (say.t("place-legend")) }
            @if let Some((path, home)) = chosen.and_then(|path| Some((path, path.first()?))) {
                p.check {
                    input #home-chosen type="radio" name="home" value=(home.id) checked;
                    " " label for="home-chosen" { strong { (in_words(path)) } }
                }
            }
            @for it in found {
                @if chosen.and_then(|path| path.first()).map(|home| &home.id) != Some(&it.territory.id) {
                    p.check {
                        input id={ "home-" (it.territory.id) } type="radio" name="home" value=(it.territory.id);
                        " " label for={ "home-" (it.territory.id) } {
                            (it.territory.name.as_deref().unwrap_or_default())
                            @if let Some(parent) = &it.parent_name { span.soft { ", " (parent) } }
                        }
                    }
                }
            }
            @if looked_for.is_some() && found.is_empty() { p.problem role="status" { (say.t("place-nothing")) } }
            label for="place-name" { (say.t("place-label")) }
            p.hint #place-hint { (say.t("place-hint")) }
            input #place-name name="place" maxlength="200" value=(looked_for.unwrap_or_default())
                aria-describedby="place-hint" autocomplete="off";
            p { button.plain name="then" value="find" { (say.t("place-find")) } }
        }
    }
}
