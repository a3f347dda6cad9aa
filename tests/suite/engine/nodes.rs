//! Two engines on one journal.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use journal::Store;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use tower::ServiceExt;

use super::world::{SURGUT, World, at, clerk, head, resident, support};

super::in_a_world!(
    what_is_due_happens_once_on_two_nodes
    a_refusal_by_an_old_copy_is_looked_at_again
    a_guard_that_moved_is_decided_again
    another_node_sees_what_was_recorded
);

async fn what_is_due_happens_once_on_two_nodes(world: World) {
    let mut initiatives = Vec::new();
    for author in 1..=5 {
        initiatives.push(world.submitted(author).await);
    }
    let other = world.another_node().await;
    world.clock.set(at("2027-02-26T06:00:00Z"));
    let now = world.engine.now();
    let (one, two) = tokio::join!(world.engine.tick(now), other.tick(now));
    let (one, two) = (one.expect("it ticks"), two.expect("it ticks"));
    assert_eq!(one.misses + two.misses, 10, "{one:?} {two:?}");
    assert_eq!(one.escalations + two.escalations, 5, "{one:?} {two:?}");
    for initiative in initiatives {
        let events = world.events(initiative).await;
        let missed = events.iter().filter(|event| *event == "DeadlineMissed").count();
        assert_eq!(missed, 2, "registration and review: {events:?}");
        assert_eq!(events.iter().filter(|event| *event == "EscalatedToRegion").count(), 1, "{events:?}");
    }
}

async fn a_refusal_by_an_old_copy_is_looked_at_again(world: World) {
    let initiative = world.submitted(1).await;
    let other = world.another_node().await;
    // This node has now seen it unpublished.
    let early = other.execute(super::world::request(resident(2), support(initiative))).await;
    assert_eq!(early.expect_err("it is not published").code(), "not_published");
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    world.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
    let later = other.execute(super::world::request(resident(2), support(initiative))).await;
    later.expect("it was published elsewhere");
}

async fn a_guard_that_moved_is_decided_again(world: World) {
    let initiative = world.published(1).await;
    let other = world.another_node().await;
    other.execute(super::world::request(resident(2), support(initiative))).await.expect("it is open");
    world.clock.set(at("2027-01-25T06:00:00Z"));
    world.acts(head(SURGUT), initiative, json!({"offer_revision": {"what": "A wider one."}})).await;
    // The other node's copy says that supports are open; the guard knows better.
    let late = other.execute(super::world::request(resident(3), support(initiative))).await;
    assert_eq!(late.expect_err("it is being revised").code(), "support_closed");
}

async fn another_node_sees_what_was_recorded(world: World) {
    let initiative = world.published(1).await;
    let receipt = world.when(resident(2), support(initiative)).await.expect("it is open");
    let other = world.another_node().await;
    let enough = std::time::Duration::from_secs(30);
    other.views().wait_for(receipt.last, enough).await.expect("the views come that far");
    let id = aggregates::ids::InitiativeId(initiative);
    let total =
        other.views().read("supports", move |view| projections::supports::total(view, id, None)).await;
    assert_eq!(total.expect("the view answers"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_that_takes_over_lacks_is_no_longer_told_by_a_node_that_saw_it() {
    let world = World::postgres().await;
    let initiative = world.published(1).await;
    let kept = world.when(resident(2), support(initiative)).await.expect("it is open").last;
    world.when(resident(3), support(initiative)).await.expect("it is open");
    let counted = async |engine: &engine::Engine| {
        engine.views().catch_up().await.expect("the views catch up");
        let id = aggregates::ids::InitiativeId(initiative);
        let total = engine.views().read("supports", move |view| projections::supports::total(view, id, None));
        total.await.expect("the view answers")
    };
    assert_eq!(counted(&world.engine).await, 2);
    let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
    lose_after(url, kept).await;
    // As many events as before, and others.
    world
        .another_node()
        .await
        .execute(super::world::request(resident(4), support(initiative)))
        .await
        .expect("open");
    world
        .another_node()
        .await
        .execute(super::world::request(resident(3), support(initiative)))
        .await
        .expect("open");
    assert_eq!(counted(&world.engine).await, 3);
    world.when(resident(5), support(initiative)).await.expect("it is open");
    assert_eq!(counted(&world.engine).await, 4);
}

/// A standby takes over that has nothing past a position: to those connected it is another server.
async fn lose_after(url: &str, kept: u64) {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let statements = format!(
        "SET session_replication_role = replica;
         DELETE FROM events WHERE position > {kept};
         DELETE FROM commands WHERE last_position > {kept};
         UPDATE journal_head SET position = {kept};
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()"
    );
    connection.execute(statements.as_str()).await.expect("it is lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_has_read_nothing_yet_says_so_and_nothing_false() {
    let world = World::postgres().await;
    let initiative = world.published(1).await;
    let empty = world.another_node().await;
    let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
    let desk = desk::Desk::open_postgres(url).await.expect("a desk");
    let keeper = engine::Keeper::open(&empty, desk.clone()).await.expect("the log opens");
    let settings = web::Settings {
        base_url: "http://127.0.0.1".to_owned(),
        root: "RU".to_owned(),
        behind_proxy: false,
        demo: Vec::new(),
        openid: None,
        witnesses: Vec::new(),
        rates: web::Rates::default(),
        webhooks: web::Webhooks::default(),
    };
    let router = web::router(web::App::new(empty.clone(), keeper, desk, settings));
    let asked = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(request).await.expect("an answer");
        (answer.status(), answer.headers().contains_key("retry-after"))
    };
    let pages = [format!("/en/initiatives/{initiative}"), format!("/api/v1/initiatives/{initiative}")];
    for path in &pages {
        assert_eq!(asked(path).await, (StatusCode::SERVICE_UNAVAILABLE, true), "{path}");
    }
    assert_eq!(asked("/health").await.0, StatusCode::SERVICE_UNAVAILABLE);
    empty.views().catch_up().await.expect("the views catch up");
    for path in &pages {
        assert_eq!(asked(path).await, (StatusCode::OK, false), "{path}");
    }
    assert_eq!(asked("/health").await.0, StatusCode::OK);
}
