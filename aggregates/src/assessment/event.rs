//! What happened to an assessment. No event names the person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::event_names;
use crate::gate::Confirmation;
use crate::ids::InitiativeId;
use crate::kept::Open;

/// An event of an assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum AssessmentEvent {
    /// A resident said how well it turned out.
    ResultAssessed {
        /// Of which initiative.
        initiative: InitiativeId,
        /// How well.
        score: Score,
        /// What he adds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Open>,
        /// The local date.
        day: Date,
        /// Personal data that was found in it, and why it may be read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        confirmed: Vec<Confirmation>,
    },
}

event_names!(AssessmentEvent { ResultAssessed });

/// From 1, badly, to 5, well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// A number outside 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a score is a whole number from 1 to 5, not {0}")]
pub struct BadScore(pub u8);

impl Score {
    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = BadScore;

    fn try_from(score: u8) -> Result<Self, BadScore> {
        if (1..=5).contains(&score) { Ok(Self(score)) } else { Err(BadScore(score)) }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> u8 {
        score.0
    }
}
