//! `GET /authorities/{code}`: one authority: its figures by month, who works there, what
//! it has, and what it owes.

use aggregates::ids::AuthorityId;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, Authority, Official};
use projections::performance::{self, Figures, Measure, Month, Period};
use projections::{register, worklist};

use super::figures::{self, figure, rate};
use super::months::{self, Months};
use crate::asked::address;
use crate::layout::Page;
use crate::names::{Names, in_path};
use crate::open::OpenListed;
use crate::pages::{lines, misses, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many of each sort.
const FEW: u32 = 10;

/// What the page shows.
struct Shown {
    authority: Authority,
    officials: Vec<Official>,
    figures: Figures,
    periods: Vec<Period>,
    custody: Vec<OpenListed>,
    more: bool,
    debts: Vec<worklist::Miss>,
    names: Names,
}

pub(super) async fn show(
    visitor: Visitor,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let code: AuthorityId = code.parse().map_err(|_| Problem::not_found())?;
    let shown = ask(&visitor, code).await?;
    let title = name(&shown.authority).to_owned();
    let feed = format!("/feeds/authorities/{}.atom", in_path(shown.authority.id.as_str()));
    let page = Page::new(&visitor, "authorities", title).feed(feed.clone()).cached(15);
    Ok(page.show(Some(&headers), body(&visitor, &shown, &feed)))
}

fn name(authority: &Authority) -> &str {
    authority.name.as_deref().unwrap_or(authority.id.as_str())
}

async fn ask(visitor: &Visitor, code: AuthorityId) -> Result<Shown, Problem> {
    let app = &visitor.app;
    let views = app.engine().views();
    let of = code.clone();
    let (authority, officials) = views
        .read("directory", move |view| {
            Ok((directory::authority(view, &of, None)?, directory::officials_of(view, &of, None)?))
        })
        .await?;
    let authority = authority.ok_or_else(Problem::not_found)?;
    let of = code.clone();
    let (counted, periods) = views
        .read("performance", move |view| {
            Ok((
                performance::figures(view, &of, Month::FIRST, Month::LAST, None)?,
                performance::performance(view, &of, Month::FIRST, Month::LAST, None)?,
            ))
        })
        .await?;
    let held = register::Filter { custody: Some(code.clone()), ..register::Filter::default() };
    let held = views.read("register", move |view| register::list(view, &held, None, FEW, None)).await?;
    let custody: Vec<OpenListed> = held.items.into_iter().map(OpenListed::of).collect();
    let owed = worklist::Filter { authority: Some(code), open_only: true, ..worklist::Filter::default() };
    let debts =
        views.read("worklist", move |view| worklist::misses(view, &owed, None, FEW, None)).await?.items;
    let names = lines::wanted(&custody)
        .authorities(debts.iter().map(|miss| &miss.authority))
        .authorities(&authority.successor)
        .territories(debts.iter().map(|miss| &miss.home))
        .territories([&authority.territory])
        .look_up(app, None)
        .await?;
    let more = held.next.is_some();
    Ok(Shown { authority, officials, figures: counted, periods, custody, more, debts, names })
}

fn body(visitor: &Visitor, shown: &Shown, feed: &str) -> Markup {
    let say = visitor.say();
    let Shown { authority, names, .. } = shown;
    let only = |path: &str, name| address(&visitor.to(path), &[(name, Some(authority.id.to_string()))]);
    html! {
        h1 { (name(authority)) }
        p.meta {
            span { (phrases::word(say, "level", authority.level)) }
            span { (phrases::word(say, "authority-kind", authority.kind)) }
            span { (names.territory_link(visitor, &authority.territory)) }
            @if let Some(on) = authority.abolished_on {
                span.tag.warn { (say.with("authority-abolished", &[("date", say.date(on).into())])) }
            }
            @if let Some(successor) = &authority.successor {
                span { (say.t("authority-successor")) " " (names.authority_link(visitor, successor)) }
            }
        }
        div.two {
            div {
                section aria-labelledby="debts" {
                    h2 #debts { (say.t("authority-debts")) }
                    (misses::lines::table(visitor, &shown.debts, names))
                    p { a href=(only("/misses", "authority")) { (say.t("authority-all-misses")) } }
                }
                section aria-labelledby="custody" {
                    h2 #custody { (say.t("authority-custody")) }
                    (lines::list(visitor, &shown.custody, names, &say.t("authority-custody-none")))
                    @if shown.more { p { a href=(only("/initiatives", "authority")) { (say.t("authority-custody-all")) } } }
                }
            }
            div.aside {
                section.card aria-labelledby="figures" {
                    h2 #figures { (say.t("authority-figures")) }
                    (figures::summary(visitor, &authority.id, &shown.figures))
                }
                section.card aria-labelledby="contacts" {
                    h2 #contacts { (say.t("authority-contacts")) }
                    (lines::contacts(say, authority))
                    (figures::officials(visitor, authority, &shown.officials))
                }
                p.small { a href=(feed) { (say.t("feed-atom")) } }
            }
        }
        (periods(visitor, shown))
    }
}

fn periods(visitor: &Visitor, shown: &Shown) -> Markup {
    let say = visitor.say();
    let compared = [
        Measure::Due,
        Measure::Met,
        Measure::Late,
        Measure::Missed,
        Measure::Owed,
        Measure::Running,
        Measure::Adopted,
        Measure::Refused,
    ];
    html! {
        @if !shown.periods.is_empty() {
            section aria-labelledby="months" {
                h2 #months { (say.t("authority-months")) }
                table.stacked {
                    thead {
                        tr {
                            th scope="col" { (say.t("authority-month")) }
                            th.num scope="col" { (say.t("measure-rate")) }
                            @for measure in compared { th.num scope="col" { (phrases::word(say, "measure", measure)) } }
                        }
                    }
                    tbody {
                        @for period in shown.periods.iter().rev() {
                            @let of = Months::one(period.month);
                            tr {
                                th scope="row" { (months::month(say, &period.month.to_string())) }
                                td.num data-label=(say.t("measure-rate")) { (rate(visitor, &period.figures)) }
                                @for measure in compared {
                                    td.num data-label=(phrases::word(say, "measure", measure)) {
                                        (figure(visitor, &shown.authority.id, &period.figures, measure, &of))
                                    }
                                }
                            }
                        }
                    }
                }
                p.hint { (say.t("authority-months-explained")) }
            }
        }
    }
}
