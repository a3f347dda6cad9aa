//! How fast it is, side by side: each comparison in one run, A B A B, with medians.
//!
//! `cargo xtask bench` builds the programs, starts a throwaway PostgreSQL and calls this.
//! Never a timed test: what it prints is for people, and for `docs/benchmarks.md`.

mod append;
mod audit;
mod item;
mod table;
mod tree;

use std::path::PathBuf;

use clap::Parser;
use journal::Store;

use table::Table;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What to measure, and on what.
#[derive(Debug, Parser)]
struct Asked {
    /// An empty PostgreSQL database; without it only SQLite is measured
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Where `veche` and `veche-verify` are
    #[arg(long, value_name = "DIR", default_value = "target/release")]
    programs: PathBuf,
    /// Events of each measurement
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    events: u64,
    /// Days that the simulated country of the audit lives through
    #[arg(long, value_name = "N", default_value_t = 400)]
    days: u32,
    /// A fiftieth of everything: whether it runs, not how fast
    #[arg(long)]
    quick: bool,
    /// Also write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut asked = Asked::parse();
    if asked.quick {
        (asked.events, asked.days) = (asked.events / 50, 40);
    }
    let directory = tempfile::tempdir()?;
    let mut stores = vec![("SQLite", Store::Sqlite(directory.path().join("sqlite")))];
    stores.extend(asked.postgres.clone().map(|url| ("PostgreSQL", Store::Postgres(url))));
    let mut table = Table::default();
    for (name, store) in &stores {
        append::measure(&mut table, name, store, asked.events).await?;
        tree::measure(&mut table, name, store, directory.path(), &asked.programs).await?;
    }
    audit::measure(&mut table, directory.path(), &asked.programs, asked.days)?;
    table.print();
    if let Some(file) = &asked.json {
        std::fs::write(file, table.to_json())?;
    }
    Ok(())
}
