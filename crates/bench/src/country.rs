//! A simulated country that lived for a while, on an embedded store.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use journal::Store;

use crate::Failure;

/// A country, and the program that knows it.
pub(crate) struct Country {
    program: PathBuf,
    home: PathBuf,
    data: PathBuf,
    /// Events in its journal.
    pub(crate) events: u64,
}

impl Country {
    /// Lets 4,000 people live for some days.
    pub(crate) fn simulate(directory: &Path, programs: &Path, days: u32) -> Result<Self, Failure> {
        let home = directory.join("country");
        std::fs::create_dir_all(&home)?;
        let program = std::fs::canonicalize(programs.join("veche"))?;
        let mut country = Self { program, data: home.join("veche-data"), home, events: 0 };
        let days = days.to_string();
        country.run(&[
            "simulate",
            "--initiatives",
            "300",
            "--people",
            "4000",
            "--days",
            &days,
            "--seed",
            "7",
        ])?;
        let (_, stats) = country.run(&["--json", "journal", "stats"])?;
        let stats: serde_json::Value = serde_json::from_str(&stats)?;
        country.events = stats["head"].as_u64().ok_or("no head")?;
        Ok(country)
    }

    /// Runs `veche` in it: the seconds, and what it said.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<(f64, String), Failure> {
        let started = Instant::now();
        let output = Command::new(&self.program)
            .args(arguments)
            .current_dir(&self.home)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()?;
        if !output.status.success() {
            return Err(format!("veche {arguments:?} ended with {}", output.status).into());
        }
        Ok((started.elapsed().as_secs_f64(), String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Where its journal is.
    pub(crate) fn store(&self) -> Store {
        Store::Sqlite(self.data.clone())
    }

    /// Where its views and keys are.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }
}
