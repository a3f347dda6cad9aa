//! `GET /territories`: all regions, or those territories whose name was asked for.

use std::collections::BTreeMap;

use aggregates::ids::TerritoryId;
use aggregates::territory::kind::FederalDistrict;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, FoundTerritory, Territory};
use projections::funnel::{self, Dimension, Funnel};
use serde::Deserialize;

use crate::asked::Asked;
use crate::layout::Page;
use crate::names::in_path;
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::{Lang, Say};

/// As many are shown of what was found.
const FOUND: u32 = 100;

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    q: Option<String>,
}

/// The funnels of territories, by code.
pub(super) type Funnels = BTreeMap<String, Funnel>;

pub(super) async fn list(
    visitor: Visitor,
    headers: HeaderMap,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let app = &visitor.app;
    let views = app.engine().views();
    let funnels = views.read("funnel", |view| funnel::breakdown(view, Dimension::Territory, None)).await?;
    let funnels: Funnels = funnels.into_iter().map(|funnel| (funnel.key.clone(), funnel)).collect();
    let found = match query.q.clone() {
        Some(words) => {
            Some(views.read("directory", move |view| directory::find_territories(view, &words, FOUND)).await?)
        }
        None => None,
    };
    let root: Option<TerritoryId> = app.settings().root.parse().ok();
    let regions = views
        .read("directory", move |view| match root {
            Some(root) => directory::children(view, &root, None),
            None => Ok(Vec::new()),
        })
        .await?;
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("nav-territories")) }
        form.inline method="get" action=(visitor.to("/territories")) role="search" {
            label for="q" { (say.t("territories-find")) }
            input #q type="search" name="q" maxlength="100" value=[query.q.as_deref()];
            button { (say.t("search-button")) }
        }
        @match &found {
            Some(found) => (found_list(&visitor, found, &funnels)),
            None => {
                p { a href=(visitor.to(&format!("/territories/{}", in_path(&app.settings().root)))) { (say.t("territories-whole")) } }
                (by_district(&visitor, &regions, &funnels))
            }
        }
    };
    Ok(Page::new(&visitor, "territories", say.t("nav-territories")).cached(30).show(Some(&headers), body))
}

fn found_list(visitor: &Visitor, found: &[FoundTerritory], funnels: &Funnels) -> Markup {
    let say = visitor.say();
    html! {
        p.count role="status" { (say.count("territories-count", found.len() as u64)) }
        @if found.len() == FOUND as usize { p.soft { (say.t("territories-more")) } }
        ul.lines {
            @for FoundTerritory { territory, parent_name } in found {
                li {
                    div.what {
                        (link(visitor, territory))
                        p.meta {
                            span { (kind(say, territory)) }
                            @if let Some(parent) = parent_name { span { (parent) } }
                        }
                    }
                    (figure(visitor, territory, funnels))
                }
            }
        }
    }
}

fn by_district(visitor: &Visitor, regions: &[Territory], funnels: &Funnels) -> Markup {
    let say = visitor.say();
    let districts = FederalDistrict::ALL.map(Some).into_iter().chain([None]);
    html! {
        div.columns {
            @for district in districts {
                @let here: Vec<&Territory> =
                    regions.iter().filter(|region| region.federal_district == district).collect();
                @if !here.is_empty() {
                    section {
                        h2 { (district.map_or_else(|| say.t("territories-other"), |district| district_name(say, district))) }
                        ul.compact {
                            @for region in here { li { (link(visitor, region)) " " (small_figure(visitor, region, funnels)) } }
                        }
                    }
                }
            }
        }
    }
}

fn district_name(say: Say<'_>, district: FederalDistrict) -> String {
    phrases::word(say, "district", district)
}

/// What the law calls it, or its place in the tree.
pub(super) fn kind(say: Say<'_>, territory: &Territory) -> String {
    match (say.lang, territory.type_code) {
        (Lang::Ru | Lang::En, Some(code)) => phrases::word(say, "territory-type", code),
        (Lang::Ru | Lang::En, None) => phrases::word(say, "territory-kind", territory.kind),
    }
}

/// Its name, leading to its page.
pub(super) fn link(visitor: &Visitor, territory: &Territory) -> Markup {
    let code = territory.id.as_str();
    html! {
        a href=(visitor.to(&format!("/territories/{}", in_path(code)))) { (territory.name.as_deref().unwrap_or(code)) }
    }
}

/// How many initiatives it has, leading to them.
fn figure(visitor: &Visitor, territory: &Territory, funnels: &Funnels) -> Markup {
    let say = visitor.say();
    let found = funnels.get(territory.id.as_str()).filter(|funnel| funnel.total > 0);
    html! {
        @if let Some(funnel) = found {
            p.votes { a href=(register(visitor, territory, false)) { (say.count("initiatives-count", funnel.total)) } }
        }
    }
}

/// The same in a few characters, with what is overdue.
pub(super) fn small_figure(visitor: &Visitor, territory: &Territory, funnels: &Funnels) -> Markup {
    let say = visitor.say();
    let found = funnels.get(territory.id.as_str()).filter(|funnel| funnel.total > 0);
    html! {
        @if let Some(funnel) = found {
            a.small href=(register(visitor, territory, false)) { (say.count("initiatives-count", funnel.total)) }
            @if funnel.overdue > 0 {
                " " a.small.bad href=(register(visitor, territory, true)) { (say.count("overdue-count", funnel.overdue)) }
            }
        }
    }
}

fn register(visitor: &Visitor, territory: &Territory, overdue: bool) -> String {
    let overdue = overdue.then(|| "yes".to_owned());
    crate::asked::address(
        &visitor.to("/initiatives"),
        &[("territory", Some(territory.id.to_string())), ("overdue", overdue)],
    )
}
