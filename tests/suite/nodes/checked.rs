//! What has to hold when all is over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use journal::{Journal, Recorded, Store};
use serde_json::Value;
use tests::node::Node;
use tests::program::verify;
use uuid::Uuid;

use super::load::{Command, Seen};
use super::shown::Shown;
use super::town::{FORGOTTEN, Town};

/// Nobody was refused what he may do, only asked to come back; every acknowledged command stands
/// in the journal exactly once, and nothing else does;
/// positions are 1..n; all nodes say the same; what was due happened once; the log goes on
/// from all that was shown, and replays.
pub(crate) async fn all_holds(town: Town, nodes: &[Node], seen: &Seen, shown: Shown) {
    let comes_back = |other: &String| ["no answer", "503 ", "429 "].iter().any(|it| other.starts_with(it));
    assert!(seen.others.keys().all(comes_back), "{:?}", seen.others);
    let store = Store::Postgres(town.store.clone());
    let journal = Journal::open(&store, None).await.expect("the journal opens");
    let events = everything(&journal).await;
    for (event, position) in events.iter().zip(1..) {
        assert_eq!(event.position, position, "positions have a gap");
    }
    exactly_once(&journal, &events, seen).await;
    counts(&town, nodes, &events, seen).await;
    due_once(&town, nodes, &journal).await;
    let head = journal.head().await.expect("the journal answers").position;
    shown.reach(nodes, head).await;
    let key = serde_json::from_str::<Value>(&events[0].payload).expect("JSON");
    let key = key["InstallationFounded"]["log"]["key"].as_str().expect("the log has a key").to_owned();
    let log = format!("{}/log", nodes[0].url);
    let notes = tokio::task::spawn_blocking(move || {
        let notes = shown.is_continued(&town.desk, &log, &key);
        verify(&["replay", "--log", &log, "--key", &key]).done();
        let global = town.global("auditor");
        town.desk.veche(&[&["audit", "verify"][..], &global].concat()).done();
        town.desk.veche(&[&["journal", "verify"][..], &global].concat()).done();
        notes
    });
    let notes = notes.await.expect("it is verified");
    println!("{} events; {notes} checkpoints were shown, and the log goes on from all of them", events.len());
}

async fn everything(journal: &Journal) -> Vec<Recorded> {
    let mut events = Vec::new();
    loop {
        let more = journal.read(events.len() as u64, 5_000).await.expect("the journal reads");
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}

async fn exactly_once(journal: &Journal, events: &[Recorded], seen: &Seen) {
    let (mut ids, mut lost) = (HashSet::new(), Vec::new());
    for acknowledged in &seen.acknowledged {
        let receipt = &acknowledged.receipt;
        let id: Uuid = receipt["command_id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        assert!(ids.insert(id), "two commands have one id: {receipt}");
        let Some(kept) = journal.command(id).await.expect("the journal answers") else {
            lost.push(acknowledged);
            continue;
        };
        assert_eq!((&receipt["first"], &receipt["last"]), (&kept.first.into(), &kept.last.into()));
        let first = &events[usize::try_from(kept.first).expect("it is small") - 1];
        assert_eq!(receipt["stream"]["id"], *first.stream.id, "{acknowledged:?}");
    }
    let ids: Vec<_> = lost.iter().map(|it| (it.at.elapsed(), &it.receipt["last"], it.what)).collect();
    assert!(lost.is_empty(), "acknowledged and lost, so long ago: {ids:?}");
}

/// As many as were acknowledged, and by all nodes.
async fn counts(town: &Town, nodes: &[Node], events: &[Recorded], seen: &Seen) {
    let of = |name: &str| events.iter().filter(|event| event.event_type == name).count();
    let submitted = seen.acknowledged.iter().filter(|it| it.what == Command::Submit).count();
    assert_eq!(of("Submitted"), submitted + town.submitted, "submissions were lost or recorded twice");
    let mut supports: BTreeMap<Uuid, u64> = BTreeMap::new();
    for acknowledged in &seen.acknowledged {
        if let Command::Support(id) = acknowledged.what {
            *supports.entry(id).or_default() += 1;
        }
    }
    let given: u64 = supports.values().sum();
    let streams: HashMap<_, u64> = events.iter().filter(|event| &*event.stream.kind == "support").fold(
        HashMap::new(),
        |mut streams, event| {
            *streams.entry(&event.stream.id).or_default() += 1;
            streams
        },
    );
    assert_eq!(streams.len() as u64, given, "supports were lost");
    assert!(streams.values().all(|events| *events == 1), "a support was recorded twice");
    let head = events.len();
    for node in nodes {
        for (id, count) in &supports {
            let path = format!("{}/api/v1/initiatives/{id}/supports?min_position={head}", node.url);
            let counted = eventually(&path).await;
            let items = counted["items"].as_array().expect("a list");
            let all = items.iter().find(|item| item["territory"] == "RU").expect("the federation counts all");
            assert_eq!(all["count"], *count, "{path}");
        }
    }
    println!("{submitted} submissions and {given} supports were acknowledged; otherwise {:?}", seen.others);
}

/// An answer, once a node has one.
pub(crate) async fn eventually(path: &str) -> Value {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        if let Ok(answer) = reqwest::get(path).await
            && answer.status().is_success()
        {
            return answer.json().await.expect("JSON");
        }
        assert!(Instant::now() < until, "no answer within a minute: {path}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The terms that ran out meanwhile were missed once each, whichever node was first.
async fn due_once(town: &Town, nodes: &[Node], journal: &Journal) {
    let missed = async || {
        let mut missed = Vec::new();
        for id in &town.forgotten {
            let stream = journal::StreamId::new("initiative", id.to_string());
            let events = journal.load(&stream, 0).await.expect("the journal reads");
            missed.push(events.iter().filter(|event| event.event_type == "DeadlineMissed").count());
        }
        missed
    };
    let until = Instant::now() + Duration::from_secs(60);
    while missed().await.contains(&0) {
        let logs: Vec<String> = nodes.iter().map(Node::log).collect();
        assert!(Instant::now() < until, "nobody noticed what is due: {}", logs.join("\n"));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(missed().await, vec![1; FORGOTTEN], "a term was missed twice");
}
