//! `GET /live/events`: every event as the public sees it, with its position as id.

use std::collections::VecDeque;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use engine::ViewError;
use futures_util::{Stream, stream};

use super::broadcast::{Listener, Next, Told, told};
use super::{answer, last_event_id};
use crate::app::App;
use crate::open::reading;
use crate::problem::Problem;

/// Events read at once by somebody who is behind.
const STEP: u32 = 200;

/// Events from now on, or from where `Last-Event-ID` says.
pub(in crate::feeds) async fn listen(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = last_event_id(&headers)?;
    let listener = app.live().listen(app.engine());
    let after = asked.unwrap_or_else(|| app.engine().views().reached());
    Ok(answer(events(Hearing { app, listener, after, waiting: VecDeque::new(), behind: true, begun: false })))
}

struct Hearing {
    app: App,
    listener: Listener,
    /// The position up to which he was told, or will be by what is waiting.
    after: u64,
    waiting: VecDeque<Event>,
    /// Whether he has to read for himself before he listens.
    behind: bool,
    begun: bool,
}

fn events(hearing: Hearing) -> impl Stream<Item = Result<Event, ViewError>> {
    stream::try_unfold(hearing, |mut hearing| async move {
        loop {
            if let Some(event) = hearing.waiting.pop_front() {
                return Ok(Some((event, hearing)));
            }
            if !hearing.begun {
                // Whoever loses the connection before anything happens comes back with this.
                hearing.begun = true;
                let event = Event::default().id(hearing.after.to_string()).comment("listening");
                return Ok(Some((event, hearing)));
            }
            if hearing.behind {
                hearing.read_on().await?;
                continue;
            }
            match hearing.listener.next().await {
                Next::Batch(batch) if batch.after <= hearing.after => {
                    let after = hearing.after;
                    hearing.waiting.extend(batch.told.iter().filter(|told| told.position > after).map(event));
                    hearing.after = after.max(batch.up_to);
                }
                Next::Batch(_) | Next::Missed => hearing.behind = true,
                Next::Over => return Ok(None),
            }
        }
    })
}

impl Hearing {
    async fn read_on(&mut self) -> Result<(), ViewError> {
        let views = self.app.engine().views();
        let heard = reading::heard_after(views, self.after, views.reached(), STEP).await?;
        let told = told(self.app.engine(), heard).await?;
        match told.last() {
            Some(last) => self.after = last.position,
            None => self.behind = false,
        }
        self.waiting.extend(told.iter().map(event));
        Ok(())
    }
}

fn event(told: &Told) -> Event {
    Event::default().id(told.position.to_string()).data(&told.json)
}
