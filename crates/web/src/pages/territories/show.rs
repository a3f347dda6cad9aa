//! `GET /territories/{code}`: what people of a territory began, where that is now, and how
//! those who answer for it answer.

use aggregates::ids::{AuthorityId, NationalProjectId, TerritoryId};
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory::{self, Authority, Official, Territory};
use projections::funnel::{self, Dimension, Funnel};
use projections::performance::{self, Figures, Month};
use projections::{hearings, register};
use serde::Deserialize;

use super::list::{self, Funnels};
use crate::as_of::{AsOf, today};
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, in_path};
use crate::open::OpenListed;
use crate::pages::authorities::figures;
use crate::pages::pyramid::{Within, pyramid};
use crate::pages::{fields, hearing_lines, lines, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many of each sort.
const FEW: u32 = 8;

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    #[serde(default)]
    as_of: Option<Date>,
}

/// An authority of the territory.
struct Office {
    authority: Authority,
    figures: Figures,
    officials: Vec<Official>,
}

/// What the page shows.
struct Shown {
    territory: Territory,
    /// What it is part of, nearest first.
    above: Vec<Territory>,
    parts: Vec<Territory>,
    funnels: Funnels,
    funnel: Funnel,
    offices: Vec<Office>,
    /// Who takes in its initiatives, where it has no authority of its own.
    receiver: Option<AuthorityId>,
    projects: Vec<(NationalProjectId, u64)>,
    newest: Vec<OpenListed>,
    supported: Vec<OpenListed>,
    hearings: Vec<hearings::Hearing>,
    names: Names,
}

pub(super) async fn show(
    visitor: Visitor,
    headers: HeaderMap,
    Path(code): Path<String>,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    let code: TerritoryId = code.parse().map_err(|_| Problem::not_found())?;
    let as_of = AsOf::of(&visitor.app, query.as_of).await?;
    let shown = ask(&visitor, code, as_of).await?;
    let title = name(&shown.territory).to_owned();
    let feed = format!("/feeds/territories/{}.atom", in_path(shown.territory.id.as_str()));
    let page = Page::new(&visitor, "territories", title).feed(feed.clone()).cached(15);
    Ok(page.show(Some(&headers), body(&visitor, &shown, as_of, &feed)))
}

fn name(territory: &Territory) -> &str {
    territory.name.as_deref().unwrap_or(territory.id.as_str())
}

