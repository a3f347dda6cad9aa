//! Lists of positions, as a full-text index keeps them: what a row for each position would be
//! stands in one row for 256 of them, so that an event that belongs to many lists costs little.
//!
//! What a list holds depends on the events alone, not on how many were applied at once.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};

use crate::ApplyError;
use crate::batch::Batch;

/// A table of such lists: `subject`, `block`, and the positions of that block, each as its last
/// byte, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Postings(pub(crate) &'static str);

/// Bits of a position within its block.
const BITS: u32 = 8;

/// What a batch has still to write.
#[derive(Default)]
pub(crate) struct Pending {
    lists: HashMap<Postings, HashMap<String, Vec<i64>>>,
}

impl Postings {
    /// The statement that makes the table.
    pub(crate) fn schema(self) -> String {
        format!(
            "CREATE TABLE {} (
                 subject TEXT NOT NULL,
                 block INTEGER NOT NULL,
                 positions BLOB NOT NULL,
                 PRIMARY KEY (subject, block)
             ) WITHOUT ROWID;",
            self.0
        )
    }

    /// Adds a position to a list. It is the last one there, or the one that was added last.
    pub(crate) fn note(self, batch: &Batch<'_>, subject: &str, position: i64) {
        let mut pending = batch.pending.borrow_mut();
        let lists = pending.lists.entry(self).or_default();
        if let Some(list) = lists.get_mut(subject) {
            if list.last() != Some(&position) {
                list.push(position);
            }
        } else {
            lists.insert(subject.to_owned(), vec![position]);
        }
    }

    /// Tells the positions of a list from `low` to `high`, both included, block by block, the last
    /// ones first if `down`, until the listener has enough.
    pub(crate) fn walk(
        self,
        connection: &Connection,
        subject: &str,
        (low, high): (i64, i64),
        down: bool,
        mut listener: impl FnMut(Vec<i64>) -> rusqlite::Result<bool>,
    ) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(&self.reading(down))?;
        let mut rows = statement.query(params![subject, low >> BITS, high >> BITS])?;
        while let Some(row) = rows.next()? {
            let first = row.get::<_, i64>(0)? << BITS;
            let bytes = row.get_ref(1)?.as_blob()?;
            let positions = bytes.iter().map(|byte| first + i64::from(*byte));
            let mut positions: Vec<i64> =
                positions.filter(|position| (low..=high).contains(position)).collect();
            if down {
                positions.reverse();
            }
            if !listener(positions)? {
                break;
            }
        }
        Ok(())
    }

    /// The statement of [`Self::walk`].
    pub(crate) fn reading(self, down: bool) -> String {
        let direction = if down { "DESC" } else { "ASC" };
        format!(
            "SELECT block, positions FROM {} WHERE subject = ?1 AND block BETWEEN ?2 AND ?3
             ORDER BY block {direction}",
            self.0
        )
    }
}

impl Pending {
    pub(crate) fn settle(&mut self, tx: &Transaction<'_>) -> Result<(), ApplyError> {
        let lists =
            self.lists.drain().flat_map(|(table, lists)| lists.into_iter().map(move |list| (table, list)));
        for (table, (subject, positions)) in lists {
            for block in positions.chunk_by(|one, other| one >> BITS == other >> BITS) {
                // The last byte says where in the block it is.
                let bytes: Vec<u8> = block.iter().map(|position| position.to_le_bytes()[0]).collect();
                tx.prepare_cached(&format!(
                    "INSERT INTO {} (subject, block, positions) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET positions = CAST(positions || excluded.positions AS BLOB)",
                    table.0
                ))?
                .execute(params![subject, block[0] >> BITS, bytes])?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: Postings = Postings("lists");

    /// A file in which every third position up to a thousand is noted, so many at once.
    fn noted(at_once: usize) -> Connection {
        let connection = Connection::open_in_memory().expect("a database");
        connection.execute_batch(&LISTS.schema()).expect("a table");
        let all: Vec<i64> = (0..1_000).step_by(3).collect();
        for some in all.chunks(at_once) {
            let batch = Batch::begin(&connection).expect("a transaction");
            for position in some {
                LISTS.note(&batch, "thirds", *position);
                LISTS.note(&batch, "thirds", *position);
            }
            batch.settle().expect("it is written");
            batch.commit().expect("it is kept");
        }
        connection
    }

    fn walked(connection: &Connection, bounds: (i64, i64), down: bool) -> Vec<i64> {
        let mut all = Vec::new();
        let listener = |positions| {
            all.extend(positions);
            Ok(true)
        };
        LISTS.walk(connection, "thirds", bounds, down, listener).expect("it can be read");
        all
    }

    #[test]
    fn a_list_is_told_in_both_orders_between_its_bounds() {
        let connection = noted(50);
        let expected: Vec<i64> = (0..1_000).step_by(3).filter(|at| (100..=700).contains(at)).collect();
        assert_eq!(walked(&connection, (100, 700), false), expected);
        assert_eq!(walked(&connection, (100, 700), true), expected.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn how_a_list_stands_does_not_depend_on_how_much_was_applied_at_once() {
        let same = crate::view::difference(&noted(1), &noted(1_000)).expect("both can be read");
        assert_eq!((same.rows, same.difference), (4, None));
    }
}
