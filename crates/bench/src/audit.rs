//! `veche audit verify` of a country that lived for a while.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Failure;
use crate::table::Table;

/// Simulates, signs, and times the audit as a whole process.
pub(crate) fn measure(
    table: &mut Table,
    directory: &Path,
    programs: &Path,
    days: u32,
) -> Result<(), Failure> {
    let home = directory.join("country");
    std::fs::create_dir_all(&home)?;
    let program = std::fs::canonicalize(programs.join("veche"))?;
    let run = |arguments: &[&str]| -> Result<(f64, String), Failure> {
        let started = Instant::now();
        let output = Command::new(&program)
            .args(arguments)
            .current_dir(&home)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()?;
        if !output.status.success() {
            return Err(format!("veche {arguments:?} ended with {}", output.status).into());
        }
        Ok((started.elapsed().as_secs_f64(), String::from_utf8_lossy(&output.stdout).into_owned()))
    };
    let days = days.to_string();
    run(&["simulate", "--initiatives", "300", "--people", "4000", "--days", &days, "--seed", "7"])?;
    let (signed, _) = run(&["ledger", "sign"])?;
    let (_, stats) = run(&["--json", "journal", "stats"])?;
    let stats: serde_json::Value = serde_json::from_str(&stats)?;
    let events = stats["head"].as_f64().ok_or("no head")?;
    table.alone(
        &format!("veche ledger sign of {events} events, whole process"),
        "leaves/s",
        vec![events / signed],
    );
    let mut rates = Vec::new();
    for _ in 0..3 {
        let (seconds, _) = run(&["audit", "verify"])?;
        rates.push(events / seconds);
    }
    table.alone(&format!("veche audit verify of {events} events, whole process"), "events/s", rates);
    Ok(())
}
