//! Who a person is, and what rules may know of it.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{OfficialId, TerritoryId};

/// Name and birth date. It only ever travels private or sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Фамилия.
    pub surname: String,
    /// Имя.
    pub given_names: String,
    /// Отчество.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    /// Date of birth.
    pub birth_date: Date,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// The dates that rules need, computed before the identity is sealed.
    pub fn age(&self) -> Age {
        // Adding years saturates at the end of what `Date` can hold: nobody comes of age there.
        let turns = |years: i32| self.birth_date.saturating_add(years.years());
        Age { sixteen_on: turns(16), eighteen_on: turns(18) }
    }
}

/// From which dates on a person is of age. Somebody born on 29 February comes of
/// age on the last day of that month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// His sixteenth birthday: from here he may propose and support.
    pub sixteen_on: Date,
    /// His eighteenth birthday.
    pub eighteen_on: Date,
}

/// What sort of participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ParticipantKind {
    /// A resident.
    Person,
    /// A company or an association.
    Organisation,
    /// A body of territorial self-government (ТОС).
    TosBody {
        /// The territory it is attached to.
        territory: TerritoryId,
    },
    /// Староста сельского населённого пункта.
    VillageHead,
}

impl ParticipantKind {
    /// Whether it is a human being: only they are of age and support.
    pub const fn is_human(&self) -> bool {
        match self {
            Self::Person | Self::VillageHead => true,
            Self::Organisation | Self::TosBody { .. } => false,
        }
    }
}

/// How a participant was verified, as it can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By OpenID claims.
    Oidc,
    /// A clerk saw a document.
    DocumentSeenByClerk,
    /// Taken over from another system's records.
    Imported,
}

/// How a participant was verified, as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verification {
    /// By OpenID claims.
    Oidc,
    /// A clerk saw a document.
    DocumentSeenByClerk {
        /// Which clerk.
        official: OfficialId,
    },
    /// Taken over from another system's records.
    Imported,
}

impl Verification {
    /// The same without the clerk's name.
    pub const fn method(self) -> Method {
        match self {
            Self::Oidc => Method::Oidc,
            Self::DocumentSeenByClerk { .. } => Method::DocumentSeenByClerk,
            Self::Imported => Method::Imported,
        }
    }
}
