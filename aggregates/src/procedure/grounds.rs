//! The closed lists of grounds.

use serde::{Deserialize, Serialize};

use super::settings::named_values;
use crate::ids::{GroundId, ProcedureId};
use crate::level::Level;

named_values! {
    /// For what a ground is a ground.
    GroundList, "snake_case" {
        /// Not considering it at all.
        NotAdmitted = "not_admitted",
        /// Refusing it.
        Refused = "refused",
        /// Leaving an appeal without an answer.
        LeftWithoutAnswer = "left_without_answer",
        /// Ending a correspondence.
        CorrespondenceEnded = "correspondence_ended",
    }
}

/// A ground of a closed list. Its id is for ever; its texts are data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// `N1`, `M4`, `R2`.
    pub id: GroundId,
    /// What it is a ground for.
    pub list: GroundList,
    /// At which levels; all of the procedure's if empty.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// On Russian screens and in letters.
    pub text_ru: String,
    /// On English screens.
    pub text_en: String,
    /// Where it comes from.
    pub reference: String,
    /// Only after the author was asked for clarification once.
    #[serde(default)]
    pub after_clarification: bool,
    /// Only after an offered revision was declined.
    #[serde(default)]
    pub after_declined_revision: bool,
    /// The matter goes on as a linked case under this procedure.
    #[serde(default)]
    pub opens_linked: Option<ProcedureId>,
    /// The decision must point at what it speaks of.
    #[serde(default)]
    pub link_required: bool,
    /// Characters that the reasons must have.
    #[serde(default)]
    pub min_reason_chars: Option<u32>,
}
