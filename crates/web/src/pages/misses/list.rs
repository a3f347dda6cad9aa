//! `GET /misses`: who did not do what in time, and what became of it. Nothing is ever
//! removed from it.

use aggregates::ids::{AuthorityId, TerritoryId};
use aggregates::level::Level;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::performance::{self, Figures, Month};
use projections::worklist::{self, Filter, Misses};
use serde::Deserialize;

use super::lines;
use crate::as_of::AsOf;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::Names;
use crate::pages::fields::{self, YesNo};
use crate::pages::{phrases, places};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Lines on a page.
const PAGE: u32 = 50;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    authority: Option<AuthorityId>,
    #[serde(default)]
    territory: Option<TerritoryId>,
    /// A territory in words; it leads to one by code.
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    open: Option<YesNo>,
    /// With, or without, a document that shows it was done in time.
    #[serde(default)]
    annotated: Option<YesNo>,
    #[serde(default)]
    as_of: Option<Date>,
    #[serde(default)]
    after: Option<u64>,
}

impl Query {
    fn filter(&self) -> Filter {
        Filter {
            authority: self.authority.clone(),
            within: self.territory.clone(),
            level: self.level,
            open_only: self.open == Some(YesNo::Yes),
            annotated: self.annotated.map(|asked| asked == YesNo::Yes),
        }
    }

    fn link(&self, visitor: &Visitor, after: Option<u64>) -> String {
        address(
            &visitor.to("/misses"),
            &[
                ("authority", self.authority.as_ref().map(ToString::to_string)),
                ("territory", self.territory.as_ref().map(ToString::to_string)),
                ("level", self.level.map(|level| level.to_string())),
                ("open", self.open.map(YesNo::in_address)),
                ("annotated", self.annotated.map(YesNo::in_address)),
                ("as_of", self.as_of.map(|date| date.to_string())),
                ("after", after.map(|after| after.to_string())),
            ],
        )
    }
}

pub(super) async fn list(
    visitor: Visitor,
    headers: HeaderMap,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    if let Some(name) = &query.place {
        let list = |of: &TerritoryId| {
            Query { territory: Some(of.clone()), after: None, ..query.clone() }.link(&visitor, None)
        };
        return places::choose(&visitor, "misses", name, list).await;
    }
    let app = &visitor.app;
    let as_of = AsOf::of(app, query.as_of).await?;
    let (filter, after) = (query.filter(), query.after);
    let misses = app
        .engine()
        .views()
        .read("worklist", move |view| worklist::misses(view, &filter, after, PAGE, as_of.position))
        .await?;
    let figures = figures(&visitor, &query, as_of).await?;
    let names = lines::wanted(&misses.items)
        .authorities(&query.authority)
        .territories(&query.territory)
        .look_up(app, None)
        .await?;
    fields::known(names.knows_territories(&query.territory) && names.knows_authorities(&query.authority))?;
    let page =
        Page::new(&visitor, "misses", visitor.say().t("nav-misses")).feed("/feeds/misses.atom").cached(15);
    Ok(page.show(Some(&headers), body(&visitor, &query, &misses, figures, &names)))
}

/// What is counted of the authorities asked for; nothing where a territory was asked for,
/// since it is counted by authority.
async fn figures(visitor: &Visitor, query: &Query, as_of: AsOf) -> Result<Option<Figures>, Problem> {
    if query.territory.is_some() {
        return Ok(None);
    }
    let (authority, level) = (query.authority.clone(), query.level);
    let figures = visitor
        .app
        .engine()
        .views()
        .read("performance", move |view| {
            let mut all = Figures::default();
            let levels = Level::ALL.into_iter().filter(|of| level.is_none_or(|level| level == *of));
            for level in levels {
                let ranked = performance::ranking(view, level, Month::FIRST, Month::LAST, as_of.position)?;
                let asked =
                    ranked.iter().filter(|one| authority.as_ref().is_none_or(|id| one.authority == *id));
                for one in asked {
                    all.missed += one.figures.missed;
                    all.annotated += one.figures.annotated;
                    all.owed += one.figures.owed;
                }
            }
            Ok(all)
        })
        .await?;
    Ok(Some(figures))
}

/// A figure that leads to the misses it counts.
fn counted(
    visitor: &Visitor,
    query: &Query,
    count: u64,
    key: &str,
    open: Option<YesNo>,
    annotated: Option<YesNo>,
) -> Markup {
    let say = visitor.say();
    let link = Query { open, annotated, ..query.clone() }.link(visitor, None);
    html! { li { a href=(link) { strong { (say.number(count)) } } " " (say.count(key, count)) } }
}

fn body(
    visitor: &Visitor,
    query: &Query,
    misses: &Misses,
    figures: Option<Figures>,
    names: &Names,
) -> Markup {
    let say = visitor.say();
    html! {
        h1 { (say.t("nav-misses")) }
        p.lead { (say.t("misses-lead")) }
        @if let Some(figures) = figures {
            ul.figures {
                (counted(visitor, query, figures.missed, "misses-recorded", None, None))
                (counted(visitor, query, figures.annotated, "misses-annotated", None, Some(YesNo::Yes)))
                (counted(visitor, query, figures.owed, "misses-owed", Some(YesNo::Yes), None))
            }
        }
        form.filters method="get" action=(visitor.to("/misses")) {
            (fields::level(say, query.level))
            (fields::choice(
                say, "open", "filter-open",
                [YesNo::Yes].map(|value| (value.in_address(), say.t("filter-open-yes"))),
                query.open.map(YesNo::in_address).as_deref(), "filter-open-all",
            ))
            (fields::choice(
                say, "annotated", "filter-annotated",
                YesNo::ALL.map(|value| (value.in_address(), phrases::word(say, "filter-annotated", value))),
                query.annotated.map(YesNo::in_address).as_deref(), "filter-any",
            ))
            @if let Some(authority) = &query.authority {
                (fields::kept(say, "authority", "filter-authority", authority.as_str(), names.authority(authority)))
            }
            (fields::territory(say, query.territory.as_ref(), names))
            @if query.territory.is_none() { (places::field(say)) }
            (fields::as_of(say, query.as_of))
            (fields::send(visitor, "/misses"))
        }
        (fields::as_of_notice(say, query.as_of))
        (lines::table(visitor, &misses.items, names))
        (crate::pages::lines::pages(
            visitor,
            misses.next.map(|next| query.link(visitor, Some(next))),
            query.after.map(|_| query.link(visitor, None)),
        ))
    }
}
