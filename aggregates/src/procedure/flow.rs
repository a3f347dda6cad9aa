//! The ways through the stages: each can be reached, and each leads to the end.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ProcedureRule;
use super::load::ProcedureFile;
use super::reading::{Placed, Reading};
use super::steps::{Row, StageName, Step};

pub(super) fn file(reading: &mut Reading<'_>, file: &ProcedureFile) {
    let steps = &file.steps;
    beginning(reading, steps);
    for Placed { line, value } in steps {
        if value.from.contains(&StageName::Closed) && value.to.iter().any(|to| *to != StageName::Closed) {
            reading.refuse(*line, ProcedureRule::LeavesClosed { event: value.event });
        }
    }
    let begins = steps.iter().filter(|row| row.value.from.is_empty()).flat_map(|row| &row.value.to).copied();
    let reached = spread(begins.collect(), |stage| {
        steps
            .iter()
            .filter(move |row| row.value.from.contains(&stage))
            .flat_map(|row| row.value.to.iter().copied())
    });
    let ends = spread(BTreeSet::from([StageName::Closed]), |stage| {
        steps
            .iter()
            .filter(move |row| row.value.to.contains(&stage))
            .flat_map(|row| row.value.from.iter().copied())
    });
    for (stage, line) in first_named(steps) {
        if !reached.contains(&stage) {
            reading.refuse(line, ProcedureRule::StageUnreachable { stage });
        } else if !ends.contains(&stage) {
            let leads_there = steps.iter().find(|row| row.value.to.contains(&stage));
            reading.refuse(leads_there.map_or(line, |row| row.line), ProcedureRule::DeadEnd { stage });
        }
    }
}

fn beginning(reading: &mut Reading<'_>, steps: &[Placed<Row>]) {
    let mut begins = false;
    for Placed { line, value } in steps {
        let is_first = value.event == Step::Submitted;
        if is_first != value.from.is_empty() || is_first && value.to.is_empty() {
            reading.refuse(*line, ProcedureRule::Beginning);
        }
        begins |= is_first;
    }
    if !begins {
        reading.refuse(steps.first().map_or(1, |row| row.line), ProcedureRule::Beginning);
    }
}

/// Everything that can be come to from `start`.
fn spread<I>(start: BTreeSet<StageName>, next: impl Fn(StageName) -> I) -> BTreeSet<StageName>
where
    I: Iterator<Item = StageName>,
{
    let mut waiting: Vec<StageName> = start.iter().copied().collect();
    let mut found = start;
    while let Some(stage) = waiting.pop() {
        waiting.extend(next(stage).filter(|stage| found.insert(*stage)));
    }
    found
}

/// The stages the table speaks of, each with the line that speaks of it first.
fn first_named(steps: &[Placed<Row>]) -> BTreeMap<StageName, usize> {
    let mut lines = BTreeMap::new();
    for Placed { line, value } in steps {
        for stage in value.from.iter().chain(&value.to) {
            lines.entry(*stage).or_insert(*line);
        }
    }
    lines
}
