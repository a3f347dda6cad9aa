//! `cargo xtask test`: everything that has to hold, and how long it took.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::metadata::cargo;
use crate::{events, needs, tidy};

/// Tells test binaries which server to use (`tests/src/postgres.rs`).
const GIVEN: &str = "VECHE_TEST_POSTGRES";

/// Runs every check, also after one has failed, and sums up.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let mut report = Report::default();
    // First of all: a machine that lacks something says so in a second, not after the build.
    let server = report.step("postgresql", needs::postgres)?;
    report.step("machines", needs::machines)?;
    report.step("browser", needs::browser)?;
    report.step("outside", || needs::outside(root))?;
    report.step("go", needs::go)?;
    report.step("faketime", needs::faketime)?;
    report.step("strace", needs::strace)?;

    report.check("format", || cargo_run(root, &["fmt", "--all", "--check"]));
    report.check("tidy", || tidy::run(root));
    report.check("events page", || events::run(root, true));
    let lints = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    report.check("clippy", || cargo_run(root, &lints));

    // Tests of the program itself run the binary as it is built here; together with the tests,
    // so that what both are made of is built once.
    let programs = ["build", "--workspace", "--bins", "--tests", "--locked"];
    report.check("programs", || cargo_run(root, &programs));
    report.check("doc tests", || cargo_run(root, &["test", "--workspace", "--doc", "--locked", "--quiet"]));

    let mut tally = Tally::default();
    report.check("tests", || run_tests(root, server.url(), &mut tally));
    drop(server);

    report.print();
    if !tally.failures.is_empty() {
        // Many lines above, among those of other tests; here where a reader looks first.
        println!("\n== what failed\n{}", tally.failures.join("\n"));
    }
    // The last line reads like the last line of a test binary.
    let result = if report.failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {} passed; {} failed; {} ignored",
        tally.passed, tally.failed, tally.ignored
    );
    if report.failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", report.failed.join(", "))) }
}

fn cargo_run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = clean(&mut Command::new(cargo()))
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo {} ended with {status}", arguments.join(" "))) }
}

/// Unit and integration tests, with their output passed on as it comes.
fn run_tests(root: &Path, postgres: &str, tally: &mut Tally) -> Result<(), String> {
    let mut tests = clean(&mut Command::new(cargo()))
        .args(["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"])
        // `cargo xtask soak` runs those.
        .args(["--", "--skip", "soak::"])
        .env(GIVEN, postgres)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let output = tests.stdout.take().expect("its standard output was piped");
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(|error| format!("cannot read from cargo: {error}"))?;
        // A failing test may print anything at all.
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.count(&line);
    }
    let status = tests.wait().map_err(|error| format!("cannot wait for cargo: {error}"))?;
    if !status.success() {
        return Err(format!("cargo test ended with {status}"));
    }
    if tally.ignored > 0 {
        return Err(format!("{} tests are ignored: a test runs or goes", tally.ignored));
    }
    if tally.passed == 0 {
        return Err("not a single test ran".to_owned());
    }
    Ok(())
}

/// Whatever server or settings the person works with are not the tests'.
fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("PG") || name.starts_with("VECHE_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// What the test binaries said, added up.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    passed: u32,
    failed: u32,
    ignored: u32,
    /// What failing tests said, line by line.
    failures: Vec<String>,
    /// Whether the lines of failing tests have begun in the binary that runs.
    failing: bool,
}

impl Tally {
    fn count(&mut self, line: &str) {
        let result = line.strip_prefix("test result: ");
        self.failing = result.is_none() && (self.failing || line == "failures:");
        if self.failing {
            self.failures.push(line.to_owned());
        }
        let Some(counts) = result else {
            return;
        };
        let counts = counts.split_once(". ").map_or("", |(_, counts)| counts);
        for count in counts.split(';') {
            let Some((number, what)) = count.trim().split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<u32>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

/// What was done, how it ended, how long it took.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, Option<String>)>,
    failed: Vec<&'static str>,
}

impl Report {
    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = work();
        let why = outcome.as_ref().err().cloned();
        if let Some(why) = &why {
            println!("{name}: {why}");
            self.failed.push(name);
        }
        self.steps.push((name, start.elapsed(), why));
        outcome
    }

    /// As [`step`](Self::step), for a check whose failure must not hide the others.
    fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) {
        // It is in the report; the run goes on.
        let _ = self.step(name, work);
    }

    fn print(&self) {
        println!("\n== summary");
        for (name, took, why) in &self.steps {
            let outcome = why.as_deref().unwrap_or("ok");
            println!("{name:<12} {:>7.1} s  {outcome}", took.as_secs_f64());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn the_results_of_all_binaries_add_up() {
        let mut tally = Tally::default();
        tally.count("running 3 tests");
        tally.count(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        tally.count(
            "test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1s",
        );
        assert_eq!((tally.passed, tally.failed, tally.ignored), (4, 2, 1));
    }

    #[test]
    fn what_a_failing_test_said_is_kept_and_nothing_else() {
        let mut tally = Tally::default();
        let said = ["failures:", "---- one stdout ----", "one is not two", "failures:", "    one"];
        tally.count("test one ... FAILED");
        said.into_iter().for_each(|line| tally.count(line));
        tally.count("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; finished in 1s");
        tally.count("test another ... ok");
        assert_eq!(tally.failures, said);
    }
}
