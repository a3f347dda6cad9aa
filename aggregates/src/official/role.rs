//! Roles, and when somebody has one.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What somebody may do for an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Registers, publishes, dispatches, prepares.
    Clerk,
    /// Drafts decisions, reports progress.
    Officer,
    /// Decides, extends, forwards.
    Head,
    /// Reads everything except what is sealed.
    Auditor,
    /// Officials, authorities, territories; decides no case.
    Administrator,
}

impl Role {
    /// Whether whoever has this role may take the steps of `other`: a head those of
    /// an officer and both those of a clerk.
    pub const fn includes(self, other: Self) -> bool {
        match self {
            Self::Head => matches!(other, Self::Head | Self::Officer | Self::Clerk),
            Self::Officer => matches!(other, Self::Officer | Self::Clerk),
            Self::Clerk => matches!(other, Self::Clerk),
            Self::Auditor => matches!(other, Self::Auditor),
            Self::Administrator => matches!(other, Self::Administrator),
        }
    }

    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A role with its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// Which.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day, if one is set.
    pub until: Option<Date>,
    /// In an acting capacity, or in the place of somebody.
    pub acting: bool,
}

impl Holding {
    /// Whether `date` lies within its dates.
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|last| date <= last)
    }

    /// Ends on `last` at the latest.
    pub(super) fn shorten(&mut self, last: Date) {
        self.until = Some(self.until.map_or(last, |until| until.min(last)));
    }
}
