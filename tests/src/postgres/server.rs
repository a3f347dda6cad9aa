//! A PostgreSQL server that cannot outlive the process that started it.
//!
//! `xtask` compiles this same file, so that a run of all tests and a single
//! test binary start the same server. It therefore needs nothing but `std`.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const CLUSTER: &str = include_str!("cluster.sh");

/// A running server. Dropping it stops the server and removes its files; if
/// this process is killed instead, the shell that watches the pipe does both.
#[derive(Debug)]
pub(super) struct Server {
    shell: Child,
    /// Open for as long as the server shall live; `None` only while dropping.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    /// Makes a cluster in a directory of its own and waits until it accepts
    /// connections; as root, under the user `postgres`.
    ///
    /// # Errors
    /// What initdb or the server said, or the command that installs them.
    pub(super) fn start() -> Result<Self, String> {
        let mut command = if is_root()? { as_postgres() } else { Command::new("sh") };
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = command
            .args(["-c", CLUSTER])
            .env_clear()
            .env("PATH", format!("{path}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
            .env("LC_ALL", "C")
            .current_dir("/")
            // Ctrl-C at the terminal is for us; the shell then sees the pipe close.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start a shell for PostgreSQL: {error}"))?;
        let orders = shell.stdin.take();
        let answers = BufReader::new(shell.stdout.take().ok_or("the shell has no standard output")?);
        let mut server = Self { shell, orders, answers, url: String::new() };
        server.url = server.ready()?;
        Ok(server)
    }

    /// The database `postgres` of this server, as its superuser.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server as a power cut would and starts it again, on the same
    /// port and files; returns when recovery is over.
    ///
    /// # Errors
    /// What the server said.
    pub(super) fn crash_and_restart(&mut self) -> Result<(), String> {
        let orders = self.orders.as_mut().ok_or("the server is being stopped")?;
        writeln!(orders, "crash").map_err(|error| format!("PostgreSQL's shell is gone: {error}"))?;
        self.ready().map(drop)
    }

    fn ready(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| format!("PostgreSQL's shell is gone: {error}"))?;
        if let Some(url) = line.trim_end().strip_prefix("ready ") {
            return Ok(url.to_owned());
        }
        let mut said = line;
        if let Some(mut errors) = self.shell.stderr.take() {
            errors.read_to_string(&mut said).map_err(|error| format!("PostgreSQL's shell is gone: {error}"))?;
        }
        Err(format!("PostgreSQL did not start: {}", said.trim()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.orders.take());
        // Nothing to do about a shell that cannot be waited for.
        let _ = self.shell.wait();
    }
}

fn is_root() -> Result<bool, String> {
    let id = Command::new("id").arg("-u").output().map_err(|error| format!("cannot run id -u: {error}"))?;
    Ok(id.stdout.trim_ascii() == b"0")
}

fn as_postgres() -> Command {
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    command
}
