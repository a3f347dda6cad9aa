//! Everything that is asked of the database without changing it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{Executor, Row};
use uuid::Uuid;

use super::timestamp::Micros;
use super::{Loaded, Placed, Postgres};
use crate::recorded::{digest, signed, time, unsigned};
use crate::{CommandRecord, Head, JournalError, Recorded, Stats, StreamId};

/// Entries, as a receipt names them: these are asked for together with those of others.
const FEW: usize = 16;

impl Postgres {
    pub(crate) async fn read(&self, after: u64, limit: usize) -> Result<Vec<Recorded>, JournalError> {
        let query = sqlx::query(
            "SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                    payload::text, metadata::text, at
             FROM events WHERE position > $1 ORDER BY position LIMIT $2",
        )
        .bind(signed(after))
        .bind(signed(limit as u64));
        self.rows(query).await?.iter().map(event).collect()
    }

    pub(crate) async fn load(&self, stream: &StreamId, after: u64) -> Result<Vec<Recorded>, JournalError> {
        self.loads.ask((stream.clone(), after), |streams| self.load_after(streams)).await?
    }

    pub(crate) async fn load_each(&self, streams: Vec<StreamId>) -> Result<Vec<Vec<Recorded>>, JournalError> {
        let whole = streams.into_iter().map(|stream| (stream, 0)).collect();
        self.load_after(whole).await?.into_iter().collect()
    }

    /// The events of each stream, or why one of them cannot be read.
    async fn load_after(&self, streams: Vec<(StreamId, u64)>) -> Result<Vec<Loaded>, JournalError> {
        let kinds: Vec<&str> = streams.iter().map(|(stream, _)| &*stream.kind).collect();
        let ids: Vec<&str> = streams.iter().map(|(stream, _)| &*stream.id).collect();
        let sequences: Vec<i64> = streams.iter().map(|(_, after)| signed(*after)).collect();
        // What is ordered within cannot be joined in any other way than stream by stream.
        let query = sqlx::query(
            "SELECT e.position, e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version,
                    e.payload, e.metadata, e.at, s.number
             FROM unnest($1::text[], $2::text[], $3::bigint[])
                  WITH ORDINALITY AS s (kind, id, after, number),
                  LATERAL (SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                                  payload::text, metadata::text, at
                           FROM events
                           WHERE aggregate_type = s.kind AND aggregate_id = s.id AND sequence > s.after
                           ORDER BY sequence) AS e
             ORDER BY s.number, e.sequence",
        )
        .bind(&kinds)
        .bind(&ids)
        .bind(&sequences);
        let mut loaded: Vec<Loaded> = vec![Ok(Vec::new()); streams.len()];
        for row in self.rows(query).await? {
            let number: i64 = row.try_get("number")?;
            let of_stream = usize::try_from(number - 1).ok().and_then(|place| loaded.get_mut(place));
            let of_stream = of_stream.ok_or(sqlx::Error::RowNotFound)?;
            match (event(&row), &mut *of_stream) {
                (Ok(event), Ok(events)) => events.push(event),
                (Err(error), _) => *of_stream = Err(error),
                (Ok(_), Err(_)) => {}
            }
        }
        Ok(loaded)
    }

    pub(crate) async fn entries(&self, after: u64, limit: usize) -> Result<Placed, JournalError> {
        if limit <= FEW {
            let found = self.entries.ask((after, limit), |ranges| self.entries_of_each(ranges)).await?;
            if found.len() == limit {
                return Ok(found);
            }
            // The journal ends there, or an event is missing: the range tells.
        }
        let query =
            sqlx::query("SELECT position, entry FROM events WHERE position > $1 ORDER BY position LIMIT $2")
                .bind(signed(after))
                .bind(signed(limit as u64));
        self.rows(query).await?.iter().map(|row| Ok((unsigned(row.try_get(0)?)?, row.try_get(1)?))).collect()
    }

    async fn entries_of_each(&self, ranges: Vec<(u64, usize)>) -> Result<Vec<Placed>, JournalError> {
        let positions = |(after, limit): (u64, usize)| (1..=limit as u64).map(move |next| after + next);
        let wanted: Vec<i64> = ranges.iter().flat_map(|range| positions(*range).map(signed)).collect();
        let query = sqlx::query("SELECT position, entry FROM events WHERE position = ANY ($1)").bind(wanted);
        let mut found: HashMap<u64, Vec<u8>> = HashMap::new();
        for row in self.rows(query).await? {
            found.insert(unsigned(row.try_get(0)?)?, row.try_get(1)?);
        }
        let of = |range| positions(range).filter_map(|at| Some((at, found.get(&at)?.clone()))).collect();
        Ok(ranges.into_iter().map(of).collect())
    }

