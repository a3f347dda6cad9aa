//! `GET /authorities/{code}/{measure}`: what a figure of an authority counts.

use std::collections::BTreeMap;

use aggregates::ids::{AuthorityId, InitiativeId};
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::performance::{self, Counted, Cursor, Measure, Month, Page as Lines};
use projections::register;
use serde::Deserialize;

use super::months::Months;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, in_path};
use crate::open::OpenListed;
use crate::pages::{lines, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Lines on a page.
const PAGE: u32 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
    /// Where the page before ended.
    #[serde(default)]
    after: Option<u64>,
    #[serde(default)]
    after_date: Option<Date>,
    #[serde(default)]
    after_nth: Option<u32>,
}

impl Query {
    fn cursor(&self) -> Option<Cursor> {
        let (position, date) = (self.after?, self.after_date?);
        Some(Cursor { date, position, nth: self.after_nth.unwrap_or(0) })
    }
}

pub(super) async fn counted(
    visitor: Visitor,
    headers: HeaderMap,
    Path((code, measure)): Path<(String, String)>,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let code: AuthorityId = code.parse().map_err(|_| Problem::not_found())?;
    let measure =
        Measure::ALL.into_iter().find(|one| one.as_str() == measure).ok_or_else(Problem::not_found)?;
    let months = Months { from: query.from.clone(), until: query.until.clone() };
    let period = months.read()?;
    let (count, found) = ask(&visitor, &code, measure, period, query.cursor()).await?;
    let cases = cases(&visitor, &found).await?;
    let all: Vec<OpenListed> = cases.values().cloned().collect();
    let names = lines::wanted(&all).authorities([&code]).look_up(&visitor.app, None).await?;
    if !names.knows_authorities([&code]) {
        return Err(Problem::not_found());
    }
    let say = visitor.say();
    let here = |after: Option<Cursor>| {
        let [from, until] = months.in_address();
        address(
            &visitor.to(&format!("/authorities/{}/{measure}", in_path(code.as_str()))),
            &[
                from,
                until,
                ("after", after.map(|after| after.position.to_string())),
                ("after_date", after.map(|after| after.date.to_string())),
                ("after_nth", after.map(|after| after.nth.to_string())),
            ],
        )
    };
    let body = html! {
        nav.crumbs aria-label=(say.t("filter-authority")) { (names.authority_link(&visitor, &code)) }
        h1 {
            (phrases::word(say, "measure", measure)) ": " (say.number(count))
            @if let Some(period) = months.in_words(say) { span.soft { ", " (period) } }
        }
        p.soft { (phrases::word(say, "measure-about", measure)) }
        (table(&visitor, &found, &cases, &names))
        (lines::pages(&visitor, found.next.map(|next| here(Some(next))), query.after.map(|_| here(None))))
    };
    let title = format!("{}: {}", phrases::word(say, "measure", measure), names.authority(&code));
    Ok(Page::new(&visitor, "authorities", title).cached(15).show(Some(&headers), body))
}

async fn ask(
    visitor: &Visitor,
    code: &AuthorityId,
    measure: Measure,
    (first, last): (Month, Month),
    after: Option<Cursor>,
) -> Result<(u64, Lines), Problem> {
    let code = code.clone();
    let found = visitor.app.engine().views().read("performance", move |view| {
        let figures = performance::figures(view, &code, first, last, None)?;
        let lines = performance::counted(view, &code, measure, (first, last), after, PAGE)?;
        Ok((figures.of(measure), lines))
    });
    Ok(found.await?)
}

/// The initiatives that the lines are about.
async fn cases(visitor: &Visitor, found: &Lines) -> Result<BTreeMap<InitiativeId, OpenListed>, Problem> {
    let ids: Vec<InitiativeId> = found.items.iter().map(Counted::initiative).collect();
    let cases = visitor.app.engine().views().read("register", move |view| {
        let mut cases = BTreeMap::new();
        for id in ids {
            if let Some(listed) = register::find(view, id, None)? {
                cases.insert(id, OpenListed::of(listed));
            }
        }
        Ok(cases)
    });
    Ok(cases.await?)
}

fn table(
    visitor: &Visitor,
    found: &Lines,
    cases: &BTreeMap<InitiativeId, OpenListed>,
    names: &Names,
) -> Markup {
    let say = visitor.say();
    html! {
        @if found.items.is_empty() {
            p.soft { (say.t("counted-none")) }
        } @else {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("counted-date")) }
                        th scope="col" { (say.t("counted-what")) }
                        th scope="col" { (say.t("misses-initiative")) }
                        th scope="col" { (say.t("filter-stage")) }
                    }
                }
                tbody {
                    @for one in &found.items {
                        tr {
                            td data-label=(say.t("counted-date")) { (say.short_date(one.date())) }
                            td data-label=(say.t("counted-what")) {
                                @match one {
                                    Counted::Term(owed) => {
                                        (phrases::word(say, "term", owed.kind)) ": " (phrases::word(say, "standing", owed.standing))
                                    }
                                    Counted::Decision { .. } => (say.t("counted-decision")),
                                }
                            }
                            @if let Some(case) = cases.get(&one.initiative()) {
                                td data-label=(say.t("misses-initiative")) {
                                    a href=(visitor.to(&format!("/initiatives/{}", case.id))) {
                                        (lines::title(say, case.public, case.text_version > 0, case.title.as_deref()))
                                    }
                                    " " span.soft { (names.territory(&case.home)) }
                                }
                                td data-label=(say.t("filter-stage")) { (phrases::stage_tag(say, case.stage)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
