//! The program is killed while it delivers; several nodes deliver as one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::Instant;

use serde_json::{Value, json};
use tests::postgres::cluster;
use tests::program::Desk;

use super::receiver::{PATIENCE, Receiver, positions, told};

const HEAD: &str = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n\
    RU,,federation,Российская Федерация,,RU,,132223381,,,+3\n\
    01000000,RU,region,Алтайский край,край,RU-ALT,Сибирский,2115308,,,+7\n";
/// Receivers on this machine; who is dead is noticed soon.
const SETTINGS: &str =
    "[webhooks]\nallow_private = true\nretry_seconds = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1]\nlease_seconds = 1\n";

/// Records some more events.
fn grow(desk: &Desk, round: u32, global: &[&str]) {
    let mut table = HEAD.to_owned();
    for number in 0..10 {
        let code = 10_000_000 + round * 100_000 + number;
        writeln!(table, "{code},01000000,municipality,Округ {code},муниципальный округ,,,1000,,,+7")
            .expect("a line");
    }
    desk.write("table.csv", table);
    desk.veche(&[&["import", "territories", "table.csv"][..], global].concat()).done();
}

fn head(desk: &Desk, global: &[&str]) -> u64 {
    let run = desk.veche(&[&["--json", "journal", "stats"][..], global].concat()).done().json();
    run["head"].as_u64().unwrap_or_else(|| panic!("{run}"))
}

/// `veche serve`, until it is killed as by a power cut.
struct Node(Child);

impl Node {
    fn start(desk: &Desk, global: &[&str]) -> Self {
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let mut child = desk.command(&[&serve[..], global].concat()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it was piped")).read_line(&mut line).expect("a line");
        assert!(line.starts_with("listening on "), "{line:?}");
        Self(child)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Registers a name of the receiver from the first event on.
async fn register(desk: &Desk, receiver: &Receiver, global: &[&str]) {
    let (url, add) = (receiver.url("all"), ["--json", "webhooks", "add", "--after", "0"]);
    let added = desk.veche(&[&add[..], &[&url], global].concat()).done().json();
    receiver.knows("all", json!({ "secret": added["secret"] })).await;
}

/// Everything came, in order; how often something came again.
fn repeated(received: &[Value], head: u64) -> usize {
    let accepted: Vec<&Value> = received.iter().filter(|it| it["answered"] == 200).collect();
    let mut first: BTreeMap<u64, &Value> = BTreeMap::new();
    let mut last = 0;
    for (position, it) in positions(&told(received)).into_iter().zip(&accepted) {
        assert!(position <= last + 1, "{position} came after {last}");
        let before = first.entry(position).or_insert(&it["id"]);
        assert_eq!(*before, &it["id"], "the same event has the same id");
        last = position;
    }
    assert_eq!(first.keys().copied().collect::<Vec<u64>>(), (1..=head).collect::<Vec<u64>>());
    accepted.len() - first.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_goes_on_from_its_cursor_and_loses_nothing() {
    let (desk, receiver) = (Desk::new(), Receiver::new());
    desk.write("veche.toml", SETTINGS);
    grow(&desk, 0, &[]);
    register(&desk, &receiver, &[]).await;
    let mut kills = 0;
    for round in 1..4 {
        // Somewhere in the middle of what is there, and once while it waits for an answer.
        let came = receiver.attempts("all", 0).await.len() as u64;
        let (answers, more) = if round == 2 { (json!([200, "hang"]), 2) } else { (json!([]), 3) };
        receiver.knows("all", json!({ "answers": answers })).await;
        let node = Node::start(&desk, &[]);
        receiver.attempts("all", came + more).await;
        drop(node);
        kills += 1;
        grow(&desk, round, &[]);
    }
    let head = head(&desk, &[]);
    let node = Node::start(&desk, &[]);
    let list = async || {
        let listed = desk.veche(&["--json", "webhooks", "list"]).done().json();
        listed[0]["lag"].as_u64().unwrap_or_else(|| panic!("{listed}"))
    };
    let until = Instant::now() + PATIENCE;
    while list().await > 0 {
        assert!(Instant::now() < until, "it does not come to the end of the journal");
    }
    let received = receiver.accepted("all", head).await;
    let repeated = repeated(&received, head);
    assert!(repeated <= kills, "{repeated} messages came again after {kills} kills");
    drop(node);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_one_delivers_and_when_it_dies_the_other_goes_on() {
    let (desk, receiver) = (Desk::new(), Receiver::new());
    desk.write("veche.toml", SETTINGS);
    let url = cluster().database();
    let node = |data: &'static str| {
        ["--store", &url, "--vault", &url, "--data", data, "--keys", "keys.toml", "--log-key", "log.key"]
    };
    desk.veche(&[&["migrate"][..], &node("one")].concat()).done();
    grow(&desk, 0, &node("one"));
    register(&desk, &receiver, &node("one")).await;
    let mut nodes = vec![Node::start(&desk, &node("one")), Node::start(&desk, &node("two"))];
    receiver.accepted("all", head(&desk, &node("one"))).await;
    grow(&desk, 1, &node("one"));
    let now = head(&desk, &node("one"));
    let received = receiver.accepted("all", now).await;
    assert_eq!(repeated(&received, now), 0, "both live, and one delivers");
    // Each in turn: whichever delivered is among them.
    for (round, data) in [(2, "one"), (3, "two")] {
        drop(nodes.remove(0));
        grow(&desk, round, &node("two"));
        let now = head(&desk, &node("two"));
        let received = receiver.accepted("all", now).await;
        assert!(repeated(&received, now) <= 2, "{round}");
        nodes.push(Node::start(&desk, &node(data)));
    }
}
