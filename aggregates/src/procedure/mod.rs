//! The procedure: what differs between laws, regions and countries, as data.
//!
//! A procedure is a TOML file with a version and the dates it is in force. It
//! says which levels there are, what a submission must hold, the terms with their
//! legal references, the closed lists of refusal grounds, the thresholds, and the
//! table of steps: what may happen in which stage, by whom, and where it leads.
//! [`Procedure::parse`] refuses a file in which a stage cannot be reached, cannot
//! be left, or a term has no rule; every mistake is named with file, line and rule.
//!
//! | file | what stands there |
//! | --- | --- |
//! | `terms` | [`TermKind`] and the rules of terms |
//! | `steps` | [`Step`], [`StageName`], [`Doer`] and the rows of the table |
//! | `grounds` | the closed lists |
//! | `settings` | what a submission needs, limits, retention, thresholds |
//! | `reading`, `load`, `check`, `flow`, `error` | from text to a procedure, and what can be wrong |
//! | `shipped`, `themes` | the files that are part of the program |

mod check;
mod error;
mod flow;
mod grounds;
mod load;
mod reading;
mod settings;
mod shipped;
mod steps;
mod terms;
mod themes;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub use error::{ProcedureError, ProcedureErrors, ProcedureRule};
pub use grounds::{Ground, GroundList};
pub use settings::{Conduct, Consent, Limits, Names, Retention, Submissions, Threshold};
pub use shipped::{Procedures, SHIPPED_CALENDAR, shipped, shipped_calendar};
pub use steps::{Doer, Outcome, Row, StageName, Step};
pub use terms::{Basis, Extension, ObligedParty, Pause, TermKind, TermRule, WhenMissed};
pub use themes::{NationalProject, Theme, Themes, themes};

use crate::ids::{GroundId, ProcedureId};
use crate::initiative::fields::Kind;
use crate::level::Level;

/// A procedure at a version, loaded and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    id: ProcedureId,
    version: u32,
    in_force_from: Date,
    in_force_to: Option<Date>,
    names: Names,
    reference: String,
    levels: Vec<Level>,
    submissions: Submissions,
    conduct: Conduct,
    limits: Limits,
    retention: Retention,
    /// In the order of the file; those of one kind do not overlap in time.
    terms: Vec<TermRule>,
    thresholds: BTreeMap<Level, Threshold>,
    grounds: Vec<Ground>,
    rows: Vec<Row>,
    /// Who may take which step in which stage, from `rows`.
    permissions: BTreeMap<(Step, StageName), BTreeSet<Doer>>,
    text: String,
    sha256: String,
}

impl Procedure {
    /// Loads and checks a procedure file. `file_name` is what the errors call it;
    /// all mistakes that can be told apart are told at once.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ProcedureErrors> {
        load::procedure(file_name, text)
    }

    /// Which procedure.
    pub fn id(&self) -> &ProcedureId {
        &self.id
    }

    /// Counted from 1; a text that has been used never changes under its version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The first day on which it can be chosen for a submission.
    pub fn in_force_from(&self) -> Date {
        self.in_force_from
    }

    /// The last such day, if there is one.
    pub fn in_force_to(&self) -> Option<Date> {
        self.in_force_to
    }

    /// Whether it can be chosen for a submission on that day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_to.is_none_or(|to| on <= to)
    }

    /// What it is called on screens.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The act it follows, to be checked by a lawyer.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The levels an initiative can reach, lowest first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// What a submission needs.
    pub fn submissions(&self) -> &Submissions {
        &self.submissions
    }

    /// The names of the fields a submission must fill in.
    pub fn required_fields(&self) -> &[String] {
        &self.submissions.required_fields
    }

    /// Whether what is asked for needs a draft wording.
    pub fn draft_wording_for(&self, kind: Kind) -> bool {
        self.submissions.draft_wording_for.contains(&kind)
    }

    /// Whether an author must give that consent.
    pub fn requires_consent(&self, consent: Consent) -> bool {
        self.submissions.consents.contains(&consent)
    }

    /// Which parts of the model this procedure has.
    pub fn conduct(&self) -> &Conduct {
        &self.conduct
    }

    /// Whether texts are published; if not, the public sees authority, dates and outcome.
    pub fn is_public(&self) -> bool {
        self.conduct.public
    }

    /// How often things can happen.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How long a closed case is kept.
    pub fn retention(&self) -> &Retention {
        &self.retention
    }

    /// How many working days back the date on an official's document may lie.
    pub fn done_on_back(&self) -> u16 {
        self.limits.done_on_back
    }

    /// Forwardings by competence in an initiative's life.
    pub fn forwardings_at_most(&self) -> u8 {
        self.limits.forwardings
    }

    /// An author may withdraw while fewer than this many people support it.
    pub fn withdrawal_below(&self) -> u64 {
        self.limits.withdrawal_below
    }

    /// The rule of a term for what is asked for, in force on the trigger day.
    pub fn term(&self, kind: TermKind, asked: Kind, on: Date) -> Option<&TermRule> {
        self.terms
            .iter()
            .find(|rule| rule.kind == kind && rule.asked.contains(&asked) && rule.is_in_force(on))
    }

    /// All rules of terms, as the file orders them.
    pub fn terms(&self) -> &[TermRule] {
        &self.terms
    }

    /// Supports needed at a level of that many residents; nothing where the
    /// procedure has no threshold or the share of an unknown number is asked for.
    pub fn threshold(&self, level: Level, residents: Option<u64>) -> Option<u64> {
        self.thresholds.get(&level)?.needed(residents)
    }

    /// The rules of the thresholds.
    pub fn thresholds(&self) -> &BTreeMap<Level, Threshold> {
        &self.thresholds
    }

    /// All grounds, as the file orders them.
    pub fn grounds(&self) -> &[Ground] {
        &self.grounds
    }

    /// A ground of any list.
    pub fn ground(&self, id: &GroundId) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.id == *id)
    }

    /// A ground for not considering something at all: of the list of the same
    /// name, or of that for leaving an appeal without an answer.
    pub fn ground_not_admitted(&self, id: &GroundId) -> Option<&Ground> {
        self.ground(id).filter(|ground| match ground.list {
            GroundList::NotAdmitted | GroundList::LeftWithoutAnswer => true,
            GroundList::Refused | GroundList::CorrespondenceEnded => false,
        })
    }

    /// A ground on which that level may refuse.
    pub fn ground_refused(&self, level: Level, id: &GroundId) -> Option<&Ground> {
        self.ground(id).filter(|ground| ground.list == GroundList::Refused && ground.levels.contains(&level))
    }

    /// The table of steps, as the file orders it.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the table has that step in that stage. What a row carries `with`
    /// its own step is not a step by itself.
    pub fn allows(&self, step: Step, stage: StageName) -> bool {
        self.permissions.contains_key(&(step, stage))
    }

    /// Who may take that step in that stage; nobody where the table does not have it.
    pub fn doers(&self, step: Step, stage: StageName) -> impl Iterator<Item = &Doer> {
        self.permissions.get(&(step, stage)).into_iter().flatten()
    }

    /// The text of the file, as it is recorded on first use.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of [`Self::text`], 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}
