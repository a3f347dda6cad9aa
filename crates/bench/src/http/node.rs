//! A prepared installation on PostgreSQL, and `veche serve` on it as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use desk::{Desk, NewAccount, Scope, Token};
use engine::Engine;
use journal::Store;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::Failure;
use crate::engine::world::{World, resident};

/// Residents are settled by so many at once, so many in a turn.
const AT_ONCE: u64 = 32;
const SOME: u64 = 200;

/// A store on PostgreSQL and the files of a node, made by `veche`.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) data: PathBuf,
    programs: PathBuf,
}

/// What is prepared before the program starts.
pub(crate) struct Prepared {
    pub(crate) place: Place,
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

impl Place {
    /// Makes store and keys.
    pub(crate) fn make(
        url: String,
        data: PathBuf,
        programs: &Path,
        simulated: bool,
    ) -> Result<Self, Failure> {
        let place = Self { url, data, programs: programs.to_owned() };
        let simulated: &[&str] = if simulated { &["migrate", "--simulated"] } else { &["migrate"] };
        for arguments in [simulated, &["ledger", "keygen", "--origin", "localhost/log"]] {
            let made = place.veche().args(arguments).stdout(Stdio::null()).status()?;
            if !made.success() {
                return Err(format!("veche {arguments:?} ended with {made}").into());
            }
        }
        Ok(place)
    }

    /// The engine, in this process.
    pub(crate) async fn open(&self) -> Result<World, Failure> {
        World::open(Store::Postgres(self.url.clone()), &self.data).await
    }

    /// Starts the program, and waits until it listens.
    pub(crate) fn serve(&self) -> Result<Node, Failure> {
        let mut child =
            self.veche().args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("its output was piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").ok_or("it does not listen")?;
        Ok(Node { address: address.parse()?, child })
    }

    fn veche(&self) -> Command {
        let mut command = Command::new(self.programs.join("veche"));
        command.args(["--store", &self.url, "--data"]).arg(&self.data);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }
}

impl Prepared {
    /// Makes the stores, residents with tokens, and an initiative that is open for support.
    pub(crate) async fn make(
        url: String,
        directory: &Path,
        programs: &Path,
        residents: u64,
    ) -> Result<Self, Failure> {
        let place = Place::make(url, directory.join("storm"), programs, false)?;
        let world = place.open().await?;
        world.found().await?;
        let world = Arc::new(world);
        let desk = Desk::open_postgres(&place.url).await?;
        let mut tasks = JoinSet::new();
        for task in 0..AT_ONCE {
            let (world, desk) = (Arc::clone(&world), desk.clone());
            tasks.spawn(async move {
                for start in (task * SOME..residents).step_by((AT_ONCE * SOME) as usize) {
                    let some = start..residents.min(start + SOME);
                    world.admit_signed_in(some.clone()).await?;
                    for number in some {
                        let new = NewAccount { participant: Some(resident(number)), ..NewAccount::default() };
                        issue(&desk, &world.engine, new, &token(number)).await?;
                    }
                }
                Ok::<_, Failure>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        world.engine.views().catch_up().await?;
        let initiative = world.published(0).await?;
        let world = Arc::into_inner(world).ok_or("nobody else has it")?;
        world.close().await;
        Ok(Self { place, initiative })
    }
}

/// Opens an account and gives it a token with every scope.
pub(crate) async fn issue(desk: &Desk, engine: &Engine, new: NewAccount, token: &str) -> Result<(), Failure> {
    let (now, entropy) = (engine.now(), engine.entropy());
    let account = desk.open_account(entropy.uuid_v4(), new, now).await?;
    let issued = Token {
        id: entropy.uuid_v4(),
        name: "bench".to_owned(),
        scopes: Scope::ALL.to_vec(),
        created_at: now,
        expires_at: None,
        revoked_at: None,
    };
    desk.issue_token(account.id, &issued, token).await?;
    Ok(())
}

impl Node {
    /// Resident memory of the program, in MB; 0 where the system does not tell it.
    pub(crate) fn memory(&self) -> f64 {
        self.kilobytes("VmRSS:") / 1024.0
    }

    /// The most that it ever was, in MB.
    pub(crate) fn peak(&self) -> f64 {
        self.kilobytes("VmHWM:") / 1024.0
    }

    fn kilobytes(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(what));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
    }
}

impl Node {
    /// Tells it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<(), Failure> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let ended = self.child.wait()?;
        if told.success() && ended.success() { Ok(()) } else { Err(format!("it ended with {ended}").into()) }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It loses nothing that it acknowledged: that is measured here too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
