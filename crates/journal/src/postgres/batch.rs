//! One call of `veche_append`: items flattened into arrays, verdicts read back.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use sqlx::postgres::PgRow;
use sqlx::{Connection, PgConnection, Row};
use uuid::Uuid;

use super::FORMAT;
use super::timestamp::Micros;
use crate::recorded::{signed, unsigned};
use crate::{EntryTime, Guard, Item, JournalError, StreamId, Verdict};

const APPEND: &str = "SELECT base, known_item, known_same, known_first, known_last, failed_check
     FROM veche_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                       $18, $19, $20, $21, $22, $23)";

/// What is taken for granted until an index says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// That command ids are new, and streams that nothing is expected in, and that what was looked
    /// at has not moved: nearly always true, and two looks into an index less for each item.
    New,
    /// Nothing.
    Nothing,
}

/// Gives each item its verdict, and records those that pass. Nothing is recorded, and there are
/// no verdicts, where the trust was betrayed.
pub(super) async fn write(
    connection: &mut PgConnection,
    items: &[Item],
    trust: Trust,
) -> Result<Option<Vec<Verdict>>, JournalError> {
    let batches = independent(items);
    if batches.len() == 1 {
        return call(connection, items, trust).await;
    }
    let mut verdicts = Vec::with_capacity(items.len());
    let mut transaction = connection.begin().await?;
    for batch in batches {
        let Some(given) = call(&mut transaction, batch, trust).await? else {
            transaction.rollback().await?;
            return Ok(None);
        };
        verdicts.extend(given);
    }
    transaction.commit().await?;
    Ok(Some(verdicts))
}

/// Cuts the items, in their order, where one writes a stream that an earlier one
/// of the same batch writes or guards, guards one that it writes, or repeats its
/// command id. What the function judges at once is then the same as one by one.
fn independent(items: &[Item]) -> Vec<&[Item]> {
    let mut batches = Vec::new();
    let (mut written, mut guarded, mut ids) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut start = 0;
    for (index, item) in items.iter().enumerate() {
        let streams = || item.appends.iter().map(|append| &append.stream);
        let guards = || item.guards.iter().map(|guard| &guard.stream);
        if ids.contains(&item.command_id)
            || streams().any(|stream| written.contains(stream) || guarded.contains(stream))
            || guards().any(|stream| written.contains(stream))
        {
            batches.push(&items[start..index]);
            start = index;
            written.clear();
            guarded.clear();
            ids.clear();
        }
        ids.insert(item.command_id);
        written.extend(streams());
        guarded.extend(guards());
    }
    batches.push(&items[start..]);
    batches
}

/// The function's arguments, column by column.
#[derive(Default)]
struct Columns<'a> {
    commands: Vec<Uuid>,
    digests: Vec<&'a [u8]>,
    counts: Vec<i32>,
    times: Vec<Micros>,
    check_kinds: Vec<&'a str>,
    check_ids: Vec<&'a str>,
    check_sequences: Vec<i64>,
    rely_items: Vec<i32>,
    rely_checks: Vec<i32>,
    items: Vec<i32>,
    kinds: Vec<&'a str>,
    ids: Vec<&'a str>,
    sequences: Vec<i64>,
    types: Vec<&'a str>,
    versions: Vec<&'a str>,
    payloads: Vec<&'a str>,
    metadata: Vec<&'a str>,
    event_times: Vec<Micros>,
    entries_before: Vec<&'a [u8]>,
    entries_daily: Vec<bool>,
    entries_after: Vec<&'a [u8]>,
    /// The numbers of the checks.
    checks: HashMap<(&'a StreamId, u64), i32>,
    /// What to answer the item at this index when that check fails.
    refusals: Vec<(usize, i32, Verdict)>,
}

impl<'a> Columns<'a> {
    fn of(items: &'a [Item], trust: Trust) -> Result<Self, JournalError> {
        let mut columns = Self::default();
        for (index, item) in items.iter().enumerate() {
            let number = small(index + 1)?;
            let at = Micros(item.at.as_microsecond());
            columns.commands.push(item.command_id);
            columns.digests.push(&item.digest);
            columns.counts.push(small(item.events())?);
            columns.times.push(at);
            for append in &item.appends {
                if append.expected > 0 || trust == Trust::Nothing {
                    let verdict = Verdict::Conflict { stream: append.stream.clone() };
                    columns.check(index, &append.stream, append.expected, verdict)?;
                }
                for (sequence, event) in (append.expected + 1..).zip(&append.events) {
                    columns.items.push(number);
                    columns.kinds.push(&append.stream.kind);
                    columns.ids.push(&append.stream.id);
                    columns.sequences.push(signed(sequence));
                    columns.types.push(&event.event_type);
                    columns.versions.push(&event.event_version);
                    columns.payloads.push(&event.payload);
                    columns.metadata.push(&event.metadata);
                    columns.event_times.push(at);
                    columns.entries_before.push(event.entry.before.as_bytes());
                    columns.entries_daily.push(event.entry.time == EntryTime::Day);
                    columns.entries_after.push(event.entry.after.as_bytes());
                }
            }
            for Guard { stream, sequence } in &item.guards {
                let verdict = Verdict::GuardMoved { stream: stream.clone() };
                columns.check(index, stream, *sequence, verdict)?;
            }
        }
        Ok(columns)
    }

    /// Lets the item at `index` rely on a stream being at `sequence`. In a storm all rely on the same.
    fn check(
        &mut self,
        index: usize,
        stream: &'a StreamId,
        sequence: u64,
        refusal: Verdict,
    ) -> Result<(), JournalError> {
        let next = small(self.check_ids.len() + 1)?;
        let check = match self.checks.entry((stream, sequence)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.check_kinds.push(&stream.kind);
                self.check_ids.push(&stream.id);
                self.check_sequences.push(signed(sequence));
                *new.insert(next)
            }
        };
        self.rely_items.push(small(index + 1)?);
        self.rely_checks.push(check);
        self.refusals.push((index, check, refusal));
        Ok(())
    }
}

