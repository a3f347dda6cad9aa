//! What an initiative consists of besides its state.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AttachmentId, ProcedureId, TerritoryId};
use crate::kept::Open;
use crate::level::Level;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A thing to be built, mended or done once.
    Work,
    /// Something to be done over years.
    Programme,
    /// A rule of a municipality or region; needs a draft wording.
    Rule,
    /// A law; needs a draft wording.
    Law,
}

impl Kind {
    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Programme => "programme",
            Self::Rule => "rule",
            Self::Law => "law",
        }
    }
}

/// How something came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Through this system's pages or its API.
    Web,
    /// On paper.
    Paper,
    /// At a hearing.
    Hearing,
    /// From another system's records.
    Import,
}

/// The proposal itself, each text under a key of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields<O = Open> {
    /// One line.
    pub title: O,
    /// What is wrong today.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub problem: Option<O>,
    /// What should be done.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub proposal: Option<O>,
    /// What would be better then.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub expected_result: Option<O>,
    /// Preliminary cost, rubles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_rubles: Option<u64>,
    /// What the people concerned give themselves.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub own_contribution: Option<O>,
    /// The wording of the rule or law that is asked for.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub draft_wording: Option<O>,
}

// `#[serde(default)]` alone would ask `O: Default`.
fn none<O>() -> Option<O> {
    None
}

impl<O> Fields<O> {
    /// The texts that are there, with the names the procedure files use.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &O)> {
        [
            ("title", Some(&self.title)),
            ("problem", self.problem.as_ref()),
            ("proposal", self.proposal.as_ref()),
            ("expected_result", self.expected_result.as_ref()),
            ("own_contribution", self.own_contribution.as_ref()),
            ("draft_wording", self.draft_wording.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, text)| text.map(|text| (name, text)))
    }

    /// Whether the field of that name is filled in.
    pub fn has(&self, name: &str) -> bool {
        if name == "cost_rubles" {
            self.cost_rubles.is_some()
        } else {
            self.texts().any(|(there, _)| there == name)
        }
    }
}

/// A procedure at a version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureRef {
    /// Which.
    pub id: ProcedureId,
    /// Its version, as the file says.
    pub version: u32,
}

/// What an author agreed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// That the text is published.
    pub publish_text: bool,
    /// That it is passed up.
    pub pass_up: bool,
    /// That his name stands beside it; can be withdrawn.
    #[serde(default)]
    pub publish_name: bool,
}

/// What a source claimed about an imported initiative. Claims: nothing here
/// starts a term or is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The source's name, an ASCII code.
    pub source: String,
    /// The source's id, an ASCII code.
    pub id: String,
    /// The source's status, an ASCII code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Votes claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<u64>,
    /// The source's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// A file of the case. The bytes are in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its key in the vault.
    pub id: AttachmentId,
    /// `application/pdf`, `image/jpeg`, `image/png` or `text/plain`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// HMAC-SHA-256 of the bytes under an opening derived from its key, hexadecimal.
    pub commitment: String,
}

/// Supports needed at a level, frozen when the text is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Which level.
    pub level: Level,
    /// Whose residents count; the federation counts all.
    pub territory: TerritoryId,
    /// Residents on that day; unknown for some territories, and then nothing is reached.
    pub population: Option<u64>,
    /// Supports needed.
    pub needed: Option<u64>,
}

/// Personal data found in a text that is about to become readable.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The field it stands in.
    pub field: String,
    /// What it looks like: `phone`, `email`, `snils` …
    pub kind: String,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// Money by source, rubles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Local budget.
    #[serde(default)]
    pub local_budget: u64,
    /// Regional budget.
    #[serde(default)]
    pub regional_budget: u64,
    /// Federal budget.
    #[serde(default)]
    pub federal_budget: u64,
    /// Given by people and firms.
    #[serde(default)]
    pub contributions: u64,
}

/// Labour given by the people concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labour {
    /// People who took part.
    #[serde(default)]
    pub people: u32,
    /// Hours altogether.
    #[serde(default)]
    pub hours: u32,
}

/// A field of a decision in which a slip of the pen can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedField {
    /// The reasons.
    Reasons,
    /// An opinion.
    Opinion,
    /// What to revise.
    What,
    /// A link to where it is planned or done.
    Link,
}

/// On what legal basis a text or a person's data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Retention is over.
    RetentionOver,
    /// A court's order.
    CourtOrder,
    /// It was processed unlawfully: a leak, a text that should not have passed the gate.
    UnlawfulProcessing,
    /// The author withdrew his consent.
    ConsentWithdrawn,
}
