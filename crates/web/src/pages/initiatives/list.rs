//! `GET /initiatives`: the register, by what is asked for.

use std::collections::BTreeMap;

use aggregates::ids::{AuthorityId, InitiativeId, NationalProjectId, ProcedureId, TerritoryId, ThemeId};
use aggregates::initiative::fields::Kind;
use aggregates::level::Level;
use aggregates::procedure::{StageName, themes};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::funnel::{self, Dimension, Funnel};
use projections::register::{self, Filter};
use projections::search;
use serde::Deserialize;

use crate::as_of::AsOf;
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::Names;
use crate::open::OpenListed;
use crate::pages::fields::{self, YesNo};
use crate::pages::{lines, offices, phrases, places};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// Lines on a page.
const PAGE: u32 = 30;

/// As many as a search is asked for: who has more has to say more.
const HITS: u32 = 200;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    /// Words, or a number as an authority wrote it.
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    stage: Option<StageName>,
    #[serde(default)]
    territory: Option<TerritoryId>,
    /// A territory in words; it leads to one by code.
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    authority: Option<AuthorityId>,
    /// An authority in words; it leads to one by code.
    #[serde(default)]
    office: Option<String>,
    #[serde(default)]
    theme: Option<ThemeId>,
    #[serde(default)]
    national_project: Option<NationalProjectId>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    overdue: Option<YesNo>,
    #[serde(default)]
    published: Option<YesNo>,
    #[serde(default)]
    procedure: Option<ProcedureId>,
    #[serde(default)]
    as_of: Option<Date>,
    #[serde(default)]
    after: Option<u64>,
}

/// What was found.
struct Answer {
    items: Vec<OpenListed>,
    next: Option<u64>,
    /// How many there are, where that is counted.
    count: Option<u64>,
    /// The search found no more than some of the words.
    some_words_only: bool,
    names: Names,
}

impl Query {
    fn filter(&self) -> Filter {
        Filter {
            stage: self.stage,
            level: self.level,
            custody: self.authority.clone(),
            within: self.territory.clone(),
            theme: self.theme.clone(),
            national_project: self.national_project.clone(),
            kind: self.kind,
            procedure: self.procedure.clone(),
            overdue: self.overdue.map(|asked| asked == YesNo::Yes),
            published: self.published.map(|asked| asked == YesNo::Yes),
            ..Filter::default()
        }
    }

    fn link(&self, visitor: &Visitor, after: Option<u64>) -> String {
        address(
            &visitor.to("/initiatives"),
            &[
                ("q", self.q.clone()),
                ("level", self.level.map(|level| level.to_string())),
                ("stage", self.stage.map(|stage| stage.to_string())),
                ("territory", self.territory.as_ref().map(ToString::to_string)),
                ("authority", self.authority.as_ref().map(ToString::to_string)),
                ("theme", self.theme.as_ref().map(ToString::to_string)),
                ("national_project", self.national_project.as_ref().map(ToString::to_string)),
                ("kind", self.kind.map(|kind| kind.as_str().to_owned())),
                ("overdue", self.overdue.map(YesNo::in_address)),
                ("published", self.published.map(YesNo::in_address)),
                ("procedure", self.procedure.as_ref().map(ToString::to_string)),
                ("as_of", self.as_of.map(|date| date.to_string())),
                ("after", after.map(|after| after.to_string())),
            ],
        )
    }

    /// The funnel that counts what is asked for, if one does.
    fn counted(&self) -> Option<(Dimension, String)> {
        let uncounted = self.q.is_some()
            || self.authority.is_some()
            || self.kind.is_some()
            || self.procedure.is_some()
            || self.published.is_some()
            || self.overdue == Some(YesNo::No)
            || (self.overdue.is_some() && self.stage.is_some());
        if uncounted {
            return None;
        }
        match (&self.territory, &self.theme, &self.national_project) {
            (None, None, None) => Some((Dimension::All, String::new())),
            (Some(territory), None, None) => Some((Dimension::Territory, territory.to_string())),
            (None, Some(theme), None) => Some((Dimension::Theme, theme.to_string())),
            (None, None, Some(project)) => Some((Dimension::NationalProject, project.to_string())),
            (Some(_) | None, Some(_) | None, Some(_) | None) => None,
        }
    }

