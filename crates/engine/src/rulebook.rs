//! Which procedure and calendar a decision goes by, and their record in the journal.
//!
//! A text is recorded when it is first used; a file that changed under a version
//! that was used is refused. The procedure stays pinned to an initiative; the
//! calendar is the program's, and each due date names the one it was computed by.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aggregates::actor::{By, Order};
use aggregates::ids::ProcedureId;
use aggregates::initiative::Rules;
use aggregates::initiative::fields::ProcedureRef;
use aggregates::installation::{self, Action, Installation};
use aggregates::procedure::{Procedure, Procedures, SHIPPED_CALENDAR, shipped_calendar};
use calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::Verdict;

use crate::engine::Inner;
use crate::session::{Labels, Session};
use crate::{Caller, EngineError};

/// What an initiative is submitted under, if nothing is said.
const DEFAULT: &str = "inverted-pyramid";

/// How often a moved stream is decided again.
pub(crate) const ATTEMPTS: usize = 5;

/// The procedures and the calendar that this program has.
pub(crate) struct Rulebook {
    procedures: Mutex<Procedures>,
    calendar: Arc<Calendar>,
    /// What this process knows to be recorded.
    recorded: Mutex<BTreeSet<ProcedureRef>>,
}

impl Rulebook {
    pub(crate) fn new(procedures: Procedures) -> Self {
        Self {
            procedures: Mutex::new(procedures),
            calendar: Arc::new(shipped_calendar()),
            recorded: Mutex::default(),
        }
    }

    /// The newest version of each procedure that can be chosen on that day, the default first.
    pub(crate) fn in_force(&self, on: Date) -> Vec<Arc<Procedure>> {
        let procedures = self.procedures();
        let newest = |it: &&Arc<Procedure>| {
            procedures.in_force(it.id(), on).is_some_and(|newest| newest.version() == it.version())
        };
        let mut found: Vec<_> = procedures.iter().filter(newest).cloned().collect();
        found.sort_by_key(|procedure| procedure.id().as_str() != DEFAULT);
        found
    }

    fn procedures(&self) -> MutexGuard<'_, Procedures> {
        self.procedures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recorded(&self) -> MutexGuard<'_, BTreeSet<ProcedureRef>> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The rules by which something submitted on that day is worked.
    pub(crate) fn rules_in_force(&self, id: Option<&ProcedureId>, on: Date) -> Result<Rules, EngineError> {
        let id = id.map_or(DEFAULT, ProcedureId::as_str);
        let missing = || EngineError::NotFound { what: "procedure in force", id: id.to_owned() };
        let id: ProcedureId = id.parse().map_err(|_| missing())?;
        let procedure = self.rulebook.procedures().in_force(&id, on).cloned().ok_or_else(missing)?;
        Ok(self.with_calendar(procedure))
    }

    /// The rules pinned to an initiative: from the program, or as the journal recorded them.
    pub(crate) async fn rules_pinned(&self, pinned: &ProcedureRef) -> Result<Rules, EngineError> {
        if let Some(procedure) = self.rulebook.procedures().get(&pinned.id, pinned.version).cloned() {
            return Ok(self.with_calendar(procedure));
        }
        let missing = || EngineError::NotFound {
            what: "procedure",
            id: format!("{} version {}", pinned.id, pinned.version),
        };
        let stream = journal::StreamId::new("installation", installation::STREAM);
        let (installation, _) = self.cold.load::<Installation>(&stream).await?;
        let adopted = installation.adopted(&pinned.id, pinned.version).ok_or_else(missing)?;
        let procedure =
            self.rulebook.procedures().add(pinned.id.as_str(), &adopted.text).map_err(|error| {
                EngineError::Misfounded {
                    what: format!("the recorded procedure {} cannot be read: {error}", pinned.id),
                }
            })?;
        Ok(self.with_calendar(procedure))
    }

    fn with_calendar(&self, procedure: Arc<Procedure>) -> Rules {
        Rules { procedure, calendar: Arc::clone(&self.rulebook.calendar) }
    }

    /// Records procedure and calendar, if that was not done yet.
    pub(crate) async fn record_rules(&self, procedure: &Procedure, at: Timestamp) -> Result<(), EngineError> {
        let reference = ProcedureRef { id: procedure.id().clone(), version: procedure.version() };
        if self.rulebook.recorded().contains(&reference) {
            return Ok(());
        }
        let (version, text) = SHIPPED_CALENDAR;
        self.adopt(Action::AdoptCalendar { version: version.to_owned(), text: text.to_owned() }, at).await?;
        let (id, version) = (reference.id.clone(), reference.version);
        self.adopt(Action::AdoptProcedure { id, version, text: procedure.text().to_owned() }, at).await?;
        self.rulebook.recorded().insert(reference);
        Ok(())
    }

    async fn adopt(&self, action: Action, at: Timestamp) -> Result<(), EngineError> {
        let labels = Labels { id: self.entropy.uuid_v7(at), digest: [0; 32], actor: Caller::Clock.label() };
        for _ in 0..ATTEMPTS {
            let mut session = Session::new(self, at, &[], None);
            let seen = session.see::<Installation>(installation::STREAM).await?;
            let order = Order { at, by: By::Engine, action: action.clone() };
            session.decide(seen, order, &()).await?;
            let Some((item, mut decision)) = session.into_decision(&labels) else { return Ok(()) };
            match self.journal.append(item).await? {
                Verdict::Committed { .. } | Verdict::Repeated { .. } => {
                    decision.keep(&self.hot);
                    return Ok(());
                }
                Verdict::Conflict { stream } | Verdict::GuardMoved { stream } => self.hot.forget(&stream),
                Verdict::IdReused => return Err(EngineError::IdReused),
            }
        }
        Err(EngineError::Busy)
    }
}
