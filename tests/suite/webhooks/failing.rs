//! Receivers that do not answer as they should.

use std::time::Duration;

use desk::WebhookState;
use serde_json::{Value, json};
use web::{Answer, NewReceiver, Wants};

use super::receiver::{Receiver, becomes, changes, head, positions, quick, receivers, registered, told};
use crate::feeds::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn the_next_event_waits_until_the_one_before_was_accepted() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    receiver.knows("moody", json!({ "answers": [500, 200, 429, 302, 404, 200] })).await;
    let id = registered(&place.served, &receiver, "moody", Wants::default()).await;
    let head = head(&place.served).await;
    let received = receiver.accepted("moody", head).await;
    assert_eq!(told(&received), changes(&place.served).await);
    let tried: Vec<u64> =
        received.iter().take(7).map(|it| it["message"]["data"]["position"].as_u64().expect("it")).collect();
    assert_eq!(tried, [1, 1, 2, 2, 2, 2, 3]);
    let same = |from: usize, to: usize| received[from..=to].iter().all(|it| it["id"] == received[from]["id"]);
    assert!(same(0, 1) && same(2, 5) && received[1]["id"] != received[2]["id"]);
    let now = becomes(&place.served, id, |it| it.cursor.position == head).await;
    assert_eq!((now.state, now.attempts, now.answer.as_deref()), (WebhookState::Active, 0, Some("200")));
    let elsewhere = receiver.attempts("elsewhere", 0).await;
    assert!(elsewhere.is_empty(), "a redirect was followed: {elsewhere:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_and_a_silent_receiver_hold_no_other_and_lose_nothing() {
    let change = |settings: &mut web::Settings| {
        quick(settings);
        settings.webhooks.timeout = Duration::from_millis(300);
    };
    let (place, receiver) = (Place::with(change).await, Receiver::new());
    let served = &place.served;
    receiver.knows("silent", json!({ "answers": vec![json!("hang"); 7] })).await;
    let silent = registered(served, &receiver, "silent", Wants::default()).await;
    // Nothing listens there.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let dead = NewReceiver { url: format!("http://{closed}/"), wants: Wants::default(), after: Some(0) };
    let dead = receivers(served).add(dead).await.expect("it is registered").id;
    registered(served, &receiver, "live", Wants::default()).await;
    let head = head(served).await;
    let received = receiver.accepted("live", head).await;
    assert_eq!(told(&received), changes(served).await);

    for (id, word) in [(silent, "timed_out"), (dead, "unreachable")] {
        let now = becomes(served, id, |it| it.state == WebhookState::Failing).await;
        assert_eq!((now.attempts, now.answer.as_deref(), now.cursor.position), (7, Some(word), 0));
    }
    let metrics = served.visitor().get("/metrics").await.body;
    for line in [
        format!("veche_webhook_lag{{receiver=\"{dead}\"}} {head}"),
        format!("veche_webhook_failures{{receiver=\"{dead}\"}} 7"),
        format!("veche_webhook_messages_total{{outcome=\"failed\",receiver=\"{silent}\"}} 7"),
        "veche_webhooks{state=\"failing\"} 2".to_owned(),
    ] {
        assert!(metrics.contains(&line), "{line}");
    }
    // It works again, and somebody says so.
    receivers(served).resume(silent, None).await.expect("it is there");
    let received = receiver.accepted("silent", head).await;
    assert_eq!(positions(&told(&received)), (1..=head).collect::<Vec<u64>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_wants_no_more_is_sent_no_more() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    receiver.knows("gone", json!({ "answers": [200, 410] })).await;
    let id = registered(&place.served, &receiver, "gone", Wants::default()).await;
    let now = becomes(&place.served, id, |it| it.state == WebhookState::Gone).await;
    assert_eq!((now.cursor.position, now.answer.as_deref()), (1, Some("410")));
    let received: Vec<Value> = receiver.attempts("gone", 2).await;
    assert_eq!(received.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_does_not_allow_is_not_sent_also_where_it_was_once_allowed() {
    let (place, receiver) = (Place::with(quick).await, Receiver::new());
    let id = registered(&place.served, &receiver, "inside", Wants::default()).await;
    receiver.accepted("inside", 1).await;
    let (app, strict) = (place.served.app(), web::Webhooks::default());
    let now = web::Receivers::new(app.engine(), app.desk(), &strict);
    assert_eq!(now.test(id).await.expect("it is tried"), Answer::Forbidden);
    for url in [receiver.url("other"), "https://192.168.0.9/hook".to_owned(), "https://localhost/".to_owned()]
    {
        let new = NewReceiver { url, wants: Wants::default(), after: None };
        assert_eq!(now.add(new).await.expect_err("it is refused").code(), "webhook_address_private");
    }
}