    pub(crate) async fn head(&self) -> Result<Head, JournalError> {
        let rows = self.rows(sqlx::query("SELECT position, at FROM journal_head")).await?;
        let row = rows.first().ok_or(sqlx::Error::RowNotFound)?;
        let at: Option<Micros> = row.try_get(1)?;
        Ok(Head { position: unsigned(row.try_get(0)?)?, at: at.map(|at| time(at.0)).transpose()? })
    }

    pub(crate) async fn time_at(&self, position: u64) -> Result<Option<Timestamp>, JournalError> {
        let query = sqlx::query("SELECT at FROM events WHERE position = $1").bind(signed(position));
        let rows = self.rows(query).await?;
        let at: Option<Micros> = rows.first().map(|row| row.try_get(0)).transpose()?;
        at.map(|at| time(at.0)).transpose()
    }

    pub(crate) async fn command(&self, id: Uuid) -> Result<Option<CommandRecord>, JournalError> {
        let query = sqlx::query(
            "SELECT command_id, digest, first_position, last_position
             FROM commands WHERE command_id = $1",
        )
        .bind(id);
        self.rows(query).await?.first().map(command).transpose()
    }

    pub(crate) async fn commands(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<CommandRecord>, JournalError> {
        let query = match after {
            Some(after) => sqlx::query(
                "SELECT command_id, digest, first_position, last_position
                 FROM commands WHERE command_id > $2 ORDER BY command_id LIMIT $1",
            )
            .bind(signed(limit as u64))
            .bind(after),
            None => sqlx::query(
                "SELECT command_id, digest, first_position, last_position
                 FROM commands ORDER BY command_id LIMIT $1",
            )
            .bind(signed(limit as u64)),
        };
        self.rows(query).await?.iter().map(command).collect()
    }

    /// The number of the layout that the tables have now.
    pub(crate) async fn format(&self) -> Result<i64, JournalError> {
        let rows = self.rows(sqlx::query("SELECT format FROM journal_head")).await?;
        Ok(rows.first().ok_or(sqlx::Error::RowNotFound)?.try_get(0)?)
    }

    pub(crate) async fn stats(&self) -> Result<Stats, JournalError> {
        let mut snapshot = self.pool.begin().await?;
        snapshot
            .execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL enable_seqscan = on")
            .await?;
        let row = sqlx::query(
            "SELECT (SELECT position FROM journal_head),
                    (SELECT count(*) FROM
                        (SELECT DISTINCT aggregate_type, aggregate_id FROM events) AS streams)",
        )
        .fetch_one(&mut *snapshot)
        .await?;
        let rows = sqlx::query(
            "SELECT event_type, count(*),
                    sum(octet_length(payload::text) + octet_length(metadata::text))::bigint
             FROM events GROUP BY event_type",
        )
        .fetch_all(&mut *snapshot)
        .await?;
        let mut stats = Stats {
            head: unsigned(row.try_get(0)?)?,
            events: 0,
            streams: unsigned(row.try_get(1)?)?,
            by_type: Default::default(),
            bytes: 0,
        };
        for row in rows {
            let count = unsigned(row.try_get(1)?)?;
            stats.events += count;
            stats.bytes += unsigned(row.try_get(2)?)?;
            stats.by_type.insert(row.try_get(0)?, count);
        }
        Ok(stats)
    }
}

fn event(row: &PgRow) -> Result<Recorded, JournalError> {
    let at: Micros = row.try_get(8)?;
    Ok(Recorded {
        position: unsigned(row.try_get(0)?)?,
        stream: StreamId {
            kind: Arc::from(row.try_get::<&str, _>(1)?),
            id: Arc::from(row.try_get::<&str, _>(2)?),
        },
        sequence: unsigned(row.try_get(3)?)?,
        event_type: row.try_get(4)?,
        event_version: row.try_get(5)?,
        payload: row.try_get(6)?,
        metadata: row.try_get(7)?,
        at: time(at.0)?,
    })
}

fn command(row: &PgRow) -> Result<CommandRecord, JournalError> {
    Ok(CommandRecord {
        command_id: row.try_get(0)?,
        digest: digest(row.try_get(1)?)?,
        first: unsigned(row.try_get(2)?)?,
        last: unsigned(row.try_get(3)?)?,
    })
}
