//! `GET /cabinet/notices`, `POST /cabinet/notices/read`: what happened to what somebody
//! proposes or follows, in plain words.

use aggregates::ids::{InitiativeId, ParticipantId};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Account;
use maud::html;
use projections::directory;
use projections::events::{self, Filter, Line, Order, Who, Window};
use serde::Deserialize;

use super::mine;
use crate::app::App;
use crate::layout::{self, Page};
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// As many are shown.
const SHOWN: usize = 100;
/// As many of one initiative are looked at.
const OF_ONE: u32 = 40;
/// What only officials among themselves care for.
const INTERNAL: &[&str] = &["Assigned", "Reclassified"];

/// Up to where somebody has read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    position: u64,
}

/// An initiative to hear of: from which position on, and whether he proposes it.
struct Source {
    id: InitiativeId,
    since: u64,
    proposes: bool,
}

async fn sources(app: &App, account: &Account, me: ParticipantId) -> Result<Vec<Source>, Problem> {
    let proposed = mine::proposed(app, me).await?;
    let followed = mine::followed(app, account.id, &proposed).await?;
    let own = proposed.iter().map(|it| Source { id: it.id, since: it.created, proposes: true });
    let others =
        followed.iter().map(|(it, followed)| Source { id: it.id, since: followed.since, proposes: false });
    Ok(own.chain(others).collect())
}

/// What happened to the sources after a position, newest first, but what he did himself.
async fn since(
    app: &App,
    sources: Vec<Source>,
    me: ParticipantId,
    after: u64,
) -> Result<Vec<(Line, bool)>, Problem> {
    let found = app.engine().views().read("events", move |view| {
        let mut found: Vec<(Line, bool)> = Vec::new();
        for source in &sources {
            let filter = Filter {
                stream_kind: Some("initiative".to_owned()),
                initiative: Some(source.id),
                ..Filter::default()
            };
            let window =
                Window { after: Some(source.since.max(after)), before: None, order: Order::NewestFirst };
            let lines = events::list(view, &filter, window, OF_ONE, None)?.items;
            found.extend(lines.into_iter().map(|line| (line, source.proposes)));
        }
        Ok(found)
    });
    let mut found = found.await?;
    let mine = |by: &Option<Who>| matches!(by, Some(Who::Participant { participant }) if *participant == me);
    found.retain(|(line, _)| !mine(&line.by) && !INTERNAL.contains(&line.event_type.as_str()));
    found.sort_by_key(|(line, _)| std::cmp::Reverse(line.position));
    Ok(found)
}

/// How many notices somebody has not seen.
///
/// # Errors
///
/// If the desk or a view cannot be read.
pub(crate) async fn unread(app: &App, account: &Account, me: ParticipantId) -> Result<u64, Problem> {
    if account.notices_seen >= app.engine().views().reached() {
        return Ok(0);
    }
    let sources = sources(app, account, me).await?;
    if sources.is_empty() {
        return Ok(0);
    }
    Ok(since(app, sources, me, account.notices_seen).await?.len() as u64)
}

/// The page.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Problem> {
    let app = &visitor.app;
    let account = &visitor.signed()?.account;
    let me = visitor.participant()?.id;
    let mut notices = since(app, sources(app, account, me).await?, me, 0).await?;
    notices.truncate(SHOWN);
    let say = visitor.say();
    let newest = notices.first().map_or(0, |(line, _)| line.position);
    let offset = calendar::UtcOffset::moscow();
    let mut items = Vec::with_capacity(notices.len());
    for (line, proposes) in &notices {
        let holder = match line.custody.clone() {
            Some(holder) => {
                app.engine()
                    .views()
                    .read("directory", move |view| directory::authority(view, &holder, None))
                    .await?
            }
            None => None,
        };
        items.push((
            line,
            title(&visitor, line, *proposes),
            holder.and_then(|holder| holder.name),
            *proposes,
        ));
    }
    let body = html! {
        p { a href=(visitor.to("/cabinet")) { "← " (say.t("nav-cabinet")) } }
        h1 { (say.t("notices-title")) }
        @if items.is_empty() { p.soft { (say.t("notices-none")) } }
        @if newest > account.notices_seen {
            form method="post" action=(visitor.to("/cabinet/notices/read")) {
                (layout::csrf(&visitor))
                input type="hidden" name="position" value=(newest);
                button.plain { (say.t("notices-read")) }
            }
        }
        ol.timeline {
            @for (line, title, holder, proposes) in &items {
                li.miss[line.event_type == "DeadlineMissed"] {
                    p {
                        strong { (say.t(&event_key(&line.event_type))) }
                        @if line.position > account.notices_seen { " " span.tag.good { (say.t("notices-new")) } }
                        br;
                        a href=(visitor.to(&format!("/initiatives/{}", line.initiative.map(|id| id.to_string()).unwrap_or_default()))) { (title) }
                        br;
                        span.soft {
                            (say.date(line.done_on.unwrap_or_else(|| calendar::local_date(line.at, offset))))
                            @if let Some(holder) = holder { " · " (holder) }
                        }
                        @if *proposes && line.event_type.ends_with("Dispatched") {
                            @if let Some(id) = line.initiative {
                                " " a href=(visitor.to(&format!("/cabinet/letters/{id}"))) { (say.t("cabinet-letters")) }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Page::new(&visitor, "cabinet", say.t("notices-title")).show(None, body))
}

/// All that was shown is read.
pub(super) async fn mark(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { position }, .. } = posted;
    let account = visitor.signed()?.account.id;
    let seen = position.min(visitor.app.engine().views().reached());
    visitor.app.desk().note_seen(account, seen).await?;
    Ok(Redirect::to(&visitor.to("/cabinet/notices")).into_response())
}

fn title(visitor: &Visitor, line: &Line, proposes: bool) -> String {
    let readable = proposes || (line.public_procedure && line.published_now);
    let title = line.title.clone().filter(|_| readable);
    title.unwrap_or_else(|| {
        visitor.say().t(if line.public_procedure { "unpublished-title" } else { "private-title" })
    })
}

/// `DeadlineMissed` → `event-deadline-missed`.
fn event_key(event: &str) -> String {
    let mut key = "event".to_owned();
    for letter in event.chars() {
        if letter.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(letter.to_ascii_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, Words};

    #[test]
    fn an_event_has_a_key() {
        assert_eq!(event_key("DeadlineMissed"), "event-deadline-missed");
        let words = Words::new();
        assert_ne!(words.of(Lang::Ru).t(&event_key("CoInitiatorJoined")), "event-co-initiator-joined");
    }
}
