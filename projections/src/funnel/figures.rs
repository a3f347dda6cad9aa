//! Reading the funnel.

use std::collections::BTreeMap;

use aggregates::level::Level;
use aggregates::procedure::StageName;
use rusqlite::Connection;
use serde::Serialize;

use crate::totals;

/// What the funnel can be broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Not at all; its only key is empty.
    All,
    /// By theme.
    Theme,
    /// By national project.
    NationalProject,
    /// By territory: each with everything below it.
    Territory,
    /// By federal district.
    District,
}

impl Dimension {
    /// The stable name used in files and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Theme => "theme",
            Self::NationalProject => "national_project",
            Self::Territory => "territory",
            Self::District => "district",
        }
    }
}

/// One level of the funnel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelFigures {
    /// Which level.
    pub level: Level,
    /// Initiatives that came to an authority of this level to be decided, ever.
    pub reached: u64,
    /// Initiatives that this level adopted.
    pub adopted: u64,
    /// Initiatives that are at this level, or ended there, by stage.
    pub stages: BTreeMap<StageName, u64>,
    /// Those of them for which somebody still owes a missed term.
    pub overdue: u64,
}

/// The funnel of everything, or of one theme, project, territory or district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Of what; empty for everything.
    pub key: String,
    /// All initiatives.
    pub total: u64,
    /// Those for which somebody still owes a missed term.
    pub overdue: u64,
    /// Municipality, region, federation.
    pub levels: Vec<LevelFigures>,
}

impl Funnel {
    fn empty(key: &str) -> Self {
        let level =
            |level| LevelFigures { level, reached: 0, adopted: 0, stages: BTreeMap::new(), overdue: 0 };
        Self { key: key.to_owned(), total: 0, overdue: 0, levels: Level::ALL.map(level).to_vec() }
    }

    /// Adds what stands under a measure that the projection wrote.
    fn add(&mut self, measure: &str, count: i64) {
        let count = u64::try_from(count).unwrap_or(0);
        let Some((level, what)) = measure.split_once('/') else { return };
        let Some(figures) = self.levels.iter_mut().find(|figures| figures.level.as_str() == level) else {
            return;
        };
        match what {
            "reached" => figures.reached = count,
            "adopted" => figures.adopted = count,
            "overdue" => {
                figures.overdue = count;
                self.overdue += count;
            }
            at => {
                let stage = at.strip_prefix("at/").unwrap_or(at);
                let stage = StageName::ALL.iter().find(|name| name.as_str() == stage);
                if let Some(stage) = stage {
                    figures.stages.insert(*stage, count);
                    self.total += count;
                }
            }
        }
    }
}

/// The funnel of one key; with [`Dimension::All`] and an empty key that of everything.
///
/// # Errors
///
/// If the view cannot be read.
pub fn funnel(
    connection: &Connection,
    dimension: Dimension,
    key: &str,
    as_of: Option<u64>,
) -> rusqlite::Result<Funnel> {
    let mut funnel = Funnel::empty(key);
    for (measure, count) in totals::of_part(connection, dimension.as_str(), key, as_of)? {
        funnel.add(&measure, count);
    }
    Ok(funnel)
}

/// The funnels of all keys of a dimension that have any initiative, by key.
///
/// # Errors
///
/// If the view cannot be read.
pub fn breakdown(
    connection: &Connection,
    dimension: Dimension,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Funnel>> {
    let mut funnels: Vec<Funnel> = Vec::new();
    for (key, measure, count) in totals::of_subject(connection, dimension.as_str(), as_of)? {
        if funnels.last().is_none_or(|last| last.key != key) {
            funnels.push(Funnel::empty(&key));
        }
        if let Some(funnel) = funnels.last_mut() {
            funnel.add(&measure, count);
        }
    }
    Ok(funnels)
}
