//! Initiatives from other systems' records, one JSON object a line.

use std::collections::BTreeSet;
use std::io::BufRead;

use aggregates::ids::{InitiativeId, ParticipantId, ProcedureId, TerritoryId};
use aggregates::initiative::fields::{Channel, Consents, Fields, Kind, Origin};
use aggregates::initiative::{Action, Submission};
use aggregates::kept::Typed;
use aggregates::participant::{self, Method, ParticipantKind};
use aggregates::procedure::shipped;
use engine::{Caller, Engine, EngineError, Intent, Request};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::look;

/// One line of a file. `votes` and the rest are claims of the source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    source: String,
    #[serde(default)]
    lang: Option<String>,
    id: String,
    title: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    votes: Option<u64>,
    #[serde(default)]
    threshold: Option<u64>,
    date: String,
}

/// Where the initiatives go.
#[derive(Clone, Debug)]
pub struct Options {
    /// The home territory of all of them.
    pub territory: TerritoryId,
    /// The procedure they are pinned to.
    pub procedure: ProcedureId,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Lines read.
    pub lines: u64,
    /// Initiatives submitted.
    pub imported: u64,
    /// Lines that came before, in this file or in an earlier run.
    pub repeated: u64,
    /// Lines that could not be used.
    pub rejected: Vec<Reject>,
    /// Imported from a title alone.
    pub title_only: u64,
    /// Ids of the source that were no codes and are kept as a hash.
    pub hashed_ids: u64,
}

/// A line that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The line of the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The home of all of them is not there.
    #[error("there is no territory {0}; import territories first")]
    UnknownTerritory(TerritoryId),
    /// Nothing of that name is in force.
    #[error("there is no procedure {0}")]
    UnknownProcedure(ProcedureId),
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] std::io::Error),
    /// The engine did not take a command.
    #[error("line {line} could not be recorded")]
    Engine {
        /// The line of the file, from 1; 0 for what precedes them.
        line: u64,
        /// What the engine said.
        #[source]
        source: EngineError,
    },
}

impl ImportError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownTerritory(_) => "unknown_territory",
            Self::UnknownProcedure(_) => "unknown_procedure",
            Self::File(_) => "file_unusable",
            Self::Engine { source, .. } => source.code(),
        }
    }
}

/// The longest line that is read, bytes.
const LINE_AT_MOST: usize = 1 << 20;
/// The longest code that is kept in clear, characters.
const CODE_AT_MOST: usize = 64;
/// The longest title, characters.
const TITLE_AT_MOST: usize = 500;
const BATCH: usize = 200;

/// Submits every good line under the import's day. Bad lines are reported with their
/// number and reason, and the rest goes on. A second run adds nothing.
///
/// # Errors
/// When the file cannot be read or the store does not take it.
pub async fn import(
    engine: &Engine,
    mut file: impl BufRead,
    options: &Options,
    mut progress: impl FnMut(u64),
) -> Result<Report, ImportError> {
    let home = look::territory(engine, &options.territory);
    if home.await.map_err(|source| ImportError::Engine { line: 0, source })?.is_none() {
        return Err(ImportError::UnknownTerritory(options.territory.clone()));
    }
    if !shipped().iter().any(|procedure| *procedure.id() == options.procedure) {
        return Err(ImportError::UnknownProcedure(options.procedure.clone()));
    }
    let mut report = Report::default();
    let mut seen = BTreeSet::new();
    let mut sources = BTreeSet::new();
    let mut batch = Vec::new();
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        number += 1;
        if file.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        report.lines += 1;
        match read(&bytes) {
            Err(reason) => report.rejected.push(Reject { line: number, reason }),
            Ok(line) => {
                let key = (line.source.clone(), line.id.clone());
                if !seen.insert(key) {
                    report.repeated += 1;
                    continue;
                }
                let author = source_id(&line.source);
                if sources.insert(author) {
                    know_source(engine, author, options)
                        .await
                        .map_err(|source| ImportError::Engine { line: 0, source })?;
                }
                report.hashed_ids += u64::from(!is_code(&line.id));
                report.title_only += u64::from(line.text.is_none());
                batch.push((number, submission(&line, author, options)));
            }
        }
        if batch.len() >= BATCH {
            record(engine, &mut batch, &mut report).await?;
            progress(report.lines);
        }
    }
    record(engine, &mut batch, &mut report).await?;
    progress(report.lines);
    Ok(report)
}

async fn record(
    engine: &Engine,
    batch: &mut Vec<(u64, Request)>,
    report: &mut Report,
) -> Result<(), ImportError> {
    let (lines, requests): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
    for (line, result) in lines.into_iter().zip(engine.execute_all(requests).await) {
        match result {
            Ok(receipt) if receipt.repeated => report.repeated += 1,
            Ok(_) => report.imported += 1,
            Err(EngineError::Refused(refusal)) => {
                report.rejected.push(Reject { line, reason: refusal.to_string() })
            }
            Err(EngineError::IdReused) => {
                report
                    .rejected
                    .push(Reject { line, reason: "it was imported before with other contents".to_owned() });
            }
            Err(source) => return Err(ImportError::Engine { line, source }),
        }
    }
    Ok(())
}

