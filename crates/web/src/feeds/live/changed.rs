//! `GET /live/initiatives/{id}`, `/live/worklist`: that something changed. What it was the
//! page itself shows, to whom it may.

use aggregates::ids::{AuthorityId, InitiativeId};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use engine::ViewError;
use futures_util::{Stream, stream};
use tokio::time::{Instant, sleep_until};

use super::broadcast::{Listener, Next, Told};
use super::pace::Pace;
use super::{answer, last_event_id};
use crate::app::App;
use crate::open::reading::{self, Scope};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// For whoever looks at an initiative.
pub(in crate::feeds) async fn of_initiative(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: InitiativeId = id.parse().map_err(|_| Problem::not_found())?;
    if app.engine().initiative(id).await?.is_none() {
        return Err(Problem::not_found());
    }
    begin(app, &headers, Interest::Initiative(id)).await
}

/// For an official: the worklist of his authority.
pub(in crate::feeds) async fn of_worklist(visitor: Visitor, headers: HeaderMap) -> Result<Response, Problem> {
    let authority = visitor.office()?.authority_id().clone();
    begin(visitor.app, &headers, Interest::Worklist(authority)).await
}

/// What somebody wants to hear of.
enum Interest {
    Initiative(InitiativeId),
    Worklist(AuthorityId),
}

impl Interest {
    fn scope(&self) -> Scope {
        match self {
            Self::Initiative(id) => Scope { initiative: Some(*id), ..Scope::default() },
            Self::Worklist(authority) => Scope { authority: Some(authority.clone()), ..Scope::default() },
        }
    }

    /// Whether it is about an event.
    fn is_about(&self, told: &Told) -> bool {
        match self {
            Self::Initiative(id) => told.initiative == Some(*id),
            Self::Worklist(authority) => told.concerns.contains(authority),
        }
    }
}

struct Watching {
    listener: Listener,
    interest: Interest,
    /// What changed, and he was not told yet.
    pace: Pace,
    /// The position with which the stream begins.
    begins_at: Option<u64>,
    /// The position that the views have reached, as far as he heard.
    reached: u64,
}

async fn begin(app: App, headers: &HeaderMap, interest: Interest) -> Result<Response, Problem> {
    let listener = app.live().listen(app.engine());
    let views = app.engine().views();
    let reached = views.reached();
    let pending = match last_event_id(headers)? {
        Some(seen) => reading::first_after(views, interest.scope(), seen).await?,
        None => None,
    };
    let pace = Pace::new(pending, Instant::now());
    let begins_at = Some(reached);
    Ok(answer(changes(Watching { listener, interest, pace, begins_at, reached })))
}

fn changes(watching: Watching) -> impl Stream<Item = Result<Event, ViewError>> {
    stream::unfold(watching, |mut watching| async move {
        if let Some(position) = watching.begins_at.take() {
            let event = Event::default().id(position.to_string()).comment("listening");
            return Some((Ok(event), watching));
        }
        loop {
            let due = watching.pace.due();
            let next = tokio::select! {
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => None,
                next = watching.listener.next() => Some(next),
            };
            match next {
                None => {
                    let position = watching.pace.told(Instant::now()).unwrap_or(watching.reached);
                    let position = position.max(watching.reached).to_string();
                    return Some((
                        Ok(Event::default().event("changed").id(&position).data(&position)),
                        watching,
                    ));
                }
                Some(Next::Batch(batch)) => {
                    let Watching { interest, pace, .. } = &mut watching;
                    let about = batch.told.iter().filter(|told| interest.is_about(told));
                    about.for_each(|told| pace.changed(told.position, told.quiet));
                    watching.reached = watching.reached.max(batch.up_to);
                }
                // Something may have been about it.
                Some(Next::Missed) => watching.pace.changed(watching.reached, false),
                Some(Next::Over) => return None,
            }
        }
    })
}
