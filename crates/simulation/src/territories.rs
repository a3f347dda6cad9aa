//! Territories and their authorities, from a table of real ones.

use std::collections::BTreeMap;

use aggregates::authority::{self, AuthorityKind, Competences, NumberFormat};
use aggregates::ids::{AuthorityId, TerritoryId};
use aggregates::kept::Typed;
use aggregates::territory::{self, FederalDistrict, Location, TerritoryKind, TerritoryType};
use calendar::UtcOffset;
use engine::{Caller, Engine, EngineError, Intent, Request};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::initiatives::command_id;
use crate::look;

/// The header of the table.
const COLUMNS: &str = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset";

/// One line of the table: `code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    code: String,
    parent: String,
    level: String,
    name: String,
    kind: String,
    iso: String,
    federal_district: String,
    population: Option<u64>,
    lat: Option<f64>,
    lon: Option<f64>,
    utc_offset: String,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Lines read.
    pub lines: u64,
    /// Territories created.
    pub territories: u64,
    /// Authorities established.
    pub authorities: u64,
    /// Lines that were imported before and say the same.
    pub repeated: u64,
    /// Names and populations that changed since.
    pub updated: u64,
    /// Lines that could not be used: number and reason.
    pub rejected: Vec<(u64, String)>,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The table has no header of the right names.
    #[error("the first line of the table must be `{COLUMNS}`")]
    Header,
    /// The engine did not take a command that the rules allow.
    #[error("line {line} could not be recorded")]
    Engine {
        /// The line of the file, from 1.
        line: u64,
        /// What the engine said.
        #[source]
        source: EngineError,
    },
}

impl ImportError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Header => "bad_table",
            Self::Engine { source, .. } => source.code(),
        }
    }
}

/// How many lines are recorded in one go.
const BATCH: usize = 500;

/// Creates the territories of a table and a receiving authority for each
/// municipality, region and the federation. A second run adds nothing; a changed
/// name or population is recorded as a change. `progress` gets lines done and lines
/// altogether.
///
/// # Errors
/// When the header is not the table's, or the store does not take it. A bad line is
/// reported and the rest goes on.
pub async fn import(
    engine: &Engine,
    table: &str,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, ImportError> {
    let mut report = Report::default();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().map_err(|_| ImportError::Header)?.clone();
    if header.iter().ne(COLUMNS.split(',')) {
        return Err(ImportError::Header);
    }
    let total = table.lines().count().saturating_sub(1) as u64;
    let today = look::today(engine);
    let mut known: BTreeMap<TerritoryId, TerritoryKind> =
        look::territory_kinds(engine).await.map_err(|source| ImportError::Engine { line: 0, source })?;
    let mut batch: Vec<(u64, Made, Request)> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Err(error) => {
                report.lines += 1;
                report.rejected.push((line, error.to_string()));
                continue;
            }
            Ok(true) => report.lines += 1,
        }
        let line = record.position().map_or(line, csv::Position::line);
        match record
            .deserialize::<Line>(Some(&header))
            .map_err(|error| error.to_string())
            .and_then(|it| Row::read(&it))
        {
            Err(reason) => report.rejected.push((line, reason)),
            Ok(row) => {
                if let Some(reason) = row.misplaced(&known) {
                    report.rejected.push((line, reason));
                    continue;
                }
                known.insert(row.id.clone(), row.kind);
                batch.push((line, Made::Territory(row.clone()), row.create()));
                if let Some(request) = row.establish(today) {
                    batch.push((line, Made::Authority, request));
                }
            }
        }
        if batch.len() >= BATCH {
            record_batch(engine, &mut batch, &mut report).await?;
            progress(report.lines, total);
        }
    }
    record_batch(engine, &mut batch, &mut report).await?;
    progress(report.lines, total);
    Ok(report)
}

enum Made {
    Territory(Row),
    Authority,
}

async fn record_batch(
    engine: &Engine,
    batch: &mut Vec<(u64, Made, Request)>,
    report: &mut Report,
) -> Result<(), ImportError> {
    let (about, requests): (Vec<_>, Vec<_>) =
        batch.drain(..).map(|(line, made, request)| ((line, made), request)).unzip();
    for ((line, made), result) in about.into_iter().zip(engine.execute_all(requests).await) {
        match (result, made) {
            (Ok(receipt), Made::Territory(_)) if receipt.repeated => report.repeated += 1,
            (Ok(receipt), Made::Authority) if receipt.repeated => {}
            (Ok(_), Made::Territory(_)) => report.territories += 1,
            (Ok(_), Made::Authority) => report.authorities += 1,
            // The same code with another name or population: what changed is recorded.
            (Err(EngineError::IdReused), Made::Territory(row)) => {
                report.updated += u64::from(
                    row.update(engine).await.map_err(|source| ImportError::Engine { line, source })?,
                );
            }
            (Err(EngineError::IdReused), Made::Authority) => {}
            (Err(EngineError::Refused(refusal)), _) => report.rejected.push((line, refusal.to_string())),
            (Err(source), _) => return Err(ImportError::Engine { line, source }),
        }
    }
    Ok(())
}

#[derive(Clone)]
struct Row {
    id: TerritoryId,
    parent: Option<TerritoryId>,
    kind: TerritoryKind,
    name: String,
    type_code: Option<TerritoryType>,
    iso: Option<String>,
    district: Option<FederalDistrict>,
    population: Option<u64>,
    location: Option<Location>,
    offset: UtcOffset,
}

