//! A stock `cqrs_es::CqrsFramework` on `postgres_es` works on the journal's table.

use std::collections::HashMap;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{Aggregate, AggregateError, CqrsFramework, DomainEvent, EventStore};
use jiff::{SignedDuration, Timestamp};
use journal::{ClockKind, Journal, Recorded, Store, StreamId, Verdict, Verification};
use postgres_es::PostgresEventRepository;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::task::JoinSet;

use crate::journal_contract::items::{append, item, write};
use crate::journal_contract::place::Place;

/// A number that only grows.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Counter {
    total: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum CounterEvent {
    Added { amount: u64 },
}

impl DomainEvent for CounterEvent {
    fn event_type(&self) -> String {
        "Added".into()
    }

    fn event_version(&self) -> String {
        "1.0".into()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("there is nothing to add")]
struct NothingToAdd;

impl Aggregate for Counter {
    const TYPE: &'static str = "counter";
    type Command = u64;
    type Event = CounterEvent;
    type Error = NothingToAdd;
    type Services = ();

    async fn handle(&mut self, amount: u64, _: &(), sink: &EventSink<Self>) -> Result<(), NothingToAdd> {
        if amount == 0 {
            return Err(NothingToAdd);
        }
        sink.write(CounterEvent::Added { amount }, self).await;
        Ok(())
    }

    fn apply(&mut self, CounterEvent::Added { amount }: CounterEvent) {
        self.total += amount;
    }
}

type StockStore = PersistedEventStore<PostgresEventRepository, Counter>;

struct Stock {
    place: Place,
    journal: Journal,
    pool: PgPool,
}

impl Stock {
    async fn beside_a(clock: ClockKind) -> Self {
        let place = Place::postgres();
        let journal = place.journal_of(clock).await;
        let Store::Postgres(url) = &place.store else {
            panic!("this place is not in PostgreSQL");
        };
        let pool = PgPool::connect(url).await.expect("a pool");
        Self { place, journal, pool }
    }

    fn repository(&self) -> PostgresEventRepository {
        PostgresEventRepository::new(self.pool.clone())
    }

    fn store(&self) -> StockStore {
        PersistedEventStore::new_event_store(self.repository())
    }

    fn framework(&self) -> CqrsFramework<Counter, StockStore> {
        CqrsFramework::new(self.store(), Vec::new(), ())
    }

    async fn total(&self, id: &str) -> u64 {
        let context = self.store().load_aggregate(id).await.expect("it loads");
        context.aggregate.total
    }

