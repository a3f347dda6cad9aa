//! An append of another program that does not end.

use std::time::{Duration, Instant};

use journal::Store;
use sqlx::{Connection, Executor, PgConnection};
use tests::web::Served;
use uuid::Uuid;

use super::network::{is_told, support};
use super::town::accounts;
use crate::engine::world::World;

/// Longer than the database lets anybody wait for the head, and not much.
const LOCK_TIMEOUT: Duration = Duration::from_millis(6500);

/// An open transaction that has appended an event of a program that is not ours.
async fn open_append(url: &str) -> PgConnection {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let append = "BEGIN;
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
        VALUES ('Elsewhere', gen_random_uuid()::text, 1, 'Happened', '1.0', '{}', '{}')";
    connection.execute(append).await.expect("it is appended");
    connection
}

/// Waits until an append waits for another's.
async fn somebody_waits(url: &str) {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let waiting = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                                  WHERE datname = current_database() AND wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut connection).await.expect("it tells") {
        tokio::task::yield_now().await;
    }
}

struct Held {
    world: World,
    served: Served,
    initiative: Uuid,
    url: String,
}

impl Held {
    async fn open() -> Self {
        let world = World::postgres().await;
        let initiative = world.published(1).await;
        let accounts = accounts(&world).await;
        let served = Served::start(world.engine.clone(), accounts).await;
        let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
        let url = url.to_string();
        Self { world, served, initiative, url }
    }

    async fn head(&self) -> u64 {
        self.world.engine.journal().head().await.expect("it reads").position
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_an_append_that_hangs_everybody_is_told_within_the_lock_timeout_and_then_all_go_on() {
    let held = Held::open().await;
    let before = held.head().await;
    let hanging = open_append(&held.url).await;
    // The second comes while the first waits already, and must not wait twice as long.
    let begun = Instant::now();
    let client = held.served.visitor();
    let late = async {
        somebody_waits(&held.url).await;
        support(&client, held.initiative, 6).await
    };
    let (first, second) = tokio::join!(support(&client, held.initiative, 5), late);
    let waited = begun.elapsed();
    assert_eq!((is_told(&first), is_told(&second)), ("journal_locked".into(), "journal_locked".into()));
    assert!(waited < LOCK_TIMEOUT, "they waited {waited:?}");
    // Nobody sees what is not committed.
    assert_eq!(held.head().await, before);
    assert_eq!(held.world.engine.journal().read(before, 10).await.expect("it reads"), []);
    assert_eq!(client.get("/ru/initiatives").await.status, 200);

    let mut hanging = hanging;
    hanging.execute("COMMIT").await.expect("it ends");
    assert_eq!(support(&client, held.initiative, 5).await.status, 200);
    let events = held.world.engine.journal().read(before, 10).await.expect("it reads");
    let kinds: Vec<_> = events.iter().map(|event| (event.position, &*event.event_type)).collect();
    assert_eq!(kinds, [(before + 1, "Happened"), (before + 2, "SupportGiven")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_an_append_that_hangs_is_cut_off_whoever_waited_behind_it_goes_on() {
    let held = Held::open().await;
    let before = held.head().await;
    let mut hanging = open_append(&held.url).await;
    let pid: i32 =
        sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut hanging).await.expect("a number");
    let mut other = PgConnection::connect(&held.url).await.expect("a connection");
    let cut = async {
        // Until somebody waits for the head.
        let waiting = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock')";
        while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut other).await.expect("an answer") {}
        sqlx::query("SELECT pg_terminate_backend($1)")
            .bind(pid)
            .execute(&mut other)
            .await
            .expect("it is cut");
    };
    let client = held.served.visitor();
    let (answer, ()) = tokio::join!(support(&client, held.initiative, 5), cut);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let events = held.world.engine.journal().read(before, 10).await.expect("it reads");
    let kinds: Vec<_> = events.iter().map(|event| (event.position, &*event.event_type)).collect();
    assert_eq!(kinds, [(before + 1, "SupportGiven")]);
}