    /// What such a funnel says of it.
    fn count(&self, funnel: &Funnel) -> u64 {
        let levels = funnel.levels.iter().filter(|of| self.level.is_none_or(|level| level == of.level));
        levels
            .map(|figures| match (self.overdue, self.stage) {
                (Some(_), _) => figures.overdue,
                (None, Some(stage)) => figures.stages.get(&stage).copied().unwrap_or(0),
                (None, None) => figures.stages.values().sum(),
            })
            .sum()
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
        return places::choose(&visitor, "initiatives", name, list).await;
    }
    if let Some(name) = &query.office {
        let list = |of: &AuthorityId| {
            Query { authority: Some(of.clone()), after: None, ..query.clone() }.link(&visitor, None)
        };
        return offices::choose(&visitor, "initiatives", name, list).await;
    }
    let as_of = AsOf::of(&visitor.app, query.as_of).await?;
    let answer = ask(&visitor, &query, as_of).await?;
    let say = visitor.say();
    let feed = match &query.territory {
        Some(territory) => format!("/feeds/territories/{}.atom", crate::names::in_path(territory.as_str())),
        None => "/feeds/initiatives.atom".to_owned(),
    };
    let page = Page::new(&visitor, "initiatives", say.t("register-title")).feed(feed.clone()).cached(15);
    Ok(page.show(Some(&headers), body(&visitor, &query, &answer, &feed)))
}

async fn ask(visitor: &Visitor, query: &Query, as_of: AsOf) -> Result<Answer, Problem> {
    let app = &visitor.app;
    let views = app.engine().views();
    let (mut filter, after) = (query.filter(), query.after);
    let mut places = None;
    let mut some_words_only = false;
    if let Some(words) = query.q.clone() {
        let numbered =
            Filter { number: Some(words.trim_start_matches(['№', ' ']).to_owned()), ..filter.clone() };
        let by_number = views
            .read("register", move |view| register::list(view, &numbered, None, PAGE, as_of.position))
            .await?;
        if by_number.items.is_empty() {
            let found =
                views.read("search", move |view| search::search(view, &words, HITS, as_of.position)).await?;
            some_words_only = found.some_words_only;
            let hits: Vec<InitiativeId> = found.hits.iter().map(|hit| hit.initiative).collect();
            places = Some(hits.iter().copied().zip(0..).collect::<BTreeMap<_, usize>>());
            filter.among = Some(hits);
        } else {
            filter.number =
                Some(query.q.clone().unwrap_or_default().trim_start_matches(['№', ' ']).to_owned());
        }
    }
    // What was searched stands on one page, best first; everything else newest first.
    let limit = if places.is_some() { HITS } else { PAGE };
    let page = views
        .read("register", move |view| register::list(view, &filter, after, limit, as_of.position))
        .await?;
    let mut items: Vec<OpenListed> = page.items.into_iter().map(OpenListed::of).collect();
    if let Some(places) = &places {
        items.sort_by_key(|item| places.get(&item.id).copied());
    }
    let count = match query.counted() {
        Some((dimension, key)) => {
            let funnel = views
                .read("funnel", move |view| funnel::funnel(view, dimension, &key, as_of.position))
                .await?;
            Some(query.count(&funnel))
        }
        None => (page.next.is_none() && query.after.is_none()).then_some(items.len() as u64),
    };
    let names = lines::wanted(&items)
        .authorities(&query.authority)
        .territories(&query.territory)
        .look_up(app, None)
        .await?;
    fields::known(names.knows_territories(&query.territory) && names.knows_authorities(&query.authority))?;
    fields::known(query.theme.as_ref().is_none_or(|theme| themes().theme(theme).is_some()))?;
    let project = query.national_project.as_ref();
    fields::known(project.is_none_or(|project| themes().national_project(project).is_some()))?;
    Ok(Answer { items, next: page.next, count, some_words_only, names })
}

