//! The funnel: how many initiatives are, or were, at each level and stage; in all
//! and by theme, national project, territory and federal district.

mod figures;

#[cfg(test)]
mod tests;

pub use figures::{Dimension, Funnel, LevelFigures, breakdown, funnel};

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{NationalProjectId, TerritoryId, ThemeId};
use aggregates::initiative::InitiativeEvent;
use aggregates::initiative::Stage;
use aggregates::initiative::event::Fact;
use aggregates::level::Level;
use aggregates::procedure::StageName;
use aggregates::territory::TerritoryEvent;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::batch::Batch;
use crate::news::{Decision, News, news};
use crate::record::{Event, Record};
use crate::stored::{Json, Plain};
use crate::{ApplyError, Projection, misses, totals};

/// The funnel.
pub struct Funnels;

const SCHEMA: &str = "
    CREATE TABLE districts (territory TEXT PRIMARY KEY, district TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE standing (initiative TEXT PRIMARY KEY, standing TEXT NOT NULL) WITHOUT ROWID;
";

impl Projection for Funnels {
    fn name(&self) -> &'static str {
        "funnel"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> String {
        [totals::SERIES, totals::TOTALS, misses::SCHEMA, SCHEMA].concat()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => apply_initiative(tx, record, event),
            Event::Territory(event) => apply_territory(tx, event),
            Event::Support(_)
            | Event::Authority(_)
            | Event::Register(_)
            | Event::Official(_)
            | Event::Participant(_)
            | Event::Comment(_)
            | Event::Assessment(_)
            | Event::Installation(_)
            | Event::Foreign => Ok(()),
        }
    }
}

/// What an initiative is counted under now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Standing {
    path: Vec<TerritoryId>,
    district: Option<String>,
    theme: Option<ThemeId>,
    national_project: Option<NationalProjectId>,
    /// Nothing until the first event has said where it is.
    at: Option<(Level, StageName)>,
    reached: BTreeSet<Level>,
    adopted: Option<Level>,
    overdue: bool,
}

impl Standing {
    fn scopes(&self) -> Vec<(Dimension, &str)> {
        let mut scopes = vec![(Dimension::All, "")];
        scopes.extend(self.theme.iter().map(|theme| (Dimension::Theme, theme.as_str())));
        scopes.extend(
            self.national_project.iter().map(|project| (Dimension::NationalProject, project.as_str())),
        );
        scopes.extend(self.path.iter().map(|territory| (Dimension::Territory, territory.as_str())));
        scopes.extend(self.district.iter().map(|district| (Dimension::District, district.as_str())));
        scopes
    }

    fn measures(&self) -> Vec<String> {
        let mut measures: Vec<String> = self.reached.iter().map(|level| format!("{level}/reached")).collect();
        measures.extend(self.adopted.map(|level| format!("{level}/adopted")));
        if let Some((level, stage)) = self.at {
            measures.push(format!("{level}/at/{stage}"));
            measures.extend(self.overdue.then(|| format!("{level}/overdue")));
        }
        measures
    }
}

