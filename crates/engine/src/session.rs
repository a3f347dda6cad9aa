//! What one command has looked at, and what it will write.
//!
//! Every stream that a decision may look at comes through [`Session::see`], which
//! notes it. The item that leaves the session is guarded by all of them, so that
//! no guard can be forgotten.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use aggregates::actor::By;
use aggregates::authority::Authority;
use aggregates::initiative::Initiative;
use aggregates::official::Official;
use aggregates::participant::Participant;
use aggregates::seen::Seen;
use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use jiff::Timestamp;
use journal::{EntryTime, Guard, Item, NewEvent, StreamAppend, StreamId};
use serde::Serialize;
use uuid::Uuid;
use vault::KeyId;

use crate::engine::Inner;
use crate::entry;
use crate::error::Refuses;
use crate::hot::{Hot, Kept};
use crate::{Caller, EngineError, Receipt};

/// One attempt at deciding one command.
pub(crate) struct Session<'e> {
    pub(crate) engine: &'e Inner,
    /// When the command arrived.
    pub(crate) at: Timestamp,
    /// Streams whose copies in memory have been found to be old, or to exist at all.
    moved: &'e [StreamId],
    /// Streams that the batch around it has written and not appended yet.
    pending: Option<&'e HashSet<StreamId>>,
    /// One of them was looked at: the decision has to wait for the append.
    pub(crate) must_wait: bool,
    seen: BTreeMap<StreamId, Look>,
    written: Vec<Written>,
    /// Something that it writes is about a case that nobody may know of.
    confidential: bool,
}

#[derive(Clone, Copy)]
struct Look {
    sequence: u64,
    /// From memory, so perhaps old.
    hot: bool,
}

struct Written {
    append: StreamAppend,
    /// Whether it is a case that nobody may know of; nothing where it is no case itself.
    confidential: Option<bool>,
    keep: Keep,
    destroyed: Vec<KeyId>,
}

type Keep = Box<dyn FnOnce(&Hot) + Send + Sync>;

/// What is to be done once the item of a decision is recorded.
pub(crate) struct Decision {
    command: Uuid,
    /// The stream that the command was for, and its sequence afterwards.
    pub(crate) target: StreamId,
    pub(crate) sequence: u64,
    /// Puts the new states into memory.
    keep: Vec<Keep>,
    /// Keys that go.
    pub(crate) destroyed: Vec<KeyId>,
    /// Whether an authority has changed.
    pub(crate) changes_places: bool,
}

impl Decision {
    /// Takes the new states into memory, once it is recorded.
    pub(crate) fn keep(&mut self, hot: &Hot) {
        for keep in self.keep.drain(..) {
            keep(hot);
        }
    }

    /// The receipt, for events at these positions.
    pub(crate) fn into_receipt(self, first: u64, last: u64) -> Receipt {
        let Self { command: command_id, target: stream, sequence, .. } = self;
        Receipt { command_id, stream, sequence, first, last, repeated: false }
    }
}

impl<'e> Session<'e> {
    pub(crate) fn new(
        engine: &'e Inner,
        at: Timestamp,
        moved: &'e [StreamId],
        pending: Option<&'e HashSet<StreamId>>,
    ) -> Self {
        Self {
            engine,
            at,
            moved,
            pending,
            must_wait: false,
            seen: BTreeMap::new(),
            written: Vec::new(),
            confidential: false,
        }
    }

    /// An aggregate as it is now, noted as a guard.
    pub(crate) async fn see<A: Kept>(&mut self, id: &str) -> Result<Seen<A>, EngineError> {
        let stream = StreamId::new(A::TYPE, id);
        let copy = if self.moved.contains(&stream) { None } else { A::copies(&self.engine.hot).get(id) };
        let hot = copy.is_some();
        let (state, sequence) = match copy {
            Some(copy) => copy,
            None => {
                let (state, sequence) = self.engine.cold.load::<A>(&stream).await?;
                let state = Arc::new(state);
                if sequence > 0 {
                    A::copies(&self.engine.hot).put(stream.id.clone(), Arc::clone(&state), sequence);
                }
                (state, sequence)
            }
        };
        self.note(stream, Look { sequence, hot });
        Ok(Seen::shared(state, id, sequence))
    }

