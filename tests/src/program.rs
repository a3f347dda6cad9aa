//! The program itself, run as a person runs it: in a directory of its own, with an
//! environment of its own.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A directory in which the program is run. Goes with its owner.
#[derive(Debug)]
pub struct Desk {
    home: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

impl Desk {
    /// An empty directory.
    ///
    /// # Panics
    /// Where none can be made.
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a directory for the test"), environment: Vec::new() }
    }

    /// With an environment variable for every run.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A path in the directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into the directory.
    ///
    /// # Panics
    /// Where it cannot be written.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), contents).expect("the file is written");
        self
    }

    /// Runs `veche` with nothing on standard input.
    pub fn veche<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        self.veche_with("", arguments)
    }

    /// Runs `veche` with this text on standard input.
    ///
    /// # Panics
    /// Where the program cannot be started.
    pub fn veche_with<S: AsRef<OsStr>>(&self, input: &str, arguments: &[S]) -> Run {
        let mut child = self.command(arguments).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was piped");
        // A program that does not read its input may have ended already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("the program ends").into()
    }

    /// The program, ready to be started, with all three streams piped.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(binary("veche"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VECHE_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .envs(self.environment.iter().cloned())
            .env_remove("COLUMNS")
            .env("NO_COLOR", "1")
            .current_dir(self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Run {
    /// The run, if it ended well.
    ///
    /// # Panics
    /// If it did not.
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// Its one result as JSON.
    ///
    /// # Panics
    /// If standard output holds anything else.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// Exit code and the stable word of its error, which with `--json` stands on
    /// standard output and otherwise on standard error.
    pub fn failure(&self) -> (i32, String) {
        let plain = self.stderr.lines().find_map(|line| line.strip_prefix("error[")?.split(']').next());
        let code = match plain {
            Some(code) => code.to_owned(),
            None => serde_json::from_str::<Value>(&self.stdout)
                .ok()
                .and_then(|value| value["error"]["code"].as_str().map(str::to_owned))
                .unwrap_or_default(),
        };
        (self.code, code)
    }
}

/// The program while it serves. Killed with its owner.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
}

impl Serving {
    /// Starts `veche serve`, as the command says, and waits until it listens. What it logs is
    /// added to a file.
    ///
    /// # Panics
    /// If it does not come to listen; with what it said.
    pub fn start(mut command: Command, log: &Path) -> Self {
        let file = File::options().create(true).append(true).open(log).expect("a file for its log");
        let mut child = command.stderr(file).spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let Some(url) = line.trim().strip_prefix("listening on ") else {
            let ended = child.wait().expect("it is ours");
            panic!("{ended} {line:?} {}", std::fs::read_to_string(log).unwrap_or_default());
        };
        Self { url: url.to_owned(), child }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it, as a power cut does.
    ///
    /// # Panics
    /// If it cannot be killed.
    pub fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Killed already, mostly.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `veche-verify`.
///
/// # Panics
/// Where the program cannot be started.
pub fn verify<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
    let mut command = Command::new(binary("veche-verify"));
    command.args(arguments).env_remove("VECHE_VERIFY_LOG").env_remove("VECHE_VERIFY_KEY");
    command.stdin(Stdio::null()).output().expect("the program starts").into()
}

/// A binary beside this test binary's directory.
fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test binary has a path");
    let profile = test.parent().and_then(Path::parent).expect("it lies in target/<profile>/deps");
    let binary = profile.join(name);
    assert!(
        binary.exists(),
        "{} is missing: run `cargo build -p cli -p verifier` first, or `cargo xtask test`",
        binary.display()
    );
    binary
}
