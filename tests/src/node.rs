//! `veche serve`, as one of several nodes.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Child;

use crate::program::Desk;

/// A node that serves. Dropping it kills it, as a power cut does.
#[derive(Debug)]
pub struct Node {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    log: std::path::PathBuf,
}

impl Node {
    /// Starts `veche serve` on a store and a data directory of its own, with the keys of
    /// `keys.toml` and `log.key`, and waits until it listens.
    ///
    /// # Panics
    /// Where it does not.
    pub fn start(desk: &Desk, store: &str, data: &str) -> Self {
        let serve = ["serve", "--store", store, "--vault", store, "--data", data];
        let own = ["--keys", "keys.toml", "--log-key", "log.key", "--listen", "127.0.0.1:0"];
        let log = desk.path(&format!("{data}.log"));
        // A pipe that nobody reads would hold it up.
        let errors = File::options().create(true).append(true).open(&log).expect("a file for its log");
        let mut child =
            desk.command(&[&serve[..], &own].concat()).stderr(errors).spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let Some(url) = line.trim().strip_prefix("listening on ") else {
            panic!("{line:?}: {}", std::fs::read_to_string(&log).unwrap_or_default());
        };
        Self { url: url.to_owned(), child, log }
    }

    /// Kills it, as a power cut does.
    pub fn kill(self) {
        drop(self);
    }

    /// What it wrote to its log, this time and before.
    ///
    /// # Panics
    /// Where that cannot be read.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("its log is read")
    }

    /// Whether it has not ended.
    ///
    /// # Panics
    /// Where the system does not say.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("it is ours").is_none()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
