//! `cargo xtask bench`: the programs built for speed, a throwaway PostgreSQL, and the figures.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::metadata::cargo;
use crate::needs;

/// Builds, measures, prints; what is asked beside is handed on to `veche-bench`.
pub(crate) fn run(root: &Path, more: &[&str]) -> Result<(), String> {
    let server = needs::postgres()?;
    let build = ["build", "--release", "--locked", "-p", "cli", "-p", "verifier", "-p", "bench"];
    done(Command::new(cargo()).args(build).current_dir(root))?;
    let bench = root.join("target/release/veche-bench");
    done(Command::new(bench).args(["--postgres", server.url()]).args(more).current_dir(root))
}

fn done(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status();
    let status = status.map_err(|error| format!("cannot run {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}
