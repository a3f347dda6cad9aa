//! Views of a node: never a silent lie.

use engine::{Config, Engine, ViewError};
use journal::{Item, NewEvent, StreamAppend, StreamId};
use serde_json::json;

use super::world::{World, id, resident, support};

super::in_a_world!(
    a_view_of_another_journal_is_built_anew
    an_event_that_nobody_can_read_stops_the_views_and_is_named
    a_second_process_reads_what_the_first_one_writes
    a_question_of_several_statements_sees_one_moment
    the_list_of_events_says_who_acted_for_whom_and_of_no_supporter
);

async fn total(engine: &Engine, initiative: uuid::Uuid) -> u64 {
    let id = aggregates::ids::InitiativeId(initiative);
    let total =
        engine.views().read("supports", move |view| projections::supports::total(view, id, None)).await;
    total.expect("the view answers")
}

async fn a_view_of_another_journal_is_built_anew(world: World) {
    let initiative = world.published(1).await;
    world.when(resident(2), support(initiative)).await.expect("it is open");
    world.engine.views().catch_up().await.expect("the views catch up");
    let other = World::sqlite().await;
    let elsewhere = other.published(1).await;
    let data = world.config.data.clone();
    drop(world.engine);
    let engine = Engine::open(Config { data, ..other.config.clone() }).await.expect("the engine opens");
    engine.views().catch_up().await.expect("they are built anew");
    assert_eq!(total(&engine, initiative).await, 0);
    engine.execute(super::world::request(resident(2), support(elsewhere))).await.expect("it is open");
    engine.views().catch_up().await.expect("they go on");
    assert_eq!(total(&engine, elsewhere).await, 1);
}

async fn an_event_that_nobody_can_read_stops_the_views_and_is_named(world: World) {
    let event = NewEvent {
        event_type: "SupportDoubled".to_owned(),
        event_version: "1.0".to_owned(),
        payload: json!({"SupportDoubled": {}}).to_string(),
        metadata: "{}".to_owned(),
        entry: crate::journal_contract::items::entry(journal::EntryTime::Instant),
    };
    let append =
        StreamAppend { stream: StreamId::new("support", "poison"), expected: 0, events: vec![event] };
    let at = world.engine.now();
    let item = Item { command_id: id(9400), digest: [0; 32], at, appends: vec![append], guards: Vec::new() };
    world.engine.journal().append(item).await.expect("the journal takes anything");
    let head = world.engine.journal().head().await.expect("it reads").position;

    let error = world.engine.views().catch_up().await.expect_err("nobody can read it");
    assert_eq!(error.code(), "event_unreadable");
    let ViewError::Unreadable { position, event_type, .. } = &error else { panic!("{error}") };
    assert_eq!((*position, event_type.as_str()), (head, "SupportDoubled"));
    assert_eq!(world.engine.views().reached(), head - 1);
}

async fn a_question_of_several_statements_sees_one_moment(world: World) {
    let initiative = world.published(1).await;
    world.engine.views().catch_up().await.expect("the views catch up");
    let (asked, was_asked) = std::sync::mpsc::channel();
    let (written, was_written) = std::sync::mpsc::channel();
    let engine = world.engine.clone();
    let question = tokio::spawn(async move {
        let twice = move |view: &rusqlite::Connection| {
            let total =
                || projections::supports::total(view, aggregates::ids::InitiativeId(initiative), None);
            let before = total()?;
            asked.send(()).expect("somebody waits");
            was_written.recv().expect("somebody writes");
            Ok((before, total()?))
        };
        engine.views().read("supports", twice).await
    });
    tokio::task::spawn_blocking(move || was_asked.recv()).await.expect("it waits").expect("it was asked");
    world.when(resident(2), support(initiative)).await.expect("it is open");
    world.engine.views().catch_up().await.expect("they go on beside it");
    written.send(()).expect("the question waits");
    assert_eq!(question.await.expect("it ends").expect("it answers"), (0, 0));
    assert_eq!(total(&world.engine, initiative).await, 1);
}

async fn a_second_process_reads_what_the_first_one_writes(world: World) {
    let initiative = world.published(1).await;
    let second = Engine::open(world.config.clone()).await.expect("the engine opens");
    let status = second.views().status().await.expect("they say");
    assert!(status.iter().all(|view| !view.written_here));
    world.when(resident(2), support(initiative)).await.expect("it is open");
    let (first, followed) = tokio::join!(world.engine.views().catch_up(), second.views().catch_up());
    first.expect("it writes");
    followed.expect("it waits");
    assert_eq!(total(&second, initiative).await, 1);
    drop(world.engine);
    second.execute(super::world::request(resident(3), support(initiative))).await.expect("it is open");
    second.views().catch_up().await.expect("it writes from here on");
    assert_eq!(total(&second, initiative).await, 2);
}

async fn the_list_of_events_says_who_acted_for_whom_and_of_no_supporter(world: World) {
    use projections::events::{Filter, Who, Window, list};
    let initiative = world.published(1).await;
    world.when(resident(2), support(initiative)).await.expect("it is open");
    world.engine.views().catch_up().await.expect("the views catch up");
    let by = async |event_type: &str| {
        let filter = Filter { event_type: Some(event_type.to_owned()), ..Filter::default() };
        let read = move |view: &_| list(view, &filter, Window::default(), 1, None);
        let page = world.engine.views().read("events", read).await.expect("the view answers");
        let line = page.items.into_iter().next().expect("there is one");
        (line.by.expect("somebody did it"), line.initiative)
    };
    let about = Some(aggregates::ids::InitiativeId(initiative));
    assert_eq!(by("SupportGiven").await, (Who::Resident, about));
    let (clerk, numbered) = by("NumberAssigned").await;
    assert!(matches!(clerk, Who::Official { authority: Some(_), .. }), "{clerk:?}");
    assert_eq!(numbered, about);
    assert!(matches!(by("Submitted").await.0, Who::Participant { .. } | Who::Official { .. }));
    assert_eq!(by("InstallationFounded").await, (Who::Installation, None));
}
