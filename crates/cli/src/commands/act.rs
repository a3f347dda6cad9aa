//! `veche act`: one command through the same door as every other.

use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use ::engine::{Caller, EngineError, Receipt, Request};
use aggregates::gate::{Confirmation, Publishable};
use aggregates::ids::{BadId, OfficialId, ParticipantId};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;

const EXAMPLES: &str = "\
The JSON says what is to be done, and to which thing:
  {\"initiative\": {\"id\": ID, \"action\": ACTION}}
  {\"support\": {\"initiative\": ID, \"action\": {\"give\": {\"channel\": \"web\"}}}}
and likewise territory, authority, official, participant, comment, assessment, installation.
Texts are plain strings; they are sealed before anything is decided.

Examples:
  veche act --as OFFICIAL --done-on 2027-01-14 '{\"initiative\": {\"id\": ID, \"action\": {\"publish\": {}}}}'
  veche act --as OFFICIAL '{\"initiative\": {\"id\": ID, \"action\": {\"refuse\": {\"ground\": \"M2\", \"reasons\": \"…\"}}}}'
  veche act --as participant:ID @submission.json
  veche act --as installation - < appoint.json

A refusal ends with 1 and says why; nothing is stored then. Personal data found in a text that
would become readable is refused with the findings: mask it, or give them back with --confirm
and the reason with --because: public_role, office_contact, consented or not_personal.
Repeating a command with the same --command-id does it once.";

/// Who, and what.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Act {
    /// Who acts: an official's id, participant:ID, or installation
    #[arg(long = "as", value_name = "WHO")]
    by: Who,
    /// The date on the official's document [default: today, where the authority is]
    #[arg(long, value_name = "DATE")]
    done_on: Option<Date>,
    /// The sequence at which you saw the thing: refused as stale when it has moved
    #[arg(long, value_name = "N")]
    expected: Option<u64>,
    /// Your own key for this command: the same key is done once
    #[arg(long, value_name = "UUID")]
    command_id: Option<Uuid>,
    /// Findings of personal data that you have looked at and found publishable: the JSON of the refusal, or @FILE
    #[arg(long, value_name = "JSON")]
    confirm: Option<String>,
    /// Why they may be published, where they do not say so themselves ("because"): public_role, office_contact, consented, not_personal
    #[arg(long, value_name = "REASON", requires = "confirm", value_parser = reason)]
    because: Option<Publishable>,
    #[arg(long, value_name = "T", help = format!("On a simulated journal, when: {HOW_TO_WRITE}"))]
    at: Option<Moment>,
    /// What to do: JSON, @FILE, or - for standard input
    #[arg(value_name = "JSON")]
    what: String,
}

/// A caller, as it is written on the command line.
#[derive(Clone, Copy, Debug)]
struct Who(Caller);

impl FromStr for Who {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let caller = match text.split_once(':') {
            None if text == "installation" => Caller::Installation,
            None => Caller::Official(OfficialId::from_str(text)?),
            Some(("official", id)) => Caller::Official(OfficialId::from_str(id)?),
            Some(("participant", id)) => Caller::Participant(ParticipantId::from_str(id)?),
            Some(_) => return Err(OfficialId::from_str(text).expect_err("a colon stands in no id")),
        };
        Ok(Self(caller))
    }
}

impl Act {
    /// Sends the command to the engine.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let request = self.request()?;
        let engine = store::engine(settings, &store::Opening::to_write(self.at)).await?;
        match engine.execute(request).await {
            Ok(receipt) => tell(&receipt, output)?,
            Err(EngineError::Refused(refusal)) if !refusal.findings.is_empty() => {
                let findings = serde_json::to_string(&refusal.findings).map_err(std::io::Error::from)?;
                return Err(Failure::refused(refusal.code, refusal.sentence).hint(format!(
                    "mask it, or confirm that it may be published: --because REASON --confirm '{findings}'"
                )));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(Exit::Done)
    }

    /// Read by the engine's own reader, so that a mistake is named by its path.
    fn request(&self) -> Result<Request, Failure> {
        #[derive(Serialize)]
        struct Whole<'a> {
            by: Caller,
            #[serde(skip_serializing_if = "Option::is_none")]
            command_id: Option<Uuid>,
            #[serde(skip_serializing_if = "Option::is_none")]
            expected: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            done_on: Option<Date>,
            confirmed: Vec<Confirmation>,
            #[serde(rename = "do")]
            what: &'a RawValue,
        }
        let not_json =
            |error: serde_json::Error| Failure::input("bad_request", format!("this is not JSON: {error}"));
        let text = text_of(&self.what)?;
        let what: &RawValue = serde_json::from_slice(&text).map_err(not_json)?;
        let mut confirmed: Vec<Confirmation> = match &self.confirm {
            Some(findings) => serde_json::from_slice(&text_of(findings)?).map_err(|error| {
                Failure::input("bad_findings", format!("--confirm takes the findings of a refusal: {error}"))
            })?,
            None => Vec::new(),
        };
        for confirmation in &mut confirmed {
            confirmation.because = confirmation.because.or(self.because);
        }
        let Self { by: Who(by), command_id, expected, done_on, .. } = *self;
        let whole = serde_json::to_vec(&Whole { by, command_id, expected, done_on, confirmed, what })
            .map_err(not_json)?;
        Ok(Request::from_json(&whole)?)
    }
}

fn reason(code: &str) -> Result<Publishable, String> {
    Publishable::of(code)
        .ok_or_else(|| format!("one of {}", Publishable::ALL.map(Publishable::code).join(", ")))
}

fn text_of(argument: &str) -> Result<Vec<u8>, Failure> {
    if argument == "-" {
        let mut text = Vec::new();
        std::io::stdin().lock().read_to_end(&mut text)?;
        return Ok(text);
    }
    match argument.strip_prefix('@') {
        Some(path) => {
            std::fs::read(path).map_err(|error| Failure::unreadable("the file", Path::new(path), &error))
        }
        None => Ok(argument.as_bytes().to_vec()),
    }
}

fn tell(receipt: &Receipt, output: &mut Output) -> std::io::Result<()> {
    let Receipt { command_id, stream, sequence, first, last, repeated } = receipt;
    if output.is_json() {
        return output.json(&json!({
            "command_id": command_id,
            "stream": { "type": &*stream.kind, "id": &*stream.id },
            "sequence": sequence,
            "first": first,
            "last": last,
            "repeated": repeated,
        }));
    }
    let what = match (repeated, first > last) {
        (true, _) => format!("Done before, at positions {first} to {last}"),
        (false, true) => "Nothing had to change".to_owned(),
        (false, false) if first == last => format!("Recorded at position {first}"),
        (false, false) => format!("Recorded at positions {first} to {last}"),
    };
    output.line(format!("{what}: {stream} is at {sequence} (command {command_id})."))
}
