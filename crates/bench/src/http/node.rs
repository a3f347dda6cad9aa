//! A prepared installation on PostgreSQL, and `veche serve` on it as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use desk::{Desk, NewAccount, Scope, Token};
use journal::Store;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::Failure;
use crate::engine::world::{World, resident};

/// Accounts that are opened at once.
const AT_ONCE: u64 = 32;

/// What is prepared before the program starts.
pub(crate) struct Prepared {
    pub(crate) url: String,
    pub(crate) data: PathBuf,
    pub(crate) initiative: Uuid,
}

/// A running program, which ends with this.
pub(crate) struct Node {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// The token of the resident of that number.
pub(crate) fn token(number: u64) -> String {
    format!("storm-{number:020}")
}

impl Prepared {
    /// Makes the stores, residents with tokens, and an initiative that is open for support.
    pub(crate) async fn make(
        url: String,
        directory: &Path,
        programs: &Path,
        residents: u64,
    ) -> Result<Self, Failure> {
        let data = directory.join("storm");
        let made = veche(programs, &url, &data).arg("migrate").stdout(Stdio::null()).status()?;
        if !made.success() {
            return Err("veche migrate failed".into());
        }
        let world = World::open(Store::Postgres(url.clone()), &data).await?;
        world.settle(residents).await?;
        let initiative = world.published(0).await?;
        let desk = Desk::open_postgres(&url).await?;
        let now = world.engine.now();
        let mut tasks = JoinSet::new();
        for task in 0..AT_ONCE {
            let (desk, entropy) = (desk.clone(), world.engine.entropy().clone());
            tasks.spawn(async move {
                for number in (task..residents).step_by(AT_ONCE as usize) {
                    let new = NewAccount { participant: Some(resident(number)), ..NewAccount::default() };
                    let account = desk.open_account(entropy.uuid_v4(), new, now).await?;
                    let issued = Token {
                        id: entropy.uuid_v4(),
                        name: "storm".to_owned(),
                        scopes: Scope::ALL.to_vec(),
                        created_at: now,
                        expires_at: None,
                        revoked_at: None,
                    };
                    desk.issue_token(account.id, &issued, &token(number)).await?;
                }
                Ok::<_, Failure>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        world.close().await;
        Ok(Self { url, data, initiative })
    }

    /// Starts the program, and waits until it listens.
    pub(crate) fn serve(&self, programs: &Path) -> Result<Node, Failure> {
        let mut child = veche(programs, &self.url, &self.data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("its output was piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").ok_or("it does not listen")?;
        Ok(Node { address: address.parse()?, child })
    }
}

impl Node {
    /// Resident memory of the program, in MB; 0 where the system does not tell it.
    pub(crate) fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: Option<f64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kilobytes.unwrap_or_default() / 1024.0
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It loses nothing that it acknowledged: that is measured here too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn veche(programs: &Path, url: &str, data: &Path) -> Command {
    let mut command = Command::new(programs.join("veche"));
    command.args(["--store", url, "--data"]).arg(data).stdin(Stdio::null()).stderr(Stdio::null());
    command
}
