//! `GET /admin/territories`, `/new`, `/{id}`.

use aggregates::ids::TerritoryId;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, Territory};
use serde::Deserialize;
use serde_json::json;

use super::acts::Noun;
use super::form::{Refused, Shown};
use super::sheet::{self, Sheet};
use super::{Done, admitted};
use crate::asked::{Asked, address};
use crate::names::{Wanted, in_path};
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Territories that a search finds.
const FOUND: u32 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// Words of a name.
    #[serde(default)]
    q: Option<String>,
}

pub(super) async fn list(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let (words, root) = (query.q.clone(), visitor.app.settings().root.clone());
    let views = visitor.app.engine().views();
    let found = views
        .read("directory", move |view| match (words, root.parse::<TerritoryId>()) {
            (Some(words), _) => {
                let found = directory::find_territories(view, &words, FOUND)?;
                Ok(found.into_iter().map(|found| found.territory).collect())
            }
            (None, Ok(root)) => {
                let mut found: Vec<Territory> =
                    directory::territory(view, &root, None)?.into_iter().collect();
                found.extend(directory::children(view, &root, None)?);
                Ok(found)
            }
            (None, Err(_)) => Ok(Vec::new()),
        })
        .await?;
    let find = sheet::by_name(&visitor, Noun::Territory, query.q.as_deref());
    Ok(sheet::list(&visitor, Noun::Territory, &find, &table(&visitor, &found)))
}

fn table(visitor: &Visitor, found: &[Territory]) -> Markup {
    let say = visitor.say();
    html! {
        @if found.is_empty() { p.soft { (say.t("admin-no-territory")) } } @else {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("filter-territory")) }
                        th scope="col" { (say.t("field-kind")) }
                        th.num scope="col" { (say.t("field-population")) }
                    }
                }
                tbody {
                    @for territory in found {
                        tr {
                            td data-label=(say.t("filter-territory")) {
                                a href=(visitor.to(&format!("/admin/territories/{}", in_path(territory.id.as_str())))) {
                                    (territory.name.as_deref().unwrap_or("–"))
                                }
                                " " code.small { (territory.id) }
                                @if let Some(on) = territory.ended_on {
                                    " " span.tag.bad { (say.with("admin-ended", &[("date", say.short_date(on).into())])) }
                                }
                            }
                            td data-label=(say.t("field-kind")) { (phrases::word(say, "territory-kind", territory.kind)) }
                            td.num data-label=(say.t("field-population")) {
                                (territory.population.map_or_else(|| "–".to_owned(), |count| say.number(count)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Part of what a new territory is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct In {
    #[serde(default)]
    parent: Option<TerritoryId>,
}

pub(super) async fn begin(visitor: Visitor, Asked(In { parent }): Asked<In>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    Ok(beginning(&visitor, parent, None))
}

/// The form for a new one.
pub(super) fn beginning(
    visitor: &Visitor,
    parent: Option<TerritoryId>,
    refused: Option<&Refused<'_>>,
) -> Response {
    let now = json!({ "parent": parent, "utc_offset": "+03:00" });
    sheet::beginning(visitor, Noun::Territory, now, refused)
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Asked(Done { done }): Asked<Done>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    page(&visitor, &id, done.as_deref(), None).await
}

/// One territory with what is part of it, and everything that can be done.
pub(super) async fn page(
    visitor: &Visitor,
    id: &str,
    was_done: Option<&str>,
    refused: Option<&Refused<'_>>,
) -> Result<Response, Problem> {
    let code: TerritoryId = id.parse().map_err(|_| Problem::not_found())?;
    let of = code.clone();
    let views = visitor.app.engine().views();
    let (found, children, authorities) = views
        .read("directory", move |view| {
            let found = directory::territory(view, &of, None)?;
            let authorities = directory::authorities_of(view, &of, None)?;
            Ok((found, directory::children(view, &of, None)?, authorities))
        })
        .await?;
    let found = found.ok_or_else(Problem::not_found)?;
    let above = found.parent.iter().chain(found.merged_into.iter());
    let names = Wanted::default().territories(above).look_up(&visitor.app, None).await?;
    let say = visitor.say();
    let now = json!({ "name": found.name, "population": found.population });
    let shown = Shown { noun: Noun::Territory, id: Some(id), now, colleagues: &[], refused };
    let create = address("/admin/territories/new", &[("parent", Some(code.to_string()))]);
    let place = |id: &TerritoryId| visitor.to(&format!("/admin/territories/{}", in_path(id.as_str())));
    let facts = html! {
            dl.facts {
                dt { (say.t("field-id")) } dd { code { (found.id) } }
                dt { (say.t("field-kind")) } dd { (phrases::word(say, "territory-kind", found.kind)) }
                @if let Some(kind) = found.type_code {
                    dt { (say.t("field-type-code")) } dd { (phrases::word(say, "territory-type", kind)) }
                }
                @if let Some(parent) = &found.parent {
                    dt { (say.t("admin-part-of")) } dd { a href=(place(parent)) { (names.territory(parent)) } }
                }
                @if let Some(district) = found.federal_district {
                    dt { (say.t("field-federal-district")) } dd { (phrases::word(say, "district", district)) }
                }
                @if let Some(count) = found.population {
                    dt { (say.t("field-population")) } dd { (say.number(count)) }
                }
                dt { (say.t("field-utc-offset")) } dd { (found.utc_offset) }
                @if let Some(on) = found.ended_on {
                    dt { (say.t("admin-standing")) } dd { span.tag.bad { (say.with("admin-ended", &[("date", say.short_date(on).into())])) } }
                }
                @if let Some(into) = &found.merged_into {
                    dt { (say.t("field-into")) } dd { a href=(place(into)) { (names.territory(into)) } }
                }
                @for authority in &authorities {
                    dt { (say.t("filter-authority")) }
                    dd { a href=(visitor.to(&format!("/admin/authorities/{}", in_path(authority.id.as_str())))) { (authority.name.as_deref().unwrap_or("–")) } }
                }
            }
    };
    let after = html! {
        @if !children.is_empty() { h2 { (say.t("admin-part-of-it")) } (table(visitor, &children)) }
        p { a href=(visitor.to(&create)) { (say.t("admin-territory-create")) } }
    };
    let title = found.name.clone().unwrap_or_else(|| code.to_string());
    Ok(Sheet { title, was_done, shown, facts, before: Markup::default(), after }.show(visitor))
}
