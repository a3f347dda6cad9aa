//! What kinds of territory there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::level::Level;

/// The place of a territory in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerritoryKind {
    /// The whole.
    Federation,
    /// A part of the federation.
    Region,
    /// A part of a region.
    Municipality,
    /// A part of a municipality.
    Settlement,
}

impl TerritoryKind {
    /// The kind its parent must be of; the federation has none.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Federation => None,
            Self::Region => Some(Self::Federation),
            Self::Municipality => Some(Self::Region),
            Self::Settlement => Some(Self::Municipality),
        }
    }

    /// The level of an authority of such a territory. A settlement with its own
    /// administration is the municipal level for its matters.
    pub const fn level(self) -> Level {
        match self {
            Self::Federation => Level::Federation,
            Self::Region => Level::Region,
            Self::Municipality | Self::Settlement => Level::Municipality,
        }
    }

    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Federation => "federation",
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::Settlement => "settlement",
        }
    }
}

impl fmt::Display for TerritoryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TerritoryKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "federation" => Ok(Self::Federation),
            "region" => Ok(Self::Region),
            "municipality" => Ok(Self::Municipality),
            "settlement" => Ok(Self::Settlement),
            _ => Err(UnknownWord::new("level of a territory", text)),
        }
    }
}

/// What the law calls a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerritoryType {
    /// Республика.
    Republic,
    /// Край.
    Krai,
    /// Область.
    Oblast,
    /// Автономная область.
    AutonomousOblast,
    /// Автономный округ.
    AutonomousOkrug,
    /// Город федерального значения.
    FederalCity,
    /// Муниципальный район.
    MunicipalDistrict,
    /// Муниципальный округ.
    MunicipalOkrug,
    /// Городской округ.
    UrbanOkrug,
    /// Внутригородская территория города федерального значения.
    IntraCity,
    /// Городское поселение.
    UrbanSettlement,
    /// Сельское поселение.
    RuralSettlement,
}

impl FromStr for TerritoryType {
    type Err = UnknownWord;

    /// Reads the Russian words of the territory file. One republic stands there
    /// with its own name in place of the type.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "Респ" | "Чувашия" | "республика" => Ok(Self::Republic),
            "край" => Ok(Self::Krai),
            "обл" | "область" => Ok(Self::Oblast),
            "Аобл" | "автономная область" => Ok(Self::AutonomousOblast),
            "АО" | "автономный округ" => Ok(Self::AutonomousOkrug),
            "г" | "город федерального значения" => Ok(Self::FederalCity),
            "муниципальный район" => Ok(Self::MunicipalDistrict),
            "муниципальный округ" => Ok(Self::MunicipalOkrug),
            "городской округ" => Ok(Self::UrbanOkrug),
            "внутригородская территория города федерального значения" => {
                Ok(Self::IntraCity)
            }
            "городское поселение" => Ok(Self::UrbanSettlement),
            "сельское поселение" => Ok(Self::RuralSettlement),
            _ => Err(UnknownWord::new("type of territory", text)),
        }
    }
}

/// The eight federal districts: for adding up, never for custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FederalDistrict {
    /// Центральный.
    Central,
    /// Северо-Западный.
    Northwestern,
    /// Южный.
    Southern,
    /// Северо-Кавказский.
    NorthCaucasian,
    /// Приволжский.
    Volga,
    /// Уральский.
    Ural,
    /// Сибирский.
    Siberian,
    /// Дальневосточный.
    FarEastern,
}

impl FederalDistrict {
    /// All of them, from west to east.
    pub const ALL: [Self; 8] = [
        Self::Central,
        Self::Northwestern,
        Self::Southern,
        Self::NorthCaucasian,
        Self::Volga,
        Self::Ural,
        Self::Siberian,
        Self::FarEastern,
    ];

    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Northwestern => "northwestern",
            Self::Southern => "southern",
            Self::NorthCaucasian => "north_caucasian",
            Self::Volga => "volga",
            Self::Ural => "ural",
            Self::Siberian => "siberian",
            Self::FarEastern => "far_eastern",
        }
    }

    /// The Russian name, as the territory file has it.
    pub const fn russian(self) -> &'static str {
        match self {
            Self::Central => "Центральный",
            Self::Northwestern => "Северо-Западный",
            Self::Southern => "Южный",
            Self::NorthCaucasian => "Северо-Кавказский",
            Self::Volga => "Приволжский",
            Self::Ural => "Уральский",
            Self::Siberian => "Сибирский",
            Self::FarEastern => "Дальневосточный",
        }
    }
}

impl FromStr for FederalDistrict {
    type Err = UnknownWord;

    /// Reads the Russian name or the stable one.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|district| district.russian() == text || district.as_str() == text)
            .ok_or_else(|| UnknownWord::new("federal district", text))
    }
}

/// A point on the map, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// North positive, at most 90 000 000 either way.
    pub lat: i32,
    /// East positive, at most 180 000 000 either way.
    pub lon: i32,
}

impl Location {
    /// Whether both lie on the globe.
    pub const fn is_on_globe(self) -> bool {
        self.lat.unsigned_abs() <= 90_000_000 && self.lon.unsigned_abs() <= 180_000_000
    }
}

/// A word of the territory file that means nothing here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a known {what}")]
pub struct UnknownWord {
    /// What was expected.
    pub what: &'static str,
    /// What stands there, at most 60 characters of it.
    pub word: String,
}

impl UnknownWord {
    fn new(what: &'static str, word: &str) -> Self {
        Self { what, word: word.chars().take(60).collect() }
    }
}