fn body(visitor: &Visitor, query: &Query, answer: &Answer, feed: &str) -> Markup {
    let say = visitor.say();
    html! {
        h1 { (say.t("register-title")) }
        (filters(visitor, query, &answer.names))
        (fields::as_of_notice(say, query.as_of))
        @if query.q.is_some() && query.as_of.is_some() { p.soft { (say.t("search-text-of-today")) } }
        @if answer.some_words_only { p.notice { (say.t("search-some-words")) } }
        @if let Some(count) = answer.count {
            p.count role="status" { (say.count("initiatives-count", count)) }
        }
        @if answer.items.len() == HITS as usize { p.soft { (say.t("search-first")) } }
        (lines::list(visitor, &answer.items, &answer.names, &say.t("register-nothing")))
        (lines::pages(
            visitor,
            answer.next.map(|next| query.link(visitor, Some(next))),
            query.after.map(|_| query.link(visitor, None)),
        ))
        p.small.soft {
            a href=(feed) { (say.t("feed-atom")) } " · "
            a href="/data/initiatives.csv" { (say.t("dump-csv")) } " · "
            a href=(visitor.to("/data")) { (say.t("nav-data")) }
        }
    }
}

fn filters(visitor: &Visitor, query: &Query, names: &Names) -> Markup {
    let say = visitor.say();
    let more = query.theme.is_some()
        || query.national_project.is_some()
        || query.kind.is_some()
        || query.published.is_some()
        || query.procedure.is_some()
        || query.as_of.is_some();
    html! {
        form.filters method="get" action=(visitor.to("/initiatives")) role="search" {
            div.wide {
                label for="f-q" { (say.t("filter-q")) }
                input #f-q type="search" name="q" maxlength="200" value=[query.q.as_deref()];
            }
            (fields::level(say, query.level))
            (fields::choice(
                say, "stage", "filter-stage",
                StageName::ALL.iter().map(|stage| (stage.to_string(), phrases::word(say, "stage", *stage))),
                query.stage.map(StageName::as_str), "filter-any",
            ))
            (yes_no(say, "overdue", query.overdue))
            (fields::territory(say, query.territory.as_ref(), names))
            @if query.territory.is_none() { (places::field(say)) }
            @match &query.authority {
                Some(authority) => (fields::kept(
                    say, "authority", "filter-authority", authority.as_str(), names.authority(authority),
                )),
                None => (offices::field(say)),
            }
            details.more open[more] {
                summary { (say.t("filter-more")) }
                div.filters {
                    (fields::choice(
                        say, "theme", "filter-theme",
                        themes().iter().map(|theme| (theme.id.to_string(), phrases::theme(say, &theme.id))),
                        query.theme.as_ref().map(ThemeId::as_str), "filter-any",
                    ))
                    (fields::choice(
                        say, "national_project", "filter-national-project",
                        themes().national_projects()
                            .map(|project| (project.id.to_string(), phrases::national_project(say, &project.id))),
                        query.national_project.as_ref().map(NationalProjectId::as_str), "filter-any",
                    ))
                    (fields::choice(
                        say, "kind", "filter-kind",
                        [Kind::Work, Kind::Programme, Kind::Rule, Kind::Law]
                            .map(|kind| (kind.as_str().to_owned(), phrases::word(say, "kind", kind))),
                        query.kind.map(Kind::as_str), "filter-any",
                    ))
                    (yes_no(say, "published", query.published))
                    (fields::choice(
                        say, "procedure", "filter-procedure",
                        procedures(say), query.procedure.as_ref().map(ProcedureId::as_str), "filter-any",
                    ))
                    (fields::as_of(say, query.as_of))
                }
            }
            (fields::send(visitor, "/initiatives"))
        }
    }
}

fn yes_no(say: Say<'_>, name: &str, chosen: Option<YesNo>) -> Markup {
    let values = YesNo::ALL.map(|value| {
        let value = value.in_address();
        let text = say.t(&format!("filter-{name}-{value}"));
        (value, text)
    });
    fields::choice(
        say,
        name,
        &format!("filter-{name}"),
        values,
        chosen.map(YesNo::in_address).as_deref(),
        "filter-any",
    )
}

/// Each procedure once, by its newest name.
fn procedures(say: Say<'_>) -> BTreeMap<String, String> {
    phrases::procedures()
        .map(|procedure| (procedure.id().to_string(), phrases::procedure_name(say, procedure)))
        .collect()
}