async fn ask(visitor: &Visitor, code: TerritoryId, as_of: AsOf) -> Result<Shown, Problem> {
    let app = &visitor.app;
    let views = app.engine().views();
    let position = as_of.position;
    let of = code.clone();
    let day = today(app);
    let (path, parts, offices, receiver) = views
        .read("directory", move |view| {
            let path = directory::path(view, &of, None)?;
            let mut offices = Vec::new();
            for authority in directory::authorities_of(view, &of, None)? {
                let officials = directory::officials_of(view, &authority.id, None)?;
                offices.push((authority, officials));
            }
            let receiver = directory::custodians(view, &of, day, None)?.into_iter().next();
            let receiver = receiver.map(|custodian| custodian.authority).filter(|_| offices.is_empty());
            Ok((path, directory::children(view, &of, None)?, offices, receiver))
        })
        .await?;
    let mut path = path.into_iter();
    let territory = path.next().ok_or_else(Problem::not_found)?;
    let (key, keys) = (code.to_string(), parts.iter().map(|part| part.id.to_string()).collect::<Vec<_>>());
    let (funnel, funnels) = views
        .read("funnel", move |view| {
            let one = |key: &str| funnel::funnel(view, Dimension::Territory, key, position);
            let parts = keys.iter().map(|key| Ok((key.clone(), one(key)?)));
            Ok((one(&key)?, parts.collect::<rusqlite::Result<Funnels>>()?))
        })
        .await?;
    let ids: Vec<_> = offices.iter().map(|(authority, _)| authority.id.clone()).collect();
    let counted = views
        .read("performance", move |view| {
            let all = |id| performance::figures(view, id, Month::FIRST, Month::LAST, position);
            ids.iter().map(all).collect::<rusqlite::Result<Vec<_>>>()
        })
        .await?;
    let offices = offices.into_iter().zip(counted);
    let offices =
        offices.map(|((authority, officials), figures)| Office { authority, figures, officials }).collect();
    let filter = register::Filter { within: Some(code.clone()), ..register::Filter::default() };
    let within = code.clone();
    let (newest, supported, projects) = views
        .read("register", move |view| {
            Ok((
                register::list(view, &filter, None, FEW, position)?.items,
                register::most_supported(view, Some(&within), FEW)?,
                register::by_national_project(view, &within)?,
            ))
        })
        .await?;
    let open = |items: Vec<register::Listed>| items.into_iter().map(OpenListed::of).collect::<Vec<_>>();
    let (newest, supported) = (open(newest), open(supported));
    let coming = hearings::Filter {
        from: Some(day),
        within: Some(code),
        published_only: true,
        ..hearings::Filter::default()
    };
    let hearings =
        views.read("hearings", move |view| hearings::list(view, &coming, None, FEW, None)).await?.items;
    let all: Vec<OpenListed> = newest.iter().chain(&supported).cloned().collect();
    let wanted = lines::wanted(&all)
        .authorities(&receiver)
        .territories(hearings.iter().map(|hearing| &hearing.case.home));
    let names = wanted.look_up(app, None).await?;
    let above = path.collect();
    Ok(Shown {
        territory,
        above,
        parts,
        funnels,
        funnel,
        offices,
        receiver,
        projects,
        newest,
        supported,
        hearings,
        names,
    })
}

fn body(visitor: &Visitor, shown: &Shown, as_of: AsOf, feed: &str) -> Markup {
    let say = visitor.say();
    let Shown { territory, above, funnel, .. } = shown;
    let within = Within { territory: Some(territory.id.to_string()), as_of: as_of.in_address() };
    let register = |overdue: bool| {
        address(
            &visitor.to("/initiatives"),
            &[
                ("territory", within.territory.clone()),
                ("overdue", overdue.then(|| "yes".to_owned())),
                ("as_of", within.as_of.clone()),
            ],
        )
    };
    html! {
        nav.crumbs aria-label=(say.t("crumbs")) {
            @for part in above.iter().rev() { (list::link(visitor, part)) " " }
        }
        h1 { (name(territory)) }
        p.meta {
            span { (list::kind(say, territory)) }
            @match territory.population {
                Some(residents) => span { (say.with("territory-residents", &[("residents", say.number(residents).into())])) },
                None => span { (say.t("territory-residents-unknown")) },
            }
            @if let Some(on) = territory.ended_on {
                span.tag.warn { (say.with("territory-ended", &[("date", say.date(on).into())])) }
            }
        }
        (fields::as_of_notice(say, as_of.date))
        div.two {
            div {
                section aria-labelledby="pyramid" {
                    h2 #pyramid { (say.t("front-pyramid")) }
                    @if funnel.total == 0 {
                        p.soft { (say.t("territory-nothing")) }
                        p { a.button href=(visitor.to("/submit")) { (say.t("nav-submit")) } }
                    } @else {
                        p.soft {
                            a href=(register(false)) { (say.count("initiatives-count", funnel.total)) }
                            @if funnel.overdue > 0 {
                                " · " a.bad href=(register(true)) { (say.count("overdue-count", funnel.overdue)) }
                            }
                        }
                        (pyramid(visitor, funnel, &within))
                    }
                }
                @if funnel.total > 0 {
                    section aria-labelledby="newest" {
                        h2 #newest { (say.t("front-newest")) }
                        (lines::list(visitor, &shown.newest, &shown.names, &say.t("front-nothing-yet")))
                        p { a href=(register(false)) { (say.t("territory-all")) } }
                    }
                }
                @if !shown.supported.is_empty() && as_of.date.is_none() {
                    section aria-labelledby="supported" {
                        h2 #supported { (say.t("front-supported")) }
                        (lines::list(visitor, &shown.supported, &shown.names, ""))
                    }
                }
            }
            div.aside {
                @for office in &shown.offices { (office_card(visitor, office)) }
                @if shown.offices.is_empty() {
                    div.card {
                        p { (say.t("territory-no-authority")) }
                        @if let Some(receiver) = &shown.receiver {
                            p { (shown.names.authority_link(visitor, receiver)) }
                        }
                    }
                }
                @if as_of.date.is_none() { (projects(visitor, shown)) }
                @if !shown.hearings.is_empty() && as_of.date.is_none() {
                    section.card aria-labelledby="hearings" {
                        h2 #hearings { (say.t("front-hearings")) }
                        (hearing_lines::list(visitor, &shown.hearings, &shown.names))
                    }
                }
                (parts(visitor, shown))
                section.card aria-labelledby="elsewhere" {
                    h2 #elsewhere { (say.t("case-record")) }
                    form method="get" action=(visitor.to(&format!("/territories/{}", in_path(territory.id.as_str())))) {
                        (fields::as_of(say, as_of.date))
                        button.plain { (say.t("filter-show")) }
                    }
                    p.small {
                        a href=(feed) { (say.t("feed-atom")) } " · "
                        a href=(address(&visitor.to("/misses"), &[("territory", within.territory.clone())])) { (say.t("nav-misses")) }
                    }
                    p.small.soft { (say.with("territory-code", &[("code", territory.id.to_string().into())])) }
                }
            }
        }
    }
}

