//! `veche import initiatives`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use simulation::initiatives::{ImportError, Options, Reject, import};

use super::Initiatives;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store;

pub(super) async fn run(
    arguments: Initiatives,
    settings: &Settings,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let unreadable = |error: std::io::Error| Failure::unreadable("the file", &arguments.file, &error);
    let lines = BufReader::new(File::open(&arguments.file).map_err(unreadable)?);
    let engine = store::engine(settings, &store::Opening::to_write(arguments.at)).await?;
    let options = Options { territory: arguments.territory, procedure: arguments.procedure };
    let mut progress = Progress::start("initiatives", None, output);
    let imported = import(&engine, lines, &options, |lines| progress.at(lines)).await;
    drop(progress);
    let report = imported.map_err(|error| match error {
        ImportError::File(error) => unreadable(error),
        ImportError::UnknownTerritory(_) | ImportError::UnknownProcedure(_) => {
            Failure::input(error.code(), error.to_string())
        }
        ImportError::Engine { source, .. } => source.into(),
    })?;
    let rejects = arguments.rejects.unwrap_or_else(|| default_rejects(&arguments.file, &settings.data));
    if !report.rejected.is_empty() {
        write_rejects(&rejects, &report.rejected)?;
    }
    let used = report.rejected.is_empty() || report.imported + report.repeated > 0;
    let exit = if used { Exit::Done } else { Exit::No };
    if output.is_json() {
        output.json(&json!({
            "lines": report.lines,
            "imported": report.imported,
            "repeated": report.repeated,
            "rejected": report.rejected.len(),
            "rejects_file": (!report.rejected.is_empty()).then(|| rejects.display().to_string()),
            "title_only": report.title_only,
            "hashed_ids": report.hashed_ids,
        }))?;
        return Ok(exit);
    }
    output.line(format!("lines read                {}", report.lines))?;
    output.line(format!("initiatives submitted     {}", report.imported))?;
    output.line(format!("  from a title alone      {}", report.title_only))?;
    output.line(format!("  id kept as a hash       {}", report.hashed_ids))?;
    output.line(format!("repeats, not added again  {}", report.repeated))?;
    output.line(format!("could not be used         {}", report.rejected.len()))?;
    if !report.rejected.is_empty() {
        output.line(format!("  line numbers and reasons are in {}", rejects.display()))?;
    }
    Ok(exit)
}

fn default_rejects(file: &Path, data: &Path) -> PathBuf {
    let name = file.file_stem().unwrap_or(file.as_os_str());
    data.join(format!("{}.rejects.jsonl", name.to_string_lossy()))
}

fn write_rejects(path: &Path, rejected: &[Reject]) -> Result<(), Failure> {
    let unwritable = |error: std::io::Error| {
        Failure::new(
            Exit::Machine,
            "file_unwritable",
            format!("the rejects file {} cannot be written: {error}", path.display()),
        )
    };
    let mut file = BufWriter::new(File::create(path).map_err(unwritable)?);
    for reject in rejected {
        serde_json::to_writer(&mut file, reject).map_err(std::io::Error::from).map_err(unwritable)?;
        file.write_all(b"\n").map_err(unwritable)?;
    }
    file.flush().map_err(unwritable)
}
