//! What a procedure sets once: submissions, limits, thresholds, and which parts
//! of the model it has.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::initiative::fields::Kind;

/// An enum without data whose variants have stable names in files and in the API.
macro_rules! named_values {
    ($(#[$doc:meta])* $name:ident, $case:literal { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = $case)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name used in files and in the API.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(super) use named_values;

/// What a procedure is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// On Russian screens.
    pub ru: String,
    /// On English screens.
    pub en: String,
}

named_values! {
    /// What an author can be asked to agree to.
    Consent, "snake_case" {
        /// That the text is published.
        PublishText = "publish_text",
        /// That it is passed up to the level that can decide.
        PassUp = "pass_up",
    }
}

/// The names of the fields that a submission can fill in.
pub(super) const FIELDS: [&str; 7] =
    ["title", "problem", "proposal", "expected_result", "cost_rubles", "own_contribution", "draft_wording"];

/// What a submission needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submissions {
    /// Whether the author must be identified.
    pub author_identified: bool,
    /// Fields that must be filled in.
    pub required_fields: Vec<String>,
    /// Fields that the form shows besides.
    pub optional_fields: Vec<String>,
    /// Kinds for which the field `draft_wording` must be filled in.
    pub draft_wording_for: Vec<Kind>,
    /// Consents without which nothing is submitted; on paper they may be missing,
    /// and then it is not admitted.
    pub consents: Vec<Consent>,
}

/// How long a closed case is kept, and with it the data of its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Whole years, counted from the first of January after the case was closed.
    pub years: u8,
    /// The act that says so, to be checked by a lawyer.
    pub reference: String,
}

impl Retention {
    /// The last day on which a case that was closed then is kept.
    pub fn until(&self, closed_on: Date) -> Date {
        let year = closed_on.year().saturating_add(i16::from(self.years)).min(Date::MAX.year());
        Date::constant(year, 12, 31)
    }
}

/// Which parts of the model a procedure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// Texts are published. If not, the public sees authority, dates and outcome.
    pub public: bool,
    /// People can support it.
    pub supports: bool,
    /// Hearings can be recorded.
    pub hearings: bool,
    /// The author can be asked for clarification.
    pub clarification: bool,
    /// Silence past the grace moves it up.
    pub silence_escalates: bool,
    /// It can be forwarded to an authority of any level; if not, to one of the
    /// same level or of the one above.
    pub forward_to_any_level: bool,
}

/// How often things can happen, and how far back a document may be dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Working days between the date on an official's document and its recording.
    pub done_on_back: u16,
    /// Forwardings by competence in an initiative's life.
    pub forwardings: u8,
    /// Requests for clarification at one level.
    pub clarifications: u8,
    /// Offers of a revision in an initiative's life.
    pub revisions: u8,
    /// Returns to the level below, from one level.
    pub returns: u8,
    /// Appeals against one decision.
    pub appeals: u8,
    /// An author may withdraw while fewer than this many people support it.
    pub withdrawal_below: u64,
}

/// Supports after which a refusal moves an initiative up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Per cent of the residents of the territory.
    #[serde(default)]
    pub share_percent: Option<u8>,
    /// This many people: where the level has more residents than
    /// `over_residents`, or everywhere if that is not given.
    #[serde(default)]
    pub people: Option<u64>,
    /// See `people`.
    #[serde(default)]
    pub over_residents: Option<u64>,
    /// Where the figure comes from.
    pub reference: String,
}

impl Threshold {
    /// Supports needed where that many people live: at least 1. Nothing when the
    /// number would have to be known and is not.
    pub fn needed(&self, residents: Option<u64>) -> Option<u64> {
        let share = |residents: u64| {
            self.share_percent.map(|percent| (u128::from(residents) * u128::from(percent)).div_ceil(100))
        };
        let needed = match (self.people, self.over_residents) {
            (Some(people), None) => Some(u128::from(people)),
            (Some(people), Some(over)) if residents? > over => Some(u128::from(people)),
            (Some(_) | None, _) => share(residents?),
        };
        needed.and_then(|needed| u64::try_from(needed).ok()).map(|needed| needed.max(1))
    }
}
