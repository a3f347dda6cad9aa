//! `GET /desk/initiatives/{id}/supports`: the supports of a case one by one, without names,
//! and striking one out. A support says where its giver lives, how and when it came: by
//! that a clerk finds the line of a sheet again.

use aggregates::ids::{InitiativeId, SupportId};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use projections::events::{self, Filter, Window};
use projections::supports::{self, Given, Support};
use serde::Deserialize;

use super::file::CaseFile;
use super::heading;
use crate::asked::{Asked, address};
use crate::layout::{self, Page};
use crate::names::{Names, Wanted};
use crate::pages::lines;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Supports on a page.
const PAGE: u32 = 100;

/// Grounds, in the order of the form.
const GROUNDS: [&str; 4] = ["duplicate", "not_resident", "under_age", "forged"];

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    #[serde(default)]
    before: Option<u64>,
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Asked(Query { before }): Asked<Query>,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let case = CaseFile::open(&visitor, id).await?;
    page(&visitor, &case, before, &Typed::default(), None).await
}

/// The page, with what was chosen and why it was not done.
///
/// # Errors
///
/// If a view cannot be read.
pub(super) async fn page(
    visitor: &Visitor,
    case: &CaseFile,
    before: Option<u64>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (say, id) = (visitor.say(), case.page.id);
    let (given, next) = given(visitor, id, before).await?;
    let names = Wanted::default().territories(given.iter().map(|support| &support.residence));
    let names = names.look_up(&visitor.app, None).await?;
    let path = visitor.to(&format!("/desk/initiatives/{id}/supports"));
    let body = html! {
        p { a href=(visitor.to(&format!("/desk/initiatives/{id}"))) { "← " (heading::short(say, case)) } }
        h1 { (say.t("supporters-title")) }
        @if let Some(problem) = problem { (layout::problem_box(visitor, problem)) }
        p.hint { (say.t("supporters-hint")) }
        @if given.is_empty() { p { (say.t("supporters-none")) } }
        @else if case.is_held() {
            form method="post" action={ (path) "/invalidate" } {
                (layout::once(visitor, None))
                (table(visitor, &given, &names, Some(typed)))
                label for="invalid-ground" { (say.t("fill-ground")) }
                select #invalid-ground name="ground" {
                    @for ground in GROUNDS {
                        option value=(ground) selected[typed.get("ground") == Some(ground)] {
                            (say.t(&format!("invalid-{}", ground.replace('_', "-")))) }
                    }
                }
                p { button.danger { (say.t("invalidate-support")) } }
            }
        } @else { (table(visitor, &given, &names, None)) }
        (lines::pages(
            visitor,
            next.map(|before| address(&path, &[("before", Some(before.to_string()))])),
            before.map(|_| path.clone()),
        ))
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(Page::new(visitor, "desk", say.t("supporters-title")).status(status).show(None, body))
}

/// The supports given before a position, the latest first, and where the next page begins.
async fn given(
    visitor: &Visitor,
    id: InitiativeId,
    before: Option<u64>,
) -> Result<(Vec<Support>, Option<u64>), Problem> {
    let views = visitor.app.engine().views();
    let filter =
        Filter { initiative: Some(id), event_type: Some("SupportGiven".to_owned()), ..Filter::default() };
    let window = Window { before, ..Window::default() };
    let found = views.read("events", move |view| events::list(view, &filter, window, PAGE, None)).await?;
    let tags: Vec<SupportId> = found.items.iter().filter_map(|line| line.stream_id.parse().ok()).collect();
    let read = move |view: &_| {
        let standing = tags.iter().map(|tag| supports::standing(view, tag, None));
        Ok(standing.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    };
    Ok((views.read("supports", read).await?, found.next))
}

/// A line a support; with something to choose it by, where it can be struck out.
fn table(visitor: &Visitor, given: &[Support], names: &Names, typed: Option<&Typed>) -> Markup {
    let say = visitor.say();
    let label = |column: &str| say.t(&format!("supporters-{column}"));
    html! {
        table.stacked {
            thead { tr {
                @if typed.is_some() { th scope="col" { (label("choose")) } }
                @for column in ["day", "residence", "channel", "standing"] { th scope="col" { (label(column)) } }
            } }
            tbody {
                @for support in given {
                    @let standing = match support.standing {
                        Given::Given => "given",
                        Given::Withdrawn => "withdrawn",
                        Given::Invalidated => "invalidated",
                    };
                    tr {
                        @if let Some(typed) = typed {
                            td data-label=(label("choose")) {
                                @if support.standing == Given::Given {
                                    input type="radio" name="tag" value=(support.tag) required
                                        checked[typed.get("tag") == Some(support.tag.as_str())]
                                        aria-label=(say.with("supporters-choose-one", &[
                                            ("day", say.short_date(support.day).into()),
                                            ("place", names.territory(&support.residence).to_owned().into()),
                                        ]));
                                }
                            }
                        }
                        td data-label=(label("day")) { (say.short_date(support.day)) }
                        td data-label=(label("residence")) { (names.territory(&support.residence)) }
                        td data-label=(label("channel")) { (crate::pages::phrases::word(say, "channel", support.channel)) }
                        td data-label=(label("standing")) { (say.t(&format!("supporters-is-{standing}"))) }
                    }
                }
            }
        }
    }
}
