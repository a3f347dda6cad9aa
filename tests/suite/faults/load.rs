//! Residents who give and take back supports over HTTP, and send again what was not answered,
//! and the count of what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use journal::{Journal, Verification};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::town::{RESIDENTS, Town, secret};

/// Within which whatever broke has to be whole again.
const PATIENCE: Duration = Duration::from_secs(120);

/// A command that was answered as done.
pub(crate) struct Acknowledged {
    command_id: Uuid,
    first: u64,
    last: u64,
}

/// The residents at work.
pub(crate) struct Load {
    stop: watch::Sender<bool>,
    /// Where the program listens now.
    url: watch::Sender<String>,
    done: Arc<AtomicU64>,
    workers: JoinSet<Vec<Acknowledged>>,
}

impl Load {
    /// Sets them to work.
    pub(crate) fn start(town: &Town, url: &str) -> Self {
        let (stop, url) = (watch::Sender::new(false), watch::Sender::new(url.to_owned()));
        let done = Arc::new(AtomicU64::new(0));
        let mut workers = JoinSet::new();
        for resident in RESIDENTS {
            let worker = Resident {
                number: resident,
                http: reqwest::Client::builder().timeout(Duration::from_secs(40)).build().expect("a client"),
                url: url.subscribe(),
                done: Arc::clone(&done),
            };
            workers.spawn(worker.work(town.initiatives.clone(), stop.subscribe()));
        }
        Self { stop, url, done, workers }
    }

    /// The program listens elsewhere now.
    pub(crate) fn moved(&self, url: &str) {
        self.url.send_replace(url.to_owned());
    }

    /// How many commands were answered as done.
    pub(crate) fn acknowledged(&self) -> u64 {
        self.done.load(Ordering::Acquire)
    }

    /// Waits until so many more were.
    pub(crate) async fn go_on(&self, more: u64) {
        let (until, wanted) = (Instant::now() + PATIENCE, self.acknowledged() + more);
        while self.acknowledged() < wanted {
            assert!(Instant::now() < until, "nothing is done any more: {} of {wanted}", self.acknowledged());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Lets everybody finish what he has begun.
    pub(crate) async fn end(self) -> Vec<Acknowledged> {
        self.stop.send_replace(true);
        self.workers.join_all().await.into_iter().flatten().collect()
    }
}

struct Resident {
    number: u128,
    http: reqwest::Client,
    url: watch::Receiver<String>,
    done: Arc<AtomicU64>,
}

impl Resident {
    async fn work(self, initiatives: Vec<Uuid>, stop: watch::Receiver<bool>) -> Vec<Acknowledged> {
        let mut supported = BTreeSet::new();
        let mut acknowledged = Vec::new();
        for turn in 0.. {
            if *stop.borrow() {
                break;
            }
            let initiative = initiatives[(turn + self.number as usize) % initiatives.len()];
            let (verb, body) = if supported.remove(&initiative) {
                ("withdraw-support", json!({}))
            } else {
                supported.insert(initiative);
                ("support", json!({"channel": "web"}))
            };
            let key = format!("{}-{turn}", self.number);
            acknowledged
                .push(self.sends(&format!("/api/v1/initiatives/{initiative}/{verb}"), &key, body).await);
            self.done.fetch_add(1, Ordering::AcqRel);
        }
        acknowledged
    }

    /// Sends it until it is answered, always under the same key.
    async fn sends(&self, path: &str, key: &str, body: Value) -> Acknowledged {
        let until = Instant::now() + PATIENCE;
        loop {
            let url = self.url.borrow().clone();
            let request = self.http.post(format!("{url}{path}")).bearer_auth(secret(self.number));
            let sent = request.header("idempotency-key", key).json(&body).send().await;
            let answer = match sent {
                Ok(answer) => (answer.status(), answer.bytes().await),
                Err(_) => (StatusCode::BAD_GATEWAY, Ok(Default::default())),
            };
            match answer {
                (StatusCode::OK, Ok(bytes)) => {
                    let receipt: Value = serde_json::from_slice(&bytes).expect("a receipt");
                    let number = |name: &str| receipt[name].as_u64().expect("a position");
                    let command_id = receipt["command_id"].as_str().and_then(|id| id.parse().ok());
                    let command_id = command_id.expect("a receipt names the command");
                    return Acknowledged { command_id, first: number("first"), last: number("last") };
                }
                (StatusCode::OK, Err(_))
                | (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, _)
                | (StatusCode::BAD_GATEWAY, _) => {}
                // He alone acts for himself: whatever is refused was lost or done twice.
                (status, told) => panic!("{path} under {key}: {status} {told:?}"),
            }
            assert!(Instant::now() < until, "{path} is not answered");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
}

/// What became of what was acknowledged.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) acknowledged: u64,
    /// In the journal, at the positions that were answered.
    pub(crate) found: u64,
    /// Not there.
    pub(crate) lost: u64,
    /// Events of supports that nobody was told of: done twice.
    pub(crate) doubled: u64,
    /// The journal's last position: it holds 1, 2, 3 … up to there.
    pub(crate) positions: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acknowledged, found, lost, doubled, positions } = self;
        write!(
            f,
            "acknowledged {acknowledged}, found {found}, lost {lost}, doubled {doubled}, positions 1..{positions}"
        )
    }
}

impl Counts {
    /// Of a journal that stood at `before` when the load began.
    pub(crate) async fn of(journal: &Journal, before: u64, all: &[Acknowledged]) -> Self {
        let mut told = BTreeMap::new();
        let mut counts = Self { acknowledged: all.len() as u64, ..Self::default() };
        for one in all {
            let known = journal.command(one.command_id).await.expect("the journal reads");
            let is_there = known.is_some_and(|known| (known.first, known.last) == (one.first, one.last));
            if is_there && told.insert(one.first, one.last).is_none() {
                counts.found += 1;
            } else {
                counts.lost += 1;
            }
        }
        let mut after = before;
        loop {
            let page = journal.read(after, 5000).await.expect("the journal reads");
            let Some(last) = page.last() else { break };
            after = last.position;
            let supports = page.iter().filter(|event| &*event.stream.kind == "support");
            counts.doubled += supports.filter(|event| !told.contains_key(&event.position)).count() as u64;
        }
        counts.positions = after;
        let holds = journal.verify(|_| ()).await.expect("the journal reads");
        assert_eq!(holds, Verification::Holds { events: after, head: after });
        counts
    }

    /// Exactly once, all of it.
    pub(crate) fn hold(&self) {
        assert!(self.acknowledged > 0, "nothing was done: {self}");
        assert_eq!((self.found, self.lost, self.doubled), (self.acknowledged, 0, 0), "{self}");
    }
}
