//! What a receiver is told.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use web::Wants;

use super::receiver::{Receiver, becomes, changes, head, positions, quick, receivers, registered, told};
use crate::engine::world::{RUSSIA, SURGUT, clerk, id, resident, support};
use crate::feeds::place::{CANARY, Place};

#[tokio::test(flavor = "multi_thread")]
async fn every_event_is_told_once_in_order_signed_and_as_the_public_record_has_it() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    registered(&place.served, &receiver, "all", Wants::default()).await;
    receiver.accepted("all", head(&place.served).await).await;
    place.world.when(resident(9), support(place.bridge)).await.expect("it is supported");
    let head = head(&place.served).await;
    let received = receiver.accepted("all", head).await;
    assert_eq!(told(&received), changes(&place.served).await, "the same bytes, and no position twice");
    let ids: BTreeSet<_> = received.iter().map(|it| it["id"].to_string()).collect();
    assert_eq!(ids.len(), received.len());
    let text = serde_json::to_string(&received).expect("JSON");
    assert!(!text.contains(CANARY), "something that is not public was told");
    for person in 1..=30 {
        assert!(!text.contains(&id(1000 + person).to_string()), "participant {person} is told");
    }
    let supports: Vec<_> = received.iter().filter(|it| it["message"]["type"] == "SupportGiven").collect();
    assert_eq!(supports.len(), 6);
    let day = |it: &&Value| it["message"]["timestamp"].to_string().contains("T00:00:00Z");
    assert!(supports.iter().all(day), "of a support the day alone is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_hears_what_it_wants_and_its_cursor_passes_over_the_rest() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    let all = changes(&place.served).await;
    let of = |wanted: &dyn Fn(&Value) -> bool| -> Vec<Value> {
        all.iter().filter(|event| wanted(event)).cloned().collect()
    };
    let main = format!("{SURGUT}.main");
    let bridge = aggregates::ids::InitiativeId(place.bridge);
    let hears = [
        (
            "bridge",
            Wants { initiative: Some(bridge), ..Wants::default() },
            of(&|it| it["initiative"] == json!(bridge)),
        ),
        (
            "types",
            Wants { types: vec!["Published".to_owned(), "SupportGiven".to_owned()], ..Wants::default() },
            of(&|it| it["type"] == "Published" || it["type"] == "SupportGiven"),
        ),
        // Of a private case its home is not told: it is not among them.
        (
            "place",
            Wants { territory: Some(RUSSIA.parse().expect("a code")), ..Wants::default() },
            of(&|it| !it["home"].is_null()),
        ),
        (
            "office",
            Wants {
                authority: Some(main.parse().expect("a code")),
                types: vec!["Registered".to_owned()],
                ..Wants::default()
            },
            of(&|it| it["type"] == "Registered"),
        ),
    ];
    for (name, wants, expected) in hears {
        assert!(!expected.is_empty(), "{name}");
        let id = registered(&place.served, &receiver, name, wants).await;
        let received = receiver.accepted(name, expected.len() as u64).await;
        assert_eq!(told(&received), expected, "{name}");
        let head = head(&place.served).await;
        becomes(&place.served, id, |it| it.cursor.position == head).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_redacted_before_it_is_delivered_is_a_tombstone() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    // It accepts nothing until the text is gone, and the same event is tried again.
    receiver.knows("late", json!({ "answers": vec![503; 500] })).await;
    let only = Wants { types: vec!["Published".to_owned()], ..Wants::default() };
    let id = registered(&place.served, &receiver, "late", only).await;
    let before = receiver.attempts("late", 1).await;
    assert!(before[0].to_string().contains("Children walk round."), "{before:?}");
    receivers(&place.served).pause(id).await.expect("it pauses");
    let key = &before[0]["message"]["data"]["published"]["problem"]["key"];
    let redact = json!({"redact": {"text": key, "basis": "court_order"}});
    place.world.acts(clerk(SURGUT), place.bridge, redact).await;
    place.served.engine().views().catch_up().await.expect("the views catch up");
    receiver.knows("late", json!({ "answers": [] })).await;
    receivers(&place.served).resume(id, None).await.expect("it resumes");
    let received = receiver.accepted("late", 1).await;
    let (first, last) = (&received[0], received.last().expect("it was accepted"));
    assert_eq!(first["id"], last["id"], "the same event has the same id");
    assert_eq!(last["message"]["data"]["published"]["problem"], json!({"key": key, "redacted": true}));
    assert!(!last.to_string().contains("Children walk round."));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_secret_is_exchanged_the_old_one_and_the_new_one_verify() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    let id = registered(&place.served, &receiver, "careful", Wants::default()).await;
    let before = head(&place.served).await;
    let received = receiver.accepted("careful", before).await;
    assert!(received.iter().all(|it| it["signatures"] == 1));
    let rotated = receivers(&place.served).rotate(id).await.expect("another secret");
    for (nth, secret) in [None, Some(rotated.secret)].into_iter().enumerate() {
        if let Some(secret) = secret {
            receiver.knows("careful", json!({ "secret": secret })).await;
        }
        let person = resident(10 + nth as u128);
        place.world.when(person, support(place.bridge)).await.expect("it is supported");
        let received = receiver.accepted("careful", before + 1 + nth as u64).await;
        let last = received.last().expect("it came");
        assert_eq!((&last["verified"], &last["signatures"]), (&json!(true), &json!(2)), "{last}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_try_a_receiver_leaves_its_cursor_and_begins_after_the_position_that_was_said() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    let id = registered(&place.served, &receiver, "tried", Wants::default()).await;
    let head = head(&place.served).await;
    receiver.accepted("tried", head).await;
    let before = becomes(&place.served, id, |it| it.cursor.position == head).await;
    let answer = receivers(&place.served).test(id).await.expect("it is sent");
    assert!(answer.is_accepted(), "{answer:?}");
    let received = receiver.accepted("tried", head + 1).await;
    let trial = received.last().expect("it came");
    assert_eq!((&trial["verified"], &trial["message"]["type"]), (&json!(true), &json!("webhook.test")));
    let after = becomes(&place.served, id, |_| true).await;
    assert_eq!((before.cursor, before.attempts), (after.cursor, after.attempts));
    receivers(&place.served).resume(id, Some(head - 3)).await.expect("it goes back");
    let received = receiver.attempts("tried", head + 4).await;
    let again: Vec<Value> =
        received[head as usize + 1..].iter().map(|it| it["message"]["data"].clone()).collect();
    assert_eq!(positions(&again), [head - 2, head - 1, head]);
    assert_eq!(received[head as usize + 1]["id"], received[head as usize - 3]["id"], "it can drop them");
}
