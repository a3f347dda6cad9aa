//! The program is killed, as by a power cut, while it keeps the log: nothing is forked, lost
//! or shown that was not signed.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::postgres::cluster;
use tests::program::{Desk, verify};

const HEAD: &str = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n\
    RU,,federation,Российская Федерация,,RU,,132223381,,,+3\n\
    01000000,RU,region,Алтайский край,край,RU-ALT,Сибирский,2115308,,,+7\n";

/// Records some more events: eight territories with their authorities.
pub(super) fn grow(desk: &Desk, round: u32, global: &[&str]) {
    grow_by(desk, 8, round, global);
}

/// The same with so many territories.
pub(super) fn grow_by(desk: &Desk, many: u32, round: u32, global: &[&str]) {
    let mut table = HEAD.to_owned();
    for number in 0..many {
        let code = 10_000_000 + round * 100_000 + number;
        writeln!(table, "{code},01000000,municipality,Округ {code},муниципальный округ,,,1000,,,+7")
            .expect("a line");
    }
    desk.write("table.csv", table);
    let import = ["import", "territories", "table.csv"];
    desk.veche(&[&import[..], global].concat()).done();
}

/// Everything that was ever shown, by its file.
#[derive(Default)]
struct Shown {
    notes: Vec<String>,
}

impl Shown {
    fn note(&mut self, note: Option<String>) {
        self.notes.extend(note.filter(|note| self.notes.last() != Some(note)));
    }

    /// The log goes on from all of it.
    fn is_continued(&self, desk: &Desk, log: &str, key: &str) {
        assert!(self.notes.len() > 2, "{} checkpoints were seen", self.notes.len());
        for note in &self.notes {
            desk.write("seen", note);
            let seen = desk.path("seen").display().to_string();
            verify(&["consistency", "--log", log, "--key", key, "--since", &seen]).done();
        }
    }
}

#[test]
fn a_keeper_killed_at_any_moment_goes_on_without_a_fork_or_a_gap() {
    let desk = Desk::new();
    let mut shown = Shown::default();
    let mut killed = 0;
    for round in 0..5 {
        grow(&desk, round, &[]);
        // A little later each time, until it comes to its end.
        for step in 0.. {
            let mut child = desk.command(&["ledger", "sign"]).spawn().expect("the program starts");
            let until = Instant::now() + Duration::from_millis(5 + 7 * step);
            let ended = loop {
                match child.try_wait().expect("it is ours") {
                    Some(status) => break Some(status),
                    None if Instant::now() >= until => break None,
                    None => std::thread::yield_now(),
                }
            };
            shown.note(std::fs::read_to_string(desk.path("veche-data/log/checkpoint")).ok());
            if let Some(status) = ended {
                assert!(status.success(), "it cannot go on: {:?}", child.wait_with_output());
                break;
            }
            child.kill().expect("it is killed");
            child.wait().expect("it is gone");
            killed += 1;
        }
        shown.note(std::fs::read_to_string(desk.path("veche-data/log/checkpoint")).ok());
    }
    assert!(killed > 15, "only {killed} were killed");
    desk.veche(&["audit", "verify"]).done();
    desk.veche(&["journal", "verify"]).done();
    let (log, key) = (desk.path("veche-data/log").display().to_string(), key(&desk, &[]));
    shown.is_continued(&desk, &log, &key);
    verify(&["replay", "--log", &log, "--key", &key]).done();
}

/// The verification key, as the first entry of the log says it.
pub(super) fn key(desk: &Desk, global: &[&str]) -> String {
    let run = desk.veche(&[&["--json", "journal", "export"][..], global].concat()).done();
    let rows = run.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut keys =
        rows.filter_map(|row| Some(row["payload"]["InstallationFounded"]["log"]["key"].as_str()?.to_owned()));
    keys.next().expect("the first entry names the key")
}

/// A node of two on one PostgreSQL.
struct Node {
    child: Child,
    url: String,
}

impl Node {
    fn start(desk: &Desk, url: &str, data: &str) -> Self {
        let serve = ["serve", "--store", url, "--vault", url, "--data", data];
        let own = ["--keys", "keys.toml", "--log-key", "log.key", "--listen", "127.0.0.1:0"];
        let mut child = desk.command(&[&serve[..], &own].concat()).spawn().expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, url }
    }

    /// Kills it, as a power cut does.
    fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
    }

    /// Waits until it shows a checkpoint of at least `size`.
    async fn shows(&self, size: u64) -> String {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            if let Ok(answer) = reqwest::get(format!("{}/log/checkpoint", self.url)).await
                && let Ok(note) = answer.text().await
                && note.lines().nth(1).and_then(|line| line.parse().ok()).is_some_and(|now: u64| now >= size)
            {
                return note;
            }
            assert!(Instant::now() < until, "{} shows no checkpoint of {size} within a minute", self.url);
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_node_that_signs_is_killed_the_other_goes_on() {
    let desk = Desk::new();
    let url = cluster().database();
    let global =
        ["--store", &url, "--vault", &url, "--data", "one", "--keys", "keys.toml", "--log-key", "log.key"];
    desk.veche(&["ledger", "keygen", "--origin", "veche.example/log", "--log-key", "log.key"]).done();
    desk.veche(&[&["migrate"][..], &global].concat()).done();
    let head = |desk: &Desk| {
        let run = desk.veche(&[&["--json", "journal", "stats"][..], &global].concat()).done().json();
        run["head"].as_u64().unwrap_or_else(|| panic!("{run}"))
    };
    grow(&desk, 0, &global);
    let mut nodes = vec![Node::start(&desk, &url, "one"), Node::start(&desk, &url, "two")];
    let mut shown = Shown::default();
    for round in 1..5 {
        grow(&desk, round, &global);
        let size = head(&desk);
        for node in &nodes {
            shown.note(Some(node.shows(size).await));
        }
        // Each of the two in turn: whichever signed is among them.
        let data = if round % 2 == 1 { "one" } else { "two" };
        let gone = nodes.remove(0);
        gone.kill();
        grow(&desk, 10 + round, &global);
        shown.note(Some(nodes[0].shows(head(&desk)).await));
        nodes.push(Node::start(&desk, &url, data));
    }
    let key = key(&desk, &global);
    let log = format!("{}/log", nodes[0].url);
    let (desk, shown) = tokio::task::spawn_blocking(move || {
        shown.is_continued(&desk, &log, &key);
        verify(&["replay", "--log", &log, "--key", &key]).done();
        (desk, shown)
    })
    .await
    .expect("it runs");
    assert!(shown.notes.len() > 4);
    drop(desk);
}
