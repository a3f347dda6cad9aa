//! `veche procedures check`.

use std::path::PathBuf;

use aggregates::procedure::{Procedure, ProcedureErrors};
use serde::Serialize;

use crate::exit::{Exit, Failure};
use crate::output::Output;

#[derive(Serialize)]
struct Checked {
    files: Vec<File>,
}

#[derive(Serialize)]
struct File {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<Header>,
    mistakes: Vec<Mistake>,
}

#[derive(Serialize)]
struct Header {
    id: String,
    version: u32,
    sha256: String,
}

#[derive(Serialize)]
struct Mistake {
    line: usize,
    code: &'static str,
    message: String,
}

pub(super) fn run(files: &[PathBuf], output: &mut Output) -> Result<Exit, Failure> {
    let mut checked = Checked { files: Vec::new() };
    for path in files {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::unreadable("the procedure file", path, &error))?;
        let name = path.display().to_string();
        let parsed = Procedure::parse(&name, &text);
        if !output.is_json() {
            tell(&name, &parsed, output)?;
        }
        checked.files.push(File {
            file: name,
            procedure: parsed.as_ref().ok().map(header),
            mistakes: parsed.err().iter().flat_map(ProcedureErrors::iter).map(mistake).collect(),
        });
    }
    if output.is_json() {
        output.json(&checked)?;
    }
    let hold = checked.files.iter().all(|file| file.mistakes.is_empty());
    Ok(if hold { Exit::Done } else { Exit::No })
}

fn tell(name: &str, parsed: &Result<Procedure, ProcedureErrors>, output: &mut Output) -> Result<(), Failure> {
    match parsed {
        Ok(procedure) => output.line(format!(
            "{name}: {} version {} holds: {} rules of terms, {} grounds, {} steps",
            procedure.id(),
            procedure.version(),
            procedure.terms().len(),
            procedure.grounds().len(),
            procedure.rows().len()
        ))?,
        Err(mistakes) => mistakes
            .iter()
            .for_each(|mistake| output.complain(&format!("error[{}]: {mistake}", mistake.code()))),
    }
    Ok(())
}

fn header(procedure: &Procedure) -> Header {
    Header {
        id: procedure.id().to_string(),
        version: procedure.version(),
        sha256: procedure.sha256().to_owned(),
    }
}

fn mistake(error: &aggregates::procedure::ProcedureError) -> Mistake {
    Mistake { line: error.line, code: error.code(), message: error.rule.to_string() }
}