fn apply_initiative(tx: &Batch<'_>, record: &Record, event: &InitiativeEvent) -> Result<(), ApplyError> {
    let before = load(tx, &record.stream_id)?;
    let mut after = match (&before, &event.fact) {
        (_, Fact::Submitted { path, .. }) => begin(tx, path)?,
        (Some(before), _) => before.clone(),
        (None, fact) => {
            return Err(ApplyError::unknown(
                "initiative",
                format!("{} of {}", record.stream_id, fact.name()),
            ));
        }
    };
    match news(&event.fact) {
        News::Registered { theme: Some(theme), national_project, .. }
        | News::Reclassified { theme, national_project, .. } => {
            after.theme = Some(theme.clone());
            after.national_project = national_project.cloned();
        }
        News::Decided { level, decision } => match decision {
            Decision::Adopted { .. } => after.adopted = Some(level),
            Decision::NotAdmitted { .. }
            | Decision::Refused { .. }
            | Decision::RevisionOffered { .. }
            | Decision::PassedUp { .. }
            | Decision::Endorsed { .. }
            | Decision::Returned { .. } => {}
        },
        News::Submitted
        | News::Registered { theme: None, .. }
        | News::Rewritten { .. }
        | News::Published { .. }
        | News::Revised { .. }
        | News::Author(_)
        | News::Assigned(_)
        | News::Threshold { .. }
        | News::Redacted { .. }
        | News::Other => {}
    }
    if let Some(moved) = &event.moved
        && let Some(stage) = moved.stage.name()
    {
        let was_at = after.at.map_or(Level::Municipality, |(level, _)| level);
        let level = moved.custody.as_ref().map_or(was_at, |custody| custody.level);
        after.at = Some((level, stage));
        // An initiative does not climb with an appeal, nor with an executor of another level.
        let to_be_decided = after.adopted.is_none() && !matches!(moved.stage, Stage::UnderAppeal { .. });
        if to_be_decided && moved.custody.is_some() {
            after.reached.insert(level);
        }
    }
    if let Some(open) = misses::after(tx, record, &event.terms)? {
        after.overdue = open > 0;
    }
    if before.as_ref() == Some(&after) {
        return Ok(());
    }
    for (key, by) in differences(before.as_ref(), &after) {
        let (dimension, scope, measure) = &key;
        totals::add(tx, record.position, (dimension.as_str(), scope, measure), by)?;
    }
    tx.prepare_cached("INSERT OR REPLACE INTO standing (initiative, standing) VALUES (?1, ?2)")?
        .execute(params![record.stream_id, Json(&after)])?;
    Ok(())
}

type Counts = BTreeMap<(Dimension, String, String), i64>;

fn differences(before: Option<&Standing>, after: &Standing) -> Counts {
    let mut counts = Counts::new();
    for (standing, by) in before.map(|before| (before, -1)).into_iter().chain([(after, 1)]) {
        let measures = standing.measures();
        for (dimension, scope) in standing.scopes() {
            for measure in &measures {
                *counts.entry((dimension, scope.to_owned(), measure.clone())).or_default() += by;
            }
        }
    }
    counts.retain(|_, by| *by != 0);
    counts
}

fn load(tx: &Batch<'_>, initiative: &str) -> Result<Option<Standing>, ApplyError> {
    let found = tx
        .prepare_cached("SELECT standing FROM standing WHERE initiative = ?1")?
        .query_row([initiative], |row| row.get::<_, Json<Standing>>(0))
        .optional()?;
    Ok(found.map(|Json(standing)| standing))
}

fn begin(tx: &Batch<'_>, path: &[TerritoryId]) -> Result<Standing, ApplyError> {
    let mut district = None;
    for territory in path {
        let found: Option<String> = tx
            .prepare_cached("SELECT district FROM districts WHERE territory = ?1")?
            .query_row([territory.as_str()], |row| row.get(0))
            .optional()?;
        district = district.or(found);
    }
    Ok(Standing {
        path: path.to_vec(),
        district,
        theme: None,
        national_project: None,
        at: None,
        reached: BTreeSet::new(),
        adopted: None,
        overdue: false,
    })
}

fn apply_territory(tx: &Batch<'_>, event: &TerritoryEvent) -> Result<(), ApplyError> {
    match event {
        TerritoryEvent::TerritoryCreated { id, federal_district: Some(district), .. } => {
            tx.prepare_cached("INSERT OR REPLACE INTO districts (territory, district) VALUES (?1, ?2)")?
                .execute(params![Plain(id), district.as_str()])?;
            Ok(())
        }
        TerritoryEvent::TerritoryCreated { federal_district: None, .. }
        | TerritoryEvent::TerritoryRenamed { .. }
        | TerritoryEvent::PopulationSet { .. }
        | TerritoryEvent::TerritoryMerged { .. }
        | TerritoryEvent::TerritoryAbolished { .. } => Ok(()),
    }
}
