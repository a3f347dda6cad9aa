//! Verdicts, inserts and the advance of the head, in one `BEGIN IMMEDIATE`.

use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{FORMAT, blocking};
use crate::backend::{ALLOWED_SKEW_SECONDS, check_format};
use crate::recorded::{digest, signed, time, unsigned};
use crate::{ClockKind, CommandRecord, Head, Item, JournalError, Recorded, StreamAppend, StreamId, Verdict};

/// The end of the journal as this transaction has moved it.
#[derive(Clone, Copy)]
struct Tail {
    position: i64,
    /// µs since 1970 of the last event.
    at: Option<i64>,
}

pub(super) fn write(connection: &mut Connection, items: &[Item]) -> Result<Vec<Verdict>, JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (tail, now) = lock(&transaction)?;
    if let Some(now) = now {
        check_clock(items, now)?;
    }
    let mut batch = Batch::begin(&transaction, tail)?;
    let verdicts = items.iter().map(|item| batch.write(item)).collect::<Result<_, _>>()?;
    let (before, tail) = (tail, batch.tail);
    drop(batch);
    if tail.position > before.position {
        advance(&transaction, tail)?;
        transaction.commit()?;
    }
    Ok(verdicts)
}

/// The tail, and on a real journal the database's time in µs since 1970.
fn lock(transaction: &Transaction<'_>) -> Result<(Tail, Option<i64>), JournalError> {
    let (tail, format, clock, now) = transaction
        .prepare_cached(
            "SELECT position, at, format, clock,
                    CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)
             FROM journal_head",
        )?
        .query_row((), |row| {
            let tail = Tail { position: row.get(0)?, at: row.get(1)? };
            Ok((tail, row.get(2)?, row.get::<_, String>(3)?, row.get(4)?))
        })?;
    check_format(format, FORMAT)?;
    let real = ClockKind::stored(&clock)? == ClockKind::Real;
    Ok((tail, real.then_some(now)))
}

fn check_clock(items: &[Item], now: i64) -> Result<(), JournalError> {
    let furthest = items.iter().map(|item| item.at.as_microsecond().abs_diff(now)).max();
    match furthest {
        Some(skew) if skew > ALLOWED_SKEW_SECONDS * 1_000_000 => {
            Err(JournalError::ClockSkew { seconds: skew / 1_000_000 })
        }
        Some(_) | None => Ok(()),
    }
}

fn advance(transaction: &Transaction<'_>, tail: Tail) -> Result<(), JournalError> {
    transaction
        .prepare_cached("UPDATE journal_head SET position = ?1, at = ?2")?
        .execute((tail.position, tail.at))?;
    Ok(())
}

const KNOWN: &str = "SELECT digest, first_position, last_position FROM commands WHERE command_id = ?1";
const SEQUENCE: &str = "SELECT coalesce(max(sequence), 0) FROM events
     WHERE aggregate_type = ?1 AND aggregate_id = ?2";
const INSERT_EVENT: &str = "INSERT INTO events (position, aggregate_type, aggregate_id, sequence,
     event_type, event_version, payload, metadata, at, entry)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const INSERT_COMMAND: &str = "INSERT INTO commands (command_id, digest, first_position, last_position)
     VALUES (?1, ?2, ?3, ?4)";

/// The items of one transaction, one after the other.
struct Batch<'t, 'i> {
    tail: Tail,
    /// Streams that were asked for, as this transaction has left them: in a storm all items look
    /// at the same one.
    sequences: HashMap<&'i StreamId, i64>,
    known: CachedStatement<'t>,
    sequence: CachedStatement<'t>,
    insert_event: CachedStatement<'t>,
    insert_command: CachedStatement<'t>,
}

impl<'t, 'i> Batch<'t, 'i> {
    fn begin(transaction: &'t Transaction<'_>, tail: Tail) -> Result<Self, JournalError> {
        Ok(Self {
            tail,
            sequences: HashMap::new(),
            known: transaction.prepare_cached(KNOWN)?,
            sequence: transaction.prepare_cached(SEQUENCE)?,
            insert_event: transaction.prepare_cached(INSERT_EVENT)?,
            insert_command: transaction.prepare_cached(INSERT_COMMAND)?,
        })
    }

