//! `GET /authorities`: those of a level compared, by what they did in time.

use aggregates::level::Level;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, Authority};
use projections::performance::{self, Measure, Ranked};
use serde::Deserialize;

use super::figures::{figure, rate};
use super::months::Months;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, Wanted, in_path};
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many are shown of what was found.
const FOUND: u32 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

/// Which figures are compared.
const COMPARED: [Measure; 8] = [
    Measure::Due,
    Measure::Met,
    Measure::Late,
    Measure::Missed,
    Measure::Owed,
    Measure::Adopted,
    Measure::Refused,
    Measure::PassedUp,
];

pub(super) async fn list(
    visitor: Visitor,
    headers: HeaderMap,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let months = Months { from: query.from.clone(), until: query.until.clone() };
    let (first, last) = months.read()?;
    let level = query.level.unwrap_or(Level::Municipality);
    let views = visitor.app.engine().views();
    let ranked =
        views.read("performance", move |view| performance::ranking(view, level, first, last, None)).await?;
    let found = match query.q.clone() {
        Some(words) => {
            views.read("directory", move |view| directory::find_authorities(view, &words, FOUND)).await?
        }
        None => Vec::new(),
    };
    let names = Wanted::default()
        .authorities(ranked.iter().map(|one| &one.authority))
        .territories(found.iter().map(|one| &one.territory))
        .look_up(&visitor.app, None)
        .await?;
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("authorities-title")) }
        p.lead { (say.t("authorities-lead")) }
        form.inline method="get" action=(visitor.to("/authorities")) role="search" {
            label for="q" { (say.t("authorities-find")) }
            input #q type="search" name="q" maxlength="100" value=[query.q.as_deref()];
            button { (say.t("search-button")) }
        }
        @if query.q.is_some() { (found_list(&visitor, &found, &names)) }
        nav.tabs aria-label=(say.t("filter-level")) {
            @for of in Level::ALL {
                @let [from, until] = months.in_address();
                a href=(address(&visitor.to("/authorities"), &[("level", Some(of.to_string())), from, until]))
                    aria-current=[(of == level).then_some("true")] { (phrases::word(say, "pyramid-level", of)) }
            }
        }
        form.filters method="get" action=(visitor.to("/authorities")) {
            input type="hidden" name="level" value=(level);
            (months.fields(say))
            div.send { button { (say.t("filter-show")) } a href=(visitor.to("/authorities")) { (say.t("filter-reset")) } }
        }
        (table(&visitor, &ranked, &months, &names))
        p.hint { (say.t("authorities-explained")) }
    };
    Ok(Page::new(&visitor, "authorities", say.t("authorities-title")).cached(30).show(Some(&headers), body))
}

fn found_list(visitor: &Visitor, found: &[Authority], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        @if found.is_empty() { p.soft { (say.t("authorities-none-found")) } }
        ul.lines {
            @for authority in found {
                li { div.what {
                    a.title href=(visitor.to(&format!("/authorities/{}", in_path(authority.id.as_str())))) {
                        (authority.name.as_deref().unwrap_or(authority.id.as_str()))
                    }
                    p.meta {
                        span { (phrases::word(say, "level", authority.level)) }
                        span { (names.territory(&authority.territory)) }
                    }
                } }
            }
        }
    }
}

fn table(visitor: &Visitor, ranked: &[Ranked], months: &Months, names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        @if ranked.is_empty() {
            p.soft { (say.t("authorities-none")) }
        } @else {
            table.stacked.ranking {
                caption {
                    (say.t("authorities-caption"))
                    @if let Some(period) = months.in_words(say) { ", " (period) }
                }
                thead {
                    tr {
                        th.num scope="col" { (say.t("authorities-place")) }
                        th scope="col" { (say.t("filter-authority")) }
                        th.num scope="col" { (say.t("measure-rate")) }
                        @for measure in COMPARED { th.num scope="col" { (phrases::word(say, "measure", measure)) } }
                    }
                }
                tbody {
                    @for one in ranked {
                        tr {
                            td.num data-label=(say.t("authorities-place")) {
                                (one.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string()))
                            }
                            td data-label=(say.t("filter-authority")) { (names.authority_link(visitor, &one.authority)) }
                            td.num data-label=(say.t("measure-rate")) { strong { (rate(visitor, &one.figures)) } }
                            @for measure in COMPARED {
                                td.num data-label=(phrases::word(say, "measure", measure)) {
                                    (figure(visitor, &one.authority, &one.figures, measure, months))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
