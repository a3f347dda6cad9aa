//! The steps of an initiative's way, as the texts tell them.

use aggregates::ids::{AuthorityId, GroundId, ThemeId};
use aggregates::initiative::event::{AppealOutcome, ReturnCause};
use aggregates::initiative::fields::{Basis, Labour, Money};
use aggregates::level::Level;
use serde::Deserialize;

/// One step: whoever has to take it takes it once `wait` working days have passed since
/// the step before and it is its turn.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Working days; 0 for the same day.
    #[serde(default = "next_day")]
    pub(super) wait: u32,
    /// The document is so many working days older than its recording.
    #[serde(default)]
    pub(super) dated_back: Option<u32>,
    /// Only once it has come to this level.
    #[serde(default)]
    pub(super) at: Option<Level>,
    /// What is done.
    #[serde(rename = "do")]
    pub(super) act: Act,
}

const fn next_day() -> u32 {
    1
}

/// What is done. Who does it follows from what it is and from who has the initiative.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Act {
    Register,
    Publish,
    NotAdmit {
        ground: GroundId,
        reasons: String,
    },
    AskAuthor {
        questions: String,
    },
    Clarify {
        answer: String,
    },
    Forward {
        to: AuthorityId,
        why: String,
    },
    /// `until` counts days from today, so that some are due now.
    Adopt {
        reasons: String,
        until: i32,
        executor: Option<AuthorityId>,
    },
    Refuse {
        ground: GroundId,
        reasons: String,
        link: Option<String>,
    },
    OfferRevision {
        what: String,
    },
    AcceptRevision,
    DeclineRevision,
    Revise {
        proposal: String,
    },
    PassUp {
        opinion: String,
    },
    Endorse {
        opinion: String,
    },
    Return {
        cause: ReturnCause,
        reasons: String,
    },
    Appeal {
        reasons: String,
    },
    DecideAppeal {
        outcome: AppealOutcome,
        reasons: String,
    },
    Progress {
        works: String,
        money: Money,
        labour: Labour,
    },
    /// `until` counts days from today.
    MoveTerm {
        until: i32,
        why: String,
    },
    Complete,
    Abandon {
        why: String,
    },
    Report {
        report: String,
        money: Money,
        labour: Labour,
    },
    /// What residents say of the result, and how many stars out of five.
    Assess {
        marks: Vec<(u8, String)>,
    },
    Withdraw,
    StepDown,
    ReplaceAuthor,
    /// So many neighbours propose it too.
    Join {
        people: usize,
    },
    ProposeMerge {
        into: String,
    },
    AcceptMerge,
    DeclineMerge,
    /// To the officer of whoever has it.
    Assign,
    Reclassify {
        theme: ThemeId,
    },
    Extend {
        days: u16,
        reason: String,
    },
    AskOpinion {
        of: AuthorityId,
        question: String,
    },
    GiveOpinion {
        agrees: bool,
        opinion: String,
    },
    /// In so many days, or so many days from today.
    AnnounceHearing {
        in_days: Option<i32>,
        from_today: Option<i32>,
        at: (u16, u16),
        place: String,
    },
    RecordHearing {
        protocol: String,
        present: u32,
        votes: (u32, u32),
    },
    /// Somebody of the cast supports it.
    Support {
        by: String,
    },
    /// By a neighbour, or by somebody of the cast.
    Comment {
        text: String,
        by: Option<String>,
    },
    /// The last comment is taken out of sight.
    WithholdComment {
        basis: Basis,
    },
    /// A sheet with so many signatures is entered.
    Paper {
        people: usize,
    },
    /// So many supporters stand behind the new version too.
    Confirm {
        people: usize,
    },
    /// So many supporters take it back.
    Unsupport {
        people: usize,
    },
    /// Whoever was silent, and lost it, says what it thinks after all.
    FilePosition {
        position: String,
    },
    AnnotateMiss {
        document: String,
    },
    /// A field of the text that was submitted goes.
    Redact {
        field: String,
        masked: String,
        basis: Basis,
    },
    Correct {
        old: String,
        new: String,
        why: String,
    },
    /// `ru-appeal`.
    Answer {
        answer: String,
    },
}

impl Act {
    /// Its name in errors.
    pub(super) fn name(&self) -> String {
        let debug = format!("{self:?}");
        debug.split([' ', '{']).next().unwrap_or_default().to_owned()
    }
}