    /// An aggregate that most likely has no events: nothing is loaded, and the
    /// append at sequence 1 finds out. What is in memory already, or has been
    /// found to exist, is seen as it is.
    pub(crate) async fn see_as_new<A: Kept>(&mut self, id: &str) -> Result<Seen<A>, EngineError> {
        let stream = StreamId::new(A::TYPE, id);
        if self.moved.contains(&stream) || A::copies(&self.engine.hot).get(id).is_some() {
            return self.see(id).await;
        }
        self.note(stream, Look { sequence: 0, hot: true });
        Ok(Seen::new(A::default(), id, 0))
    }

    /// The first look counts: had the stream moved in between, its guard fails.
    fn note(&mut self, stream: StreamId, look: Look) {
        self.must_wait |= self.pending.is_some_and(|pending| pending.contains(&stream));
        self.seen.entry(stream).or_insert(look);
    }

    /// Whoever gives the command, with the states that say what he may do.
    pub(crate) async fn by(&mut self, caller: Caller) -> Result<By, EngineError> {
        match caller {
            Caller::Official(id) => {
                let official: Seen<Official> = self.see(&id.to_string()).await?;
                let authority = official.authority().cloned();
                let authority = authority
                    .ok_or_else(|| EngineError::NotFound { what: "official", id: id.to_string() })?;
                let authority: Seen<Authority> = self.see(authority.as_str()).await?;
                Ok(By::Official { official: Box::new(official), authority: Box::new(authority) })
            }
            Caller::Participant(id) => {
                let participant: Seen<Participant> = self.see(&id.to_string()).await?;
                Ok(By::Participant(Box::new(participant)))
            }
            Caller::Installation => Ok(By::Installation),
            Caller::Clock => Ok(By::Engine),
        }
    }

    /// Lets the aggregate decide, and notes what it decided for the append. The
    /// events come back for whoever has to follow them up.
    pub(crate) async fn decide<A>(
        &mut self,
        seen: Seen<A>,
        command: A::Command,
        rules: &A::Services,
    ) -> Result<Vec<A::Event>, EngineError>
    where
        A: Kept,
        A::Event: Serialize,
        A::Error: Refuses,
    {
        let Seen { state, id, sequence } = seen;
        let mut state = Arc::unwrap_or_clone(state);
        let sink = EventSink::default();
        state
            .handle(command, rules, &sink)
            .await
            .map_err(Refuses::into_refusal)
            .map_err(EngineError::Refused)?;
        let events = sink.collect().await;
        if events.is_empty() {
            return Ok(events);
        }
        let confidential = (A::TYPE == Initiative::TYPE).then(|| state.is_confidential());
        self.confidential |= state.is_confidential();
        let stream = StreamId::new(A::TYPE, id);
        let stored = events.iter().map(stored).collect::<Result<_, _>>()?;
        let append = StreamAppend { stream: stream.clone(), expected: sequence, events: stored };
        let after = sequence + events.len() as u64;
        let keep: Keep = Box::new(move |hot| A::copies(hot).put(stream.id, Arc::new(state), after));
        self.written.push(Written { append, confidential, keep, destroyed: Vec::new() });
        Ok(events)
    }

    /// Keys that go once the events decided last are recorded.
    pub(crate) fn destroys(&mut self, destroyed: impl IntoIterator<Item = KeyId>) {
        if let Some(written) = self.written.last_mut() {
            written.destroyed.extend(destroyed);
        }
    }

