//! `GET`, `POST /desk/find`. What is looked for comes in a body and never in an address:
//! surnames stand in no log and no history.

use std::collections::BTreeSet;

use aggregates::ids::{InitiativeId, ParticipantId, SupportId};
use aggregates::official::Role;
use aggregates::support::Support;
use axum::response::Response;
use engine::EngineError;
use maud::{Markup, html};
use projections::register::{self, Filter, Listed};
use projections::{correspondence, initiative, search};
use serde::Deserialize;
use vault::{Target, TermKind};

use crate::layout::{self, Page};
use crate::names::{Names, Wanted};
use crate::posted::{Posted, Typed};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::kebab;

/// Cases looked at for one question.
const MOST: usize = 200;
/// People of one name looked at.
const MOST_PEOPLE: usize = 50;
/// Own cases whose titles are looked through.
const MOST_OWN: u32 = 2000;

/// What is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    by: By,
    what: String,
}

/// By what a case is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Surname,
    Phone,
    Number,
    Title,
    Tag,
}

impl By {
    const ALL: [Self; 5] = [Self::Surname, Self::Phone, Self::Number, Self::Title, Self::Tag];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::Phone => "phone",
            Self::Number => "number",
            Self::Title => "title",
            Self::Tag => "tag",
        }
    }
}

/// The empty form.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    may(&visitor)?;
    Ok(page(&visitor, &Typed::default(), None))
}

/// What is found, as far as it concerns the office.
pub(super) async fn find(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { by, what }, typed, .. } = posted;
    may(&visitor)?;
    let candidates = match by {
        By::Surname => of_people(&visitor, TermKind::Surname, &what).await?,
        By::Phone => of_people(&visitor, TermKind::Phone, &what).await?,
        By::Number => by_number(&visitor, what).await?,
        By::Title => by_title(&visitor, what).await?,
        By::Tag => by_tag(&visitor, &what).await?,
    };
    let found = concerned(&visitor, candidates).await?;
    let holders = found.iter().filter_map(|case| case.custody.as_ref());
    let names = Wanted::default().authorities(holders).look_up(&visitor.app, None).await?;
    Ok(page(&visitor, &typed, Some(&results(&visitor, &found, &names))))
}

fn may(visitor: &Visitor) -> Result<(), Problem> {
    let office = visitor.office()?;
    if office.works() || office.is(Role::Auditor) {
        return Ok(());
    }
    Err(Problem::forbidden("wrong_role", "you do not hold the role that this needs today"))
}

/// The initiatives of people who are known by a surname or a phone.
async fn of_people(visitor: &Visitor, kind: TermKind, what: &str) -> Result<Vec<InitiativeId>, Problem> {
    let engine = visitor.app.engine();
    let found = engine.vault().find(kind, what).await.map_err(EngineError::Vault)?;
    let mut initiatives = Vec::new();
    let mut people: Vec<ParticipantId> = Vec::new();
    for target in found {
        match target {
            Target::Initiative(id) => initiatives.push(id),
            Target::Participant(id) => people.push(id),
        }
    }
    people.truncate(MOST_PEOPLE);
    let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
    let theirs = engine
        .views()
        .read("register", move |view| {
            let mut theirs = Vec::new();
            for person in people {
                let page = register::by_author_or_co_initiator(view, person, None, limit)?;
                theirs.extend(page.items.into_iter().map(|listed| listed.id));
            }
            Ok(theirs)
        })
        .await?;
    initiatives.extend(theirs);
    Ok(initiatives)
}

/// By a number that an authority gave, or that stood on the author's letter.
async fn by_number(visitor: &Visitor, what: String) -> Result<Vec<InitiativeId>, Problem> {
    let mut found = of_people(visitor, TermKind::IncomingNumber, &what).await?;
    let filter = Filter { number: Some(what), ..Filter::default() };
    let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
    let views = visitor.app.engine().views();
    let page = views.read("register", move |view| register::list(view, &filter, None, limit, None)).await?;
    found.extend(page.items.into_iter().map(|listed| listed.id));
    Ok(found)
}

/// By words of the title: what is published through the search, what is not among the
/// office's own.
async fn by_title(visitor: &Visitor, what: String) -> Result<Vec<InitiativeId>, Problem> {
    let views = visitor.app.engine().views();
    let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
    let words: Vec<String> = what.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let hits = views.read("search", move |view| search::search(view, &what, limit, None)).await?;
    let called = |title: &Option<String>| {
        let title = title.as_deref().unwrap_or_default().to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    };
    let unpublished = unpublished(visitor).await?;
    let unpublished = unpublished.into_iter().filter(|(_, title)| called(title)).map(|(id, _)| id);
    Ok(unpublished.chain(hits.hits.into_iter().map(|hit| hit.initiative)).collect())
}

