//! The deadline clock, crashes, and whose time a journal keeps.

use engine::{Clock, Config, Engine};
use serde_json::json;

use super::world::{SURGUT, World, at, clerk, resident, support};

super::in_a_world!(
    a_tick_after_a_crash_adds_nothing
    a_threshold_is_told_once
    a_simulated_journal_refuses_the_real_clock
    views_that_were_thrown_away_come_back
    a_real_clock_that_jumped_waits_for_a_person
);

async fn a_tick_after_a_crash_adds_nothing(world: World) {
    world.submitted(1).await;
    world.clock.set(at("2027-01-20T06:00:00Z"));
    let first = world.engine.tick(world.engine.now()).await.expect("it ticks");
    assert_eq!(first.misses, 1);
    let head = world.engine.journal().head().await.expect("it reads");
    let world = world.after_a_crash().await;
    let second = world.engine.tick(world.engine.now()).await.expect("it ticks");
    assert_eq!(second, engine::TickReport::default());
    assert_eq!(world.engine.journal().head().await.expect("it reads"), head);
}

async fn a_threshold_is_told_once(world: World) {
    // Five per cent of a thousand residents, of the municipality and of the region.
    let initiative = world.published(1).await;
    for number in 2..=30 {
        world.when(resident(number), support(initiative)).await.expect("it is open");
    }
    let below = world.engine.tick(world.engine.now()).await.expect("it ticks");
    assert_eq!(below.thresholds, 0);
    let mut requests = Vec::new();
    for number in 31..=60 {
        requests.extend(super::world::person(number));
    }
    for receipt in world.engine.execute_all(requests).await {
        receipt.expect("they are verified");
    }
    for number in 31..=60 {
        world.when(resident(number), support(initiative)).await.expect("it is open");
    }
    let other = world.another_node().await;
    let now = world.engine.now();
    let (one, two) = tokio::join!(world.engine.tick(now), other.tick(now));
    assert_eq!(one.expect("it ticks").thresholds + two.expect("it ticks").thresholds, 2);
    let reached =
        world.events(initiative).await.into_iter().filter(|event| event == "ThresholdReached").count();
    assert_eq!(reached, 2);
}

async fn a_simulated_journal_refuses_the_real_clock(world: World) {
    let config = Config {
        clock: Some(Clock::Real),
        data: world.directory.path().join("real"),
        ..world.config.clone()
    };
    let error = Engine::open(config).await.err().expect("it keeps another time");
    assert_eq!(error.code(), "wrong_clock");
}

async fn views_that_were_thrown_away_come_back(world: World) {
    let initiative = world.published(1).await;
    world.when(resident(2), support(initiative)).await.expect("it is open");
    world.engine.views().rebuild(&[]).await.expect("they are built anew");
    let head = world.engine.journal().head().await.expect("it reads").position;
    for status in world.engine.views().status().await.expect("they say") {
        assert_eq!((status.position, status.building, status.stopped), (head, None, None), "{}", status.name);
    }
    world.acts(clerk(SURGUT), initiative, json!({"assign": {"official": super::world::id(101)}})).await;
    world.engine.views().catch_up().await.expect("they go on");
}

async fn a_real_clock_that_jumped_waits_for_a_person(world: World) {
    let data = world.directory.path().join("real");
    let store = journal::Store::Sqlite(data.clone());
    let config = Config { create: true, ..Config::new(store, data.clone(), world.config.keys.clone()) };
    let engine = Engine::open(config).await.expect("the engine opens");
    engine.tick(engine.now()).await.expect("the first beat");
    engine.tick(engine.now()).await.expect("another beat");
    std::fs::write(data.join("heartbeat"), "2027-01-11T06:00:00Z").expect("a file");
    let error = engine.tick(engine.now()).await.expect_err("it jumped");
    assert_eq!(error.code(), "clock_jumped");
    engine.confirm_clock().expect("a person says that it is right");
    engine.tick(engine.now()).await.expect("it goes on");
}