    /// The item for the journal, and what follows on it; nothing where nothing was decided.
    pub(crate) fn into_decision(self, command: &Labels) -> Option<(Item, Decision)> {
        let target = self.written.first()?.append.stream.clone();
        let mut appends = Vec::with_capacity(self.written.len());
        let (mut keep, mut destroyed) = (Vec::new(), Vec::new());
        for Written { mut append, confidential, keep: kept, destroyed: gone } in self.written {
            // A public case stays public beside a confidential one that was split off from it;
            // what is no case itself says as little as the most confidential one.
            let confidential = confidential.unwrap_or(self.confidential);
            for (sequence, event) in (append.expected + 1..).zip(&mut append.events) {
                let salt: [u8; 16] = self.engine.entropy.bytes();
                let at = entry::time_told(&append.stream);
                event.metadata =
                    command.metadata(self.engine, &salt, (at == EntryTime::Day).then_some(self.at));
                let place = entry::Place { stream: &append.stream, sequence, confidential };
                event.entry = entry::of(&self.engine.origin, place, event, &salt);
            }
            appends.push(append);
            keep.push(kept);
            destroyed.extend(gone);
        }
        let is_written = |stream: &StreamId| appends.iter().any(|append| append.stream == *stream);
        let guards = self
            .seen
            .into_iter()
            .filter(|(stream, _)| !is_written(stream))
            .map(|(stream, look)| Guard { stream, sequence: look.sequence })
            .collect();
        let sequence = appends.first().map_or(0, |append| append.expected + append.events.len() as u64);
        let changes_places = appends.iter().any(|append| &*append.stream.kind == Authority::TYPE);
        let decision = Decision { command: command.id, target, sequence, keep, destroyed, changes_places };
        let item = Item { command_id: command.id, digest: command.digest, at: self.at, appends, guards };
        Some((item, decision))
    }

    /// Asks the journal which of the streams looked at in memory have moved. A
    /// refusal writes nothing, so no guard would find that out.
    pub(crate) async fn outdated(&self) -> Result<Vec<StreamId>, EngineError> {
        let mut outdated = Vec::new();
        for (stream, look) in self.seen.iter().filter(|(_, look)| look.hot) {
            if !self.engine.journal.load(stream, look.sequence).await?.is_empty() {
                outdated.push(stream.clone());
            }
        }
        Ok(outdated)
    }
}

fn stored<E: DomainEvent + Serialize>(event: &E) -> Result<NewEvent, EngineError> {
    let payload = serde_json::to_string(event)
        .map_err(|error| EngineError::BadRequest { path: ".".to_owned(), what: error.to_string() })?;
    let (event_type, event_version) = (event.event_type(), event.event_version());
    Ok(NewEvent { event_type, event_version, payload, metadata: String::new(), entry: entry::pending() })
}

/// What the journal is told of a command besides its events.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    /// Scoped by the sender.
    pub(crate) id: Uuid,
    /// Of its body.
    pub(crate) digest: [u8; 32],
    /// Who gave it; whoever gives a support or an assessment is not named.
    pub(crate) actor: String,
}

impl Labels {
    fn metadata(&self, engine: &Inner, salt: &[u8; 16], at: Option<Timestamp>) -> String {
        #[derive(Serialize)]
        struct Metadata<'a> {
            actor: &'a str,
            command_id: String,
            /// 128 random bits: what is public of an event does not give away the rest.
            salt: String,
            /// When the command came, in µs since 1970, where the entry tells only the day:
            /// the row's time follows from it and from that of the row before.
            #[serde(skip_serializing_if = "Option::is_none")]
            asked_at: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            node: Option<&'a str>,
        }
        let metadata = Metadata {
            actor: &self.actor,
            command_id: self.id.hyphenated().to_string(),
            salt: Uuid::from_bytes(*salt).simple().to_string(),
            asked_at: at.map(|at| at.as_microsecond().to_string()),
            node: engine.node.as_deref(),
        };
        serde_json::to_string(&metadata).expect("a struct of strings is JSON")
    }
}