impl Row {
    fn read(line: &Line) -> Result<Self, String> {
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Self {
            id: line.code.parse().map_err(|error| told(&error))?,
            parent: filled(&line.parent).map(|it| it.parse()).transpose().map_err(|error| told(&error))?,
            kind: line.level.parse().map_err(|error| told(&error))?,
            name: filled(line.name.trim()).ok_or_else(|| "the name is missing".to_owned())?,
            type_code: filled(&line.kind).map(|it| it.parse()).transpose().map_err(|error| told(&error))?,
            iso: filled(&line.iso),
            district: filled(&line.federal_district)
                .map(|it| it.parse())
                .transpose()
                .map_err(|error| told(&error))?,
            population: line.population,
            location: match (line.lat, line.lon) {
                (Some(lat), Some(lon)) => Some(location(lat, lon).ok_or("the coordinates are out of range")?),
                (None, None) => None,
                (Some(_), None) | (None, Some(_)) => return Err("only one coordinate is given".to_owned()),
            },
            offset: line.utc_offset.parse().map_err(|error| told(&error))?,
        })
    }

    fn misplaced(&self, known: &BTreeMap<TerritoryId, TerritoryKind>) -> Option<String> {
        match (&self.parent, self.kind.parent()) {
            (None, None) => None,
            (Some(parent), Some(kind)) => match known.get(parent) {
                Some(there) if *there == kind => None,
                Some(there) => Some(format!("its parent {parent} is a {there}, not a {kind}")),
                None => Some(format!("its parent {parent} is not known")),
            },
            (None, Some(kind)) => Some(format!("it needs a {kind} as parent")),
            (Some(_), None) => Some("the federation has no parent".to_owned()),
        }
    }

    fn create(&self) -> Request {
        let action = territory::Action::Create {
            kind: self.kind,
            parent: self.parent.clone(),
            name: Typed(self.name.clone()),
            type_code: self.type_code,
            iso: self.iso.clone(),
            federal_district: self.district,
            population: self.population,
            location: self.location,
            utc_offset: self.offset,
        };
        let what = Intent::Territory { id: self.id.clone(), action };
        let mut request = Request::new(Caller::Installation, what);
        request.command_id = Some(command_id(&["import", "territory", self.id.as_str()]));
        request
    }

    /// The authority that receives for it; settlements are received for by their municipality.
    fn establish(&self, today: Date) -> Option<Request> {
        let (kind, title) = match self.kind {
            TerritoryKind::Federation => {
                (AuthorityKind::Government, "Правительство Российской Федерации".to_owned())
            }
            TerritoryKind::Region => (AuthorityKind::Government, format!("Правительство: {}", self.name)),
            TerritoryKind::Municipality => {
                (AuthorityKind::Administration, format!("Администрация: {}", self.name))
            }
            TerritoryKind::Settlement => return None,
        };
        let id = self.authority()?;
        let action = authority::Action::Establish {
            territory: self.id.clone(),
            level: self.kind.level(),
            kind,
            name: Typed(title),
            competences: Competences::default(),
            utc_offset: self.offset,
            // The code in front: a number as written names one case in the whole country.
            number_format: format!("{}-{{n}}/{{year}}", self.id)
                .parse()
                .unwrap_or_else(|_| NumberFormat::default()),
            default_receiver: true,
            accepts_from: today.saturating_sub(jiff::Span::new().years(20)),
        };
        let mut request = Request::new(Caller::Installation, Intent::Authority { id: id.clone(), action });
        request.command_id = Some(command_id(&["import", "authority", id.as_str()]));
        Some(request)
    }

    fn authority(&self) -> Option<AuthorityId> {
        let kind = match self.kind {
            TerritoryKind::Federation | TerritoryKind::Region => "government",
            TerritoryKind::Municipality => "administration",
            TerritoryKind::Settlement => return None,
        };
        format!("{}.{kind}", self.id).parse().ok()
    }

    /// Records a new name or population; true when one of them was new.
    async fn update(&self, engine: &Engine) -> Result<bool, EngineError> {
        let Some(known) = look::territory(engine, &self.id).await? else { return Ok(false) };
        let today = look::today(engine);
        let mut changed = false;
        if known.name.as_deref() != Some(self.name.as_str()) {
            let action = territory::Action::Rename { name: Typed(self.name.clone()) };
            engine
                .execute(Request::new(
                    Caller::Installation,
                    Intent::Territory { id: self.id.clone(), action },
                ))
                .await?;
            changed = true;
        }
        if let Some(population) = self.population.filter(|it| known.population != Some(*it)) {
            let action = territory::Action::SetPopulation { population, as_of: today };
            engine
                .execute(Request::new(
                    Caller::Installation,
                    Intent::Territory { id: self.id.clone(), action },
                ))
                .await?;
            changed = true;
        }
        Ok(changed)
    }
}

/// Degrees as the table has them, in millionths.
fn location(lat: f64, lon: f64) -> Option<Location> {
    let millionths = |degrees: f64| {
        (degrees.is_finite() && degrees.abs() <= 180.0).then(|| (degrees * 1e6).round() as i32)
    };
    Some(Location { lat: millionths(lat)?, lon: millionths(lon)? }).filter(|it| it.is_on_globe())
}
