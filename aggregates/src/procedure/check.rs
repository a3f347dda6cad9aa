//! What a file must keep to besides being readable; the ways through the stages
//! are in `flow`.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Length;
use jiff::civil::Date;

use super::error::ProcedureRule;
use super::grounds::{Ground, GroundList};
use super::load::{FileTerm, ProcedureFile};
use super::reading::{Placed, Reading};
use super::settings::{FIELDS, Threshold};
use super::steps::{Outcome, Row, Step};
use super::terms::{TermKind, WhenMissed};
use crate::level::Level;

pub(super) fn file(reading: &mut Reading<'_>, file: &ProcedureFile) {
    head(reading, file);
    conduct(reading, file);
    if let Some(thresholds) = &file.thresholds {
        for (level, threshold) in &thresholds.value {
            known_level(reading, file, thresholds.line, *level);
            check_threshold(reading, thresholds.line, threshold);
        }
    }
    for term in &file.terms {
        check_term(reading, file, term);
    }
    term_ids(reading, file);
    overlaps(reading, file);
    grounds(reading, file);
    for row in &file.steps {
        check_row(reading, file, row);
    }
    terms_and_steps(reading, file);
}

fn head(reading: &mut Reading<'_>, file: &ProcedureFile) {
    if file.version.value == 0 {
        reading.refuse(file.version.line, ProcedureRule::Version);
    }
    if let Some(to) = &file.in_force_to {
        ordered(reading, to.line, Some(file.in_force_from.value), Some(to.value));
    }
    not_empty(reading, file.reference.line, "reference", &file.reference.value);
    not_empty(reading, file.names.line, "names.ru", &file.names.value.ru);
    not_empty(reading, file.names.line, "names.en", &file.names.value.en);
    not_empty(reading, file.retention.line, "retention.reference", &file.retention.value.reference);
    let levels = &file.levels.value;
    if levels.is_empty() || !levels.is_sorted_by(|lower, upper| lower < upper) {
        reading.refuse(file.levels.line, ProcedureRule::Levels);
    }
    let submissions = &file.submissions;
    for name in submissions.value.required_fields.iter().chain(&submissions.value.optional_fields) {
        if !FIELDS.contains(&name.as_str()) {
            reading.refuse(submissions.line, ProcedureRule::FieldUnknown { name: name.clone() });
        }
    }
    match file.limits.value.done_on_back {
        Length::WorkingDays(_) => {}
        Length::CalendarDays(_) | Length::Months(_) => {
            reading.refuse(file.limits.line, ProcedureRule::DoneOnBack)
        }
    }
}

/// The flags say what the terms and steps say.
fn conduct(reading: &mut Reading<'_>, file: &ProcedureFile) {
    let flags = &file.conduct.value;
    let steps: BTreeSet<Step> = file.steps.iter().map(|row| row.value.event).collect();
    let terms: BTreeSet<TermKind> = file.terms.iter().map(|term| term.value.kind).collect();
    let has_step = |step: Step| (steps.contains(&step), format!("step {step}"));
    let has_term = |kind: TermKind| (terms.contains(&kind), format!("term `{kind}`"));
    let pairs = [
        ("public", flags.public, has_step(Step::Published)),
        ("supports", flags.supports, has_term(TermKind::Support)),
        ("hearings", flags.hearings, has_step(Step::HearingRecorded)),
        ("clarification", flags.clarification, has_step(Step::ReturnedForClarification)),
        ("silence_escalates", flags.silence_escalates, has_term(TermKind::Grace)),
    ];
    for (flag, set, (there, what)) in pairs {
        if set != there {
            let found = if there { format!("there is a {what}") } else { format!("there is no {what}") };
            reading.refuse(file.conduct.line, ProcedureRule::ConductContradicted { flag, set, found });
        }
    }
}

