//! Names of things: a type each, so that no two can be mixed up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).map_err(|_| BadId { what: stringify!($name), text: clip(text) })
            }
        }
    };
}

macro_rules! code_id {
    ($(#[$doc:meta])* $name:ident, $most:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let fits = !text.is_empty()
                    && text.len() <= $most
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(BadId { what: stringify!($name), text: clip(text) })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

/// A text that is not the name of anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a valid {what}")]
pub struct BadId {
    /// The kind of name that was expected.
    pub what: &'static str,
    /// What was given, at most 40 characters of it.
    pub text: String,
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

uuid_id!(
    /// One initiative, through all levels, for ever.
    InitiativeId
);
uuid_id!(
    /// A verified person, organisation or TOS body.
    ParticipantId
);
uuid_id!(
    /// Somebody who acts for an authority.
    OfficialId
);
uuid_id!(
    /// The key of one readable text.
    TextId
);
uuid_id!(
    /// A comment on a published initiative.
    CommentId
);
uuid_id!(
    /// A file that belongs to a case, sealed under a key of its own.
    AttachmentId
);

code_id!(
    /// A territory: its OKTMO code, or `RU` for the federation.
    TerritoryId,
    40
);
code_id!(
    /// An authority, for instance `71826000.administration`.
    AuthorityId,
    80
);
code_id!(
    /// A theme of `data/themes.toml`.
    ThemeId,
    40
);
code_id!(
    /// A national project of `data/themes.toml`.
    NationalProjectId,
    60
);
code_id!(
    /// A refusal ground of a procedure: `N1`, `M4`, `R2`.
    GroundId,
    20
);
code_id!(
    /// A procedure, for instance `inverted-pyramid`.
    ProcedureId,
    60
);
code_id!(
    /// The tag of a support: 64 hexadecimal digits, a keyed hash of initiative
    /// and person that links to neither without the key.
    SupportId,
    64
);
code_id!(
    /// The code of the link by which an author invites co-initiators: 64 hexadecimal
    /// digits, a keyed hash of the initiative that nobody guesses who was not given it.
    InvitationCode,
    64
);

/// The register of incoming initiatives of one authority and year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegisterId {
    /// Whose register it is.
    pub authority: AuthorityId,
    /// The calendar year of the numbers in it.
    pub year: i16,
}

impl fmt::Display for RegisterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.authority, self.year)
    }
}
