//! The events of the journal, for auditors.

use aggregates::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId, TerritoryId};
use aggregates::official::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use projections::events::{self, Actor, EventType, Filter, Line, Order, Window};
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use crate::api::answer::{All, Answer, Listing};
use crate::api::call::Call;
use crate::api::row::NoQuery;
use crate::api::shape::{Book, Members, Shape, asked, formatted, integer, one_of, text};
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
        /// Of this name, as `listEventTypes` has them.
        event_type: Option<String>,
        /// In streams of this aggregate type, as `listEventTypes` has them.
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
    let after = "The cursor: only later positions, all of them from 0, if not said. What lies ahead of the \
        journal is refused with `cursor_ahead`.";
    Members::default()
        .field("after", u64::shape(book), false, after)
        .field("limit", u64::shape(book), false, "At most so many lines; all there are, if not said.")
        .schema("")
}

/// A line of it: what [`crate::open`] leaves of an event.
pub(in crate::api) fn change(book: &mut Book) -> RefOr<Schema> {
    book.named("Change", |book| {
        let kind = one_of(["official", "participant", "resident", "clock", "installation"]);
        let pseudonym = "Who, by the pseudonym that he has in that initiative and nowhere else.";
        let by = Members::default()
            .field("kind", kind, true, "What sort of actor.")
            .field("official", OfficialId::shape(book), false, "Which official.")
            .field("authority", AuthorityId::shape(book), false, "For which authority he acted.")
            .field("pseudonym", formatted("uuid"), false, pseudonym)
            .closed();
        let stream = Members::default()
            .field("kind", text(), true, "The aggregate type.")
            .field("id", text(), true, "The aggregate id.")
            .field("sequence", u64::shape(book), true, "Its place in the stream.")
            .closed();
        let facts = "Its facts by name. A text stands as `{\"key\", \"text\"}`; one that was redacted since \
            as `{\"key\", \"redacted\": true}`, with what was left of it as `text`; one that is not the \
            public's as `{\"withheld\": true}`.";
        let published = "Of `Published`: the text that the public reads from here on, in the same form.";
        let redacts = "Of a redaction: the position of the event that told the text. Forget it there too.";
        let follows = "What follows from it: `moved`, `supports` and `terms`.";
        Members::default()
            .field("position", integer(1, None), true, "Its place in the one order: the cursor.")
            .field("at", Timestamp::shape(book), true, "When it was recorded.")
            .field("type", text(), false, "Its name; nothing for an event of another program.")
            .field("stream", stream.schema(""), false, "The stream it stands in, if that tells of nobody.")
            .field("by", by.schema(""), false, "Who did it, by what the public may know of him.")
            .field("initiative", InitiativeId::shape(book), false, "The initiative it is about.")
            .field("home", TerritoryId::shape(book), false, "The territory that initiative is about.")
            .field("custody", AuthorityId::shape(book), false, "Who has that initiative after it.")
            .field("done_on", Date::shape(book), false, "The date in the world.")
            .field("details", Value::shape(book), false, facts)
            .field("published", Value::shape(book), false, published)
            .field("redacts", integer(1, None), false, redacts)
            .field("follows", Value::shape(book), false, follows)
            .closed()
            .schema("An event as the public sees it. What is not the public's is left out.")
    })
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
