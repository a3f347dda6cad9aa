//! What a fact of an initiative tells a view that lists or counts initiatives.
//!
//! One exhaustive match stands here for all of them: a new fact must be given a
//! meaning before anything compiles.

use aggregates::ids::{AuthorityId, GroundId, NationalProjectId, OfficialId, ParticipantId, TextId, ThemeId};
use aggregates::initiative::event::{Fact, FederalOutcome, Review};
use aggregates::initiative::fields::{Fields, Kind, Threshold};
use aggregates::kept::Open;
use aggregates::level::Level;

/// The part of a fact that lists and counts are made of. What it does to stage,
/// custody, support window and terms stands in the event beside it.
pub(crate) enum News<'a> {
    /// A proposal came in; the fact itself says the rest.
    Submitted,
    /// It has a number at an authority.
    Registered {
        authority: &'a AuthorityId,
        year: i16,
        ordinal: u32,
        number: &'a str,
        /// Nothing where the clerk left it as it was.
        theme: Option<&'a ThemeId>,
        national_project: Option<&'a NationalProjectId>,
    },
    /// The author rewrote it before it was published.
    Rewritten { fields: &'a Fields },
    /// The public may read it; without `fields`, as it was submitted.
    Published { version: u32, fields: Option<&'a Fields>, thresholds: &'a [Threshold] },
    /// The public reads another version.
    Revised { version: u32, fields: &'a Fields },
    /// Theme, national project and kind are these.
    Reclassified { theme: &'a ThemeId, national_project: Option<&'a NationalProjectId>, kind: Kind },
    /// The author is this, or nobody.
    Author(Option<ParticipantId>),
    /// Somebody works on it.
    Assigned(OfficialId),
    /// An authority decided it.
    Decided { level: Level, decision: Decision<'a> },
    /// A threshold is reached, or no longer.
    Threshold { level: Level, reached: bool },
    /// A text was made unreadable.
    Redacted { text: TextId, masked: Option<&'a Open> },
    /// Nothing of this.
    Other,
}

/// What an authority decided, with what it says.
pub(crate) enum Decision<'a> {
    NotAdmitted { ground: &'a GroundId, reasons: &'a Open },
    Adopted { reasons: &'a Open },
    Refused { ground: &'a GroundId, reasons: &'a Open, link: Option<&'a Open> },
    RevisionOffered { what: &'a Open },
    PassedUp { opinion: &'a Open },
    Endorsed { opinion: &'a Open },
    Returned { reasons: &'a Open },
}

/// What the fact tells.
pub(crate) fn news(fact: &Fact) -> News<'_> {
    match fact {
        Fact::Submitted { .. } => News::Submitted,
        Fact::Registered {
            authority,
            year,
            ordinal,
            number,
            theme,
            national_project,
            level: _,
            again: _,
        } => News::Registered {
            authority,
            year: *year,
            ordinal: *ordinal,
            number,
            theme: theme.as_ref(),
            national_project: national_project.as_ref(),
        },
        Fact::Clarified { fields: Some(fields), .. } => News::Rewritten { fields },
        Fact::Clarified { fields: None, .. } => News::Other,
        Fact::Published { version, fields, thresholds, .. } => {
            News::Published { version: *version, fields: fields.as_ref(), thresholds }
        }
        Fact::Revised { version, fields } => News::Revised { version: *version, fields },
        Fact::Reclassified { theme, national_project, kind } => {
            News::Reclassified { theme, national_project: national_project.as_ref(), kind: *kind }
        }
        Fact::AuthorSteppedDown => News::Author(None),
        Fact::AuthorReplaced { by } => News::Author(Some(*by)),
        Fact::Assigned { official } => News::Assigned(*official),
        Fact::ThresholdReached { level, .. } => News::Threshold { level: *level, reached: true },
        Fact::ThresholdUnreached { level, .. } => News::Threshold { level: *level, reached: false },
        Fact::Redacted { text, masked, .. } => News::Redacted { text: *text, masked: masked.as_ref() },
        Fact::NotAdmitted { level, ground, reasons, .. } => {
            News::Decided { level: *level, decision: Decision::NotAdmitted { ground, reasons } }
        }
        Fact::ReviewedByMunicipality { outcome } => News::Decided {
            level: Level::Municipality,
            decision: match outcome {
                Review::Adopted { reasons } => Decision::Adopted { reasons },
                Review::Refused { ground, reasons, link } => {
                    Decision::Refused { ground, reasons, link: link.as_ref() }
                }
                Review::RevisionOffered { what } => Decision::RevisionOffered { what },
                Review::PassedUp { opinion } => Decision::PassedUp { opinion },
            },
        },
        Fact::EndorsedByRegion { opinion } => {
            News::Decided { level: Level::Region, decision: Decision::Endorsed { opinion } }
        }
        Fact::AdoptedByRegion { reasons } => {
            News::Decided { level: Level::Region, decision: Decision::Adopted { reasons } }
        }
        Fact::RefusedByRegion { ground, reasons, link } => News::Decided {
            level: Level::Region,
            decision: Decision::Refused { ground, reasons, link: link.as_ref() },
        },
        Fact::ReturnedToMunicipality { reasons, .. } => {
            News::Decided { level: Level::Region, decision: Decision::Returned { reasons } }
        }
        Fact::DecidedFederally { outcome } => News::Decided {
            level: Level::Federation,
            decision: match outcome {
                FederalOutcome::Adopted { reasons } => Decision::Adopted { reasons },
                FederalOutcome::Refused { ground, reasons, link } => {
                    Decision::Refused { ground, reasons, link: link.as_ref() }
                }
                FederalOutcome::Returned { reasons } => Decision::Returned { reasons },
            },
        },
        Fact::ReturnedForClarification { .. }
        | Fact::ClarificationLapsed
        | Fact::ForwardedByCompetence { .. }
        | Fact::ExecutorAssigned { .. }
        | Fact::RevisionAccepted
        | Fact::RevisionDeclined { .. }
        | Fact::RevisionLapsed
        | Fact::EscalatedToRegion { .. }
        | Fact::EscalatedFederally { .. }
        | Fact::ReturnedToRegion { .. }
        | Fact::DeadlineMissed { .. }
        | Fact::Appealed { .. }
        | Fact::AppealDecided { .. }
        | Fact::AppealLapsed
        | Fact::SupportClosed
        | Fact::Closed { .. }
        | Fact::ProgressReported { .. }
        | Fact::ExecutionTermMoved { .. }
        | Fact::Completed { .. }
        | Fact::ExecutionAbandoned { .. }
        | Fact::ReportPublished { .. }
        | Fact::Withdrawn
        | Fact::CoInitiatorJoined { .. }
        | Fact::MergeProposed { .. }
        | Fact::MergedInto { .. }
        | Fact::MergeDeclined { .. }
        | Fact::DeadlineExtended { .. }
        | Fact::OpinionRequested { .. }
        | Fact::OpinionGiven { .. }
        | Fact::HearingAnnounced { .. }
        | Fact::HearingRecorded { .. }
        | Fact::AnswerDispatched { .. }
        | Fact::DecisionCorrected { .. }
        | Fact::CustodyPassed { .. }
        | Fact::PersonalDataErased { .. }
        | Fact::PositionFiled { .. }
        | Fact::MissAnnotated { .. }
        | Fact::Answered { .. }
        | Fact::LeftWithoutAnswer { .. }
        | Fact::CorrespondenceEnded { .. } => News::Other,
    }
}
