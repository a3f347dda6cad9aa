//! `GET /`: where all initiatives are, what is new, what people support most, what is
//! overdue, and which hearings come next.

use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use projections::funnel::{self, Dimension, Funnel};
use projections::hearings;
use projections::register;
use projections::worklist;

use crate::as_of::today;
use crate::layout::Page;
use crate::names::{Names, Wanted};
use crate::open::OpenListed;
use crate::pages::misses::lines as miss_lines;
use crate::pages::pyramid::{Within, pyramid};
use crate::pages::{hearing_lines, lines};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many of each sort.
const FEW: u32 = 6;

/// What the page shows.
struct Shown {
    funnel: Funnel,
    newest: Vec<OpenListed>,
    supported: Vec<OpenListed>,
    overdue: Vec<worklist::Miss>,
    hearings: Vec<hearings::Hearing>,
    names: Names,
}

pub(super) async fn show(visitor: Visitor, headers: HeaderMap) -> Result<Response, Problem> {
    let shown = ask(&visitor).await?;
    let say = visitor.say();
    let page = Page::new(&visitor, "", say.t("front-title")).feed("/feeds/initiatives.atom").cached(15);
    Ok(page.show(Some(&headers), body(&visitor, &shown)))
}

async fn ask(visitor: &Visitor) -> Result<Shown, Problem> {
    let app = &visitor.app;
    let views = app.engine().views();
    let funnel = views.read("funnel", |view| funnel::funnel(view, Dimension::All, "", None)).await?;
    let (newest, supported) = views
        .read("register", |view| {
            let published = register::Filter { published: Some(true), ..register::Filter::default() };
            let newest = register::list(view, &published, None, FEW, None)?.items;
            Ok((newest, register::most_supported(view, None, FEW)?))
        })
        .await?;
    let open = |items: Vec<register::Listed>| items.into_iter().map(OpenListed::of).collect::<Vec<_>>();
    let (newest, supported) = (open(newest), open(supported));
    let debts = worklist::Filter { open_only: true, ..worklist::Filter::default() };
    let overdue =
        views.read("worklist", move |view| worklist::misses(view, &debts, None, FEW, None)).await?.items;
    let coming =
        hearings::Filter { from: Some(today(app)), published_only: true, ..hearings::Filter::default() };
    let hearings =
        views.read("hearings", move |view| hearings::list(view, &coming, None, FEW, None)).await?.items;
    let all: Vec<OpenListed> = newest.iter().chain(&supported).cloned().collect();
    let wanted: Wanted = lines::wanted(&all)
        .authorities(overdue.iter().map(|miss| &miss.authority))
        .territories(overdue.iter().map(|miss| &miss.home))
        .territories(hearings.iter().map(|hearing| &hearing.case.home));
    let names = wanted.look_up(app, None).await?;
    Ok(Shown { funnel, newest, supported, overdue, hearings, names })
}

fn body(visitor: &Visitor, shown: &Shown) -> Markup {
    let say = visitor.say();
    let Shown { funnel, newest, supported, overdue, hearings, names } = shown;
    html! {
        h1 { (say.t("front-heading")) }
        p.lead { (say.t("front-lead")) }
        div.two {
            section aria-labelledby="pyramid" {
                h2 #pyramid { (say.t("front-pyramid")) }
                p.soft {
                    a href=(visitor.to("/initiatives")) { (say.count("initiatives-count", funnel.total)) }
                    @if funnel.overdue > 0 {
                        " · " a.bad href=(visitor.to("/initiatives?overdue=yes")) {
                            (say.count("overdue-count", funnel.overdue))
                        }
                    }
                }
                (pyramid(visitor, funnel, &Within::default()))
            }
            div {
                section.card aria-labelledby="submit" {
                    h2 #submit { (say.t("front-submit")) }
                    ol {
                        li { (say.t("front-submit-1")) }
                        li { (say.t("front-submit-2")) }
                        li { (say.t("front-submit-3")) }
                    }
                    a.button href=(visitor.to("/submit")) { (say.t("nav-submit")) }
                    p.small { a href=(visitor.to("/how")) { (say.t("front-how")) } }
                }
                section.card aria-labelledby="find" {
                    h2 #find { (say.t("front-find")) }
                    form.inline method="get" action=(visitor.to("/initiatives")) role="search" {
                        label for="q" { (say.t("filter-q")) }
                        input #q type="search" name="q" maxlength="200";
                        button { (say.t("search-button")) }
                    }
                    p.small { a href=(visitor.to("/territories")) { (say.t("front-find-territory")) } }
                }
                section.card aria-labelledby="hearings" {
                    h2 #hearings { (say.t("front-hearings")) }
                    (hearing_lines::list(visitor, hearings, names))
                    p.small { a href="/feeds/hearings.ics" { (say.t("hearings-calendar")) } }
                }
            }
        }
        section aria-labelledby="overdue" {
            h2 #overdue { (say.t("front-overdue")) }
            p.soft { (say.t("front-overdue-lead")) }
            (miss_lines::table(visitor, overdue, names))
            p { a href=(visitor.to("/misses?open=yes")) { (say.t("front-overdue-all")) } }
        }
        div.halves {
            section aria-labelledby="newest" {
                h2 #newest { (say.t("front-newest")) }
                (lines::list(visitor, newest, names, &say.t("front-nothing-yet")))
                p { a href=(visitor.to("/initiatives?published=yes")) { (say.t("front-newest-all")) } }
            }
            section aria-labelledby="supported" {
                h2 #supported { (say.t("front-supported")) }
                (lines::list(visitor, supported, names, &say.t("front-nothing-yet")))
            }
        }
    }
}
