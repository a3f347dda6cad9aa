//! Terms and obligations: what is due, by whom, until when, and what became of it.

use calendar::{Due, UtcOffset};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::AuthorityId;
use crate::procedure::TermKind;

/// A term as the event that started it computed it. Nothing in it is looked up again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// 1, 2, 3 … within the initiative.
    pub nth: u32,
    /// Which rule of the procedure.
    pub kind: TermKind,
    /// The rule's name in the procedure file: `T5`, `A2`.
    pub rule: String,
    /// Who has to act.
    pub obliged: Obliged,
    /// Trigger, length, roll, calendar version and date.
    pub due: Due,
    /// The local midnight after the due date, in the offset of who is obliged.
    pub missed_from: Timestamp,
    /// Law or local rule, as the procedure file names it.
    pub reference: String,
}

/// Who has to act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Obliged {
    /// An authority.
    Authority {
        /// Which.
        authority: AuthorityId,
        /// Its offset.
        offset: UtcOffset,
    },
    /// The author.
    Author,
    /// Nobody: a window that opens or closes by itself.
    Nobody,
}

impl Obliged {
    /// The authority obliged, if it is one.
    pub fn authority(&self) -> Option<&AuthorityId> {
        match self {
            Self::Authority { authority, .. } => Some(authority),
            Self::Author | Self::Nobody => None,
        }
    }
}

/// What an event does to a term. `nth` names the obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TermChange {
    /// It runs from here.
    Started(Term),
    /// It stands still while the author is awaited.
    Paused {
        /// Which.
        nth: u32,
    },
    /// It runs again until a later date.
    Resumed {
        /// Which.
        nth: u32,
        /// The new date.
        due: Date,
        /// The new midnight.
        missed_from: Timestamp,
    },
    /// It was extended, or moved by the executor, to a later date.
    Moved {
        /// Which.
        nth: u32,
        /// The new date.
        due: Date,
        /// The new midnight.
        missed_from: Timestamp,
    },
    /// What was owed was done, on this date in the world.
    Met {
        /// Which.
        nth: u32,
        /// The date on the document.
        on: Date,
        /// After the due date, or after a miss was recorded.
        late: bool,
    },
    /// It ran out.
    Missed {
        /// Which.
        nth: u32,
    },
    /// It no longer matters.
    Cancelled {
        /// Which.
        nth: u32,
    },
    /// A window closed by itself, or the author let it pass.
    Elapsed {
        /// Which.
        nth: u32,
    },
    /// A successor owes it now.
    PassedOn {
        /// Which.
        nth: u32,
        /// The successor.
        to: AuthorityId,
    },
    /// A document shows that a missed one was done in time.
    Annotated {
        /// Which.
        nth: u32,
        /// The date on the document.
        done_on: Date,
    },
}

impl TermChange {
    /// The obligation concerned.
    pub fn nth(&self) -> u32 {
        match self {
            Self::Started(term) => term.nth,
            Self::Paused { nth }
            | Self::Resumed { nth, .. }
            | Self::Moved { nth, .. }
            | Self::Met { nth, .. }
            | Self::Missed { nth }
            | Self::Cancelled { nth }
            | Self::Elapsed { nth }
            | Self::PassedOn { nth, .. }
            | Self::Annotated { nth, .. } => *nth,
        }
    }
}

/// What became of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// Due.
    Running,
    /// The author is awaited.
    Paused {
        /// Since which date.
        since: Date,
    },
    /// Done in time.
    Met {
        /// The date on the document.
        on: Date,
    },
    /// Done, but late.
    MetLate {
        /// The date on the document.
        on: Date,
    },
    /// Not done in time, and still owed.
    Missed,
    /// No longer owed.
    Cancelled,
    /// The window is over.
    Elapsed,
}

/// A term with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// The term, with its dates as they stand now.
    pub term: Term,
    /// What became of it.
    pub standing: Standing,
    /// Whether it was extended.
    pub extended: bool,
    /// A document's date that shows it was done in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotated: Option<Date>,
}

impl Obligation {
    /// Due now, and no miss recorded.
    pub fn is_running(&self) -> bool {
        self.standing == Standing::Running
    }

    /// Still owed: running, paused or missed.
    pub fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Running | Standing::Paused { .. } | Standing::Missed)
    }

    /// Folds a change of this obligation; `done_on` is the date of the event.
    pub fn apply(&mut self, change: &TermChange, done_on: Date) {
        match change {
            TermChange::Started(term) => self.term = term.clone(),
            TermChange::Paused { .. } => self.standing = Standing::Paused { since: done_on },
            TermChange::Resumed { due, missed_from, .. } => {
                self.standing = Standing::Running;
                self.term.due.date = *due;
                self.term.missed_from = *missed_from;
            }
            TermChange::Moved { due, missed_from, .. } => {
                self.extended = true;
                self.term.due.date = *due;
                self.term.missed_from = *missed_from;
            }
            TermChange::Met { on, late: false, .. } => self.standing = Standing::Met { on: *on },
            TermChange::Met { on, late: true, .. } => self.standing = Standing::MetLate { on: *on },
            TermChange::Missed { .. } => self.standing = Standing::Missed,
            TermChange::Cancelled { .. } => self.standing = Standing::Cancelled,
            TermChange::Elapsed { .. } => self.standing = Standing::Elapsed,
            TermChange::PassedOn { to, .. } => {
                if let Obliged::Authority { authority, .. } = &mut self.term.obliged {
                    *authority = to.clone();
                }
            }
            TermChange::Annotated { done_on, .. } => self.annotated = Some(*done_on),
        }
    }
}
