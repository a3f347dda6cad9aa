//! Keys that go, also when the process dies before it could destroy them.

use journal::{Item, NewEvent, StreamAppend, StreamId};
use serde_json::{Value, json};
use uuid::Uuid;
use vault::KeyId;

use super::world::{SURGUT, World, clerk, id, resident, support};

super::in_a_world!(
    a_redacted_text_is_unreadable
    a_crash_before_the_key_went_is_healed
    an_erased_person_supports_no_more
    a_matter_of_its_own_goes_on_as_a_linked_case
);

fn stream(initiative: Uuid) -> StreamId {
    StreamId::new("initiative", initiative.to_string())
}

/// The key of an initiative's title.
async fn title_of(world: &World, initiative: Uuid) -> Uuid {
    let events = world.engine.journal().load(&stream(initiative), 0).await.expect("the journal reads");
    let payload: Value = serde_json::from_str(&events[0].payload).expect("JSON");
    let key = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    key.as_str().and_then(|key| key.parse().ok()).expect("a title has a key")
}

async fn is_destroyed(world: &World, text: Uuid) -> bool {
    let key = KeyId::Text(aggregates::ids::TextId(text));
    world.engine.vault().is_destroyed(key).await.expect("the vault answers")
}

async fn a_redacted_text_is_unreadable(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    assert!(!is_destroyed(&world, text).await);
    let redact = json!({"redact": {"text": text, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), initiative, redact).await;
    assert!(is_destroyed(&world, text).await);
    world.engine.views().rebuild(&[]).await.expect("views can do without it");
}

async fn a_crash_before_the_key_went_is_healed(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    // What a node records that dies at once.
    let payload = json!({
        "by": "installation", "done_on": "2027-01-11",
        "fact": {"Redacted": {"text": text, "spans": [], "basis": "court_order"}},
    });
    let event = NewEvent {
        event_type: "Redacted".to_owned(),
        event_version: "1.0".to_owned(),
        payload: payload.to_string(),
        metadata: json!({"actor": "installation", "command_id": id(9300).to_string()}).to_string(),
        entry: crate::journal_contract::items::entry(journal::EntryTime::Instant),
    };
    let append = StreamAppend { stream: stream(initiative), expected: 3, events: vec![event] };
    let at = world.engine.now();
    let item = Item { command_id: id(9300), digest: [0; 32], at, appends: vec![append], guards: Vec::new() };
    world.engine.journal().append(item).await.expect("it is recorded");

    let world = world.after_a_crash().await;
    assert!(!is_destroyed(&world, text).await);
    world.engine.views().catch_up().await.expect("the views catch up");
    assert!(is_destroyed(&world, text).await);
}

async fn an_erased_person_supports_no_more(world: World) {
    let initiative = world.published(1).await;
    let erase = json!({"participant": {
        "id": id(1002), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let error = world.when(resident(2), support(initiative)).await.expect_err("he is nobody now");
    assert_eq!(error.code(), "not_verified");
    let key = KeyId::Subject(aggregates::ids::ParticipantId(id(1002)));
    assert!(world.engine.vault().is_destroyed(key).await.expect("the vault answers"));
}

async fn a_matter_of_its_own_goes_on_as_a_linked_case(world: World) {
    let initiative = world.submitted(1).await;
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    let ground = json!({"not_admit": {"ground": "N5", "reasons": "It is a complaint about one yard."}});
    let receipt = world.acts(super::world::head(SURGUT), initiative, ground).await;
    let events = world.engine.journal().read(receipt.first - 1, 10).await.expect("the journal reads");
    let names: Vec<_> =
        events.iter().map(|event| (event.stream.kind.as_ref(), event.event_type.as_str())).collect();
    assert_eq!(names, [("initiative", "NotAdmitted"), ("initiative", "Submitted")]);
    let linked: Value = serde_json::from_str(&events[1].payload).expect("JSON");
    assert_eq!(linked["fact"]["Submitted"]["procedure"]["id"], "ru-appeal");
    assert_eq!(linked["fact"]["Submitted"]["linked_from"], json!(initiative));
    // Its texts are sealed for its own stream: the views can open them.
    world.engine.views().catch_up().await.expect("the views catch up");
}
