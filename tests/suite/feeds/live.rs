//! Events as they happen, heard by a client that is not ours.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tests::outside;
use tokio::sync::mpsc;

use super::place::Place;
use crate::engine::world::{SURGUT, clerk, id, resident, support};

/// Somebody who listens in a process of his own.
struct Listener {
    process: Child,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.process.kill().expect("it can be ended");
        self.process.wait().expect("it ends");
    }
}

impl Listener {
    async fn to(address: &str, count: usize, after: Option<u64>) -> Self {
        let mut command = Command::new(outside::python());
        command.arg(outside::folder().join("listen.py")).arg(address).arg(count.to_string());
        command.args(after.map(|after| after.to_string())).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let out = process.stdout.take().expect("it was asked for");
        let (said, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // Nobody waits for it any more.
                if said.send(line).is_err() {
                    break;
                }
            }
        });
        let mut listener = Self { process, lines };
        assert_eq!(listener.line().await, "listening");
        listener
    }

    async fn line(&mut self) -> String {
        let line = tokio::time::timeout(Duration::from_secs(20), self.lines.recv()).await;
        line.expect("it is heard in time").expect("there is more")
    }

    async fn event(&mut self) -> Value {
        serde_json::from_str(&self.line().await).expect("JSON")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_heard_and_what_was_missed_is_heard_later() {
    let place = Place::new().await;
    let head = place.served.engine().views().reached();
    let address = format!("{}/live/events", place.served.url);
    let mut now = Listener::to(&address, 2, None).await;
    for person in [10, 11] {
        place.world.when(resident(person), support(place.bridge)).await.expect("it is supported");
    }
    for position in [head + 1, head + 2] {
        let heard = now.event().await;
        assert_eq!(heard["id"], json!(position.to_string()));
        let event: Value = serde_json::from_str(heard["data"].as_str().expect("text")).expect("JSON");
        assert_eq!((&event["type"], &event["position"]), (&json!("SupportGiven"), &json!(position)));
    }
    let wanted = usize::try_from(head + 1).expect("few");
    let mut later = Listener::to(&address, wanted, Some(1)).await;
    for position in 2..=head + 2 {
        assert_eq!(later.event().await["id"], json!(position.to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_at_an_initiative_hears_that_it_changed_and_of_no_other() {
    let place = Place::new().await;
    let address = format!("{}/live/initiatives/{}", place.served.url, place.bridge);
    let mut listener = Listener::to(&address, 1, None).await;
    place.world.acts(clerk(SURGUT), place.hidden, json!({"assign": {"official": id(101)}})).await;
    let receipt = place.world.when(resident(10), support(place.bridge)).await.expect("it is supported");
    let heard = listener.event().await;
    assert_eq!(heard["event"], "changed");
    let position: u64 = heard["data"].as_str().expect("text").parse().expect("a position");
    assert!(position >= receipt.last, "the page can show it: {position}");
    let nowhere = place.served.visitor().get(&format!("/live/initiatives/{}", id(77))).await;
    assert_eq!(nowhere.status, 404);
    let unnamed = place.served.visitor().get("/live/worklist").await;
    assert_eq!(unnamed.status, 401, "a worklist is its office's");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_away_hears_of_a_change_at_once() {
    let place = Place::new().await;
    let head = place.served.engine().views().reached();
    place.world.when(resident(10), support(place.bridge)).await.expect("it is supported");
    place.served.engine().views().catch_up().await.expect("the views catch up");
    let address = format!("{}/live/initiatives/{}", place.served.url, place.bridge);
    let mut listener = Listener::to(&address, 1, Some(head)).await;
    assert_eq!(listener.event().await["event"], "changed");
}
