//! `GET /audit`: every event of the journal, by who, for whom, what, about what and when.

use aggregates::ids::{AuthorityId, InitiativeId};
use axum::response::{IntoResponse, Redirect, Response};
use calendar::{UtcOffset, midnight_after};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::events::{self, Actor, EventType, Filter, Line, Order, Who, Window};
use serde::Deserialize;

use super::whom::{self, Meant};
use super::{admitted, parts};
use crate::asked::{Asked, address};
use crate::layout::Page;
use crate::names::{Names, Wanted};
use crate::pages::fields::{self, YesNo};
use crate::pages::phrases;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Lines on a page.
const PAGE: u32 = 50;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// An official by his name, or whoever has that id.
    #[serde(default)]
    actor: Option<String>,
    /// A code, or words of a name.
    #[serde(default)]
    authority: Option<String>,
    #[serde(default, rename = "type")]
    event_type: Option<String>,
    #[serde(default)]
    stream_kind: Option<String>,
    #[serde(default)]
    stream: Option<String>,
    /// An id, or a number that an authority gave.
    #[serde(default)]
    initiative: Option<String>,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    until: Option<Date>,
    #[serde(default)]
    late: Option<YesNo>,
    /// Leads to the one event.
    #[serde(default)]
    position: Option<u64>,
    /// Where a page of older events begins.
    #[serde(default)]
    before: Option<u64>,
    /// Where a page of newer events begins.
    #[serde(default)]
    after: Option<u64>,
}

/// Whom and what the filters mean.
struct Wants {
    actor: Meant<Actor>,
    authority: Meant<AuthorityId>,
    initiative: Meant<InitiativeId>,
}

/// What was found.
struct Answer {
    meant: Wants,
    lines: Vec<Line>,
    /// Where the page of newer events begins, if there are any.
    newer: Option<u64>,
    /// Where the page of older events begins, if there are any.
    older: Option<u64>,
    types: Vec<EventType>,
    names: Names,
}

impl Wants {
    const fn is_clear(&self) -> bool {
        self.actor.is_clear() && self.authority.is_clear() && self.initiative.is_clear()
    }
}

impl Query {
    fn link(&self, visitor: &Visitor, before: Option<u64>, after: Option<u64>) -> String {
        let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
        address(
            &visitor.to("/audit"),
            &[
                ("actor", self.actor.clone()),
                ("authority", self.authority.clone()),
                ("type", self.event_type.clone()),
                ("stream_kind", self.stream_kind.clone()),
                ("stream", self.stream.clone()),
                ("initiative", self.initiative.clone()),
                ("from", text(self.from.as_ref().map(|it| it as _))),
                ("until", text(self.until.as_ref().map(|it| it as _))),
                ("late", self.late.map(YesNo::in_address)),
                ("before", text(before.as_ref().map(|it| it as _))),
                ("after", text(after.as_ref().map(|it| it as _))),
            ],
        )
    }

    /// Days begin and end in Moscow, as everywhere where something is asked for by day.
    fn filter(&self, meant: &Wants) -> Filter {
        let begin = |day: Date| day.yesterday().map_or(Timestamp::MIN, end);
        Filter {
            actor: meant.actor.one().cloned(),
            authority: meant.authority.one().cloned(),
            event_type: self.event_type.clone(),
            stream_kind: self.stream_kind.clone(),
            stream_id: self.stream.clone(),
            initiative: meant.initiative.one().copied(),
            within: None,
            from: self.from.map(begin),
            until: self.until.map(end),
            recorded_late: self.late == Some(YesNo::Yes),
        }
    }
}

fn end(day: Date) -> Timestamp {
    midnight_after(day, UtcOffset::moscow())
}

pub(super) async fn list(visitor: Visitor, Asked(query): Asked<Query>) -> Result<Response, Problem> {
    admitted(&visitor)?;
    if let Some(position) = query.position {
        return Ok(Redirect::to(&visitor.to(&format!("/audit/events/{position}"))).into_response());
    }
    let answer = ask(&visitor, &query).await?;
    let part = if query.late == Some(YesNo::Yes) { "dated-back" } else { "events" };
    let title = visitor.say().t(&format!("audit-{part}"));
    let body = html! {
        h1 { (title) }
        (parts(&visitor, part))
        @if part == "dated-back" { p.lead { (visitor.say().t("audit-dated-back-lead")) } }
        (filters(&visitor, &query, &answer))
        @if answer.meant.is_clear() {
            (table(&visitor, &answer))
            (ways(&visitor, &query, &answer))
        } @else {
            (choices(&visitor, &query, &answer.meant))
        }
    };
    Ok(Page::new(&visitor, "audit", title).show(None, body))
}

