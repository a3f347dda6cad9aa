//! Where an initiative stands: stage, custody, support window.

use calendar::UtcOffset;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::Closing;
use crate::ids::AuthorityId;
use crate::level::Level;
use crate::procedure::StageName;

/// The stages S1 to S10. A variant holds only what exists then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stage {
    /// Nothing was submitted.
    #[default]
    Unknown,
    /// S1.
    AwaitingRegistration {
        /// Of which level.
        level: Level,
    },
    /// S2.
    AwaitingPublication {
        /// Of which level.
        level: Level,
    },
    /// S3.
    UnderReview {
        /// Of which level.
        level: Level,
    },
    /// S4, before the author's answer.
    RevisionOffered,
    /// S4, while the new text is written.
    RevisionDrafting,
    /// S5.
    Refused {
        /// By which level.
        level: Level,
        /// Whether it was admitted before: only then supports go on.
        admitted: bool,
    },
    /// S6.
    UnderAppeal {
        /// The level complained of.
        against: Level,
        /// Whether the initiative was admitted there.
        admitted: bool,
    },
    /// S7.
    InExecution,
    /// S8.
    Completed,
    /// S9.
    Reported,
    /// S10.
    Closed {
        /// How.
        how: Closing,
    },
}

impl Stage {
    /// The name the procedure files use; nothing before submission.
    pub const fn name(self) -> Option<StageName> {
        Some(match self {
            Self::Unknown => return None,
            Self::AwaitingRegistration { .. } => StageName::AwaitingRegistration,
            Self::AwaitingPublication { .. } => StageName::AwaitingPublication,
            Self::UnderReview { .. } => StageName::UnderReview,
            Self::RevisionOffered => StageName::RevisingOffered,
            Self::RevisionDrafting => StageName::RevisingDrafting,
            Self::Refused { .. } => StageName::Refused,
            Self::UnderAppeal { .. } => StageName::UnderAppeal,
            Self::InExecution => StageName::InExecution,
            Self::Completed => StageName::Completed,
            Self::Reported => StageName::Reported,
            Self::Closed { .. } => StageName::Closed,
        })
    }

    /// The level that the stage names, where it names one.
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::AwaitingRegistration { level }
            | Self::AwaitingPublication { level }
            | Self::UnderReview { level }
            | Self::Refused { level, .. } => Some(level),
            Self::UnderAppeal { against, .. } => against.above(),
            Self::RevisionOffered | Self::RevisionDrafting => Some(Level::Municipality),
            Self::Unknown | Self::InExecution | Self::Completed | Self::Reported | Self::Closed { .. } => {
                None
            }
        }
    }

    /// Whether nothing can change the outcome any more.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Closed { .. })
    }
}

/// Who has it, since when, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// The one authority that has it.
    pub authority: AuthorityId,
    /// Its level.
    pub level: Level,
    /// Its offset: terms end at its local midnight.
    pub offset: UtcOffset,
    /// Since when.
    pub since: Timestamp,
    /// By which rule it came.
    pub rule: CustodyRule,
    /// Who has to act next.
    pub awaited: Awaited,
}

/// By which rule custody came to an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyRule {
    /// Nearest authority that receives.
    Submitted,
    /// Forwarded by competence.
    Forwarded,
    /// Went up.
    Escalated(EscalationCause),
    /// Came down.
    Returned,
    /// An appeal is with the authority above.
    Appealed,
    /// An appeal was decided and it is back.
    AppealDecided,
    /// It carries it out.
    Executor,
    /// Reorganisation.
    Passed,
}

/// Who is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The authority that has custody.
    Authority,
    /// The author.
    Author,
}

/// Why custody went up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationCause {
    /// The municipality has no powers or means.
    PassedUp,
    /// The region endorses it and has no powers.
    Endorsed,
    /// The authority was silent past the grace.
    Silence,
    /// It was refused and enough residents support it.
    Threshold,
    /// An appeal was taken over.
    Appeal,
}

/// Stage and custody after an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The stage from here on.
    pub stage: Stage,
    /// Who has it from here on; nobody once closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<Custody>,
}

/// Whether people can support it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SupportWindow {
    /// Not published yet.
    #[default]
    NotOpened,
    /// Supports of this version count.
    Open {
        /// The text version.
        version: u32,
    },
    /// The text is being revised.
    Suspended {
        /// The text version before.
        version: u32,
    },
    /// Over.
    Closed,
}
