//! Everything that is asked of the file without changing it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::Sqlite;
use crate::recorded::{digest, signed, time, unsigned};
use crate::{CommandRecord, Head, JournalError, Recorded, Stats, StreamId};

impl Sqlite {
    pub(crate) async fn read(&self, after: u64, limit: usize) -> Result<Vec<Recorded>, JournalError> {
        self.reading(move |connection| {
            recorded(
                connection,
                "SELECT position, aggregate_type, aggregate_id, sequence, event_type,
                        event_version, payload, metadata, at
                 FROM events WHERE position > ?1 ORDER BY position LIMIT ?2",
                (signed(after), signed(limit as u64)),
            )
        })
        .await
    }

    pub(crate) async fn load(&self, stream: StreamId, after: u64) -> Result<Vec<Recorded>, JournalError> {
        self.reading(move |connection| stream_after(connection, &stream, after)).await
    }

    pub(crate) async fn load_each(&self, streams: Vec<StreamId>) -> Result<Vec<Vec<Recorded>>, JournalError> {
        self.reading(move |connection| {
            streams.iter().map(|stream| stream_after(connection, stream, 0)).collect()
        })
        .await
    }

    pub(crate) async fn entries(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, JournalError> {
        self.reading(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT position, entry FROM events WHERE position > ?1 ORDER BY position LIMIT ?2",
            )?;
            let mut rows = statement.query((signed(after), signed(limit as u64)))?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push((unsigned(row.get(0)?)?, row.get(1)?));
            }
            Ok(entries)
        })
        .await
    }

    pub(crate) async fn head(&self) -> Result<Head, JournalError> {
        self.reading(|connection| {
            let (position, at): (i64, Option<i64>) = connection
                .prepare_cached("SELECT position, at FROM journal_head")?
                .query_row((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(Head { position: unsigned(position)?, at: at.map(time).transpose()? })
        })
        .await
    }

    /// The number of the layout that the tables have now.
    pub(crate) async fn format(&self) -> Result<i64, JournalError> {
        self.reading(|connection| {
            let mut statement = connection.prepare_cached("SELECT format FROM journal_head")?;
            Ok(statement.query_row((), |row| row.get(0))?)
        })
        .await
    }

    pub(crate) async fn time_at(&self, position: u64) -> Result<Option<Timestamp>, JournalError> {
        self.reading(move |connection| {
            let at: Option<i64> = connection
                .prepare_cached("SELECT at FROM events WHERE position = ?1")?
                .query_row([signed(position)], |row| row.get(0))
                .optional()?;
            at.map(time).transpose()
        })
        .await
    }

    pub(crate) async fn command(&self, id: Uuid) -> Result<Option<CommandRecord>, JournalError> {
        self.reading(move |connection| {
            let found = commands(
                connection,
                "SELECT command_id, digest, first_position, last_position
                 FROM commands WHERE command_id = ?1",
                [id.as_bytes()],
            )?;
            Ok(found.into_iter().next())
        })
        .await
    }

    pub(crate) async fn commands(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<CommandRecord>, JournalError> {
        self.reading(move |connection| {
            let after: &[u8] = after.as_ref().map_or(&[], |id| id.as_bytes());
            commands(
                connection,
                "SELECT command_id, digest, first_position, last_position
                 FROM commands WHERE command_id > ?1 ORDER BY command_id LIMIT ?2",
                (after, signed(limit as u64)),
            )
        })
        .await
    }

    pub(crate) async fn stats(&self) -> Result<Stats, JournalError> {
        self.reading(|connection| {
            let snapshot = connection.unchecked_transaction()?;
            let head: i64 = snapshot.query_row("SELECT position FROM journal_head", (), |row| row.get(0))?;
            let streams: i64 = snapshot.query_row(
                "SELECT count(*) FROM (SELECT DISTINCT aggregate_type, aggregate_id FROM events)",
                (),
                |row| row.get(0),
            )?;
            let mut stats = Stats {
                head: unsigned(head)?,
                events: 0,
                streams: unsigned(streams)?,
                by_type: BTreeMap::new(),
                bytes: 0,
            };
            let mut statement = snapshot.prepare(
                "SELECT event_type, count(*), sum(octet_length(payload) + octet_length(metadata))
                 FROM events GROUP BY event_type",
            )?;
            let mut rows = statement.query(())?;
            while let Some(row) = rows.next()? {
                let count = unsigned(row.get(1)?)?;
                stats.events += count;
                stats.bytes += unsigned(row.get(2)?)?;
                stats.by_type.insert(row.get(0)?, count);
            }
            Ok(stats)
        })
        .await
    }
}

fn stream_after(
    connection: &Connection,
    stream: &StreamId,
    after: u64,
) -> Result<Vec<Recorded>, JournalError> {
    recorded(
        connection,
        "SELECT position, aggregate_type, aggregate_id, sequence, event_type,
                event_version, payload, metadata, at
         FROM events
         WHERE aggregate_type = ?1 AND aggregate_id = ?2 AND sequence > ?3
         ORDER BY sequence",
        (&*stream.kind, &*stream.id, signed(after)),
    )
}

fn recorded(connection: &Connection, sql: &str, params: impl Params) -> Result<Vec<Recorded>, JournalError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<Recorded, JournalError> {
    Ok(Recorded {
        position: unsigned(row.get(0)?)?,
        stream: StreamId { kind: row.get(1)?, id: row.get(2)? },
        sequence: unsigned(row.get(3)?)?,
        event_type: row.get(4)?,
        event_version: row.get(5)?,
        payload: row.get(6)?,
        metadata: row.get(7)?,
        at: time(row.get(8)?)?,
    })
}

fn commands(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<CommandRecord>, JournalError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut commands = Vec::new();
    while let Some(row) = rows.next()? {
        commands.push(CommandRecord {
            command_id: Uuid::from_bytes(row.get(0)?),
            digest: digest(&row.get::<_, Vec<u8>>(1)?)?,
            first: unsigned(row.get(2)?)?,
            last: unsigned(row.get(3)?)?,
        });
    }
    Ok(commands)
}
