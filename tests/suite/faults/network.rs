//! The connection to PostgreSQL is cut, slow, or silent.

use std::time::{Duration, Instant};

use journal::Store;
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::postgres::cluster;
use tests::proxy::{Network, Proxy};
use tests::web::{Answer, Client, Served};
use uuid::Uuid;

use super::town::{accounts, secret};
use crate::engine::world::World;

/// An installation behind a network that can break, and somebody who calls.
pub(crate) struct Far {
    pub(crate) world: World,
    pub(crate) served: Served,
    pub(crate) proxy: Proxy,
    pub(crate) initiative: Uuid,
}

impl Far {
    pub(crate) async fn away() -> Self {
        let url = cluster().database();
        let proxy = Proxy::before(&url).await;
        let world = World::at(proxy.url(&url)).await;
        let initiative = world.published(1).await;
        let accounts = accounts(&world).await;
        let served = Served::start(world.engine.clone(), accounts).await;
        world.engine.views().catch_up().await.expect("the views catch up");
        Self { world, served, proxy, initiative }
    }

    /// A resident supports the initiative, under a key of his own.
    pub(crate) async fn supports(&self, resident: u128) -> Answer {
        support(&self.served.visitor(), self.initiative, resident).await
    }

    /// Sends it until it is done, and says after how long.
    pub(crate) async fn supports_at_last(&self, resident: u128, within: Duration) -> Duration {
        let begun = Instant::now();
        loop {
            let answer = self.supports(resident).await;
            if answer.status == 200 {
                return begun.elapsed();
            }
            is_told(&answer);
            assert!(begun.elapsed() < within, "it does not come back: {}", answer.body);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Once, although it was sent many times.
    pub(crate) async fn is_supported_by(&self, count: usize) {
        let Store::Postgres(_) = &self.world.config.store else { unreachable!("it is on PostgreSQL") };
        let events = self.world.engine.journal().read(0, 10_000).await.expect("the journal reads");
        let given = events.iter().filter(|event| event.event_type == "SupportGiven").count();
        assert_eq!(given, count);
    }
}

/// A resident supports an initiative over the API.
pub(crate) async fn support(client: &Client, initiative: Uuid, resident: u128) -> Answer {
    let path = format!("/api/v1/initiatives/{initiative}/support");
    let request = client.request(Method::POST, &path).bearer_auth(secret(resident));
    let key = format!("support-of-{resident}");
    client.once(request.header("idempotency-key", key).json(&json!({"channel": "web"})), &path).await
}

/// Not now, and when to come again.
pub(crate) fn is_told(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
    answer.json()["code"].as_str().expect("a problem has a code").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_connection_is_cut_people_are_told_and_read_on_and_afterwards_it_goes_on_by_itself() {
    let far = Far::away().await;
    assert_eq!(far.supports(5).await.status, 200);
    far.proxy.set(Network::Cut);
    let code = is_told(&far.supports(6).await);
    assert!(["desk_unavailable", "journal_unavailable", "vault_unavailable"].contains(&&*code), "{code}");
    let page = far.served.visitor().get("/ru/initiatives").await;
    assert_eq!(page.status, 200, "{}", page.text());
    far.proxy.set(Network::Whole);
    far.supports_at_last(6, Duration::from_secs(15)).await;
    far.is_supported_by(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_slow_connection_it_takes_longer_and_is_done() {
    let far = Far::away().await;
    far.proxy.set(Network::Slow(Duration::from_millis(40)));
    for resident in 5..8 {
        assert_eq!(far.supports(resident).await.status, 200);
    }
    far.proxy.set(Network::Whole);
    far.is_supported_by(3).await;
}