async fn ask(visitor: &Visitor, query: &Query) -> Result<Answer, Problem> {
    let views = visitor.app.engine().views();
    let meant = Wants {
        actor: whom::actor(visitor, query.actor.as_deref()).await?,
        authority: whom::authority(visitor, query.authority.as_deref()).await?,
        initiative: whom::initiative(visitor, query.initiative.as_deref()).await?,
    };
    let filter = query.filter(&meant);
    let forward = query.after.is_some();
    let order = if forward { Order::OldestFirst } else { Order::NewestFirst };
    let window = Window { after: query.after, before: query.before, order };
    let (page, types) = views
        .read("events", move |view| {
            Ok((events::list(view, &filter, window, PAGE, None)?, events::types(view)?))
        })
        .await?;
    let mut lines = page.items;
    if forward {
        lines.reverse();
    }
    let (first, last) = (lines.first().map(|line| line.position), lines.last().map(|line| line.position));
    let more = page.next.is_some();
    let newer = first.filter(|_| if forward { more } else { query.before.is_some() });
    let older = last.filter(|_| forward || more);
    let wanted = lines.iter().fold(Wanted::default().authorities(meant.authority.one()), |wanted, line| {
        let wanted = wanted.authorities(&line.custody);
        match &line.by {
            Some(Who::Official { official, authority }) => {
                wanted.officials([*official]).authorities(authority)
            }
            Some(Who::Participant { .. } | Who::Resident | Who::Clock | Who::Installation) | None => wanted,
        }
    });
    let names = wanted.look_up(&visitor.app, None).await?;
    Ok(Answer { meant, lines, newer, older, types, names })
}

/// What an event is called; its own name, where the screens have none for it.
pub(super) fn event_name(visitor: &Visitor, event: &str) -> String {
    visitor.say().maybe(&phrases::event_key(event), &[]).unwrap_or_else(|| event.to_owned())
}

/// Who did it, leading to everything that he did.
pub(super) fn who(visitor: &Visitor, by: Option<&Who>, names: &Names) -> Markup {
    let say = visitor.say();
    let acts = |id: String| visitor.to(&format!("/audit?actor={id}"));
    html! {
        @match by {
            Some(Who::Official { official, authority }) => {
                a href=(acts(official.to_string())) { (names.official(*official).unwrap_or(&official.to_string())) }
                @if let Some(authority) = authority { br; span.small.soft { (names.authority(authority)) } }
            }
            Some(Who::Participant { participant }) => {
                a href=(acts(participant.to_string())) { (say.t("audit-participant")) }
                br; code.small { (participant) }
            }
            Some(Who::Resident) => (say.t("actor-resident")),
            Some(Who::Clock) => (say.t("actor-clock")),
            Some(Who::Installation) => (say.t("actor-installation")),
            None => (say.t("audit-nobody")),
        }
    }
}

/// When it was recorded, in Moscow: the one time by which days are asked for.
pub(super) fn recorded(visitor: &Visitor, at: Timestamp) -> String {
    phrases::moment(visitor.say(), at, UtcOffset::moscow())
}

fn input(visitor: &Visitor, name: &str, kind: &str, value: Option<String>) -> Markup {
    let label = visitor.say().t(&format!("audit-filter-{}", name.replace('_', "-")));
    html! {
        div {
            label for={ "f-" (name) } { (label) }
            input id={ "f-" (name) } name=(name) type=(kind) value=[value] autocomplete="off";
        }
    }
}