/// What is in no search yet and may concern the office, with the title: what it has, what
/// came from its territory and was passed on, and what stands in its book.
async fn unpublished(visitor: &Visitor) -> Result<Vec<(InitiativeId, Option<String>)>, Problem> {
    let views = visitor.app.engine().views();
    let authority = &visitor.office()?.authority;
    let (own, of) = (authority.id.clone(), Filter { published: Some(false), ..Filter::default() });
    let filters = [
        Filter { custody: Some(own.clone()), ..of.clone() },
        Filter { within: Some(authority.territory.clone()), ..of },
    ];
    let listed = move |view: &_| {
        let mut listed = Vec::new();
        for filter in &filters {
            listed.extend(register::list(view, filter, None, MOST_OWN, None)?.items);
        }
        Ok(listed)
    };
    let listed = views.read("register", listed).await?;
    let booked = move |view: &_| {
        let mut booked = Vec::new();
        for year in correspondence::years(view, &own, None)? {
            booked.extend(correspondence::incoming(view, &own, year.year, None, MOST_OWN, None)?.items);
        }
        Ok(booked)
    };
    let booked = views.read("correspondence", booked).await?;
    let booked = booked.into_iter().map(|line| (line.case.initiative, line.case.title));
    Ok(listed.into_iter().map(|listed| (listed.id, listed.title)).chain(booked).collect())
}

/// By the tag of a support, which its giver was told.
async fn by_tag(visitor: &Visitor, what: &str) -> Result<Vec<InitiativeId>, Problem> {
    let Ok(tag) = what.trim().to_lowercase().parse::<SupportId>() else { return Ok(Vec::new()) };
    let (support, _) = visitor.app.engine().load::<Support>(tag.as_str()).await?;
    Ok(support.initiative().into_iter().collect())
}

/// Those that concern the office, as the register lists them, newest first.
async fn concerned(visitor: &Visitor, candidates: Vec<InitiativeId>) -> Result<Vec<Listed>, Problem> {
    let candidates: BTreeSet<InitiativeId> = candidates.into_iter().collect();
    let candidates: Vec<InitiativeId> = candidates.into_iter().take(MOST).collect();
    let views = visitor.app.engine().views();
    let pages = views
        .read("initiative", move |view| {
            let mut pages = Vec::new();
            for id in candidates {
                pages.extend(initiative::page(view, id, None)?);
            }
            Ok(pages)
        })
        .await?;
    let office = visitor.office()?;
    let sees = |page: &initiative::Page| office.is(Role::Auditor) || visitor.sees_all_of(page);
    let among: Vec<InitiativeId> = pages.iter().filter(|page| sees(page)).map(|page| page.id).collect();
    let filter = Filter { among: Some(among), ..Filter::default() };
    let limit = u32::try_from(MOST).unwrap_or(u32::MAX);
    let page = views.read("register", move |view| register::list(view, &filter, None, limit, None)).await?;
    Ok(page.items)
}

fn page(visitor: &Visitor, typed: &Typed, found: Option<&Markup>) -> Response {
    let say = visitor.say();
    let chosen = typed.get("by").unwrap_or(By::Surname.as_str());
    let body = html! {
        h1 { (say.t("find-title")) }
        form method="post" action=(visitor.to("/desk/find")) {
            (layout::csrf(visitor))
            fieldset {
                legend { (say.t("find-by")) }
                @for by in By::ALL {
                    span.check {
                        input id={ "by-" (by.as_str()) } type="radio" name="by" value=(by.as_str()) checked[chosen == by.as_str()];
                        " " label for={ "by-" (by.as_str()) } { (say.t(&format!("find-by-{}", by.as_str()))) } "   "
                    }
                }
            }
            label for="what" { (say.t("find-what")) }
            p.hint #what-hint { (say.t("find-hint")) }
            input #what name="what" required maxlength="200" autocomplete="off" aria-describedby="what-hint"
                value=(typed.get("what").unwrap_or_default());
            button { (say.t("find-button")) }
        }
        @if let Some(found) = found { (found) }
    };
    Page::new(visitor, "desk", say.t("find-title")).show(None, body)
}

fn results(visitor: &Visitor, found: &[Listed], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        h2 role="status" { (say.count("find-count", found.len() as u64)) }
        @if !found.is_empty() {
            div.scroll tabindex="0" {
                table {
                    thead { tr {
                        th { (say.t("registers-number")) } th { (say.t("registers-case")) }
                        th { (say.t("find-stage")) } th { (say.t("find-custody")) } th { (say.t("find-received")) }
                    } }
                    tbody {
                        @for case in found {
                            tr.overdue[case.overdue] {
                                td { @for number in &case.numbers { (number.number) br; } }
                                td { a href=(visitor.to(&format!("/desk/initiatives/{}", case.id))) {
                                    (case.title.as_deref().unwrap_or(&say.t("redacted"))) } }
                                td { (stage(visitor, case)) }
                                td { @if let Some(custody) = &case.custody { (names.authority(custody)) } }
                                td { (say.short_date(case.submitted_on)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn stage(visitor: &Visitor, case: &Listed) -> String {
    let name = case.stage.name().map_or("unknown", |stage| stage.as_str());
    visitor.say().t(&format!("stage-{}", kebab(name)))
}
