//! The register: every initiative as one line, at any position.

mod change;
mod list;

#[cfg(test)]
mod tests;

pub use list::{
    Filter, Listed, Number, Page, by_author_or_co_initiator, by_national_project, by_origin, find, list,
    most_supported,
};

use crate::batch::Batch;
use crate::record::{Event, Record};
use crate::{ApplyError, Projection, misses, texts, totals};

/// The register.
pub struct Register;

const SCHEMA: &str = "
    CREATE TABLE initiatives (
        created INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        procedure TEXT NOT NULL,
        procedure_version INTEGER NOT NULL,
        public INTEGER NOT NULL,
        home TEXT NOT NULL,
        path TEXT NOT NULL,
        channel TEXT NOT NULL,
        submitted_on TEXT NOT NULL,
        submitted_at INTEGER NOT NULL,
        linked_from TEXT,
        origin TEXT,
        origin_source TEXT,
        origin_id TEXT
    );
    CREATE TABLE places (
        territory TEXT NOT NULL,
        created INTEGER NOT NULL,
        PRIMARY KEY (territory, created)
    ) WITHOUT ROWID;
    CREATE TABLE states (
        created INTEGER NOT NULL,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        stage TEXT NOT NULL,
        stage_whole TEXT NOT NULL,
        level TEXT NOT NULL,
        custody TEXT,
        custody_since INTEGER,
        awaited TEXT,
        theme TEXT,
        national_project TEXT,
        author TEXT,
        assigned TEXT,
        text_version INTEGER NOT NULL,
        published_on TEXT,
        closed_on TEXT,
        open_misses INTEGER NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (created, from_position)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX states_now ON states (created) WHERE to_position = 9223372036854775807;
    CREATE TABLE co_initiators (
        participant TEXT NOT NULL,
        created INTEGER NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER NOT NULL,
        PRIMARY KEY (participant, created, from_position)
    ) WITHOUT ROWID;
    CREATE TABLE numbers (
        created INTEGER NOT NULL,
        position INTEGER NOT NULL,
        authority TEXT NOT NULL,
        year INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        number TEXT NOT NULL,
        PRIMARY KEY (created, position)
    ) WITHOUT ROWID;
";

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX initiatives_of_origin ON initiatives (origin_source, origin_id) WHERE origin_source IS NOT NULL;
    CREATE INDEX states_by_stage ON states (stage, created) WHERE to_position = 9223372036854775807;
    CREATE INDEX states_by_custody ON states (custody, created) WHERE to_position = 9223372036854775807;
    CREATE INDEX states_by_theme ON states (theme, created) WHERE to_position = 9223372036854775807;
    CREATE INDEX states_by_author ON states (author, created) WHERE to_position = 9223372036854775807;
    CREATE INDEX states_by_official ON states (assigned, created)
        WHERE to_position = 9223372036854775807 AND assigned IS NOT NULL;
    CREATE INDEX states_by_project ON states (national_project, created)
        WHERE to_position = 9223372036854775807 AND national_project IS NOT NULL;
    CREATE INDEX numbers_as_written ON numbers (number, created);
    CREATE INDEX series_by_supports ON series (count) WHERE measure = 'supports';
";

impl Projection for Register {
    fn name(&self) -> &'static str {
        "register"
    }

    fn version(&self) -> u32 {
        6
    }

    fn schema(&self) -> String {
        [texts::SCHEMA, totals::SERIES, totals::TOTALS, misses::SCHEMA, SCHEMA].concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        match &record.event {
            Event::Initiative(event) => change::initiative(tx, record, event),
            Event::Support(event) => change::support(tx, record, event),
            Event::Comment(event) => change::comment(tx, record, event),
            Event::Territory(_)
            | Event::Authority(_)
            | Event::Register(_)
            | Event::Official(_)
            | Event::Participant(_)
            | Event::Assessment(_)
            | Event::Installation(_)
            | Event::Foreign => Ok(()),
        }
    }
}
