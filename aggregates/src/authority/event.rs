//! What happened to an authority.

use calendar::UtcOffset;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::number_format::NumberFormat;
use crate::event::event_names;
use crate::ids::{AuthorityId, OfficialId, TerritoryId, ThemeId};
use crate::initiative::fields::Kind;
use crate::kept::Open;
use crate::level::Level;

/// An event of an authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum AuthorityEvent {
    /// It exists from here on.
    AuthorityEstablished {
        /// Its code.
        id: AuthorityId,
        /// Where.
        territory: TerritoryId,
        /// Its level of power.
        level: Level,
        /// What sort of body.
        kind: AuthorityKind,
        /// Its name.
        name: Open,
        /// What it may decide.
        competences: Competences,
        /// Its terms end at midnight of this offset.
        utc_offset: UtcOffset,
        /// How it writes its numbers.
        number_format: NumberFormat,
        /// Whether initiatives of its territory come to it first.
        default_receiver: bool,
        /// The first day on which it accepts.
        accepts_from: Date,
    },
    /// It has another name.
    AuthorityRenamed {
        /// The new name.
        name: Open,
    },
    /// The head of its letters.
    LetterheadSet {
        /// The text.
        text: Open,
    },
    /// Who signs its letters.
    SignatoriesSet {
        /// In the order of signing.
        officials: Vec<OfficialId>,
    },
    /// What it may decide, from here on.
    CompetencesSet {
        /// The new ones.
        competences: Competences,
    },
    /// How it writes its numbers, from here on.
    NumberFormatSet {
        /// The new format.
        number_format: NumberFormat,
    },
    /// It takes in nothing new.
    AcceptanceEnded {
        /// The first day on which it accepts no more.
        on: Date,
    },
    /// How to reach it, from here on.
    ContactsSet {
        /// Phone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Open>,
        /// E-mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Open>,
        /// Postal address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<Open>,
    },
    /// It is no more.
    AuthorityAbolished {
        /// The first day on which it is no more.
        on: Date,
        /// Who takes its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        successor: Option<AuthorityId>,
    },
}

event_names!(AuthorityEvent {
    AuthorityEstablished,
    AuthorityRenamed,
    LetterheadSet,
    SignatoriesSet,
    CompetencesSet,
    NumberFormatSet,
    AcceptanceEnded,
    ContactsSet,
    AuthorityAbolished,
});

/// What sort of body an authority is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    /// Администрация.
    Administration,
    /// Совет, дума: a representative body.
    Council,
    /// Министерство, департамент.
    Ministry,
    /// Правительство.
    Government,
}

/// What an authority may decide. An empty list means no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competences {
    /// Themes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeId>,
    /// What may be asked of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
}

impl Competences {
    /// Whether an initiative of that theme and kind lies within them. One without
    /// a theme lies within any.
    pub fn cover(&self, theme: Option<&ThemeId>, kind: Kind) -> bool {
        let theme_fits = self.themes.is_empty() || theme.is_none_or(|theme| self.themes.contains(theme));
        theme_fits && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}
