//! Everything that the nodes ever showed of the public log.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tests::node::Node;
use tests::program::{Desk, verify};
use tokio::task::JoinHandle;

/// Reads the checkpoints of nodes until it is dropped.
pub(crate) struct Shown {
    notes: Arc<Mutex<Vec<String>>>,
    watching: Vec<JoinHandle<()>>,
}

impl Shown {
    pub(crate) fn watch(nodes: &[Node]) -> Self {
        let mut shown = Self { notes: Arc::default(), watching: Vec::new() };
        nodes.iter().for_each(|node| shown.also(node));
        shown
    }

    /// Watches one more.
    pub(crate) fn also(&mut self, node: &Node) {
        let (url, notes) = (node.url.clone(), Arc::clone(&self.notes));
        self.watching.push(tokio::spawn(async move {
            let mut last = String::new();
            loop {
                if let Some(note) = checkpoint(&url).await.filter(|note| *note != last) {
                    notes.lock().unwrap_or_else(PoisonError::into_inner).push(note.clone());
                    last = note;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }));
    }

    /// Waits until every node shows the log up to a position.
    pub(crate) async fn reach(&self, nodes: &[Node], position: u64) {
        let until = Instant::now() + Duration::from_secs(60);
        for node in nodes {
            while checkpoint(&node.url).await.is_none_or(|note| size(&note) < position) {
                assert!(Instant::now() < until, "{} shows nothing of {position}:\n{}", node.url, node.log());
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }

    /// The log of a node goes on from everything that any node ever showed. Says how many
    /// checkpoints that are.
    pub(crate) fn is_continued(&self, desk: &Desk, log: &str, key: &str) -> usize {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        notes.sort_by_key(|note| size(note));
        notes.dedup();
        for note in &notes {
            desk.write("seen", note);
            let seen = desk.path("seen").display().to_string();
            verify(&["consistency", "--log", log, "--key", key, "--since", &seen]).done();
        }
        for pair in notes.windows(2) {
            assert!(size(&pair[0]) < size(&pair[1]), "signed twice:\n{}\n{}", pair[0], pair[1]);
        }
        notes.len()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.watching.iter().for_each(JoinHandle::abort);
    }
}

async fn checkpoint(url: &str) -> Option<String> {
    let answer = reqwest::get(format!("{url}/log/checkpoint")).await.ok()?;
    if answer.status().is_success() { answer.text().await.ok() } else { None }
}

fn size(note: &str) -> u64 {
    note.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or(0)
}
