//! From the text of a file to a procedure.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Length, Roll};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::check;
use super::error::ProcedureErrors;
use super::grounds::Ground;
use super::reading::{Placed, Reading};
use super::settings::{Conduct, Limits, Names, Retention, Submissions, Threshold};
use super::steps::{Doer, Row, StageName, Step};
use super::terms::{Basis, Extension, ObligedParty, Pause, TermKind, TermRule, WhenMissed};
use super::{Procedure, flow};
use crate::ids::ProcedureId;
use crate::initiative::fields::Kind;
use crate::level::Level;

/// A date as TOML writes it, without quotes.
fn file_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    FileDate::deserialize(from).map(|date| Some(date.0))
}

#[derive(Clone, Copy, Debug)]
struct FileDate(Date);

impl<'de> Deserialize<'de> for FileDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(from)?;
        match (written.date, written.time, written.offset) {
            (Some(_), None, None) => written.to_string().parse().map(Self).map_err(serde::de::Error::custom),
            (_, _, _) => Err(serde::de::Error::custom("expected a date, written 2027-01-31")),
        }
    }
}

/// A term as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTerm {
    pub(super) kind: TermKind,
    pub(super) id: String,
    #[serde(default)]
    pub(super) length: Option<Length>,
    #[serde(default)]
    pub(super) length_in_decision: bool,
    #[serde(default)]
    pub(super) length_by_kind: BTreeMap<Kind, Length>,
    pub(super) roll: Roll,
    pub(super) obliged: ObligedParty,
    pub(super) basis: Basis,
    pub(super) reference: String,
    pub(super) when_missed: WhenMissed,
    #[serde(default)]
    pub(super) extension: Option<Extension>,
    #[serde(default)]
    pub(super) pause: Option<Pause>,
    #[serde(default)]
    pub(super) repeat_every: Option<Length>,
    #[serde(default, deserialize_with = "file_date")]
    pub(super) in_force_from: Option<Date>,
    #[serde(default, deserialize_with = "file_date")]
    pub(super) in_force_to: Option<Date>,
}

const KINDS: [Kind; 4] = [Kind::Work, Kind::Programme, Kind::Rule, Kind::Law];

impl FileTerm {
    /// A rule for the kinds that share the length, and one for each that does not.
    fn into_rules(self) -> impl Iterator<Item = TermRule> {
        let shared: Vec<Kind> =
            KINDS.into_iter().filter(|kind| !self.length_by_kind.contains_key(kind)).collect();
        let own = self.length_by_kind.clone().into_iter().map(|(kind, length)| (vec![kind], Some(length)));
        let all: Vec<(Vec<Kind>, Option<Length>)> =
            std::iter::once((shared, self.length)).chain(own).collect();
        all.into_iter().filter(|(asked, _)| !asked.is_empty()).map(move |(asked, length)| TermRule {
            kind: self.kind,
            id: self.id.clone(),
            asked,
            length,
            roll: self.roll,
            obliged: self.obliged,
            basis: self.basis,
            reference: self.reference.clone(),
            when_missed: self.when_missed,
            extension: self.extension,
            pause: self.pause,
            repeat_every: self.repeat_every,
            in_force_from: self.in_force_from,
            in_force_to: self.in_force_to,
        })
    }
}

/// Limits as the file has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileLimits {
    pub(super) done_on_back: Length,
    forwardings: u8,
    clarifications: u8,
    revisions: u8,
    returns: u8,
    appeals: u8,
    withdrawal_below: u64,
}

/// A file all of whose values could be read.
#[derive(Debug)]
pub(super) struct ProcedureFile {
    pub(super) id: Placed<ProcedureId>,
    pub(super) version: Placed<u32>,
    pub(super) in_force_from: Placed<Date>,
    pub(super) in_force_to: Option<Placed<Date>>,
    pub(super) reference: Placed<String>,
    pub(super) levels: Placed<Vec<Level>>,
    pub(super) names: Placed<Names>,
    pub(super) submissions: Placed<Submissions>,
    pub(super) conduct: Placed<Conduct>,
    pub(super) limits: Placed<FileLimits>,
    pub(super) retention: Placed<Retention>,
    pub(super) thresholds: Option<Placed<BTreeMap<Level, Threshold>>>,
    pub(super) terms: Vec<Placed<FileTerm>>,
    pub(super) grounds: Vec<Placed<Ground>>,
    pub(super) steps: Vec<Placed<Row>>,
}

pub(super) fn procedure(file_name: &str, text: &str) -> Result<Procedure, ProcedureErrors> {
    let mut reading = Reading::new(file_name, text);
    let file = match reading.document() {
        Some(document) => read(&mut reading, document),
        None => None,
    };
    if let Some(file) = &file {
        check::file(&mut reading, file);
        flow::file(&mut reading, file);
    }
    reading.mistakes()?;
    let file = file.expect("a file that was not read has left a mistake");
    Ok(build(file, text))
}

