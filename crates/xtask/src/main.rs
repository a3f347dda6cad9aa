//! What is done to the project rather than by it: `cargo xtask …`.
//!
//! Kept small, because it is compiled before anything can be checked.

mod all_tests;
mod bench;
mod events;
mod metadata;
mod needs;
#[expect(dead_code, reason = "only the tests themselves crash a server")]
#[path = "../../../tests/src/postgres/server.rs"]
mod server;
mod soak;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <TASK>

Tasks:
  test   Install what the tests need and the machine lacks, then run everything:
         formatting, tidy, clippy, documentation tests, and all tests on SQLite
         and on one throwaway PostgreSQL server, with a real browser, clients that
         are not ours, and machines under Patroni that die. As root on Debian it
         installs by itself; elsewhere it prints the command and fails.
  tidy   Check what the compiler does not: which crate may know which, licences
         and banned crates (deny.toml), file lengths and names, catch-all arms
         over events, links between documents.
  bench  Build for speed and measure, side by side: the log, commands, views, a storm over
         HTTP, subscribers. --quick to see that it runs; --only PART, --json FILE.
  soak   Build, then break things for long: the program and PostgreSQL killed under load,
         races on two nodes, networks cut and silent, more callers than can be answered.
         Ends by itself; --minutes N, some 20 if not said. Prints lines that begin `soak:`.
  events Write docs/events.md, the catalogue of events; --check only compares.

Exit status: 0 when all holds, 1 when something does not, 2 for a wrong call.
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["test"] => all_tests::run(&root),
        ["bench", more @ ..] => bench::run(&root, more),
        ["soak"] => soak::run(&root, "20"),
        ["soak", "--minutes", minutes] => soak::run(&root, minutes),
        ["tidy"] => tidy::run(&root),
        ["events"] => events::run(&root, false),
        ["events", "--check"] => events::run(&root, true),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's root, wherever the task was called.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("this package is two folders below the root").to_owned()
}
