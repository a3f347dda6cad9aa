//! `GET /initiatives/{id}`: one initiative, whole, as far as this visitor may see it.

use aggregates::ids::InitiativeId;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::case::{self, Case};
use super::{now, outcome, supports, talk, texts, timeline};
use crate::as_of::AsOf;
use crate::asked::Asked;
use crate::layout::Page;
use crate::pages::fields::{self, YesNo};
use crate::pages::{lines, participation, phrases};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Which part of it is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Query {
    /// The version of the text; the newest if none is given.
    #[serde(default)]
    version: Option<u32>,
    /// Whether to mark what changed since the version before.
    #[serde(default)]
    changes: Option<YesNo>,
    #[serde(default)]
    comments_after: Option<u64>,
    #[serde(default)]
    as_of: Option<Date>,
}

pub(super) async fn show(
    visitor: Visitor,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(query): Asked<Query>,
) -> Result<Response, Problem> {
    // What is no id names no initiative either.
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    let as_of = AsOf::of(&visitor.app, query.as_of).await?;
    let kept = case::kept(&visitor.app, id, as_of).await?;
    let case = case::case(&visitor, &kept, as_of, query.comments_after).await?;
    if query.version.is_some() && texts::chosen(&case, query.version).is_none() {
        return Err(Problem::not_found());
    }
    // What was can be looked at, and not acted upon.
    let actions = if as_of.date.is_none() {
        participation::actions(&visitor, &kept).await?
    } else {
        html! {}
    };
    let page = Page::new(&visitor, "initiatives", title(&visitor, &case))
        .feed(format!("/feeds/initiatives/{id}.atom"))
        .cached(10);
    let page = if visitor.signed.is_some() { page.has_form() } else { page };
    let page = if as_of.date.is_none() { page.live(format!("/live/initiatives/{id}")) } else { page };
    Ok(page.show(Some(&headers), body(&visitor, &query, &case, &actions)))
}

fn title(visitor: &Visitor, case: &Case) -> String {
    let seen = &case.seen;
    let published = seen.is_whole() || seen.texts.iter().any(|text| text.published);
    lines::title(visitor.say(), seen.is_told(), published, seen.title.text.as_deref())
}

fn body(visitor: &Visitor, query: &Query, case: &Case, actions: &Markup) -> Markup {
    let say = visitor.say();
    let seen = &case.seen;
    let readable = seen.is_told() && seen.texts.iter().any(|text| text.published);
    html! {
        nav.crumbs aria-label=(say.t("crumbs")) {
            @for territory in seen.path.iter().rev() { (case.names.territory_link(visitor, territory)) " " }
        }
        h1 { (title(visitor, case)) }
        (head(visitor, case))
        @if seen.is_whole() { p.notice { (say.t(if seen.public { "case-whole" } else { "case-whole-private" })) } }
        (fields::as_of_notice(say, case.as_of.date))
        div.case {
            div.aside.now {
                (now::now(visitor, case))
                @if readable { (supports::supports(visitor, case, actions)) } @else { (actions) }
            }
            div.main {
                @if seen.is_told() {
                    (texts::text(visitor, case, query.version, query.changes == Some(YesNo::Yes)))
                } @else {
                    p.card { (say.t("case-private")) }
                }
                (outcome::decisions(visitor, case))
                (outcome::reports(visitor, case))
                (talk::assessments(visitor, case))
                @if seen.is_told() {
                    (outcome::hearings(visitor, case))
                    (outcome::opinions(visitor, case))
                    (talk::comments(visitor, case, query.comments_after))
                }
                (now::custody_history(visitor, case))
                @if seen.is_told() {
                    (now::terms(visitor, case))
                    (timeline::timeline(visitor, case))
                }
            }
            div.aside.more {
                (about(visitor, case))
                (others(visitor, case))
                (record(visitor, case))
            }
        }
    }
}

