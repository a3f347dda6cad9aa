//! Aggregates from the store: their events, upcast and folded.

use aggregates::upcast::{upcast, upcasters};
use cqrs_es::Aggregate;
use cqrs_es::persist::{EventUpcaster, PersistedEventRepository};
use journal::{Journal, Recorded, StreamId};
use postgres_es::PostgresEventRepository;

use crate::EngineError;

/// Where cold streams are loaded from.
pub(crate) enum Cold {
    /// Through the journal: SQLite.
    Journal(Journal),
    /// Through `postgres_es` over the same table.
    Postgres { events: PostgresEventRepository, upcasters: Vec<Box<dyn EventUpcaster>> },
}

impl Cold {
    pub(crate) fn of(journal: &Journal) -> Self {
        match journal.postgres_pool() {
            Some(pool) => {
                Self::Postgres { events: PostgresEventRepository::new(pool.clone()), upcasters: upcasters() }
            }
            None => Self::Journal(journal.clone()),
        }
    }

    /// The aggregate and the sequence of its last event; the default and 0 when it has none.
    pub(crate) async fn load<A: Aggregate>(&self, stream: &StreamId) -> Result<(A, u64), EngineError> {
        match self {
            Self::Journal(journal) => {
                let mut state = A::default();
                let mut sequence = 0;
                for recorded in journal.load(stream, 0).await? {
                    sequence = recorded.sequence;
                    state.apply(event::<A>(&recorded)?);
                }
                Ok((state, sequence))
            }
            Self::Postgres { events, upcasters } => {
                let stored = events.get_events::<A>(&stream.id).await.map_err(unavailable)?;
                let mut state = A::default();
                let mut sequence = 0;
                for stored in stored {
                    sequence = stored.sequence as u64;
                    let event_type = stored.event_type.clone();
                    let current = upcasters.iter().fold(stored, |event, upcaster| {
                        if upcaster.can_upcast(&event.event_type, &event.event_version) {
                            upcaster.upcast(event)
                        } else {
                            event
                        }
                    });
                    let event = serde_json::from_value(current.payload)
                        .map_err(|error| damaged(stream, sequence, &event_type, error))?;
                    state.apply(event);
                }
                Ok((state, sequence))
            }
        }
    }
}

/// The current form of a recorded event.
pub(crate) fn event<A: Aggregate>(recorded: &Recorded) -> Result<A::Event, EngineError> {
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| {
        damaged(&recorded.stream, recorded.sequence, &recorded.event_type, error)
    };
    let stored = serde_json::from_str(&recorded.payload).map_err(|error| fail(error.into()))?;
    let (_, current) = upcast(A::TYPE, &recorded.event_type, &recorded.event_version, stored)
        .map_err(|error| fail(error.into()))?;
    serde_json::from_value(current).map_err(|error| fail(error.into()))
}

fn damaged(
    stream: &StreamId,
    sequence: u64,
    event_type: &str,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> EngineError {
    EngineError::Damaged {
        stream: stream.to_string(),
        sequence,
        event_type: event_type.to_owned(),
        source: error.into(),
    }
}

fn unavailable(error: cqrs_es::persist::PersistenceError) -> EngineError {
    EngineError::Journal(journal::JournalError::Unavailable(std::sync::Arc::new(error)))
}
