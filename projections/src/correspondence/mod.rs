//! The office's two books, per authority and year: what it registered, and which
//! letters it sent.

mod incoming;
mod outgoing;

#[cfg(test)]
mod tests;

pub use crate::cases::Case;
pub use incoming::{Incoming, IncomingPage, incoming};
pub use outgoing::{Answered, Outgoing, OutgoingPage, outgoing};

use aggregates::ids::AuthorityId;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::stored::{Plain, instant};
use crate::{ApplyError, Projection, cases, texts};

/// The books of all authorities.
pub struct Correspondence;

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX incoming_of ON incoming (authority, year, position);
    CREATE INDEX outgoing_of ON outgoing (authority, year, position);
";

impl Projection for Correspondence {
    fn name(&self) -> &'static str {
        "correspondence"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, cases::SCHEMA, incoming::SCHEMA, outgoing::SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => {
                cases::apply(tx, record, event)?;
                incoming::apply(tx, record, event)?;
                outgoing::apply(tx, record, event)
            }
            Event::Support(_)
            | Event::Territory(_)
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

/// A year for which an authority has books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The calendar year of the numbers.
    pub year: i16,
    /// Lines of the incoming book.
    pub incoming: u64,
    /// Lines of the outgoing book.
    pub outgoing: u64,
}

/// The years for which an authority has books, the latest first.
///
/// # Errors
///
/// If the view cannot be read.
pub fn years(
    connection: &Connection,
    authority: &AuthorityId,
    as_of: Option<u64>,
) -> rusqlite::Result<Vec<Year>> {
    connection
        .prepare_cached(
            "SELECT year, sum(came) AS came, sum(went) AS went FROM (
                 SELECT year, 1 AS came, 0 AS went FROM incoming WHERE authority = ?1 AND position <= ?2
                 UNION ALL
                 SELECT year, 0, 1 FROM outgoing WHERE authority = ?1 AND position <= ?2)
             GROUP BY year ORDER BY year DESC",
        )?
        .query_map(params![Plain(authority), instant(as_of)], |row| {
            Ok(Year { year: row.get("year")?, incoming: row.get("came")?, outgoing: row.get("went")? })
        })?
        .collect()
}