fn small(count: usize) -> Result<i32, JournalError> {
    i32::try_from(count)
        .map_err(|_| JournalError::Malformed { what: "it is too large for one append".into() })
}

async fn call(
    connection: &mut PgConnection,
    items: &[Item],
    trust: Trust,
) -> Result<Option<Vec<Verdict>>, JournalError> {
    let columns = Columns::of(items, trust)?;
    let row = sqlx::query(APPEND)
        .bind(FORMAT)
        .bind(trust == Trust::Nothing)
        .bind(&columns.commands)
        .bind(&columns.digests)
        .bind(&columns.counts)
        .bind(&columns.times)
        .bind(&columns.check_kinds)
        .bind(&columns.check_ids)
        .bind(&columns.check_sequences)
        .bind(&columns.rely_items)
        .bind(&columns.rely_checks)
        .bind(&columns.items)
        .bind(&columns.kinds)
        .bind(&columns.ids)
        .bind(&columns.sequences)
        .bind(&columns.types)
        .bind(&columns.versions)
        .bind(&columns.payloads)
        .bind(&columns.metadata)
        .bind(&columns.event_times)
        .bind(&columns.entries_before)
        .bind(&columns.entries_daily)
        .bind(&columns.entries_after)
        .fetch_one(connection)
        .await;
    match row {
        Ok(row) if trust == Trust::New && !column::<i32>(&row, "failed_check")?.is_empty() => Ok(None),
        Ok(row) => verdicts(items, columns.refusals, &row).map(Some),
        Err(error) if trust == Trust::New && is_taken(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_taken(error: &sqlx::Error) -> bool {
    let index = error.as_database_error().and_then(|refusal| refusal.constraint());
    matches!(index, Some("events_pkey" | "commands_pkey"))
}

fn verdicts(
    items: &[Item],
    refusals: Vec<(usize, i32, Verdict)>,
    row: &PgRow,
) -> Result<Vec<Verdict>, JournalError> {
    let mut given = vec![None; items.len()];
    let known: Vec<i32> = column(row, "known_item")?;
    let same: Vec<bool> = column(row, "known_same")?;
    let first: Vec<i64> = column(row, "known_first")?;
    let last: Vec<i64> = column(row, "known_last")?;
    for (((number, same), first), last) in known.into_iter().zip(same).zip(first).zip(last) {
        let verdict = if same {
            Verdict::Repeated { first: unsigned(first)?, last: unsigned(last)? }
        } else {
            Verdict::IdReused
        };
        *place(&mut given, number)? = Some(verdict);
    }
    let failed: HashSet<i32> = column(row, "failed_check")?.into_iter().collect();
    for (index, check, refusal) in refusals {
        if failed.contains(&check) {
            given[index].get_or_insert(refusal);
        }
    }
    let mut position = unsigned(row.try_get("base")?)?;
    let passed = items.iter().zip(given).map(|(item, refusal)| {
        refusal.unwrap_or_else(|| {
            let first = position + 1;
            position += item.events() as u64;
            Verdict::Committed { first, last: position }
        })
    });
    Ok(passed.collect())
}

/// A column that is null when there is nothing to say.
fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<Vec<T>, JournalError>
where
    Vec<T>: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    Ok(row.try_get::<Option<Vec<T>>, _>(name)?.unwrap_or_default())
}

fn place<T>(slots: &mut [T], number: i32) -> Result<&mut T, JournalError> {
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    index.and_then(|index| slots.get_mut(index)).ok_or_else(unknown_number)
}

fn unknown_number() -> JournalError {
    JournalError::Corrupt { what: "veche_append names an item that it was not given".into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamAppend;
    use jiff::Timestamp;

    fn item(id: u128, writes: &[&str], guards: &[&str]) -> Item {
        let stream = |id: &&str| StreamId::new("s", *id);
        Item {
            command_id: Uuid::from_u128(id),
            digest: [0; 32],
            at: Timestamp::UNIX_EPOCH,
            appends: writes
                .iter()
                .map(|id| StreamAppend { stream: stream(id), expected: 0, events: Vec::new() })
                .collect(),
            guards: guards.iter().map(|id| Guard { stream: stream(id), sequence: 0 }).collect(),
        }
    }

    fn sizes(items: &[Item]) -> Vec<usize> {
        independent(items).into_iter().map(<[Item]>::len).collect()
    }

    #[test]
    fn items_that_touch_nothing_of_each_other_share_a_batch() {
        let items = [item(1, &["a"], &["x"]), item(2, &["b", "c"], &["x"]), item(3, &["d"], &[])];
        assert_eq!(sizes(&items), [3]);
    }

    #[test]
    fn a_stream_written_twice_or_written_and_guarded_parts_a_batch() {
        let written_twice = [item(1, &["a"], &[]), item(2, &["a"], &[]), item(3, &["b"], &[])];
        assert_eq!(sizes(&written_twice), [1, 2]);
        let guarded_then_written = [item(1, &["a"], &["x"]), item(2, &["x"], &[])];
        assert_eq!(sizes(&guarded_then_written), [1, 1]);
        let written_then_guarded = [item(1, &["x"], &[]), item(2, &["a"], &["x"])];
        assert_eq!(sizes(&written_then_guarded), [1, 1]);
    }

    #[test]
    fn a_command_id_comes_once_in_a_batch() {
        let items = [item(1, &["a"], &[]), item(1, &["b"], &[])];
        assert_eq!(sizes(&items), [1, 1]);
    }
}
