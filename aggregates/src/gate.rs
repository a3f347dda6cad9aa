//! The gate: no text becomes readable while personal data found in it is unanswered.
//!
//! A finding is answered by masking it, after which it is no longer found, or by
//! confirming it with a reason, which the event keeps. The reason is one of a closed
//! list: words about a finding would themselves have to pass the gate.

use serde::{Deserialize, Serialize};

use crate::actor::By;
use crate::initiative::fields::Finding;

/// Why everybody may read what looks like personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publishable {
    /// An official or a public figure, named as such.
    PublicRole,
    /// How to reach an office or an organisation.
    OfficeContact,
    /// The person agreed; an official has seen that.
    Consented,
    /// It only looks like it.
    NotPersonal,
}

impl Publishable {
    /// Each once.
    pub const ALL: [Self; 4] = [Self::PublicRole, Self::OfficeContact, Self::Consented, Self::NotPersonal];

    /// The stable name, as in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PublicRole => "public_role",
            Self::OfficeContact => "office_contact",
            Self::Consented => "consented",
            Self::NotPersonal => "not_personal",
        }
    }

    /// By its stable name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|because| because.code() == code)
    }

    /// Whether a participant may say so of what he writes himself.
    pub const fn is_for_anybody(self) -> bool {
        match self {
            Self::PublicRole | Self::OfficeContact | Self::NotPersonal => true,
            Self::Consented => false,
        }
    }
}

/// A finding that somebody looked at, and why it may be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The field it stands in.
    pub field: String,
    /// What it looks like.
    pub kind: String,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Why. Events from before reasons were asked for have none, and a command without
    /// one confirms nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Publishable>,
}

impl Confirmation {
    /// A finding with a reason.
    pub fn of(finding: &Finding, because: Publishable) -> Self {
        let Finding { field, kind, start, end } = finding.clone();
        Self { field, kind, start, end, because: Some(because) }
    }

    fn is_of(&self, finding: &Finding) -> bool {
        (&self.field, &self.kind, self.start, self.end)
            == (&finding.field, &finding.kind, finding.start, finding.end)
    }
}

/// The answer to each finding, to be kept with the event; or those without one.
pub fn pass(
    findings: &[Finding],
    confirmed: &[Confirmation],
    by: &By,
) -> Result<Vec<Confirmation>, Vec<Finding>> {
    let counts = |it: &&Confirmation| {
        it.because.is_some_and(|because| because.is_for_anybody() || by.participant().is_none())
    };
    let answer = |finding: &Finding| confirmed.iter().filter(counts).find(|it| it.is_of(finding)).cloned();
    let unanswered: Vec<_> = findings.iter().filter(|it| answer(it).is_none()).cloned().collect();
    if unanswered.is_empty() { Ok(findings.iter().filter_map(answer).collect()) } else { Err(unanswered) }
}

#[cfg(test)]
mod tests;