    async fn events(&self) -> Vec<Recorded> {
        self.journal.read(0, 1000).await.expect("events")
    }
}

fn adding(number: u128, id: &str, expected: u64, amount: u64) -> journal::Item {
    let mut append = write(id, expected, 1);
    append.stream = StreamId::new("counter", id);
    append.events[0].event_type = "Added".into();
    append.events[0].payload = format!(r#"{{ "Added" : {{"amount": {amount}}} }}"#);
    item(number, [append])
}

#[tokio::test]
async fn its_appends_get_the_next_positions_and_our_readers_see_them() {
    let stock = Stock::beside_a(ClockKind::Simulated).await;
    append(&stock.journal, adding(1, "ours", 0, 5)).await;
    let metadata = HashMap::from([("actor".to_owned(), "stock".to_owned())]);
    let framework = stock.framework();
    framework.execute_with_metadata("theirs", 3, metadata).await.unwrap();
    framework.execute("theirs", 4).await.unwrap();
    assert_eq!(stock.journal.wait_past(2).await.unwrap(), 3);

    let events = stock.events().await;
    let order: Vec<_> =
        events.iter().map(|event| (event.position, &*event.stream.id, event.sequence)).collect();
    assert_eq!(order, [(1, "ours", 1), (2, "theirs", 1), (3, "theirs", 2)]);
    assert_eq!(events[1].metadata, r#"{"actor": "stock"}"#);
    assert_eq!(events[1].event_type, "Added");
    let holds = Verification::Holds { events: 3, head: 3 };
    assert_eq!(stock.journal.verify(|_| ()).await.unwrap(), holds);
}

#[tokio::test]
async fn it_loads_what_the_journal_appended_and_goes_on_from_there() {
    let stock = Stock::beside_a(ClockKind::Simulated).await;
    append(&stock.journal, adding(1, "shared", 0, 5)).await;
    append(&stock.journal, adding(2, "shared", 1, 6)).await;
    assert_eq!(stock.total("shared").await, 11);
    let loaded = stock.store().load_events("shared").await.unwrap();
    assert_eq!(loaded[1].sequence, 2);
    assert_eq!(loaded[1].metadata, HashMap::from([("actor".into(), "test".into())]));

    stock.framework().execute("shared", 7).await.unwrap();
    assert_eq!(stock.total("shared").await, 18);
    let verdict = append(&stock.journal, adding(3, "shared", 3, 1)).await;
    assert_eq!(verdict, Verdict::Committed { first: 4, last: 4 });
}

#[tokio::test]
async fn the_journals_own_pool_serves_its_repository() {
    let stock = Stock::beside_a(ClockKind::Simulated).await;
    append(&stock.journal, adding(1, "ours", 0, 5)).await;
    let pool = stock.journal.postgres_pool().expect("it is on PostgreSQL").clone();
    let repository = PostgresEventRepository::new(pool);
    let events = repository.get_events::<Counter>("ours").await.unwrap();
    assert_eq!(events[0].payload, serde_json::json!({"Added": {"amount": 5}}));
}

#[tokio::test]
async fn a_conflict_is_a_conflict_on_either_side() {
    let stock = Stock::beside_a(ClockKind::Simulated).await;
    let store = stock.store();
    let stale = store.load_aggregate("a").await.unwrap();
    append(&stock.journal, adding(1, "a", 0, 1)).await;
    let refusal = store.commit(vec![CounterEvent::Added { amount: 9 }], stale, HashMap::new()).await;
    assert!(matches!(refusal, Err(AggregateError::AggregateConflict)), "{refusal:?}");

    stock.framework().execute("b", 2).await.unwrap();
    let conflict = Verdict::Conflict { stream: StreamId::new("counter", "b") };
    assert_eq!(append(&stock.journal, adding(2, "b", 0, 1)).await, conflict);
    assert_eq!(stock.journal.head().await.unwrap().position, 2, "a refused one leaves no gap");
}

#[tokio::test]
async fn it_takes_the_time_of_the_journals_clock() {
    let real = Stock::beside_a(ClockKind::Real).await;
    let before = real.place.now().await;
    real.framework().execute("a", 1).await.unwrap();
    let at = real.events().await[0].at;
    assert!(before <= at && at <= real.place.now().await, "{at}");
    let later = Timestamp::max(at, real.place.now().await) + SignedDuration::from_secs(30);
    append(&real.journal, journal::Item { at: later, ..adding(1, "b", 0, 1) }).await;
    real.framework().execute("a", 1).await.unwrap();
    let events = real.events().await;
    assert_eq!(events[2].at, events[1].at, "it does not go back");

    let simulated = Stock::beside_a(ClockKind::Simulated).await;
    append(&simulated.journal, adding(1, "a", 0, 1)).await;
    simulated.framework().execute("a", 1).await.unwrap();
    assert_eq!(simulated.events().await[1].at, Timestamp::UNIX_EPOCH, "the last event's");
}

#[tokio::test]
async fn both_at_once_leave_one_order_without_gaps() {
    let stock = Stock::beside_a(ClockKind::Simulated).await;
    let mut writers = JoinSet::new();
    for task in 0..4 {
        let (framework, journal) = (stock.framework(), stock.journal.clone());
        writers.spawn(async move {
            for number in 0..15 {
                let theirs = format!("theirs-{task}");
                framework.execute(&theirs, 1).await.expect("nobody else writes it");
                let item = adding(task * 100 + number, &format!("ours-{task}"), number as u64, 1);
                assert!(matches!(append(&journal, item).await, Verdict::Committed { .. }));
            }
        });
    }
    writers.join_all().await;
    let holds = Verification::Holds { events: 120, head: 120 };
    assert_eq!(stock.journal.verify(|_| ()).await.unwrap(), holds);
    assert_eq!(stock.total("theirs-3").await, 15);
}