fn check_threshold(reading: &mut Reading<'_>, line: usize, threshold: &Threshold) {
    not_empty(reading, line, "reference", &threshold.reference);
    let well_formed = match (threshold.share_percent, threshold.people, threshold.over_residents) {
        (Some(percent), None, None) => (1..=100).contains(&percent),
        (None, Some(people), None) => people > 0,
        (Some(percent), Some(people), Some(_)) => (1..=100).contains(&percent) && people > 0,
        (_, _, _) => false,
    };
    if !well_formed {
        reading.refuse(line, ProcedureRule::Threshold);
    }
}

fn check_term(reading: &mut Reading<'_>, file: &ProcedureFile, term: &Placed<FileTerm>) {
    let Placed { line, value } = term;
    not_empty(reading, *line, "id", &value.id);
    not_empty(reading, *line, "reference", &value.reference);
    ordered(reading, *line, value.in_force_from, value.in_force_to);
    if value.length.is_some() == value.length_in_decision {
        reading.refuse(*line, ProcedureRule::TermLength);
    }
    if let Some(extension) = value.extension
        && !(matches!(extension.at_most, Length::CalendarDays(_)) && extension.times > 0)
    {
        reading.refuse(*line, ProcedureRule::Extension);
    }
    if value.pause.is_some_and(|pause| pause.times == 0) {
        reading.refuse(*line, ProcedureRule::Pause);
    }
    let has_grace = file.terms.iter().any(|other| other.value.kind == TermKind::Grace);
    if value.when_missed == WhenMissed::Grace && !has_grace {
        reading.refuse(*line, ProcedureRule::GraceWithoutRule);
    }
}

/// An id belongs to one kind of term; its variants share it, and so may the
/// reviews of the three levels.
fn term_ids(reading: &mut Reading<'_>, file: &ProcedureFile) {
    let is_review = |kind| Level::ALL.into_iter().any(|level| TermKind::review(level) == kind);
    let mut first: BTreeMap<&str, (TermKind, usize)> = BTreeMap::new();
    for Placed { line, value } in &file.terms {
        let (kind, at) = *first.entry(&value.id).or_insert((value.kind, *line));
        if kind != value.kind && !(is_review(kind) && is_review(value.kind)) {
            reading.refuse(*line, ProcedureRule::IdRepeated { id: value.id.clone(), first: at });
        }
    }
}

fn overlaps(reading: &mut Reading<'_>, file: &ProcedureFile) {
    for (nth, later) in file.terms.iter().enumerate() {
        let overlapping = file.terms[..nth].iter().find(|earlier| {
            let (one, other) = (&earlier.value, &later.value);
            let begins_in = |a: &FileTerm, b: &FileTerm| {
                let from = a.in_force_from.unwrap_or(Date::MIN);
                b.in_force_from.unwrap_or(Date::MIN) <= from && from <= b.in_force_to.unwrap_or(Date::MAX)
            };
            one.kind == other.kind && (begins_in(one, other) || begins_in(other, one))
        });
        if let Some(earlier) = overlapping {
            let rule = ProcedureRule::TermOverlap { kind: later.value.kind, first: earlier.line };
            reading.refuse(later.line, rule);
        }
    }
}

fn grounds(reading: &mut Reading<'_>, file: &ProcedureFile) {
    let mut first = BTreeMap::new();
    for Placed { line, value } in &file.grounds {
        let at = *first.entry(&value.id).or_insert(*line);
        if at != *line {
            reading.refuse(*line, ProcedureRule::IdRepeated { id: value.id.to_string(), first: at });
        }
        not_empty(reading, *line, "text_ru", &value.text_ru);
        not_empty(reading, *line, "text_en", &value.text_en);
        not_empty(reading, *line, "reference", &value.reference);
        for level in &value.levels {
            known_level(reading, file, *line, *level);
        }
        if let Some(why) = unusable(file, value) {
            reading.refuse(*line, ProcedureRule::GroundUnusable { why });
        }
    }
}

