//! Somebody who receives, and what it takes to send him something.

use std::time::{Duration, Instant};

use desk::Webhook;
use serde_json::{Value, json};
use tests::outside::Running;
use tests::web::Served;
use uuid::Uuid;
use web::{NewReceiver, Receivers, Registered, Settings, Wants, Webhooks};

/// How long anything may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Everything quick, and to this machine.
pub(super) fn quick(settings: &mut Settings) {
    settings.webhooks = Webhooks {
        allow_private: true,
        retries: [20, 20, 20, 20, 20, 20].map(Duration::from_millis).to_vec(),
        timeout: Duration::from_secs(5),
        lease: Duration::from_secs(1),
    };
}

/// A program that receives under any number of names.
pub(super) struct Receiver {
    program: Running,
    http: reqwest::Client,
}

impl Receiver {
    pub(super) fn new() -> Self {
        Self { program: Running::python("receive_webhooks.py"), http: reqwest::Client::new() }
    }

    pub(super) fn url(&self, name: &str) -> String {
        format!("{}/hook/{name}", self.program.line)
    }

    /// Tells it what it needs to know, or what to answer to what comes next.
    pub(super) async fn knows(&self, name: &str, what: Value) {
        let url = format!("{}/control/{name}", self.program.line);
        self.http.put(url).json(&what).send().await.expect("it hears");
    }

    /// What came, once that many were accepted.
    pub(super) async fn accepted(&self, name: &str, count: u64) -> Vec<Value> {
        self.received(name, &format!("accepted={count}")).await
    }

    /// What came, once that many came at all.
    pub(super) async fn attempts(&self, name: &str, count: u64) -> Vec<Value> {
        self.received(name, &format!("attempts={count}")).await
    }

    async fn received(&self, name: &str, question: &str) -> Vec<Value> {
        let url = format!("{}/received/{name}?{question}", self.program.line);
        let answer = self.http.get(url).send().await.expect("it answers");
        let status = answer.status();
        let received: Vec<Value> = answer.json().await.expect("a list");
        assert_eq!(status, 200, "{name}, {question}: only {} came: {:?}", received.len(), received.last());
        received
    }
}

/// Registers a name of a receiver, which then knows its secret.
pub(super) async fn registered(served: &Served, receiver: &Receiver, name: &str, wants: Wants) -> Uuid {
    let new = NewReceiver { url: receiver.url(name), wants, after: Some(0) };
    let Registered { id, secret } = receivers(served).add(new).await.expect("it is registered");
    receiver.knows(name, json!({ "secret": secret })).await;
    id
}

pub(super) fn receivers(served: &Served) -> Receivers<'_> {
    let app = served.app();
    Receivers::new(app.engine(), app.desk(), &app.settings().webhooks)
}

/// The receiver, once it is as it should be.
pub(super) async fn becomes(served: &Served, id: Uuid, so: impl Fn(&Webhook) -> bool) -> Webhook {
    let until = Instant::now() + PATIENCE;
    loop {
        let now = served.app().desk().webhook(id).await.expect("it answers").expect("it is there");
        if so(&now) {
            return now;
        }
        assert!(Instant::now() < until, "it does not become so: {now:?}");
        tokio::task::yield_now().await;
    }
}

/// The last position.
pub(super) async fn head(served: &Served) -> u64 {
    served.engine().journal().head().await.expect("the journal reads").position
}

/// The public record of changes.
pub(super) async fn changes(served: &Served) -> Vec<Value> {
    let answer = served.visitor().get("/api/v1/changes").await;
    answer.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The events of messages that were accepted, each verified.
pub(super) fn told(received: &[Value]) -> Vec<Value> {
    let accepted = received.iter().filter(|it| it["answered"] == 200);
    accepted
        .map(|it| {
            assert_eq!(it["verified"], true, "{it}");
            assert_eq!(it["message"]["type"], it["message"]["data"]["type"]);
            assert_eq!(it["message"]["timestamp"], it["message"]["data"]["at"]);
            it["message"]["data"].clone()
        })
        .collect()
}

pub(super) fn positions(events: &[Value]) -> Vec<u64> {
    events.iter().map(|event| event["position"].as_u64().expect("a number")).collect()
}