fn head(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let seen = &case.seen;
    html! {
        p.meta {
            (phrases::stage_tag(say, seen.stage)) " "
            @if seen.is_told() {
                @if seen.obligations.iter().any(|it| it.obligation.standing == aggregates::initiative::obligation::Standing::Missed) {
                    span.tag.bad { (say.t("overdue")) } " "
                }
                span { (phrases::word(say, "kind", seen.kind)) }
                @if let Some(theme) = &seen.theme { span { (phrases::theme(say, theme)) } }
            }
            span { (say.with("line-came", &[("date", say.date(seen.received_on).into())])) }
        }
    }
}

/// Facts that stand beside the text.
fn about(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let seen = &case.seen;
    html! {
        section.card aria-labelledby="about-heading" {
            h2 #about-heading { (say.t("case-about")) }
            dl.facts {
                dt { (say.t("about-home")) } dd { (case.names.territory_link(visitor, &seen.home)) }
                @if seen.is_told() {
                    @if !seen.also_concerns.is_empty() {
                        dt { (say.t("about-also")) }
                        dd { @for territory in &seen.also_concerns { (case.names.territory_link(visitor, territory)) " " } }
                    }
                    dt { (say.t("about-author")) }
                    dd {
                        @match (&case.author_name, seen.author) {
                            (Some(name), _) => (name),
                            (None, Some(_)) => (say.t("actor-resident")),
                            (None, None) if seen.texts.iter().any(|text| text.published) =>
                                (say.t("about-no-author")),
                            (None, None) => (say.t("about-author-later")),
                        }
                        @if !seen.co_initiators.is_empty() {
                            " " (say.count("about-co-initiators", seen.co_initiators.len() as u64))
                        }
                    }
                    dt { (say.t("about-channel")) } dd { (phrases::word(say, "channel", seen.channel)) }
                    @if let Some(project) = &seen.national_project {
                        dt { (say.t("filter-national-project")) }
                        dd {
                            a href=(visitor.to(&format!("/initiatives?national_project={project}"))) {
                                (phrases::national_project(say, project))
                            }
                        }
                    }
                    @for number in &seen.numbers {
                        dt { "№ " (number.number) }
                        dd { (case.names.authority(&number.authority)) ", " (say.short_date(number.registered_on)) }
                    }
                    @if let Some(procedure) = phrases::procedure(&seen.procedure) {
                        dt { (say.t("filter-procedure")) }
                        dd { a href=(visitor.to(&format!("/how#{}", seen.procedure.id))) { (phrases::procedure_name(say, procedure)) } }
                    }
                }
            }
            @if seen.is_whole() && !seen.attachments.is_empty() {
                h3 { (say.t("case-attachments")) }
                ul {
                    @for attachment in &seen.attachments {
                        li {
                            a href=(visitor.to(&format!("/initiatives/{}/files/{}", seen.id, attachment.id))) {
                                (attachment.media_type) ", " (say.number(attachment.size.div_ceil(1024))) " " (say.t("kilobytes"))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn others(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    html! {
        @if !case.related.is_empty() {
            section.card aria-labelledby="related-heading" {
                h2 #related-heading { (say.t("case-related")) }
                (lines::short_list(visitor, &case.related, &case.names))
            }
        }
        @if !case.similar.is_empty() {
            section.card aria-labelledby="similar-heading" {
                h2 #similar-heading { (say.t("case-similar")) }
                (lines::short_list(visitor, &case.similar, &case.names))
            }
        }
    }
}

/// Where in the record this stands, and how to see it at another time.
fn record(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let seen = &case.seen;
    html! {
        section.card aria-labelledby="record-heading" {
            h2 #record-heading { (say.t("case-record")) }
            p.small { (say.with("case-place", &[("position", seen.position.into()), ("sequence", seen.sequence.into())])) }
            form method="get" action=(visitor.to(&format!("/initiatives/{}", seen.id))) {
                (fields::as_of(say, case.as_of.date))
                button.plain { (say.t("filter-show")) }
            }
            p.small { a href=(format!("/feeds/initiatives/{}.atom", seen.id)) { (say.t("feed-atom")) } }
        }
    }
}
