//! The events of the journal, for auditors.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use aggregates::official::Role;
use jiff::Timestamp;
use projections::events::{self, Actor, EventType, Filter, Line, Order, Window};
use utoipa::openapi::{RefOr, Schema};

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::{Book, Members, Shape, asked};
use crate::problem::Problem;

asked! {
    /// Which events; everything that is given has to hold.
    Wanted {
        /// Done by this official.
        official: Option<OfficialId>,
        /// Done by this participant; supports and assessments do not say whose they are.
        participant: Option<ParticipantId>,
        /// Done for, or about something of, this authority.
        authority: Option<AuthorityId>,
        /// Of this name.
        event_type: Option<String>,
        /// In streams of this aggregate type.
        stream_kind: Option<String>,
        /// In this stream.
        stream_id: Option<String>,
        /// About this initiative.
        initiative: Option<InitiativeId>,
        /// About an initiative whose home is this territory or part of it.
        within: Option<TerritoryId>,
        /// Recorded at this time or later.
        from: Option<Timestamp>,
        /// Recorded before this time.
        until: Option<Timestamp>,
        /// `true`: only those whose date is not that of the day they were recorded.
        recorded_late: Option<bool>,
        /// `true`: the oldest first.
        oldest_first: Option<bool>,
    }
}

/// What the stream of changes takes; the feeds answer it.
pub(in crate::api) fn changes(book: &mut Book) -> RefOr<Schema> {
    Members::default()
        .field("after", u64::shape(book), false, "Only later positions; 0, if not said.")
        .field("limit", u64::shape(book), false, "At most so many; all there are, if not said.")
        .schema("")
}

fn auditor(call: &Call) -> Result<(), Problem> {
    call.asker.visitor.office_as(Role::Auditor).map(drop)
}

/// `GET /api/v1/events`
pub(in crate::api) async fn list(call: Call, wanted: Wanted) -> Result<Answer<Listing<Line>>, Problem> {
    auditor(&call)?;
    let actor = match (wanted.official, wanted.participant) {
        (Some(official), None) => Some(Actor::Official(official)),
        (None, Some(participant)) => Some(Actor::Participant(participant)),
        (None, None) => None,
        (Some(_), Some(_)) => {
            let told = Problem::bad("bad_parameter", "an event is done by an official or by a participant");
            return Err(Problem { field: Some("participant".to_owned()), ..told });
        }
    };
    let filter = Filter {
        actor,
        authority: wanted.authority,
        event_type: wanted.event_type,
        stream_kind: wanted.stream_kind,
        stream_id: wanted.stream_id,
        initiative: wanted.initiative,
        within: wanted.within,
        from: wanted.from,
        until: wanted.until,
        recorded_late: wanted.recorded_late == Some(true),
    };
    let end = call.after::<u64>()?;
    let window = match wanted.oldest_first {
        Some(true) => Window { after: end, before: None, order: Order::OldestFirst },
        Some(false) | None => Window { after: None, before: end, order: Order::NewestFirst },
    };
    let (limit, as_of) = (call.limit, call.as_of);
    let page = call.read("events", move |view| events::list(view, &filter, window, limit, as_of)).await?;
    let next = call.next(page.next.as_ref());
    Ok(Listing { items: page.items, next }.into())
}

/// `GET /api/v1/events/{position}`
pub(in crate::api) async fn show(call: Call, _: NoQuery) -> Result<Answer<Line>, Problem> {
    auditor(&call)?;
    let position: u64 = call.ids.get("position")?;
    // No journal has come so far; SQLite could not even compare it.
    let position = i64::try_from(position).map(|_| position).map_err(|_| Problem::not_found())?;
    let found = call.read("events", move |view| events::event(view, position)).await?;
    found.map(Answer::from).ok_or_else(Problem::not_found)
}

/// `GET /api/v1/event-types`
pub(in crate::api) async fn types(call: Call, _: NoQuery) -> Result<Answer<All<EventType>>, Problem> {
    auditor(&call)?;
    Ok(All { items: call.read("events", events::types).await? }.into())
}
