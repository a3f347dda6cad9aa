//! `GET /audit/as-of`: what anything looked like at the end of a day.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use projections::events::{self, Filter, Window};
use serde::Deserialize;

use super::events::recorded;
use super::{admitted, parts, whom};
use crate::as_of::AsOf;
use crate::asked::Asked;
use crate::layout::Page;
use crate::pages::fields;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    #[serde(default)]
    as_of: Option<Date>,
}

pub(super) async fn show(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let as_of = AsOf::of(&visitor.app, query.as_of).await?;
    let views = visitor.app.engine().views();
    let last = match as_of.position {
        Some(position) => {
            views
                .read("events", move |view| {
                    let page = events::list(view, &Filter::default(), Window::default(), 1, Some(position))?;
                    Ok(page.items.into_iter().next())
                })
                .await?
        }
        None => None,
    };
    let say = visitor.say();
    let body = html! {
        h1 { (say.t("audit-as-of")) }
        (parts(&visitor, "as-of"))
        p.lead { (say.t("audit-as-of-lead")) }
        form.filters method="get" action=(visitor.to("/audit/as-of")) {
            (fields::as_of(say, query.as_of))
            (fields::send(&visitor, "/audit/as-of"))
        }
        @if let Some(date) = query.as_of {
            (fields::as_of_notice(say, Some(date)))
            @match last {
                None => p.soft { (say.t("audit-nothing-yet")) },
                Some(last) => {
                    p {
                        (say.t("audit-last-then")) " "
                        a href=(visitor.to(&format!("/audit/events/{}", last.position))) { (say.number(last.position)) }
                        " (" (recorded(&visitor, last.at)) ")"
                    }
                    (links(&visitor, date))
                }
            }
        }
    };
    Ok(Page::new(&visitor, "audit", say.t("audit-as-of")).show(None, body))
}

fn links(visitor: &Visitor, date: Date) -> Markup {
    let say = visitor.say();
    let root = &visitor.app.settings().root;
    let of = |path: &str| visitor.to(&format!("{path}?as_of={date}"));
    let places = [
        ("funnel", of(&format!("/territories/{}", crate::names::in_path(root)))),
        ("register", of("/initiatives")),
        ("misses", of("/misses")),
        ("officials", of("/audit/officials")),
        ("worklists", of("/audit/worklist")),
    ];
    html! {
        ul {
            @for (what, link) in places { li { a href=(link) { (say.t(&format!("audit-then-{what}"))) } } }
        }
        form.filters method="get" action=(visitor.to("/audit/as-of/initiative")) {
            input type="hidden" name="as_of" value=(date);
            div {
                label for="f-id" { (say.t("audit-filter-initiative")) }
                input #f-id name="id" required autocomplete="off";
            }
            div.send { button { (say.t("filter-show")) } }
        }
    }
}

/// One initiative, by its id or a number of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct One {
    id: String,
    as_of: Date,
}

/// `GET /audit/as-of/initiative`: leads to the page of an initiative as of that day.
pub(super) async fn initiative(
    visitor: Visitor,
    asked: Result<Asked<One>, Problem>,
) -> Result<Response, Problem> {
    // Who may not ask learns so, whatever he asks.
    admitted(&visitor)?;
    let Asked(One { id, as_of }) = asked?;
    let meant = whom::initiative(&visitor, Some(&id)).await?;
    if let Some(id) = meant.one() {
        return Ok(Redirect::to(&visitor.to(&format!("/initiatives/{id}?as_of={as_of}"))).into_response());
    }
    let title = visitor.say().t("audit-as-of");
    let body = html! {
        h1 { (title) }
        (parts(&visitor, "as-of"))
        (meant.offer(&visitor, "audit-no-initiative", |id| visitor.to(&format!("/initiatives/{id}?as_of={as_of}"))))
        (links(&visitor, as_of))
    };
    Ok(Page::new(&visitor, "audit", title).show(None, body))
}
