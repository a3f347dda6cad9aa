//! The three levels of power an initiative can reach.

use serde::{Deserialize, Serialize};

/// Municipality, region, federation: the order in which an initiative climbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A municipality, or a settlement with an administration of its own.
    Municipality,
    /// A region, or a city of federal significance.
    Region,
    /// The federation.
    Federation,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::Municipality, Self::Region, Self::Federation];

    /// The level above, if there is one.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Municipality => Some(Self::Region),
            Self::Region => Some(Self::Federation),
            Self::Federation => None,
        }
    }

    /// The level below, if there is one.
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Municipality => None,
            Self::Region => Some(Self::Municipality),
            Self::Federation => Some(Self::Region),
        }
    }

    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Region => "region",
            Self::Federation => "federation",
        }
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