fn filters(visitor: &Visitor, query: &Query, answer: &Answer) -> Markup {
    let say = visitor.say();
    let mut types: Vec<(String, String)> = answer
        .types
        .iter()
        .map(|found| (found.event_type.clone(), event_name(visitor, &found.event_type)))
        .collect();
    types.sort_by(|one, other| one.1.cmp(&other.1));
    types.dedup_by(|one, other| one.0 == other.0);
    let mut kinds: Vec<String> = answer.types.iter().map(|found| found.stream_kind.clone()).collect();
    kinds.dedup();
    let kinds = kinds.into_iter().map(|kind| (kind.clone(), stream_kind(visitor, &kind)));
    let late = [YesNo::Yes].map(|value| (value.in_address(), say.t("audit-late-yes")));
    html! {
        form.filters method="get" action=(visitor.to("/audit")) {
            (fields::choice(say, "type", "audit-filter-type", types, query.event_type.as_deref(), "filter-any"))
            (fields::choice(say, "stream_kind", "audit-filter-stream-kind", kinds, query.stream_kind.as_deref(), "filter-any"))
            (input(visitor, "from", "date", query.from.map(|day| day.to_string())))
            (input(visitor, "until", "date", query.until.map(|day| day.to_string())))
            (input(visitor, "actor", "text", query.actor.clone()))
            (input(visitor, "authority", "text", query.authority.clone()))
            (input(visitor, "initiative", "text", query.initiative.clone()))
            (input(visitor, "stream", "text", query.stream.clone()))
            (fields::choice(say, "late", "audit-filter-late", late, query.late.map(YesNo::in_address).as_deref(), "audit-late-any"))
            (input(visitor, "position", "number", None))
            (fields::send(visitor, "/audit"))
        }
        @if let Some(authority) = answer.meant.authority.one() {
            p.soft { (say.t("filter-authority")) ": " (answer.names.authority_link(visitor, authority)) }
        }
    }
}

/// What there is to choose from where words fit several, or nothing.
fn choices(visitor: &Visitor, query: &Query, meant: &Wants) -> Markup {
    let asked = |query: Query| query.link(visitor, None, None);
    html! {
        (meant.actor.offer(visitor, "audit-no-official", |code| asked(Query { actor: Some(code.to_owned()), ..query.clone() })))
        (meant.authority.offer(visitor, "audit-no-authority", |code| asked(Query { authority: Some(code.to_owned()), ..query.clone() })))
        (meant.initiative.offer(visitor, "audit-no-initiative", |code| asked(Query { initiative: Some(code.to_owned()), ..query.clone() })))
    }
}

fn table(visitor: &Visitor, answer: &Answer) -> Markup {
    let say = visitor.say();
    let head = ["position", "recorded", "event", "who", "initiative"];
    let label = |column: &str| say.t(&format!("audit-column-{column}"));
    html! {
        @if answer.lines.is_empty() { p.soft { (say.t("audit-nothing")) } } @else {
            table.stacked {
                thead { tr { @for column in head { th scope="col" { (label(column)) } } } }
                tbody {
                    @for line in &answer.lines {
                        tr {
                            td data-label=(label("position")) {
                                a href=(visitor.to(&format!("/audit/events/{}", line.position))) { (say.number(line.position)) }
                            }
                            td data-label=(label("recorded")) {
                                (recorded(visitor, line.at))
                                @if let Some(done_on) = line.done_on.filter(|_| line.recorded_late) {
                                    br; span.tag.warn { (say.with("audit-done-on", &[("date", say.short_date(done_on).into())])) }
                                }
                            }
                            td data-label=(label("event")) { (event_name(visitor, &line.event_type)) }
                            td data-label=(label("who")) { (who(visitor, line.by.as_ref(), &answer.names)) }
                            td data-label=(label("initiative")) { (about(visitor, line)) }
                        }
                    }
                }
            }
        }
    }
}

/// What a stream is of; its own name, where the screens have none for it.
pub(super) fn stream_kind(visitor: &Visitor, kind: &str) -> String {
    visitor.say().maybe(&format!("stream-{kind}"), &[]).unwrap_or_else(|| kind.to_owned())
}

/// The initiative, or else the stream.
fn about(visitor: &Visitor, line: &Line) -> Markup {
    html! {
        @match line.initiative {
            Some(id) => a href=(visitor.to(&format!("/initiatives/{id}"))) {
                (line.title.clone().unwrap_or_else(|| visitor.say().t("text-redacted")))
            },
            None => { (stream_kind(visitor, &line.stream_kind)) br; code.small { (line.stream_id) } },
        }
    }
}

fn ways(visitor: &Visitor, query: &Query, answer: &Answer) -> Markup {
    let say = visitor.say();
    html! {
        @if answer.newer.is_some() || answer.older.is_some() {
            nav.pages aria-label=(say.t("pages-label")) {
                @if let Some(newer) = answer.newer {
                    a href=(query.link(visitor, None, None)) { (say.t("audit-newest")) }
                    a rel="prev" href=(query.link(visitor, None, Some(newer))) { "← " (say.t("audit-newer")) }
                }
                @if let Some(older) = answer.older {
                    a rel="next" href=(query.link(visitor, Some(older), None)) { (say.t("audit-older")) " →" }
                }
            }
        }
    }
}
