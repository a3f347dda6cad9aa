//! `GET /admin/officials`, `/new`, `/{id}`.

use aggregates::ids::{AuthorityId, OfficialId};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, Official};
use serde::Deserialize;
use serde_json::json;

use super::acts::Noun;
use super::form::{Refused, Shown};
use super::sheet::{self, Sheet};
use super::{Done, account, admitted};
use crate::as_of::today;
use crate::asked::{Asked, address};
use crate::names::{Names, Wanted, in_path};
use crate::pages::audit::role;
use crate::pages::lines;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Officials on a page.
const PAGE: u32 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    #[serde(default)]
    after: Option<OfficialId>,
}

pub(super) async fn list(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let after = query.after;
    let views = visitor.app.engine().views();
    let mut found =
        views.read("directory", move |view| directory::officials(view, after, PAGE + 1, None)).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    let names = wanted(&found).look_up(&visitor.app, None).await?;
    let say = visitor.say();
    let path = visitor.to("/admin/officials");
    let listed = html! {
        table.stacked {
            thead {
                tr {
                    th scope="col" { (say.t("audit-official")) }
                    th scope="col" { (say.t("filter-authority")) }
                    th scope="col" { (say.t("admin-roles")) }
                }
            }
            tbody {
                @for official in &found {
                    tr {
                        td data-label=(say.t("audit-official")) {
                            a href=(visitor.to(&format!("/admin/officials/{}", official.id))) { (official.name.as_deref().unwrap_or("–")) }
                        }
                        td data-label=(say.t("filter-authority")) { (names.authority(&official.authority)) }
                        td data-label=(say.t("admin-roles")) { (roles(&visitor, official, &names)) }
                    }
                }
            }
        }
        (lines::pages(
            &visitor,
            next.map(|after| address(&path, &[("after", Some(after))])),
            query.after.map(|_| path.clone()),
        ))
    };
    let find = html! { p.soft { (say.t("admin-officials-hint")) } };
    Ok(sheet::list(&visitor, Noun::Official, &find, &listed))
}

fn wanted(officials: &[Official]) -> Wanted {
    let places = officials.iter().flat_map(|one| one.roles.iter().filter_map(|held| held.in_place_of));
    Wanted::default().authorities(officials.iter().map(|official| &official.authority)).officials(places)
}

fn roles(visitor: &Visitor, official: &Official, names: &Names) -> Markup {
    let say = visitor.say();
    let day = today(&visitor.app);
    html! {
        ul.plain {
            @for held in &official.roles {
                li.soft[!held.covers(day)] { (role(say, held, names)) }
            }
        }
        @if let Some(on) = official.dismissed_on {
            span.tag { (say.with("audit-dismissed", &[("date", say.short_date(on).into())])) }
        }
    }
}

/// For whom a new official is appointed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct For {
    #[serde(default)]
    authority: Option<AuthorityId>,
}

pub(super) async fn begin(
    visitor: Visitor,
    Asked(For { authority }): Asked<For>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    Ok(beginning(&visitor, authority, None))
}

/// The form for a new one.
pub(super) fn beginning(
    visitor: &Visitor,
    authority: Option<AuthorityId>,
    refused: Option<&Refused<'_>>,
) -> Response {
    let now = json!({ "authority": authority, "from": today(&visitor.app) });
    sheet::beginning(visitor, Noun::Official, now, refused)
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Asked(Done { done }): Asked<Done>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    page(&visitor, &id, done.as_deref(), None).await
}

/// One official with everything that can be done.
pub(super) async fn page(
    visitor: &Visitor,
    id: &str,
    was_done: Option<&str>,
    refused: Option<&Refused<'_>>,
) -> Result<Response, Problem> {
    let official: OfficialId = id.parse().map_err(|_| Problem::not_found())?;
    let views = visitor.app.engine().views();
    let found = views
        .read("directory", move |view| {
            let Some(found) = directory::official(view, official, None)? else { return Ok(None) };
            let colleagues = directory::officials_of(view, &found.authority, None)?;
            Ok(Some((found, colleagues)))
        })
        .await?;
    let (found, mut colleagues) = found.ok_or_else(Problem::not_found)?;
    colleagues.retain(|one| one.id != official && one.dismissed_on.is_none());
    let names = wanted(std::slice::from_ref(&found)).look_up(&visitor.app, None).await?;
    let say = visitor.say();
    let now = json!({ "name": found.name, "phone": found.phone, "email": found.email });
    let shown = Shown { noun: Noun::Official, id: Some(id), now, colleagues: &colleagues, refused };
    let authority = format!("/admin/authorities/{}", in_path(found.authority.as_str()));
    let facts = html! {
        dl.facts {
            dt { (say.t("filter-authority")) }
            dd { a href=(visitor.to(&authority)) { (names.authority(&found.authority)) } }
            dt { (say.t("admin-roles")) } dd { (roles(visitor, &found, &names)) }
            @if let Some(phone) = &found.phone { dt { (say.t("field-phone")) } dd { (lines::phone_link(phone)) } }
            @if let Some(email) = &found.email { dt { (say.t("field-email")) } dd { (email) } }
            dt { (say.t("field-id")) } dd { code { (found.id) } }
        }
    };
    let before = html! {
        h2 { (say.t("admin-account")) }
        (account::form(visitor, official, refused).await?)
    };
    let title = found.name.clone().unwrap_or_else(|| "–".to_owned());
    Ok(Sheet { title, was_done, shown, facts, before, after: Markup::default() }.show(visitor))
}
