//! Which terms an initiative has missed and somebody still owes, for views that
//! only need to know whether there are any.

use aggregates::initiative::obligation::TermChange;
use rusqlite::{Transaction, params};

use crate::ApplyError;
use crate::record::Record;

pub(crate) const SCHEMA: &str = "
    CREATE TABLE open_misses (
        initiative TEXT NOT NULL,
        nth INTEGER NOT NULL,
        PRIMARY KEY (initiative, nth)
    ) WITHOUT ROWID;
";

/// How many misses are open after these changes, if they changed that.
pub(crate) fn after(
    tx: &Transaction<'_>,
    record: &Record,
    terms: &[TermChange],
) -> Result<Option<u32>, ApplyError> {
    let initiative = &record.stream_id;
    let mut changed = 0;
    for term in terms {
        changed += match term {
            TermChange::Missed { nth } => tx
                .prepare_cached("INSERT OR IGNORE INTO open_misses (initiative, nth) VALUES (?1, ?2)")?
                .execute(params![initiative, nth])?,
            TermChange::Met { nth, .. } | TermChange::Cancelled { nth } | TermChange::Elapsed { nth } => tx
                .prepare_cached("DELETE FROM open_misses WHERE initiative = ?1 AND nth = ?2")?
                .execute(params![initiative, nth])?,
            TermChange::Started(_)
            | TermChange::Paused { .. }
            | TermChange::Resumed { .. }
            | TermChange::Moved { .. }
            | TermChange::PassedOn { .. }
            | TermChange::Annotated { .. } => 0,
        };
    }
    if changed == 0 {
        return Ok(None);
    }
    let open = tx
        .prepare_cached("SELECT count(*) FROM open_misses WHERE initiative = ?1")?
        .query_row([initiative], |row| row.get(0))?;
    Ok(Some(open))
}
