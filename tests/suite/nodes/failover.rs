//! The primary dies under load.

use std::time::{Duration, Instant};

use journal::{Journal, Store};
use reqwest::StatusCode;
use serde_json::Value;
use tests::node::Node;
use tests::patroni::Patroni;

use super::checked::{all_holds, eventually};
use super::load::Load;
use super::shown::Shown;
use super::town::Town;

/// What writes may stand still for when a machine dies: twice what is promised, on whatever machine
/// this runs; what is seen is printed.
const AT_MOST: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_primary_dies_under_load_a_standby_takes_over_and_nothing_acknowledged_is_lost() {
    let mut patroni = Patroni::start();
    patroni.whole(3).await;
    let mut town = Town::found(&patroni.url("postgres"), 20).await;
    let mut nodes = vec![town.node("one"), town.node("two")];
    let mut shown = Shown::watch(&nodes);
    for node in &nodes {
        eventually(&format!("{}/health", node.url)).await;
    }
    any_node_takes_any_command(&mut town, &nodes).await;
    let load = Load::start(&town, &nodes);
    load.goes_on(100).await;

    let (primary, standby) = patroni.whole(3).await;
    let astray = Store::Postgres(patroni.url_of(&standby, "postgres"));
    assert!(Journal::open(&astray, None).await.is_err(), "a standby is not the journal");
    patroni.kill(&primary);
    let killed = Instant::now();
    reads_go_on(&town, &nodes).await;
    load.goes_on(1).await;
    let (successor, _) = patroni.whole(2).await;
    assert_eq!(successor, standby, "only what had everything may take over");
    load.goes_on(100).await;
    let pause = load.pause_after(killed);
    println!("{primary} was killed: writes resumed after {:.1} s", pause.as_secs_f64());
    assert!(pause < AT_MOST, "writes resumed only after {pause:?}");

    // A node dies, and one that has nothing yet takes its place.
    nodes.remove(0).kill();
    let joined = Instant::now();
    let new = town.node("three");
    shown.also(&new);
    nodes.push(new);
    load.turn_to(&nodes);
    eventually(&format!("{}/health", nodes[1].url)).await;
    println!("an empty node served after {:.1} s", joined.elapsed().as_secs_f64());
    load.goes_on(50).await;

    let seen = load.finish().await;
    assert!(nodes.iter_mut().all(Node::runs), "a node ended");
    all_holds(town, &nodes, &seen, shown).await;
}

/// A command on one node, read on another from where it was recorded.
async fn any_node_takes_any_command(town: &mut Town, nodes: &[Node]) {
    let client = reqwest::Client::new();
    for (turn, resident) in town.residents.iter().take(6).enumerate() {
        let (here, there) = (&nodes[turn % nodes.len()], &nodes[(turn + 1) % nodes.len()]);
        let request = client.post(format!("{}/api/v1/initiatives", here.url)).bearer_auth(&resident.token);
        let answer = request.json(&crate::api::proposal()).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED, "{:?}", answer.text().await);
        let receipt: Value = answer.json().await.expect("JSON");
        let (id, last) = (receipt["stream"]["id"].as_str().expect("an id"), &receipt["last"]);
        let path = format!("{}/api/v1/initiatives/{id}?min_position={last}", there.url);
        let read = client.get(path).bearer_auth(&resident.token).send().await.expect("an answer");
        assert_eq!(read.status(), StatusCode::OK, "{:?}", read.text().await);
        town.submitted += 1;
    }
}

/// There is no primary; whoever reads does not notice, and whoever writes is told to come back.
async fn reads_go_on(town: &Town, nodes: &[Node]) {
    for node in nodes {
        for path in ["/", "/en/initiatives", "/api/v1/initiatives", "/log/checkpoint"] {
            let begun = Instant::now();
            let read = reqwest::get(format!("{}{path}", node.url)).await.expect("an answer");
            assert_eq!(read.status(), StatusCode::OK, "{path}: {:?}", read.text().await);
            assert!(begun.elapsed() < Duration::from_secs(10), "{path} took {:?}", begun.elapsed());
        }
        let id = town.published[0];
        let read = reqwest::get(format!("{}/en/initiatives/{id}", node.url)).await.expect("an answer");
        assert_eq!(read.status(), StatusCode::OK, "{:?}", read.text().await);
        // What cannot be answered now is told to be asked for again, and soon.
        let begun = Instant::now();
        let path = format!("{}/api/v1/initiatives/{id}/supports?min_position=1000000", node.url);
        let read = reqwest::get(path).await.expect("an answer");
        assert_eq!(read.status(), StatusCode::SERVICE_UNAVAILABLE, "{:?}", read.text().await);
        assert!(read.headers().contains_key("retry-after"));
        assert!(begun.elapsed() < Duration::from_secs(10), "it took {:?}", begun.elapsed());
    }
}
