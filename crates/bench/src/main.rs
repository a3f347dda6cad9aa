//! How fast it is, side by side: each comparison in one run, A B A B, with medians.
//!
//! `cargo xtask bench` builds the programs, starts a throwaway PostgreSQL and calls this.
//! Never a timed test: what it prints is for people, and for `docs/benchmarks.md`.

mod country;
mod engine;
mod growth;
mod http;
mod log;
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};
use journal::Store;

use country::Country;
use http::storm::Size;
use table::Table;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What to measure, and on what.
#[derive(Debug, Parser)]
struct Asked {
    /// A server of PostgreSQL, by the address of any of its databases; measurements get databases of
    /// their own
    #[arg(long, value_name = "URL")]
    postgres: String,
    /// Where `veche` and `veche-verify` are
    #[arg(long, value_name = "DIR", default_value = "target/release")]
    programs: PathBuf,
    /// Measure only this; may be given several times
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
    /// Smaller numbers: whether it runs, not how fast
    #[arg(long)]
    quick: bool,
    /// Initiatives of the large country of `growth`
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    initiatives: u64,
    /// Supports of each of these
    #[arg(long, value_name = "N", default_value_t = 7)]
    supports: u64,
    /// Residents of `storm`, who first each support once
    #[arg(long, value_name = "N", default_value_t = 120_000)]
    residents: u64,
    /// Also write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Parts of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Appends with entries, tiles, replay
    Log,
    /// Supports through the engine
    Commands,
    /// Views built anew, and the audit
    Country,
    /// Everybody at once, over HTTP
    Storm,
    /// Many who listen
    Subscribers,
    /// A million initiatives beside ten thousand: lists, start, catch-up, memory
    Growth,
}

/// As `veche` has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let asked = Asked::parse();
    let directory = tempfile::tempdir()?;
    let here = directory.path();
    let (programs, server) = (&asked.programs, &asked.postgres);
    let wanted = |part: Part| asked.only.is_empty() || asked.only.contains(&part);
    let less = if asked.quick { 50 } else { 1 };
    let mut table = Table::default();
    table.alone("fsync of 8 KB, one after the other", "a second", vec![fsyncs(here)?]);
    if wanted(Part::Log) {
        let url = engine::commands::database(server, "log_bench").await?;
        for (name, store) in
            [("SQLite", Store::Sqlite(here.join("sqlite"))), ("PostgreSQL", Store::Postgres(url))]
        {
            log::append::measure(&mut table, name, &store, 200_000 / less).await?;
            log::tree::measure(&mut table, name, &store, here, programs).await?;
        }
    }
    if wanted(Part::Commands) {
        engine::commands::on_postgres(&mut table, server, here, 20_000 / less).await?;
        engine::commands::on_sqlite(&mut table, here, 20_000 / less).await?;
    }
    if wanted(Part::Country) {
        let country = Country::simulate(here, programs, if asked.quick { 40 } else { 400 })?;
        log::audit::measure(&mut table, &country)?;
        engine::rebuild::measure(&mut table, &country).await?;
    }
    if wanted(Part::Storm) {
        let time = Duration::from_secs(if asked.quick { 6 } else { 60 });
        let size = Size { residents: asked.residents / less, time };
        http::storm::measure(&mut table, server, here, programs, size).await?;
    }
    if wanted(Part::Subscribers) {
        let (subscribers, messages) = if asked.quick { (200, 10) } else { (5_000, 100) };
        http::subscribers::measure(&mut table, server, here, programs, subscribers, messages).await?;
    }
    if wanted(Part::Growth) {
        let initiatives = if asked.quick { 2_000 } else { asked.initiatives };
        let size = growth::Size { initiatives, supports: asked.supports };
        growth::measure(&mut table, server, here, programs, size).await?;
    }
    table.print();
    if let Some(file) = &asked.json {
        std::fs::write(file, table.to_json())?;
    }
    Ok(())
}

/// How often a second the disk says that it has what it was given.
fn fsyncs(directory: &Path) -> Result<f64, Failure> {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = std::fs::File::create(directory.join("fsync"))?;
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < Duration::from_secs(2) {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&[0x5a; 8192])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}
