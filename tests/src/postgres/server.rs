//! A PostgreSQL server that cannot outlive the process that started it.
//!
//! `xtask` compiles this same file, so that a run of all tests and a single
//! test binary start the same server. It therefore needs nothing but `std`.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const CLUSTER: &str = include_str!("cluster.sh");

/// The command that installs the server on Debian and its kin.
pub(super) const INSTALL: &str = "apt-get install -y --no-install-recommends postgresql";

/// Why there is no server.
#[derive(Debug)]
pub(super) enum Failure {
    /// Neither on the `PATH` nor where Debian puts it.
    Missing,
    /// The shell that starts it, or the pipe to it, broke.
    Shell(io::Error),
    /// What initdb or the server said last.
    Refused(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(
                f,
                "no PostgreSQL server (initdb, pg_ctl, postgres) on the PATH or in /usr/lib/postgresql; \
                 as root on Debian: {INSTALL}"
            ),
            Self::Shell(error) => write!(f, "cannot talk to the shell that starts PostgreSQL: {error}"),
            Self::Refused(said) => write!(f, "PostgreSQL did not start: {said}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Shell(error)
    }
}

/// `EX_UNAVAILABLE`, said by `cluster.sh` where no server is installed.
const UNAVAILABLE: i32 = 69;

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
    pub(super) fn start() -> Result<Self, Failure> {
        let mut command = unprivileged_shell()?;
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
            .spawn()?;
        let orders = shell.stdin.take();
        let answers = BufReader::new(shell.stdout.take().expect("its standard output was piped"));
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
    pub(super) fn crash_and_restart(&mut self) -> Result<(), Failure> {
        let orders = self.orders.as_mut().expect("it is taken by drop alone");
        writeln!(orders, "crash")?;
        self.ready().map(drop)
    }

    fn ready(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        if let Some(url) = line.trim_end().strip_prefix("ready ") {
            return Ok(url.to_owned());
        }
        let mut said = line;
        if let Some(mut errors) = self.shell.stderr.take() {
            errors.read_to_string(&mut said)?;
        }
        if self.shell.wait()?.code() == Some(UNAVAILABLE) {
            return Err(Failure::Missing);
        }
        Err(Failure::Refused(said.trim().to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.orders.take());
        // Nothing to do about a shell that cannot be waited for.
        let _ = self.shell.wait();
    }
}

/// A shell that is not root's: PostgreSQL refuses to run as root.
pub(super) fn unprivileged_shell() -> Result<Command, Failure> {
    if Command::new("id").arg("-u").output()?.stdout.trim_ascii() != b"0" {
        return Ok(Command::new("sh"));
    }
    // Debian's package makes this user.
    if !Command::new("id").args(["-u", "postgres"]).output()?.status.success() {
        return Err(Failure::Missing);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    Ok(command)
}
