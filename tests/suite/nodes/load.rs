//! Many residents who submit and support over HTTP, on any node, and send again what was
//! not answered, under the same key.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tests::node::Node;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::town::{Resident, Town};

/// How long a resident waits for an answer, and before he sends again.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(150);
/// A command that is not acknowledged for so long never will be.
const AT_MOST: Duration = Duration::from_secs(150);

/// A command that was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    /// When it was.
    pub(crate) at: Instant,
    /// The answer.
    pub(crate) receipt: Value,
    /// What it was.
    pub(crate) what: Command,
}

/// What a resident does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Submit,
    Support(Uuid),
}

/// What the residents have seen so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// Answers that were not an acknowledgement, by status and code.
    pub(crate) others: BTreeMap<String, u64>,
}

/// The residents at work.
pub(crate) struct Load {
    seen: Arc<Mutex<Seen>>,
    stop: watch::Sender<bool>,
    nodes: watch::Sender<Vec<String>>,
    workers: Vec<JoinHandle<()>>,
}

impl Load {
    /// Every resident begins, each at another node.
    pub(crate) fn start(town: &Town, nodes: &[Node]) -> Self {
        let seen = Arc::<Mutex<Seen>>::default();
        let (stop, nodes) = (watch::Sender::new(false), watch::Sender::new(addresses(nodes)));
        let client = Client::builder().timeout(PATIENCE).build().expect("a client");
        let workers = town.residents.iter().map(|resident| {
            let worker = Worker {
                resident: resident.clone(),
                initiatives: town.published.clone(),
                client: client.clone(),
                nodes: nodes.subscribe(),
                stop: stop.subscribe(),
                seen: Arc::clone(&seen),
            };
            tokio::spawn(worker.run())
        });
        Self { workers: workers.collect(), seen, stop, nodes }
    }

    /// From now on these nodes take commands.
    pub(crate) fn turn_to(&self, nodes: &[Node]) {
        self.nodes.send_replace(addresses(nodes));
    }

    /// How many commands are acknowledged.
    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).acknowledged.len()
    }

    /// Waits until so many more commands are acknowledged.
    pub(crate) async fn goes_on(&self, more: usize) {
        let (begin, until) = (self.count(), Instant::now() + AT_MOST);
        while self.count() < begin + more {
            assert!(Instant::now() < until, "commands are not acknowledged: {:?}", self.others());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until nothing was acknowledged for a while, or for four times as long where commands
    /// go on: then what happened did not hold them up.
    pub(crate) async fn is_quiet_or_goes_on(&self, quiet: Duration) {
        let (until, mut last) = (Instant::now() + 4 * quiet, (self.count(), Instant::now()));
        while Instant::now() < until && last.1.elapsed() < quiet {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.count() != last.0 {
                last = (self.count(), Instant::now());
            }
        }
    }

    /// How long nothing was acknowledged, at worst, after a moment.
    pub(crate) fn pause_after(&self, moment: Instant) -> Duration {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let after = seen.acknowledged.iter().map(|it| it.at).filter(|at| *at > moment);
        let mut last = moment;
        let mut longest = Duration::ZERO;
        for at in after {
            longest = longest.max(at.saturating_duration_since(last));
            last = at;
        }
        longest
    }

    fn others(&self) -> BTreeMap<String, u64> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).others.clone()
    }

    /// Everybody finishes what he began, until it is acknowledged.
    pub(crate) async fn finish(self) -> Seen {
        self.stop.send_replace(true);
        for worker in self.workers {
            worker.await.expect("a resident ends");
        }
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn addresses(nodes: &[Node]) -> Vec<String> {
    nodes.iter().map(|node| node.url.clone()).collect()
}

struct Worker {
    resident: Resident,
    initiatives: Vec<Uuid>,
    client: Client,
    nodes: watch::Receiver<Vec<String>>,
    stop: watch::Receiver<bool>,
    seen: Arc<Mutex<Seen>>,
}

impl Worker {
    async fn run(mut self) {
        let number = usize::try_from(self.resident.number).expect("it is small");
        let initiatives = std::mem::take(&mut self.initiatives);
        let mut initiatives = initiatives.iter().cycle().skip(number).take(initiatives.len());
        for turn in 0.. {
            if *self.stop.borrow() {
                return;
            }
            let next = if turn % 2 == 0 { initiatives.next() } else { None };
            let command = next.map_or(Command::Submit, |id| Command::Support(*id));
            self.until_acknowledged(command, number + turn).await;
        }
    }

    /// Sends one command, again and again under one key, to one node after the other.
    async fn until_acknowledged(&self, command: Command, turn: usize) {
        let key = format!("resident {} turn {turn}", self.resident.number);
        let until = Instant::now() + AT_MOST;
        for attempt in 0.. {
            let node = {
                let nodes = self.nodes.borrow();
                nodes[(turn + attempt) % nodes.len()].clone()
            };
            match self.send(&node, command, &key).await {
                Ok(receipt) => {
                    let acknowledged = Acknowledged { at: Instant::now(), receipt, what: command };
                    self.seen().acknowledged.push(acknowledged);
                    return;
                }
                Err(other) => *self.seen().others.entry(other).or_default() += 1,
            }
            assert!(Instant::now() < until, "{command:?} is never acknowledged: {:?}", self.seen().others);
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn send(&self, node: &str, command: Command, key: &str) -> Result<Value, String> {
        let (path, body) = match command {
            Command::Submit => ("/api/v1/initiatives".to_owned(), crate::api::proposal()),
            Command::Support(id) => (format!("/api/v1/initiatives/{id}/support"), json!({"channel": "web"})),
        };
        let request = self.client.post(format!("{node}{path}")).bearer_auth(&self.resident.token);
        let answer = request.header("idempotency-key", key).json(&body).send().await;
        let answer = answer.map_err(|_| "no answer".to_owned())?;
        let status = answer.status();
        let waits = answer.headers().contains_key("retry-after");
        let told: Value = answer.json().await.map_err(|_| "no answer".to_owned())?;
        if status.is_success() {
            return Ok(told);
        }
        let other = format!("{} {}", status.as_u16(), told["code"].as_str().unwrap_or_default());
        assert!(waits || status != 503, "{other} without Retry-After");
        Err(other)
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