fn read<'t>(reading: &mut Reading<'t>, document: DeTable<'t>) -> Option<ProcedureFile> {
    let (mut id, mut version, mut reference, mut levels) = (None, None, None, None);
    let (mut from, mut to) = (None::<Placed<FileDate>>, None::<Placed<FileDate>>);
    let (mut names, mut submissions, mut conduct, mut limits, mut thresholds) =
        (None, None, None, None, None);
    let (mut retention, mut terms, mut grounds, mut steps) = (None, None, None, None);
    let mut seen = BTreeSet::new();
    for (key, value) in document {
        seen.insert(key.get_ref().to_string());
        match key.get_ref().as_ref() {
            "id" => id = reading.value(value),
            "version" => version = reading.value(value),
            "in_force_from" => from = reading.value(value),
            "in_force_to" => to = reading.value(value),
            "reference" => reference = reading.value(value),
            "levels" => levels = reading.value(value),
            "names" => names = reading.value(value),
            "submissions" => submissions = reading.value(value),
            "conduct" => conduct = reading.value(value),
            "limits" => limits = reading.value(value),
            "retention" => retention = reading.value(value),
            "thresholds" => thresholds = reading.value(value),
            "term" => terms = Some(reading.values(value)),
            "ground" => grounds = Some(reading.values(value)),
            "step" => steps = Some(reading.values(value)),
            _ => reading.unknown(&key),
        }
    }
    let id = reading.need(id, "id", &seen);
    let version = reading.need(version, "version", &seen);
    let from = reading.need(from, "in_force_from", &seen);
    let reference = reading.need(reference, "reference", &seen);
    let levels = reading.need(levels, "levels", &seen);
    let names = reading.need(names, "names", &seen);
    let submissions = reading.need(submissions, "submissions", &seen);
    let conduct = reading.need(conduct, "conduct", &seen);
    let limits = reading.need(limits, "limits", &seen);
    let retention = reading.need(retention, "retention", &seen);
    let terms = reading.need(terms, "term", &seen);
    let grounds = reading.need(grounds, "ground", &seen);
    let steps = reading.need(steps, "step", &seen);
    // What is missing from lists that could not be read in full would only be noise.
    if reading.has_mistakes() {
        return None;
    }
    let day = |placed: Placed<FileDate>| Placed { line: placed.line, value: placed.value.0 };
    Some(ProcedureFile {
        id: id?,
        version: version?,
        in_force_from: day(from?),
        in_force_to: to.map(day),
        reference: reference?,
        levels: levels?,
        names: names?,
        submissions: submissions?,
        conduct: conduct?,
        limits: limits?,
        retention: retention?,
        thresholds,
        terms: terms?,
        grounds: grounds?,
        steps: steps?,
    })
}

fn build(file: ProcedureFile, text: &str) -> Procedure {
    let limits = file.limits.value;
    let mut permissions: BTreeMap<(Step, StageName), BTreeSet<Doer>> = BTreeMap::new();
    for row in file.steps.iter().map(|placed| &placed.value) {
        for stage in &row.from {
            permissions.entry((row.event, *stage)).or_default().extend(&row.by);
        }
    }
    Procedure {
        id: file.id.value,
        version: file.version.value,
        in_force_from: file.in_force_from.value,
        in_force_to: file.in_force_to.map(|to| to.value),
        names: file.names.value,
        reference: file.reference.value,
        submissions: file.submissions.value,
        conduct: file.conduct.value,
        limits: Limits {
            done_on_back: limits.done_on_back.number(),
            forwardings: limits.forwardings,
            clarifications: limits.clarifications,
            revisions: limits.revisions,
            returns: limits.returns,
            appeals: limits.appeals,
            withdrawal_below: limits.withdrawal_below,
        },
        retention: file.retention.value,
        terms: file.terms.into_iter().flat_map(|term| term.value.into_rules()).collect(),
        thresholds: file.thresholds.map(|thresholds| thresholds.value).unwrap_or_default(),
        grounds: file
            .grounds
            .into_iter()
            .map(|ground| with_levels(ground.value, &file.levels.value))
            .collect(),
        levels: file.levels.value,
        rows: file.steps.into_iter().map(|row| row.value).collect(),
        permissions,
        text: text.to_owned(),
        sha256: Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// A ground without levels holds at all of them.
fn with_levels(mut ground: Ground, levels: &[Level]) -> Ground {
    if ground.levels.is_empty() {
        ground.levels = levels.to_vec();
    }
    ground
}