fn office_card(visitor: &Visitor, office: &Office) -> Markup {
    let say = visitor.say();
    let Office { authority, figures: counted, officials } = office;
    let id = format!("office-{}", authority.id.as_str().replace(['/', '.'], "-"));
    html! {
        section.card aria-labelledby=(id) {
            h2 id=(id) {
                a href=(visitor.to(&format!("/authorities/{}", in_path(authority.id.as_str())))) {
                    (authority.name.as_deref().unwrap_or(authority.id.as_str()))
                }
            }
            (figures::summary(visitor, &authority.id, counted))
            (lines::contacts(say, authority))
            (figures::officials(visitor, authority, officials))
        }
    }
}

fn projects(visitor: &Visitor, shown: &Shown) -> Markup {
    let say = visitor.say();
    let most = shown.projects.iter().map(|(_, count)| *count).max().unwrap_or(1);
    html! {
        @if !shown.projects.is_empty() {
            section.card aria-labelledby="projects" {
                h2 #projects { (say.t("territory-projects")) }
                ul.bars {
                    @for (project, count) in &shown.projects {
                        li {
                            a href=(address(&visitor.to("/initiatives"), &[
                                ("territory", Some(shown.territory.id.to_string())),
                                ("national_project", Some(project.to_string())),
                            ])) { (phrases::national_project(say, project)) ": " (say.number(*count)) }
                            progress max=(most) value=(count) aria-hidden="true" {}
                        }
                    }
                }
            }
        }
    }
}

fn parts(visitor: &Visitor, shown: &Shown) -> Markup {
    let say = visitor.say();
    // Those with initiatives first: they are what one comes for.
    let mut parts: Vec<&Territory> = shown.parts.iter().collect();
    let total = |part: &Territory| shown.funnels.get(part.id.as_str()).map_or(0, |funnel| funnel.total);
    parts.sort_by(|one, other| total(other).cmp(&total(one)).then_with(|| name(one).cmp(name(other))));
    html! {
        @if !parts.is_empty() {
            section.card aria-labelledby="parts" {
                h2 #parts { (say.t("territory-parts")) }
                ul.compact.long tabindex="0" aria-labelledby="parts" {
                    @for part in parts {
                        li { (list::link(visitor, part)) " " (list::small_figure(visitor, part, &shown.funnels)) }
                    }
                }
            }
        }
    }
}