    fn write(&mut self, item: &'i Item) -> Result<Verdict, JournalError> {
        if let Some(known) = self.known(item)? {
            return Ok(known);
        }
        for append in &item.appends {
            if self.sequence(&append.stream)? != signed(append.expected) {
                return Ok(Verdict::Conflict { stream: append.stream.clone() });
            }
        }
        for guard in &item.guards {
            if self.sequence(&guard.stream)? != signed(guard.sequence) {
                return Ok(Verdict::GuardMoved { stream: guard.stream.clone() });
            }
        }
        let first = self.tail.position + 1;
        let at = self.tail.at.unwrap_or(i64::MIN).max(item.at.as_microsecond());
        self.tail.at = Some(at);
        for append in &item.appends {
            self.insert(append, at)?;
        }
        let last = self.tail.position;
        self.insert_command.execute((item.command_id.as_bytes(), &item.digest, first, last))?;
        Ok(Verdict::Committed { first: unsigned(first)?, last: unsigned(last)? })
    }

    fn known(&mut self, item: &Item) -> Result<Option<Verdict>, JournalError> {
        let row: Option<(Vec<u8>, i64, i64)> = self
            .known
            .query_row([item.command_id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((stored, first, last)) = row else {
            return Ok(None);
        };
        if digest(&stored)? == item.digest {
            Ok(Some(Verdict::Repeated { first: unsigned(first)?, last: unsigned(last)? }))
        } else {
            Ok(Some(Verdict::IdReused))
        }
    }

    fn sequence(&mut self, stream: &'i StreamId) -> Result<i64, JournalError> {
        if let Some(sequence) = self.sequences.get(stream) {
            return Ok(*sequence);
        }
        let sequence = self.sequence.query_row((&*stream.kind, &*stream.id), |row| row.get(0))?;
        self.sequences.insert(stream, sequence);
        Ok(sequence)
    }

    fn insert(&mut self, append: &'i StreamAppend, at: i64) -> Result<(), JournalError> {
        let mut sequence = signed(append.expected);
        for event in &append.events {
            self.tail.position += 1;
            sequence += 1;
            self.insert_event.execute((
                self.tail.position,
                &*append.stream.kind,
                &*append.stream.id,
                sequence,
                &event.event_type,
                &event.event_version,
                &event.payload,
                &event.metadata,
                at,
                event.entry.at(time(at)?),
            ))?;
        }
        self.sequences.insert(&append.stream, sequence);
        Ok(())
    }
}

/// A copy being written. Dropped before [`Import::finish`] it leaves nothing:
/// closing the connection rolls back.
pub(crate) struct Import {
    connection: Arc<Mutex<Connection>>,
}

impl Import {
    pub(super) fn begin(connection: Connection) -> Result<Self, JournalError> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let taken: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM commands)",
            (),
            |row| row.get(0),
        )?;
        if taken {
            return Err(JournalError::NotEmpty);
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    async fn with(
        &self,
        work: impl FnOnce(&Connection) -> Result<(), JournalError> + Send + 'static,
    ) -> Result<(), JournalError> {
        let connection = Arc::clone(&self.connection);
        blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    pub(crate) async fn events(
        &self,
        events: Vec<Recorded>,
        entries: Vec<Vec<u8>>,
    ) -> Result<(), JournalError> {
        self.with(move |connection| {
            let mut statement = connection.prepare_cached(INSERT_EVENT)?;
            for (event, entry) in events.iter().zip(&entries) {
                statement.execute((
                    signed(event.position),
                    &*event.stream.kind,
                    &*event.stream.id,
                    signed(event.sequence),
                    &event.event_type,
                    &event.event_version,
                    &event.payload,
                    &event.metadata,
                    event.at.as_microsecond(),
                    entry,
                ))?;
            }
            Ok(())
        })
        .await
    }

    pub(crate) async fn commands(&self, commands: Vec<CommandRecord>) -> Result<(), JournalError> {
        self.with(move |connection| {
            let mut statement = connection.prepare_cached(INSERT_COMMAND)?;
            for command in &commands {
                let (first, last) = (signed(command.first), signed(command.last));
                statement.execute((command.command_id.as_bytes(), &command.digest, first, last))?;
            }
            Ok(())
        })
        .await
    }

    pub(crate) async fn finish(self, head: Head) -> Result<(), JournalError> {
        self.with(move |connection| {
            connection.execute(
                "UPDATE journal_head SET position = ?1, at = ?2",
                (signed(head.position), head.at.map(|at| at.as_microsecond())),
            )?;
            connection.execute_batch("COMMIT")?;
            Ok(())
        })
        .await
    }
}