fn unusable(file: &ProcedureFile, ground: &Ground) -> Option<&'static str> {
    let has = |step| file.steps.iter().any(|row| row.value.event == step);
    if ground.after_clarification && !has(Step::ReturnedForClarification) {
        Some("nobody can be asked for clarification")
    } else if ground.after_declined_revision && !has(Step::RevisionDeclined) {
        Some("no revision can be declined")
    } else if ground.opens_linked.as_ref() == Some(&file.id.value) {
        Some("the linked case would be under the same procedure")
    } else if ground.min_reason_chars == Some(0) {
        Some("reasons of at least 0 characters are no demand")
    } else {
        None
    }
}

fn check_row(reading: &mut Reading<'_>, file: &ProcedureFile, row: &Placed<Row>) {
    let Placed { line, value } = row;
    if value.by.is_empty() {
        reading.refuse(*line, ProcedureRule::StepWithoutDoer { event: value.event });
    }
    for level in &value.levels {
        known_level(reading, file, *line, *level);
    }
    let Some(list) = list_of(value) else { return };
    let needed = if value.levels.is_empty() { &file.levels.value } else { &value.levels };
    for level in needed {
        let there = file.grounds.iter().any(|Placed { value: ground, .. }| {
            ground.list == list && (ground.levels.is_empty() || ground.levels.contains(level))
        });
        if !there {
            let at = format!(" at the level {level}");
            reading.refuse(*line, ProcedureRule::GroundMissing { event: value.event, list, at });
        }
    }
}

/// The list from which a step takes its ground.
fn list_of(row: &Row) -> Option<GroundList> {
    let refuses = row.outcome == Some(Outcome::Refused);
    let lists = [
        (Step::NotAdmitted, true, GroundList::NotAdmitted),
        (Step::RefusedByRegion, true, GroundList::Refused),
        (Step::ReviewedByMunicipality, refuses, GroundList::Refused),
        (Step::DecidedFederally, refuses, GroundList::Refused),
        (Step::LeftWithoutAnswer, true, GroundList::LeftWithoutAnswer),
        (Step::CorrespondenceEnded, true, GroundList::CorrespondenceEnded),
    ];
    lists.into_iter().find(|(step, takes, _)| *takes && row.event == *step).map(|(_, _, list)| list)
}

/// Every term that a step names has a rule, every rule is started, every level decides.
fn terms_and_steps(reading: &mut Reading<'_>, file: &ProcedureFile) {
    let ruled: BTreeSet<TermKind> = file.terms.iter().map(|term| term.value.kind).collect();
    for Placed { line, value } in &file.steps {
        let lists = [&value.starts, &value.meets, &value.pauses, &value.resumes, &value.cancels];
        let named: BTreeSet<TermKind> = lists.into_iter().flatten().copied().collect();
        for kind in named.difference(&ruled) {
            reading.refuse(*line, ProcedureRule::TermWithoutRule { event: value.event, kind: *kind });
        }
    }
    let started: BTreeSet<TermKind> = file.steps.iter().flat_map(|row| &row.value.starts).copied().collect();
    for Placed { line, value } in &file.terms {
        if !started.contains(&value.kind) {
            reading.refuse(*line, ProcedureRule::TermNeverStarted { kind: value.kind });
        }
    }
    for level in &file.levels.value {
        if !ruled.contains(&TermKind::review(*level)) {
            reading.refuse(file.levels.line, ProcedureRule::LevelWithoutReview { level: *level });
        }
    }
}

fn known_level(reading: &mut Reading<'_>, file: &ProcedureFile, line: usize, level: Level) {
    if !file.levels.value.contains(&level) {
        reading.refuse(line, ProcedureRule::LevelUnknown { level });
    }
}

fn ordered(reading: &mut Reading<'_>, line: usize, from: Option<Date>, to: Option<Date>) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        reading.refuse(line, ProcedureRule::DatesDisordered);
    }
}

fn not_empty(reading: &mut Reading<'_>, line: usize, name: &'static str, text: &str) {
    if text.trim().is_empty() {
        reading.refuse(line, ProcedureRule::EmptyText { name });
    }
}
