//! The deadline clock: what is due is done, exactly once, by whichever node comes first.
//!
//! Each command's id is derived from what is due, so that two nodes, or one node
//! before and after a crash, send the same command. Nothing fires unless the views
//! have reached the head of the journal.

use std::collections::{BTreeMap, HashSet};

use aggregates::initiative::Action;
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use projections::deadlines::{Alarm, alarms_due};
use projections::supports::{Candidate, threshold_candidates};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::Inner;
use crate::erasures;
use crate::secrets::id;
use crate::{Caller, EngineError, Intent, Receipt, Request};

/// Alarms fired at once.
const AT_ONCE: u32 = 1000;

/// What a tick did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TickReport {
    /// Terms of authorities that ran out.
    pub misses: u64,
    /// Graces that ran out: what was silent moved up.
    pub escalations: u64,
    /// Terms of authors, and windows, that ran out.
    pub lapses: u64,
    /// Thresholds reached, fallen below, or escalated by.
    pub thresholds: u64,
    /// Refusals by code: what another node did first, and what cannot go on, such
    /// as a way up to a level where nobody receives.
    pub refused: BTreeMap<&'static str, u64>,
}

impl Inner {
    pub(crate) async fn tick(&self, at: Timestamp) -> Result<TickReport, EngineError> {
        self.check_heartbeat(at)?;
        erasures::replay(&self.journal, &self.vault).await?;
        let mut report = TickReport::default();
        self.fire_alarms(at, &mut report).await?;
        self.tell_thresholds(at, &mut report).await?;
        Ok(report)
    }

    /// Until nothing is due: what one alarm starts may be overdue already.
    async fn fire_alarms(&self, at: Timestamp, report: &mut TickReport) -> Result<(), EngineError> {
        let mut tried = HashSet::new();
        loop {
            self.views.catch_up().await?;
            let limit = AT_ONCE.saturating_add(u32::try_from(tried.len()).unwrap_or(u32::MAX));
            let due = self.views.read("deadlines", move |view| alarms_due(view, at, limit)).await?;
            let due: Vec<Alarm> = due.into_iter().filter(|alarm| tried.insert(alarm_id(alarm))).collect();
            if due.is_empty() {
                return Ok(());
            }
            let requests = due.iter().map(expire).collect();
            let answers = self.execute_all_at(requests, at).await;
            for (alarm, answer) in due.iter().zip(answers) {
                let fired = match alarm.kind {
                    TermKind::Grace => &mut report.escalations,
                    TermKind::Clarify
                    | TermKind::RevisionAnswer
                    | TermKind::RevisionText
                    | TermKind::AppealLodge
                    | TermKind::Support
                    | TermKind::Assess
                    | TermKind::MergeAnswer
                    | TermKind::Comments
                    | TermKind::Forward => &mut report.lapses,
                    TermKind::Register
                    | TermKind::Publish
                    | TermKind::ReviewMunicipality
                    | TermKind::ReviewRegion
                    | TermKind::ReviewFederation
                    | TermKind::ReviewAgain
                    | TermKind::AppealDecide
                    | TermKind::Dispatch
                    | TermKind::Opinion
                    | TermKind::Execution
                    | TermKind::Progress
                    | TermKind::Report => &mut report.misses,
                };
                count(answer, fired, &mut report.refused)?;
            }
        }
    }

    async fn tell_thresholds(&self, at: Timestamp, report: &mut TickReport) -> Result<(), EngineError> {
        let mut tried = HashSet::new();
        loop {
            self.views.catch_up().await?;
            let limit = AT_ONCE.saturating_add(u32::try_from(tried.len()).unwrap_or(u32::MAX));
            let found = self.views.read("supports", move |view| threshold_candidates(view, limit)).await?;
            let found: Vec<Candidate> =
                found.into_iter().filter(|it| tried.insert(candidate_id(it))).collect();
            if found.is_empty() {
                return Ok(());
            }
            let answers = self.execute_all_at(found.iter().map(note).collect(), at).await;
            for answer in answers {
                count(answer, &mut report.thresholds, &mut report.refused)?;
            }
        }
    }
}

/// A failure of the journal or the vault ends the tick; the next one goes on.
fn count(
    answer: Result<Receipt, EngineError>,
    done: &mut u64,
    refused: &mut BTreeMap<&'static str, u64>,
) -> Result<(), EngineError> {
    match answer {
        Ok(Receipt { repeated: true, .. }) => {}
        Ok(_) => *done += 1,
        Err(error) if error.is_refusal() || matches!(error, EngineError::Busy) => {
            tracing::debug!(error = &error as &dyn std::error::Error, "the clock was refused");
            *refused.entry(error.code()).or_default() += 1;
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

fn expire(alarm: &Alarm) -> Request {
    let action = Box::new(Action::Expire { nth: alarm.nth });
    by_clock(alarm_id(alarm), Intent::Initiative { id: Some(alarm.initiative), procedure: None, action })
}

fn note(candidate: &Candidate) -> Request {
    let action = Box::new(Action::NoteSupports { level: candidate.level, count: candidate.count });
    by_clock(
        candidate_id(candidate),
        Intent::Initiative { id: Some(candidate.initiative), procedure: None, action },
    )
}

fn by_clock(command_id: Uuid, what: Intent) -> Request {
    Request { command_id: Some(command_id), ..Request::new(Caller::Clock, what) }
}

fn alarm_id(alarm: &Alarm) -> Uuid {
    derived(&[
        "expire",
        &alarm.initiative.to_string(),
        &alarm.nth.to_string(),
        &alarm.rule,
        &alarm.started_sequence.to_string(),
        &alarm.due.to_string(),
    ])
}

/// The count itself is not part of it: two nodes may see it at different moments.
fn candidate_id(candidate: &Candidate) -> Uuid {
    derived(&[
        "supports",
        &candidate.initiative.to_string(),
        candidate.level.as_str(),
        &candidate.sequence.to_string(),
        if candidate.count >= candidate.needed { "reached" } else { "unreached" },
    ])
}

fn derived(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    id(&hash.finalize().into())
}
