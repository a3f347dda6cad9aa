//! `CqrsFramework` on `postgres-es` as both come, in event-store mode, on their own table.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::PersistedEventStore;
use cqrs_es::{Aggregate, CqrsFramework, DomainEvent};
use postgres_es::PostgresEventRepository;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;

use crate::Failure;

/// Bytes of payload: those of a support.
pub(crate) const PAYLOAD: usize = 240;

/// The table as postgres-es 0.5 documents it.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL, aggregate_id text NOT NULL,
    sequence bigint CHECK (sequence >= 0) NOT NULL,
    event_type text NOT NULL, event_version text NOT NULL,
    payload json NOT NULL, metadata json NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Support {
    given: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Given {
    SupportGiven { facts: String },
}

impl DomainEvent for Given {
    fn event_type(&self) -> String {
        "SupportGiven".into()
    }

    fn event_version(&self) -> String {
        "1.0".into()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it is given already")]
struct AlreadyGiven;

impl Aggregate for Support {
    const TYPE: &'static str = "support";
    type Command = String;
    type Event = Given;
    type Error = AlreadyGiven;
    type Services = ();

    async fn handle(&mut self, facts: String, (): &(), sink: &EventSink<Self>) -> Result<(), AlreadyGiven> {
        if self.given {
            return Err(AlreadyGiven);
        }
        sink.write(Given::SupportGiven { facts }, self).await;
        Ok(())
    }

    fn apply(&mut self, _: Given) {
        self.given = true;
    }
}

type Framework = CqrsFramework<Support, PersistedEventStore<PostgresEventRepository, Support>>;

/// A framework on an empty database.
pub(crate) struct Stock {
    framework: Arc<Framework>,
    next: AtomicU64,
}

impl Stock {
    pub(crate) async fn make(url: &str) -> Result<Self, Failure> {
        // A connection for each command on its way.
        let pool: PgPool = PgPoolOptions::new().max_connections(32).connect(url).await?;
        sqlx::query(TABLE).execute(&pool).await?;
        let store = PersistedEventStore::new_event_store(PostgresEventRepository::new(pool));
        Ok(Self { framework: Arc::new(CqrsFramework::new(store, Vec::new(), ())), next: AtomicU64::new(0) })
    }

    /// That many supports, each a stream of its own.
    pub(crate) async fn run(&self, in_flight: u64, count: u64) -> Result<f64, Failure> {
        let first = self.next.fetch_add(count, Ordering::Relaxed);
        let next = Arc::new(AtomicU64::new(first));
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..in_flight {
            let (framework, next) = (Arc::clone(&self.framework), Arc::clone(&next));
            tasks.spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= first + count {
                        return Ok::<_, Failure>(());
                    }
                    framework.execute(&format!("{number:064x}"), "x".repeat(PAYLOAD)).await?;
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok(count as f64 / started.elapsed().as_secs_f64())
    }
}
