//! An event that cannot be read: of a type that nobody knows, or broken.

use engine::{Engine, ViewError};
use journal::{EntryTime, Item, NewEvent, StreamAppend, StreamId};
use serde_json::json;
use tests::web::Served;

use super::network::support;
use super::town::{Town, accounts};
use crate::engine::world::{World, id};
use crate::journal_contract::items::entry;

/// Appends an event as a program with a fault would. Says where.
async fn poisoned(engine: &Engine, number: u128, event_type: &str, payload: &str) -> u64 {
    let event = NewEvent {
        event_type: event_type.to_owned(),
        event_version: "1.0".to_owned(),
        payload: payload.to_owned(),
        metadata: "{}".to_owned(),
        entry: entry(EntryTime::Instant),
    };
    let stream = StreamId::new("support", format!("poison-{number}"));
    let append = StreamAppend { stream, expected: 0, events: vec![event] };
    let command_id = id(9400 + number);
    let item = Item { command_id, digest: [0; 32], at: engine.now(), appends: vec![append], guards: vec![] };
    engine.journal().append(item).await.expect("the journal takes anything");
    engine.journal().head().await.expect("it reads").position
}

/// Of a type that nobody knows, and of one that we know with a payload that it cannot have.
const POISONS: [(&str, &str); 2] = [
    ("SupportDoubled", r#"{"SupportDoubled":{}}"#),
    ("SupportWithdrawn", r#"{"SupportWithdrawn":{"day":7}}"#),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_stops_the_views_is_told_everywhere_and_is_passed_over_only_by_an_operator() {
    let world = World::sqlite().await;
    let initiative = world.published(1).await;
    let accounts = accounts(&world).await;
    let served = Served::start(world.engine.clone(), accounts).await;
    let client = served.visitor();
    for (number, (event_type, payload)) in (0..).zip(POISONS) {
        let position = poisoned(&world.engine, number, event_type, payload).await;
        // What comes after it is recorded, and not shown.
        let resident = 5 + number;
        assert_eq!(support(&client, initiative, resident).await.status, 200, "it is recorded all the same");
        let error = world.engine.views().catch_up().await.expect_err("nobody can read it");
        let ViewError::Unreadable { position: named, .. } = &error else { panic!("{error}") };
        assert_eq!(*named, position);
        let told = error.to_string();
        assert!(told.contains(event_type) && told.contains("veche views set-aside"), "{told}");
        assert_eq!(world.engine.views().reached(), position - 1);
        let health = client.get("/health").await;
        assert_eq!((health.status, &health.json()["status"]), (503, &json!("degraded")));
        let why = health.json()["views"][0]["stopped"].as_str().unwrap_or_default().to_owned();
        assert!(why.contains(&format!("position {position}")), "{why}");
        let page = client.get("/en/initiatives").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("cannot be shown at the moment"), "{}", page.body);
        let waiting = format!("/api/v1/initiatives?min_position={}", position + 1);
        assert_eq!(client.get(&waiting).await.json()["code"], "event_unreadable");

        let views = world.engine.views();
        let refused = views.set_aside(position - 1, "it can be read").await.expect_err("it can be read");
        assert_eq!(refused.code(), "nothing_to_set_aside");
        views.set_aside(position, "a test").await.expect("it stopped the views");
        views.catch_up().await.expect("they go on");
        assert_eq!(views.reached(), position + 1);
        let health = client.get("/health").await;
        assert_eq!((health.status, &health.json()["status"]), (200, &json!("ok")));
        assert!(health.json()["set_aside"].as_array().expect("a list").contains(&json!(position)));
        assert!(!client.get("/en/initiatives").await.body.contains("cannot be shown at the moment"));
    }
    // A view that is built anew stops at neither of them, and says the same.
    let folder = world.directory.path().join("anew");
    let rebuilt = world.engine.views().against_rebuild(&folder, |_| {}).await.expect("they can be read");
    assert_eq!(rebuilt.difference, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_names_the_position_and_the_cure_and_the_cure_works() {
    let town = Town::of(World::sqlite().await).await;
    let engine = town.engine().await;
    let position = poisoned(&engine, 0, POISONS[0].0, POISONS[0].1).await;
    drop(engine);
    let stopped = town.veche(&["funnel"]);
    assert_eq!(stopped.failure(), (4, "event_unreadable".to_owned()), "{stopped:#?}");
    assert!(stopped.stderr.contains(&format!("position {position}")), "{stopped:#?}");
    let status = town.veche(&["views", "status"]).done().stdout;
    assert!(status.contains("cannot be read"), "{status}");
    let number = position.to_string();
    let unsaid = town.veche(&["views", "set-aside", &number]);
    assert_eq!(unsaid.code, 2, "a reason has to be given: {unsaid:#?}");
    town.veche(&["views", "set-aside", &number, "--because", "written by hand"]).done();
    town.veche(&["funnel"]).done();
    let listed = town.veche(&["views", "set-aside"]).done().stdout;
    assert!(listed.contains(&number) && listed.contains("written by hand"), "{listed}");
}
