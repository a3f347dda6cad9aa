//! A journal that is not the one whose events a receiver was told.

use desk::{Desk, WebhookState};
use engine::{Config, Engine};
use journal::Store;
use serde_json::json;
use tests::web::Served;
use web::Wants;

use super::receiver::{Receiver, becomes, head, positions, quick, receivers, registered, told};
use crate::engine::world::{World, request, resident, support};

#[tokio::test(flavor = "multi_thread")]
async fn in_a_restored_journal_nothing_is_told_until_somebody_says_from_where() {
    let receiver = Receiver::new();
    let world = World::sqlite().await;
    let initiative = world.published(1).await;
    let kept = head_of(&world.engine).await;
    let Store::Sqlite(stores) = &world.config.store else { unreachable!("it is on SQLite") };
    let restored = world.directory.path().join("restored");
    std::fs::create_dir(&restored).expect("a folder");
    for file in ["journal.sqlite", "vault.sqlite"] {
        let connection = rusqlite::Connection::open(stores.join(file)).expect("it opens");
        let backup = restored.join(file).display().to_string();
        connection.execute("VACUUM INTO ?1", [backup]).expect("a backup");
    }
    let desk_file = world.directory.path().join("desk.sqlite");
    let desk = async || Desk::open_sqlite(&desk_file).await.expect("a desk");

    // Two supports that the backup does not have are told.
    let served = Served::with(world.engine.clone(), desk().await, quick).await;
    for person in [2, 3] {
        world.when(resident(person), support(initiative)).await.expect("it is supported");
    }
    let id = registered(&served, &receiver, "all", Wants::default()).await;
    receiver.accepted("all", kept + 2).await;
    becomes(&served, id, |it| it.cursor.position == kept + 2).await;
    drop(served);

    // The backup takes its place, and others support.
    let World { clock, config, directory, engine: _ } = world;
    let (store, data) = (Store::Sqlite(restored), directory.path().join("node-restored"));
    let config = Config { vault: store.clone(), store, data, ..config };
    let engine = Engine::open(config).await.expect("the engine opens");
    engine.views().catch_up().await.expect("the views are built anew");
    clock.set(engine.now().checked_add(jiff::SignedDuration::from_mins(1)).expect("a time"));
    for person in [4, 5] {
        engine.execute(request(resident(person), support(initiative))).await.expect("it is supported");
    }
    assert_eq!(head_of(&engine).await, kept + 2, "the same positions, other events");
    let served = Served::with(engine, desk().await, quick).await;
    let now = becomes(&served, id, |it| it.state == WebhookState::OtherJournal).await;
    assert_eq!(now.cursor.position, kept + 2);
    receivers(&served).resume(id, None).await.expect("it is there");
    becomes(&served, id, |it| it.state == WebhookState::OtherJournal).await;
    let received = receiver.attempts("all", 0).await;
    assert_eq!(received.len() as u64, kept + 2, "nothing was told: {received:?}");

    receivers(&served).resume(id, Some(kept)).await.expect("it is there");
    let received = receiver.accepted("all", kept + 4).await;
    let new = told(&received[kept as usize + 2..]);
    assert_eq!(positions(&new), [kept + 1, kept + 2]);
    for (old, new) in received[kept as usize..].iter().zip(&received[kept as usize + 2..]) {
        assert_ne!(old["id"], new["id"], "another event at that position is another message");
    }
    assert_eq!(head(&served).await, kept + 2);
    assert_eq!(json!(new[0]["type"]), json!("SupportGiven"));
}

async fn head_of(engine: &Engine) -> u64 {
    engine.journal().head().await.expect("the journal reads").position
}
