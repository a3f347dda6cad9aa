//! Every event of the journal as one line, for whoever looks through all of it:
//! who did what, for which authority, about which initiative, when, and whether it
//! was recorded on the day it was done.
//!
//! What the public may see is not decided here. A line says what that depends on.

mod actor;
mod change;
mod find;
mod list;
mod row;

#[cfg(test)]
mod tests;

pub use actor::Who;
pub use list::{Actor, EventType, Filter, Order, Page, Window, custody_before, event, list, types};
pub use row::Line;

use crate::batch::Batch;
use crate::postings::Postings;
use crate::record::Record;
use crate::{ApplyError, Projection, texts, totals};

/// The events.
pub struct Events;

/// The events about initiatives at home in a territory or in a part of it.
const PLACES: Postings = Postings("places");
/// The events that concern an authority: its own acts, and what happens to what it has or had.
const CONCERNED: Postings = Postings("concerned");
/// The events of a name, and those in streams of an aggregate type.
const OF_TYPE: Postings = Postings("of_type");
const OF_KIND: Postings = Postings("of_kind");

const SCHEMA: &str = "
    CREATE TABLE events (
        position INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        stream_kind TEXT NOT NULL,
        stream_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        event_type TEXT NOT NULL,
        actor TEXT,
        actor_id TEXT,
        authority TEXT,
        -- The position at which the initiative was submitted that it is about.
        about INTEGER,
        custody TEXT,
        -- Whom it concerns besides: who had the initiative before, who missed a term.
        others TEXT,
        done_on TEXT,
        late INTEGER NOT NULL,
        details TEXT NOT NULL,
        follows TEXT,
        published TEXT,
        redacts INTEGER
    );
    -- Few events are in these: it costs more to go through all for them in the end.
    CREATE INDEX events_by ON events (actor_id, position) WHERE actor_id IS NOT NULL;
    CREATE INDEX events_late ON events (position) WHERE late = 1;
    -- A redaction looks for its text while the view is built; supports have none.
    CREATE INDEX events_told ON events (stream_id, position) WHERE stream_kind <> 'support';
    CREATE TABLE cases (
        created INTEGER PRIMARY KEY,
        initiative TEXT NOT NULL UNIQUE,
        public INTEGER NOT NULL,
        home TEXT NOT NULL,
        path TEXT NOT NULL,
        title TEXT NOT NULL,
        fields TEXT NOT NULL,
        custody TEXT,
        rewritten INTEGER NOT NULL,
        published_position INTEGER,
        as_submitted INTEGER NOT NULL
    );
    CREATE TABLE offsets (
        authority TEXT PRIMARY KEY,
        utc_offset TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE officials (
        official TEXT PRIMARY KEY,
        authority TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE VIEW types AS SELECT subject AS event_type, part AS stream_kind, count FROM series;
";

/// See [`Projection::indexes`].
const INDEXES: &str = "
    CREATE INDEX events_of_stream ON events (stream_id, position);
    CREATE INDEX events_about ON events (about, position) WHERE about IS NOT NULL;
";

impl Projection for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn version(&self) -> u32 {
        6
    }

    fn schema(&self) -> String {
        [
            texts::SCHEMA,
            totals::SERIES,
            SCHEMA,
            &[PLACES, CONCERNED, OF_TYPE, OF_KIND].map(Postings::schema).concat(),
        ]
        .concat()
    }

    fn indexes(&self) -> String {
        INDEXES.to_owned()
    }

    fn apply(&self, tx: &Batch<'_>, record: &Record) -> Result<(), ApplyError> {
        change::apply(tx, record)
    }
}
