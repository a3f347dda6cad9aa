//! `veche import territories`.

use serde_json::json;
use simulation::territories::{ImportError, import};

use super::Territories;
use crate::exit::{Exit, Failure, chain};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store;

/// Bad lines that are listed for a person; a program gets all of them.
const LISTED: usize = 20;

pub(super) async fn run(
    arguments: &Territories,
    settings: &Settings,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let table = std::fs::read_to_string(&arguments.file)
        .map_err(|error| Failure::unreadable("the table", &arguments.file, &error))?;
    if table.trim().is_empty() {
        let sentence = format!("the table {} is empty", arguments.file.display());
        return Err(Failure::input("bad_table", sentence));
    }
    let engine = store::engine(settings, &store::Opening::to_write(arguments.at)).await?;
    let mut progress = Progress::start("territories", None, output);
    let report = import(&engine, &table, |done, total| {
        progress.total(total);
        progress.at(done);
    })
    .await;
    drop(progress);
    let report = report.map_err(|error| stopped(error, &arguments.file))?;
    let used = report.rejected.is_empty() || report.lines > report.rejected.len() as u64;
    let exit = if used { Exit::Done } else { Exit::No };
    if output.is_json() {
        let rejected: Vec<_> =
            report.rejected.iter().map(|(line, reason)| json!({ "line": line, "reason": reason })).collect();
        output.json(&json!({
            "lines": report.lines,
            "territories": report.territories,
            "authorities": report.authorities,
            "repeated": report.repeated,
            "updated": report.updated,
            "rejected": rejected,
        }))?;
        return Ok(exit);
    }
    output.line(format!("lines read               {}", report.lines))?;
    output.line(format!("territories created      {}", report.territories))?;
    output.line(format!("authorities established  {}", report.authorities))?;
    output.line(format!("there before, the same   {}", report.repeated))?;
    output.line(format!("there before, changed    {}", report.updated))?;
    output.line(format!("could not be used        {}", report.rejected.len()))?;
    for (line, reason) in report.rejected.iter().take(LISTED) {
        output.line(format!("  line {line}: {reason}"))?;
    }
    if report.rejected.len() > LISTED {
        output.line(format!("  … and {} more; --json lists all", report.rejected.len() - LISTED))?;
    }
    Ok(exit)
}

fn stopped(error: ImportError, file: &std::path::Path) -> Failure {
    match error {
        ImportError::Header => Failure::input(error.code(), format!("{}: {}", file.display(), chain(&error))),
        ImportError::Engine { source, .. } => source.into(),
    }
}
