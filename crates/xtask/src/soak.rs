//! `cargo xtask soak`: what can break, broken for long, on one throwaway PostgreSQL.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::metadata::cargo;
use crate::needs;

/// Shorter, and each test does only its least.
const SHORTEST: f64 = 1.0;
/// Longer is a slip of the pen.
const LONGEST: f64 = 24.0 * 60.0;

/// Builds as for the tests and runs what is ignored in `soak`, one after the other. Ends by
/// itself, some time after so many minutes: what was begun is finished, the least is done.
pub(crate) fn run(root: &Path, minutes: &str) -> Result<(), String> {
    let minutes: f64 = minutes.parse().map_err(|_| format!("{minutes} is no number of minutes"))?;
    if !(SHORTEST..=LONGEST).contains(&minutes) {
        return Err(format!("a soak takes from {SHORTEST} to {LONGEST} minutes"));
    }
    let server = needs::postgres()?;
    done(
        Command::new(cargo())
            .args(["build", "--workspace", "--bins", "--tests", "--locked"])
            .current_dir(root),
    )?;
    let begun = Instant::now();
    let tests = ["test", "--workspace", "--test", "suite", "--locked", "--"];
    let which = ["--ignored", "--nocapture", "--test-threads=1", "soak::"];
    let mut command = Command::new(cargo());
    command.args(tests).args(which).current_dir(root);
    command.env("VECHE_TEST_POSTGRES", server.url()).env("VECHE_SOAK_MINUTES", minutes.to_string());
    let outcome = done(&mut command);
    println!("soak: {} s in all", begun.elapsed().as_secs());
    outcome
}

fn done(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status();
    let status = status.map_err(|error| format!("cannot run {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}
