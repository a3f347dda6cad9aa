//! One initiative, whole: its way so far, who has had it, what is and was due and
//! why, its text in every version, what was said about it.
//!
//! Its events are kept without the sealed bytes, and a page is folded from those up
//! to a position: there are some dozens of them, and a page as of any position is
//! by construction the page of that day.

mod entry;
mod event;
mod fold;
mod page;
mod talk;

#[cfg(test)]
mod tests;

pub use entry::{Decision, Entry, Explained, Hearing, Held, Number, Opinion, Outcome, TextVersion};
pub use page::{Page, page};
pub use talk::{Assessments, Comment, assessments, comments};

use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::{ApplyError, Projection, texts, totals};

/// The initiatives.
pub struct Initiatives;

impl Projection for Initiatives {
    fn name(&self) -> &'static str {
        "initiative"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, totals::SERIES, totals::TOTALS, event::SCHEMA, talk::SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        event::INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => event::apply(tx, record, event),
            Event::Comment(event) => talk::apply_comment(tx, record, event),
            Event::Assessment(event) => talk::apply_assessment(tx, record, event),
            Event::Support(_)
            | Event::Territory(_)
            | Event::Authority(_)
            | Event::Register(_)
            | Event::Official(_)
            | Event::Participant(_)
            | Event::Installation(_)
            | Event::Foreign => Ok(()),
        }
    }
}
