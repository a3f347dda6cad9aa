//! What can be wrong with a procedure file.

use super::steps::{StageName, Step};
use super::terms::TermKind;
use crate::level::Level;

/// One mistake in a procedure or theme file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {rule}")]
pub struct ProcedureError {
    /// The file, as the reader was told it is called.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What the line breaks.
    pub rule: ProcedureRule,
}

impl ProcedureError {
    /// The stable name of the broken rule.
    pub fn code(&self) -> &'static str {
        self.rule.code()
    }
}

/// The mistakes of one file, by line; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureErrors(pub(super) Vec<ProcedureError>);

impl ProcedureErrors {
    /// Each mistake, by line.
    pub fn iter(&self) -> impl Iterator<Item = &ProcedureError> {
        self.0.iter()
    }

    /// The stable name of the first broken rule.
    pub fn code(&self) -> &'static str {
        self.0.first().map_or("procedure_malformed", ProcedureError::code)
    }
}

impl std::fmt::Display for ProcedureErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (nth, error) in self.0.iter().enumerate() {
            let separator = if nth == 0 { "" } else { "\n" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProcedureErrors {}

/// What a procedure file must keep to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProcedureRule {
    /// It is TOML, and each value is of its kind.
    #[error("{message}")]
    Malformed {
        /// What the reader says.
        message: String,
    },
    /// Every field is known.
    #[error("{message}")]
    UnknownField {
        /// What the reader says.
        message: String,
    },
    /// Nothing needed is left out.
    #[error("`{name}` is missing")]
    Missing {
        /// What is not there.
        name: &'static str,
    },
    /// Texts that people read are not empty.
    #[error("`{name}` is empty")]
    EmptyText {
        /// Which text.
        name: &'static str,
    },
    /// Versions are counted from 1.
    #[error("versions are counted from 1")]
    Version,
    /// What is in force begins before it ends.
    #[error("`in_force_to` is earlier than `in_force_from`")]
    DatesDisordered,
    /// Levels are listed once, lowest first, and there is one.
    #[error("`levels` lists each level once, lowest first, and at least one")]
    Levels,
    /// What names a level names one of the procedure's.
    #[error("this procedure has no level {level}")]
    LevelUnknown {
        /// Which level.
        level: Level,
    },
    /// Each level decides within a term.
    #[error("the level {level} has no term `{}`", TermKind::review(*level))]
    LevelWithoutReview {
        /// Which level.
        level: Level,
    },
    /// Fields of a submission are known.
    #[error("a submission has no field `{name}`")]
    FieldUnknown {
        /// Which name.
        name: String,
    },
    /// A document is dated back by working days.
    #[error("`done_on_back` is given in working days, for instance \"5 wd\"")]
    DoneOnBack,
    /// The flags agree with terms and steps.
    #[error("`{flag}` is {set}, but {found}")]
    ConductContradicted {
        /// The flag of `[conduct]`.
        flag: &'static str,
        /// Its value.
        set: bool,
        /// What says otherwise.
        found: String,
    },
    /// A threshold is a share, a number of people, or both with a bound.
    #[error("a threshold has `share_percent` from 1 to 100, or `people`, or both with `over_residents`")]
    Threshold,
    /// A term has a length, or its date stands in the decision.
    #[error("a term has either `length` or `length_in_decision = true`")]
    TermLength,
    /// An extension is given in calendar days, at least once.
    #[error("an extension is given in calendar days and at least once")]
    Extension,
    /// A pause happens at least once.
    #[error("a pause happens at least once")]
    Pause,
    /// The variants of a rule follow each other.
    #[error("`{kind}` already has a rule for some of these days, in line {first}")]
    TermOverlap {
        /// Which term.
        kind: TermKind,
        /// Where the other variant stands.
        first: usize,
    },
    /// An id names one thing.
    #[error("the id {id} is already used in line {first}")]
    IdRepeated {
        /// Which id.
        id: String,
        /// Where it is used first.
        first: usize,
    },
    /// Every term that a step names has a rule.
    #[error("the step {event} names the term `{kind}`, which has no rule")]
    TermWithoutRule {
        /// Which step.
        event: Step,
        /// Which term.
        kind: TermKind,
    },
    /// Every rule of a term is started by some step.
    #[error("no step starts the term `{kind}`")]
    TermNeverStarted {
        /// Which term.
        kind: TermKind,
    },
    /// A missed term has a grace to go to.
    #[error("`when_missed` is \"grace\", but there is no term `grace`")]
    GraceWithoutRule,
    /// A ground's conditions can be met in this procedure.
    #[error("this ground can never be used: {why}")]
    GroundUnusable {
        /// What is not there.
        why: &'static str,
    },
    /// A step that needs a ground has a list to choose from.
    #[error("the step {event} needs a ground, but the list `{list}` has none{at}")]
    GroundMissing {
        /// Which step.
        event: Step,
        /// Which list.
        list: super::grounds::GroundList,
        /// " at level …", or nothing.
        at: String,
    },
    /// Somebody takes every step.
    #[error("nobody takes the step {event}: `by` is empty")]
    StepWithoutDoer {
        /// Which step.
        event: Step,
    },
    /// Everything begins with `Submitted`, and nothing else begins.
    #[error("a procedure begins with Submitted, the only step with an empty `from`")]
    Beginning,
    /// Every stage can be reached from the beginning.
    #[error("the stage {stage} cannot be reached from Submitted")]
    StageUnreachable {
        /// Which stage.
        stage: StageName,
    },
    /// Every stage that can be reached leads to the end.
    #[error("the stage {stage} is a dead end: no way leads from it to closed")]
    DeadEnd {
        /// Which stage.
        stage: StageName,
    },
    /// What is over stays over.
    #[error("the step {event} leads out of closed")]
    LeavesClosed {
        /// Which step.
        event: Step,
    },
    /// A text that has been used does not change under its version.
    #[error("{id} version {version} is already known with another text: give it a new version")]
    VersionChanged {
        /// Which procedure.
        id: String,
        /// Which version.
        version: u32,
    },
    /// A theme's national project is listed.
    #[error("there is no national project {id}")]
    NationalProjectUnknown {
        /// Which id.
        id: String,
    },
}

impl ProcedureRule {
    /// The stable name of this rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "procedure_malformed",
            Self::UnknownField { .. } => "procedure_unknown_field",
            Self::Missing { .. } => "procedure_missing",
            Self::EmptyText { .. } => "procedure_empty_text",
            Self::Version => "procedure_version",
            Self::DatesDisordered => "procedure_dates_disordered",
            Self::Levels => "procedure_levels",
            Self::LevelUnknown { .. } => "procedure_level_unknown",
            Self::LevelWithoutReview { .. } => "procedure_level_without_review",
            Self::FieldUnknown { .. } => "procedure_field_unknown",
            Self::DoneOnBack => "procedure_done_on_back",
            Self::ConductContradicted { .. } => "procedure_conduct_contradicted",
            Self::Threshold => "procedure_threshold",
            Self::TermLength => "procedure_term_length",
            Self::Extension => "procedure_extension",
            Self::Pause => "procedure_pause",
            Self::TermOverlap { .. } => "procedure_term_overlap",
            Self::IdRepeated { .. } => "procedure_id_repeated",
            Self::TermWithoutRule { .. } => "procedure_term_without_rule",
            Self::TermNeverStarted { .. } => "procedure_term_never_started",
            Self::GraceWithoutRule => "procedure_grace_without_rule",
            Self::GroundUnusable { .. } => "procedure_ground_unusable",
            Self::GroundMissing { .. } => "procedure_ground_missing",
            Self::StepWithoutDoer { .. } => "procedure_step_without_doer",
            Self::Beginning => "procedure_beginning",
            Self::StageUnreachable { .. } => "procedure_stage_unreachable",
            Self::DeadEnd { .. } => "procedure_dead_end",
            Self::LeavesClosed { .. } => "procedure_leaves_closed",
            Self::VersionChanged { .. } => "procedure_version_changed",
            Self::NationalProjectUnknown { .. } => "procedure_national_project_unknown",
        }
    }
}
