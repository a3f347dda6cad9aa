//! What can be asked about an assessment, and why it may be turned down.

use serde::{Deserialize, Serialize};

use super::{Assessment, AssessmentEvent, Score};
use crate::actor::{Order, local_date};
use crate::gate::{self, Confirmation};
use crate::initiative::Initiative;
use crate::initiative::fields::Finding;
use crate::kept::Open;
use crate::seen::Seen;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The initiative whose result is assessed.
    pub initiative: Seen<Initiative>,
    /// Personal data that the detector found in the text: everybody would read it.
    pub findings: Vec<Finding>,
    /// Which of it he says may be read, and why.
    pub confirmed: Vec<Confirmation>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open> {
    /// Says how well it turned out; by a verified person, once.
    Assess {
        /// How well.
        score: Score,
        /// What he adds.
        #[serde(default = "none")]
        text: Option<O>,
    },
}

// `#[serde(default)]` alone would ask `O: Default`.
fn none<O>() -> Option<O> {
    None
}

/// The most words that go with a score, in characters.
pub const LONGEST: u32 = 4000;

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing to assess.
    #[error("there is no such initiative")]
    NoSuchInitiative,
    /// No report yet, or the term is over.
    #[error("the result of this initiative cannot be assessed now")]
    AssessmentClosed,
    /// Not verified, or not a person.
    #[error("only a verified person can assess a result")]
    NotVerified,
    /// Once per person.
    #[error("you have assessed this result already")]
    AlreadyAssessed,
    /// Longer than anybody reads.
    #[error("the words to a score have at most {LONGEST} characters")]
    BadLength,
    /// Personal data in what everybody would read.
    #[error("personal data was found in {} place(s) of the text; take it out or say why it may be read", .findings.len())]
    PersonalDataFound {
        /// Where.
        findings: Vec<Finding>,
    },
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchInitiative => "no_such_initiative",
            Self::AssessmentClosed => "assessment_closed",
            Self::NotVerified => "not_verified",
            Self::AlreadyAssessed => "already_assessed",
            Self::BadLength => "bad_length",
            Self::PersonalDataFound { .. } => "personal_data_found",
        }
    }
}

impl Assessment {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<AssessmentEvent>, Refusal> {
        let Command { order: Order { at, by, action }, initiative, findings, confirmed } = command;
        let subject = initiative.state.id().ok_or(Refusal::NoSuchInitiative)?;
        match action {
            Action::Assess { score, text } => {
                if !by.participant().is_some_and(|person| person.is_human() && person.is_verified()) {
                    return Err(Refusal::NotVerified);
                }
                if self.exists() {
                    return Err(Refusal::AlreadyAssessed);
                }
                if !initiative.assessment_open(at) {
                    return Err(Refusal::AssessmentClosed);
                }
                if text.as_ref().is_some_and(|text| text.chars > LONGEST) {
                    return Err(Refusal::BadLength);
                }
                let confirmed = gate::pass(&findings, &confirmed, &by)
                    .map_err(|findings| Refusal::PersonalDataFound { findings })?;
                let day = local_date(at, initiative.home_offset());
                Ok(vec![AssessmentEvent::ResultAssessed { initiative: subject, score, text, day, confirmed }])
            }
        }
    }
}
