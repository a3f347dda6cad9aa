//! `GET /audit/events/{position}`: one event with everything that can be read of it.

use axum::extract::Path;
use axum::response::Response;
use maud::html;
use projections::events::{self, Who};

use super::{admitted, entry, events as list, facts, parts};
use crate::layout::Page;
use crate::names::Wanted;
use crate::problem::Problem;
use crate::visitor::Visitor;

pub(super) async fn show(visitor: Visitor, Path(position): Path<String>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    let position: u64 = position.parse().map_err(|_| Problem::not_found())?;
    let views = visitor.app.engine().views();
    let line = views.read("events", move |view| events::event(view, position)).await?;
    let line = line.ok_or_else(Problem::not_found)?;
    let head = views.reached();
    let mut wanted = Wanted::default().authorities(&line.custody).territories(&line.home);
    if let Some(Who::Official { official, authority }) = &line.by {
        wanted = wanted.officials([*official]).authorities(authority);
    }
    let names = wanted.look_up(&visitor.app, None).await?;
    let entry = entry::card(&visitor, position).await?;
    let say = visitor.say();
    let title = list::event_name(&visitor, &line.event_type);
    let stream = visitor.to(&format!("/audit?stream_kind={}&stream={}", line.stream_kind, line.stream_id));
    let body = html! {
        h1 { (title) }
        (parts(&visitor, ""))
        div.card {
            dl.facts {
                dt { (say.t("audit-column-position")) } dd { (say.number(line.position)) }
                dt { (say.t("audit-column-recorded")) } dd { (list::recorded(&visitor, line.at)) " " span.small.soft { (line.at) } }
                @if let Some(done_on) = line.done_on {
                    dt { (say.t("audit-dated")) }
                    dd { (say.date(done_on)) @if line.recorded_late { " " span.tag.warn { (say.t("audit-late-yes")) } } }
                }
                dt { (say.t("audit-column-who")) } dd { (list::who(&visitor, line.by.as_ref(), &names)) }
                dt { (say.t("audit-name")) } dd { code { (line.event_type) } }
                dt { (say.t("audit-stream")) }
                dd { a href=(stream) { (list::stream_kind(&visitor, &line.stream_kind)) " " code { (line.stream_id) } } ", " (say.with("audit-in-stream", &[("number", line.sequence.into())])) }
                @if let Some(id) = line.initiative {
                    dt { (say.t("audit-column-initiative")) }
                    dd {
                        a href=(visitor.to(&format!("/initiatives/{id}"))) {
                            (line.title.clone().unwrap_or_else(|| say.t("text-redacted")))
                        }
                        br; a.small href=(visitor.to(&format!("/audit?initiative={id}"))) { (say.t("audit-all-of-it")) }
                    }
                }
                @if let Some(home) = &line.home { dt { (say.t("filter-territory")) } dd { (names.territory_link(&visitor, home)) } }
                @if let Some(custody) = &line.custody {
                    dt { (say.t("audit-custody-after")) } dd { (names.authority_link(&visitor, custody)) }
                }
                @if let Some(redacts) = line.redacts {
                    dt { (say.t("audit-redacts")) }
                    dd { a href=(visitor.to(&format!("/audit/events/{redacts}"))) { (say.number(redacts)) } }
                }
            }
        }
        h2 { (say.t("audit-details")) }
        div.card { (facts::tree(say, &line.details)) }
        @if let Some(published) = &line.published {
            h2 { (say.t("audit-published")) }
            div.card { (facts::tree(say, published)) }
        }
        @if let Some(follows) = &line.follows {
            h2 { (say.t("audit-follows")) }
            div.card { (facts::tree(say, follows)) }
        }
        (entry)
        nav.pages aria-label=(say.t("pages-label")) {
            @if position > 1 { a rel="prev" href=(visitor.to(&format!("/audit/events/{}", position - 1))) { "← " (say.t("audit-before-it")) } }
            @if position < head { a rel="next" href=(visitor.to(&format!("/audit/events/{}", position + 1))) { (say.t("audit-after-it")) " →" } }
        }
    };
    Ok(Page::new(&visitor, "audit", title).show(None, body))
}
