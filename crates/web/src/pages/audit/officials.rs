//! `GET /audit/officials`: who held which role on a day.

use aggregates::ids::OfficialId;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::directory::{self, HeldRole, Official};
use serde::Deserialize;

use super::{admitted, parts, whom};
use crate::as_of::{AsOf, today};
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, Wanted};
use crate::pages::fields::{self, YesNo};
use crate::pages::{lines, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// Officials on a page.
const PAGE: u32 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// A code, or words of a name.
    #[serde(default)]
    authority: Option<String>,
    #[serde(default)]
    as_of: Option<Date>,
    /// Only administrators.
    #[serde(default)]
    administrators: Option<YesNo>,
    #[serde(default)]
    after: Option<OfficialId>,
}

pub(super) async fn list(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let app = &visitor.app;
    let as_of = AsOf::of(app, query.as_of).await?;
    let meant = whom::authority(&visitor, query.authority.as_deref()).await?;
    let (authority, after, position) = (meant.one().cloned(), query.after, as_of.position);
    let (administrators, clear) = (query.administrators == Some(YesNo::Yes), meant.is_clear());
    let mut officials = app
        .engine()
        .views()
        .read("directory", move |view| match authority {
            Some(authority) => directory::officials_of(view, &authority, position),
            None if !clear => Ok(Vec::new()),
            None if administrators => directory::administrators(view, position),
            None => directory::officials(view, after, PAGE + 1, position),
        })
        .await?;
    let paged = query.authority.is_none() && !administrators;
    let more = paged && officials.len() > PAGE as usize;
    if more {
        officials.truncate(PAGE as usize);
    }
    let next = officials.last().filter(|_| more).map(|official| official.id.to_string());
    let colleagues = officials.iter().flat_map(|one| one.roles.iter().filter_map(|held| held.in_place_of));
    let names = Wanted::default()
        .authorities(officials.iter().map(|official| &official.authority))
        .authorities(meant.one())
        .officials(colleagues)
        .look_up(app, position)
        .await?;
    let day = query.as_of.unwrap_or_else(|| today(app));
    let say = visitor.say();
    let next = next.map(|after| {
        let as_of = as_of.in_address();
        address(&visitor.to("/audit/officials"), &[("as_of", as_of), ("after", Some(after))])
    });
    let only = [YesNo::Yes].map(|value| (value.in_address(), say.t("audit-only-administrators")));
    let body = html! {
        h1 { (say.t("audit-officials")) }
        (parts(&visitor, "officials"))
        form.filters method="get" action=(visitor.to("/audit/officials")) {
            (fields::as_of(say, query.as_of))
            div {
                label for="f-authority" { (say.t("audit-authority-words")) }
                input #f-authority name="authority" value=[query.authority.as_deref()] autocomplete="off";
            }
            (fields::choice(
                say, "administrators", "audit-filter-who", only,
                query.administrators.map(YesNo::in_address).as_deref(), "audit-everybody",
            ))
            (fields::send(&visitor, "/audit/officials"))
        }
        (fields::as_of_notice(say, query.as_of))
        (meant.offer(&visitor, "audit-no-authority", |code| {
            let asked = [("as_of", as_of.in_address()), ("authority", Some(code.to_owned()))];
            address(&visitor.to("/audit/officials"), &asked)
        }))
        @if clear { (table(&visitor, &officials, &names, day)) }
        (lines::pages(&visitor, next, query.after.map(|_| visitor.to("/audit/officials"))))
    };
    Ok(Page::new(&visitor, "audit", say.t("audit-officials")).show(None, body))
}

fn table(visitor: &Visitor, officials: &[Official], names: &Names, day: Date) -> Markup {
    let say = visitor.say();
    html! {
        @if officials.is_empty() { p.soft { (say.t("audit-nobody-there")) } } @else {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (say.t("audit-official")) }
                        th scope="col" { (say.t("filter-authority")) }
                        th scope="col" { (say.t("audit-roles-then")) }
                        th scope="col" { (say.t("audit-roles-other")) }
                    }
                }
                tbody {
                    @for official in officials {
                        tr {
                            td data-label=(say.t("audit-official")) {
                                (official.name.as_deref().unwrap_or("–"))
                                br; a.small href=(visitor.to(&format!("/audit?actor={}", official.id))) { (say.t("audit-acts")) }
                            }
                            td data-label=(say.t("filter-authority")) { (names.authority_link(visitor, &official.authority)) }
                            td data-label=(say.t("audit-roles-then")) { (roles(say, official, names, |held| held.covers(day))) }
                            td data-label=(say.t("audit-roles-other")) {
                                (roles(say, official, names, |held| !held.covers(day)))
                                @if let Some(on) = official.dismissed_on {
                                    p.small { (say.with("audit-dismissed", &[("date", say.short_date(on).into())])) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn roles(say: Say<'_>, official: &Official, names: &Names, which: impl Fn(&HeldRole) -> bool) -> Markup {
    html! {
        ul.plain { @for held in official.roles.iter().filter(|held| which(held)) { li { (role(say, held, names)) } } }
    }
}

/// A role with its dates, and in whose place it is held.
pub(in crate::pages) fn role(say: Say<'_>, held: &HeldRole, names: &Names) -> Markup {
    html! {
        (phrases::word(say, "role", held.role))
        @if held.acting && held.in_place_of.is_none() { " (" (say.t("audit-acting")) ")" }
        @if let Some(colleague) = held.in_place_of {
            " (" (say.with("audit-in-place-of", &[("name", names.official(colleague).unwrap_or("–").to_owned().into())])) ")"
        }
        span.small.soft {
            " "
            @match held.until {
                Some(until) => (say.with("audit-from-until", &[
                    ("from", say.short_date(held.from).into()), ("until", say.short_date(until).into()),
                ])),
                None => (say.with("audit-from", &[("from", say.short_date(held.from).into())])),
            }
        }
    }
}
