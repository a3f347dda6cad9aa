//! The procedures and the calendar that are part of the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Calendar;
use jiff::civil::Date;

use super::Procedure;
use super::error::{ProcedureError, ProcedureErrors, ProcedureRule};
use crate::ids::ProcedureId;

const FILES: [(&str, &str); 2] = [
    ("procedures/inverted-pyramid.toml", include_str!("../../../procedures/inverted-pyramid.toml")),
    ("procedures/ru-appeal.toml", include_str!("../../../procedures/ru-appeal.toml")),
];

/// The shipped calendar: its version and its text, as they are recorded on first use.
pub const SHIPPED_CALENDAR: (&str, &str) =
    ("ru-2013-2027", include_str!("../../../data/production_calendar.csv"));

/// The shipped procedures, each loaded from its text.
pub fn shipped() -> Vec<Procedure> {
    let load = |(name, text)| Procedure::parse(name, text).expect("a test loads every shipped procedure");
    FILES.into_iter().map(load).collect()
}

/// The shipped calendar of Russian working days, 2013–2027.
pub fn shipped_calendar() -> Calendar {
    let (version, text) = SHIPPED_CALENDAR;
    Calendar::parse(version, text).expect("a test loads the shipped calendar")
}

/// Procedures by id and version. A version stands for one text for ever.
#[derive(Clone, Debug, Default)]
pub struct Procedures {
    known: BTreeMap<(ProcedureId, u32), Arc<Procedure>>,
}

impl Procedures {
    /// The shipped ones.
    pub fn shipped() -> Self {
        let known = shipped().into_iter().map(|procedure| (key(&procedure), Arc::new(procedure))).collect();
        Self { known }
    }

    /// Adds the procedure of a file. One that is known already is left as it is; a
    /// known version with another text is refused.
    pub fn add(&mut self, file_name: &str, text: &str) -> Result<Arc<Procedure>, ProcedureErrors> {
        let procedure = Procedure::parse(file_name, text)?;
        let known = self.known.entry(key(&procedure)).or_insert_with(|| Arc::new(procedure.clone()));
        if known.sha256() == procedure.sha256() {
            return Ok(Arc::clone(known));
        }
        let line = 1 + text.lines().position(|line| line.starts_with("version")).unwrap_or(0);
        let rule =
            ProcedureRule::VersionChanged { id: procedure.id().to_string(), version: procedure.version() };
        Err(ProcedureErrors(vec![ProcedureError { file: file_name.to_owned(), line, rule }]))
    }

    /// The procedure pinned to an initiative.
    pub fn get(&self, id: &ProcedureId, version: u32) -> Option<&Arc<Procedure>> {
        self.known.get(&(id.clone(), version))
    }

    /// The newest version that can be chosen on that day.
    pub fn in_force(&self, id: &ProcedureId, on: Date) -> Option<&Arc<Procedure>> {
        self.iter().rev().find(|procedure| procedure.id() == id && procedure.is_in_force(on))
    }

    /// All, by id and version.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Procedure>> {
        self.known.values()
    }
}

fn key(procedure: &Procedure) -> (ProcedureId, u32) {
    (procedure.id().clone(), procedure.version())
}
