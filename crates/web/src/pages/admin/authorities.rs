//! `GET /admin/authorities`, `/new`, `/{id}`.

use aggregates::ids::AuthorityId;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use projections::directory::{self, Authority};
use serde::Deserialize;
use serde_json::{Value, json};

use super::acts::Noun;
use super::form::{Refused, Shown};
use super::sheet::{self, Sheet};
use super::{Done, admitted};
use crate::asked::{Asked, address};
use crate::names::{Names, Wanted, in_path};
use crate::pages::{lines, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Authorities on a page.
const PAGE: u32 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// Words of a name.
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    after: Option<AuthorityId>,
}

pub(super) async fn list(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let (words, after) = (query.q.clone(), query.after.clone());
    let views = visitor.app.engine().views();
    let mut found = views
        .read("directory", move |view| match words {
            Some(words) => directory::find_authorities(view, &words, PAGE),
            None => directory::authorities(view, None, after.as_ref(), PAGE + 1, None),
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    let names = Wanted::default()
        .territories(found.iter().map(|authority| &authority.territory))
        .look_up(&visitor.app, None)
        .await?;
    let path = visitor.to("/admin/authorities");
    let listed = html! {
        (table(&visitor, &found, &names))
        (lines::pages(
            &visitor,
            next.map(|after| address(&path, &[("after", Some(after))])),
            query.after.map(|_| path.clone()),
        ))
    };
    let find = sheet::by_name(&visitor, Noun::Authority, query.q.as_deref());
    Ok(sheet::list(&visitor, Noun::Authority, &find, &listed))
}

fn table(visitor: &Visitor, found: &[Authority], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        @if found.is_empty() { p.soft { (say.t("audit-no-authority")) } } @else {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("filter-authority")) }
                        th scope="col" { (say.t("filter-level")) }
                        th scope="col" { (say.t("filter-territory")) }
                        th scope="col" { (say.t("admin-accepts")) }
                    }
                }
                tbody {
                    @for authority in found {
                        tr {
                            td data-label=(say.t("filter-authority")) {
                                a href=(visitor.to(&format!("/admin/authorities/{}", in_path(authority.id.as_str())))) {
                                    (authority.name.as_deref().unwrap_or("–"))
                                }
                                br; code.small { (authority.id) }
                            }
                            td data-label=(say.t("filter-level")) { (phrases::word(say, "level", authority.level)) }
                            td data-label=(say.t("filter-territory")) { (names.territory(&authority.territory)) }
                            td data-label=(say.t("admin-accepts")) { (accepts(visitor, authority)) }
                        }
                    }
                }
            }
        }
    }
}

fn accepts(visitor: &Visitor, authority: &Authority) -> Markup {
    let say = visitor.say();
    html! {
        @match (authority.abolished_on, authority.accepts_until) {
            (Some(on), _) => span.tag.bad { (say.with("admin-abolished", &[("date", say.short_date(on).into())])) },
            (None, Some(until)) => span.tag.warn { (say.with("admin-accepts-until", &[("date", say.short_date(until).into())])) },
            (None, None) => (say.with("audit-from", &[("from", say.short_date(authority.accepts_from).into())])),
        }
        @if authority.default_receiver { br; span.small.soft { (say.t("admin-receives")) } }
    }
}

pub(super) async fn begin(visitor: Visitor) -> Result<Response, Problem> {
    admitted(&visitor)?;
    Ok(beginning(&visitor, None))
}

/// The form for a new one.
pub(super) fn beginning(visitor: &Visitor, refused: Option<&Refused<'_>>) -> Response {
    let now = json!({ "number_format": "{n}/{year}", "utc_offset": "+03:00", "default_receiver": true });
    sheet::beginning(visitor, Noun::Authority, now, refused)
}

pub(super) async fn show(
    visitor: Visitor,
    Path(id): Path<String>,
    Asked(Done { done }): Asked<Done>,
) -> Result<Response, Problem> {
    admitted(&visitor)?;
    page(&visitor, &id, done.as_deref(), None).await
}

/// One authority with everything that can be set.
pub(super) async fn page(
    visitor: &Visitor,
    id: &str,
    was_done: Option<&str>,
    refused: Option<&Refused<'_>>,
) -> Result<Response, Problem> {
    let code: AuthorityId = id.parse().map_err(|_| Problem::not_found())?;
    let views = visitor.app.engine().views();
    let of = code.clone();
    let (authority, colleagues) = views
        .read("directory", move |view| {
            Ok((directory::authority(view, &of, None)?, directory::officials_of(view, &of, None)?))
        })
        .await?;
    let authority = authority.ok_or_else(Problem::not_found)?;
    let names = Wanted::default()
        .territories([&authority.territory])
        .authorities(&authority.successor)
        .officials(authority.signatories.iter().copied())
        .look_up(&visitor.app, None)
        .await?;
    let say = visitor.say();
    let shown =
        Shown { noun: Noun::Authority, id: Some(id), now: now(&authority), colleagues: &colleagues, refused };
    let appoint = address("/admin/officials/new", &[("authority", Some(code.to_string()))]);
    let before = html! {
        h2 { (say.t("admin-officials")) }
        ul.plain {
            @for official in &colleagues {
                li {
                    a href=(visitor.to(&format!("/admin/officials/{}", official.id))) { (official.name.as_deref().unwrap_or("–")) }
                    @if official.dismissed_on.is_some() { " " span.tag { (say.t("admin-dismissed")) } }
                }
            }
        }
        p { a href=(visitor.to(&appoint)) { (say.t("admin-official-appoint")) } }
    };
    let title = authority.name.clone().unwrap_or_else(|| code.to_string());
    let facts = facts(visitor, &authority, &names);
    Ok(Sheet { title, was_done, shown, facts, before, after: Markup::default() }.show(visitor))
}

fn facts(visitor: &Visitor, authority: &Authority, names: &Names) -> Markup {
    let say = visitor.say();
    let signatories: Vec<&str> =
        authority.signatories.iter().filter_map(|official| names.official(*official)).collect();
    html! {
        dl.facts {
            dt { (say.t("field-id")) } dd { code { (authority.id) } }
            dt { (say.t("filter-territory")) } dd { (names.territory_link(visitor, &authority.territory)) }
            dt { (say.t("filter-level")) } dd { (phrases::word(say, "level", authority.level)) }
            dt { (say.t("field-kind")) } dd { (phrases::word(say, "authority-kind", authority.kind)) }
            dt { (say.t("admin-accepts")) } dd { (accepts(visitor, authority)) }
            @if let Some(successor) = &authority.successor {
                dt { (say.t("field-successor")) } dd { (names.authority_link(visitor, successor)) }
            }
            dt { (say.t("field-utc-offset")) } dd { (authority.utc_offset) }
            dt { (say.t("field-number-format")) } dd { code { (authority.number_format) } }
            @if !signatories.is_empty() { dt { (say.t("field-officials")) } dd { (signatories.join(", ")) } }
        }
    }
}

/// What is set now, by the names of the fields.
fn now(authority: &Authority) -> Value {
    json!({
        "name": authority.name,
        "phone": authority.phone,
        "email": authority.email,
        "address": authority.address,
        "text": authority.letterhead,
        "officials": authority.signatories,
        "competences": authority.competences,
        "number_format": authority.number_format,
    })
}