fn read(bytes: &[u8]) -> Result<Line, String> {
    if bytes.len() > LINE_AT_MOST {
        return Err(format!("the line is longer than {LINE_AT_MOST} bytes"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 after byte {}", error.valid_up_to()))?;
    let line: Line = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if source_date(&line.date).is_none() {
        return Err("`date` is no date: the fields of this line are shifted".to_owned());
    }
    if !is_code(&line.source) {
        return Err("`source` is not a name of up to 64 letters, digits, dots and dashes".to_owned());
    }
    let title = line.title.trim();
    if title.is_empty() {
        return Err("the title is missing".to_owned());
    }
    let texts = [Some(line.title.as_str()), line.text.as_deref()];
    if texts.into_iter().flatten().any(|text| text.chars().any(|c| c.is_control() && !"\n\r\t".contains(c))) {
        return Err("a text holds a control character".to_owned());
    }
    if title.chars().count() > TITLE_AT_MOST {
        return Err(format!("the title is longer than {TITLE_AT_MOST} characters"));
    }
    Ok(line)
}

/// The day, from a date or a time of any of the usual shapes.
fn source_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= CODE_AT_MOST
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// What is no code is kept as a hash: nothing that somebody typed stands in clear.
fn as_code(text: &str) -> String {
    if is_code(text) {
        text.to_owned()
    } else {
        format!("sha256-{}", hex::encode(&Sha256::digest(text)[..20]))
    }
}

fn submission(line: &Line, author: ParticipantId, options: &Options) -> Request {
    let body = line.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let _claimed_threshold_and_language = (&line.threshold, &line.lang);
    let submission = Submission {
        kind: Kind::Programme,
        home: options.territory.clone(),
        also_concerns: Vec::new(),
        author: Some(author),
        fields: Fields {
            title: Typed(line.title.trim().to_owned()),
            problem: None,
            proposal: body.map(|text| Typed(text.to_owned())),
            expected_result: None,
            cost_rubles: None,
            own_contribution: None,
            draft_wording: None,
        },
        consents: Consents { publish_text: true, pass_up: true, publish_name: false },
        channel: Channel::Import,
        received_on: None,
        origin: Some(Origin {
            source: line.source.clone(),
            id: as_code(&line.id),
            status: line.status.as_deref().map(as_code),
            votes: line.votes,
            date: source_date(&line.date),
        }),
        linked_from: None,
        letter: None,
        attachments: Vec::new(),
    };
    let id = InitiativeId(command_id(&["initiative", &line.source, &line.id]));
    let what = Intent::Initiative {
        id: Some(id),
        procedure: Some(options.procedure.clone()),
        action: Box::new(Action::Submit(Box::new(submission))),
    };
    let mut request = Request::new(Caller::Installation, what);
    request.command_id = Some(command_id(&["import", &line.source, &line.id]));
    request
}

fn source_id(source: &str) -> ParticipantId {
    ParticipantId(command_id(&["source", source]))
}

/// A source is a participant: an organisation whose records these are.
async fn know_source(engine: &Engine, id: ParticipantId, options: &Options) -> Result<(), EngineError> {
    let today = look::today(engine);
    let steps = [
        participant::Action::Register { kind: ParticipantKind::Organisation, name: None },
        participant::Action::Verify {
            method: Method::Imported,
            on: today,
            identity: None,
            residence: options.territory.clone(),
        },
    ];
    for (number, action) in steps.into_iter().enumerate() {
        let mut request =
            Request::new(Caller::Installation, Intent::Participant { id: Some(id), namesake: 0, action });
        request.command_id = Some(command_id(&["source", &id.to_string(), &number.to_string()]));
        match engine.execute(request).await {
            Ok(_) | Err(EngineError::IdReused | EngineError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// An id that is the same whenever the same thing is imported.
pub(crate) fn command_id(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_shifted_fields_is_told_by_its_date() {
        let line = br#"{"source":"x","lang":"en","id":"Food","title":"t","text":"y","status":"25000","votes":1,"date":" according to"}"#;
        assert!(read(line).unwrap_err().contains("shifted"));
    }

    #[test]
    fn an_id_that_is_text_is_kept_as_a_hash() {
        assert_eq!(as_code("157043"), "157043");
        assert!(as_code("Drug use is a social issue").starts_with("sha256-"));
    }

    #[test]
    fn invalid_utf8_is_a_reason_and_no_panic() {
        assert!(read(b"{\"id\":\"\xff\"}").unwrap_err().contains("UTF-8"));
    }
}
