//! Programs that are not ours, with which the tests look at what we serve.
//!
//! `tests/outside` names them with their versions; `cargo xtask test` installs them:
//! npm packages into `tests/outside/node_modules`, Python packages into
//! `target/outside/python`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The folder with their scripts and lists of packages.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("outside")
}

/// The Python that has the packages of `requirements.txt`.
pub fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/outside/python/bin/python")
}

/// Runs a script of the folder with that Python, and gives what it printed.
///
/// # Panics
/// If it does not start, or ends with another status than 0.
pub fn run_python(script: &str, arguments: &[&str]) -> String {
    let output = Command::new(python())
        .arg(folder().join(script))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("Python does not start ({error}); `cargo xtask test` installs it"));
    said(script, output)
}

/// Runs a module that has a command line of its own with that Python, as `python -m` does,
/// and gives what it printed.
///
/// # Panics
/// As [`run_python`].
pub fn run_module(module: &str, arguments: &[&str]) -> String {
    let output = Command::new(python())
        .args(["-m", module])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("Python does not start ({error}); `cargo xtask test` installs it"));
    said(module, output)
}

/// Runs a Go program of the folder on Debian's packages, and gives how it ended: its
/// output, or what it said in failing.
///
/// # Panics
/// If Go does not start.
pub fn run_go(program: &str, arguments: &[&str]) -> Result<String, String> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/outside/go");
    let output = Command::new("go")
        .arg("run")
        .arg(folder().join(program))
        .args(arguments)
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOCACHE", cache)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("Go does not start ({error}); `cargo xtask test` installs it"));
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(said(&output.stdout)) } else { Err(said(&output.stderr)) }
}

/// A program of the folder that runs until it is dropped, and the first line it printed.
#[derive(Debug)]
pub struct Running {
    process: Child,
    /// What it said of itself.
    pub line: String,
}

impl Running {
    /// Builds and starts it.
    ///
    /// # Panics
    /// If it cannot be built, or says nothing.
    pub fn go(program: &str, arguments: &[&str]) -> Self {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/outside");
        // Tests that build at once do so each for itself.
        let built = tempfile::tempdir().expect("a folder");
        let binary = built.path().join("program");
        let output = Command::new("go")
            .args(["build", "-o"])
            .arg(&binary)
            .arg(folder().join(program))
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", target.join("go"))
            .output()
            .unwrap_or_else(|error| panic!("Go does not start ({error}); `cargo xtask test` installs it"));
        said(program, output);
        let mut command = Command::new(&binary);
        command.args(arguments);
        Self::started(program, &mut command)
    }

    /// Starts a Python script.
    ///
    /// # Panics
    /// If it cannot be started, or says nothing.
    pub fn python(script: &str) -> Self {
        Self::started(script, Command::new(python()).arg(folder().join(script)))
    }

    fn started(program: &str, command: &mut Command) -> Self {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        let out = process.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("it says something");
        assert!(!line.is_empty(), "{program} says nothing");
        Self { process, line: line.trim().to_owned() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It also ends with its input.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn said(script: &str, output: Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script} ended with {}:\n{out}\n{err}", output.status);
    out.into_owned()
}
