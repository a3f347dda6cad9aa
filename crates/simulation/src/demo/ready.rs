//! When it is a step's turn: when whoever takes it would find it possible on his desk.

use aggregates::initiative::obligation::{Obligation, Standing};
use aggregates::initiative::stage::Awaited;
use aggregates::initiative::{Initiative, Stage};
use aggregates::procedure::TermKind;
use jiff::Timestamp;
use jiff::civil::Date;

use super::story::{Act, Step};

/// Whether the step can be taken now. What needs no special moment always can: if it
/// is refused, the texts are wrong.
pub(super) fn is_its_turn(step: &Step, state: &Initiative, at: Timestamp, today: Date) -> bool {
    let level = state.custody().map(|custody| custody.level);
    (step.at.is_none() || step.at == level) && is_possible(&step.act, state, at, today)
}

fn is_possible(act: &Act, state: &Initiative, at: Timestamp, today: Date) -> bool {
    let stage = state.stage();
    let answered = state.custody().is_none_or(|custody| custody.awaited == Awaited::Authority);
    let heard = state.running(TermKind::Comments).is_none_or(|window| today > window.term.due.date);
    match act {
        Act::Register => matches!(stage, Stage::AwaitingRegistration { .. }),
        Act::Publish | Act::NotAdmit { .. } => matches!(stage, Stage::AwaitingPublication { .. }) && answered,
        Act::Adopt { .. }
        | Act::Refuse { .. }
        | Act::OfferRevision { .. }
        | Act::PassUp { .. }
        | Act::Endorse { .. }
        | Act::Return { .. } => matches!(stage, Stage::UnderReview { .. }) && answered && heard,
        Act::Answer { .. } => matches!(stage, Stage::UnderReview { .. }),
        Act::Clarify { .. } => !answered,
        Act::AcceptRevision | Act::DeclineRevision => stage == Stage::RevisionOffered,
        Act::Revise { .. } => stage == Stage::RevisionDrafting,
        Act::Appeal { .. } => matches!(stage, Stage::Refused { .. }),
        Act::DecideAppeal { .. } => matches!(stage, Stage::UnderAppeal { .. }),
        Act::Progress { .. } | Act::MoveTerm { .. } | Act::Complete | Act::Abandon { .. } => {
            stage == Stage::InExecution
        }
        Act::Report { .. } => stage == Stage::Completed,
        Act::Assess { .. } => state.assessment_open(at),
        Act::Confirm { .. } => state.supports_version(at).is_some_and(|version| version > 1),
        Act::Paper { .. } | Act::Support { .. } => state.supports_version(at).is_some(),
        Act::Comment { .. } => state.comments_open(at),
        Act::FilePosition { .. } => debt(state).is_some(),
        Act::AnnotateMiss { .. } => missed(state).is_some(),
        Act::Unsupport { .. } => state.withdrawal_open(at),
        Act::AskAuthor { .. }
        | Act::Forward { .. }
        | Act::Withdraw
        | Act::StepDown
        | Act::ReplaceAuthor
        | Act::Join { .. }
        | Act::ProposeMerge { .. }
        | Act::AcceptMerge
        | Act::DeclineMerge
        | Act::Assign
        | Act::Reclassify { .. }
        | Act::Extend { .. }
        | Act::AskOpinion { .. }
        | Act::GiveOpinion { .. }
        | Act::AnnounceHearing { .. }
        | Act::RecordHearing { .. }
        | Act::WithholdComment { .. }
        | Act::Redact { .. }
        | Act::Correct { .. } => true,
    }
}

/// The decision that somebody owed who has lost the initiative by it.
pub(super) fn debt(state: &Initiative) -> Option<&Obligation> {
    let holder = state.custody().map(|custody| &custody.authority);
    state.obligations().iter().find(|it| {
        it.standing == Standing::Missed
            && it.term.obliged.authority() != holder
            && !matches!(
                it.term.kind,
                TermKind::Dispatch | TermKind::Opinion | TermKind::Register | TermKind::Publish
            )
    })
}

/// What was missed, and nothing says yet that it was done.
pub(super) fn missed(state: &Initiative) -> Option<&Obligation> {
    state.obligations().iter().find(|it| {
        matches!(it.standing, Standing::Missed | Standing::MetLate { .. }) && it.annotated.is_none()
    })
}
