//! Programs that are not ours, with which the tests look at what we serve.
//!
//! `tests/outside` names them with their versions; `cargo xtask test` installs them:
//! npm packages into `tests/outside/node_modules`, Python packages into
//! `target/outside/python`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

fn said(script: &str, output: Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script} ended with {}:\n{out}\n{err}", output.status);
    out.into_owned()
}
