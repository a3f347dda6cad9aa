//! Filling an empty journal with another's rows, in one transaction.

use sqlx::{Executor, PgConnection};
use uuid::Uuid;

use super::timestamp::Micros;
use crate::recorded::signed;
use crate::{CommandRecord, Head, JournalError, Recorded};

/// A copy being written. Dropped before [`Import::finish`] it leaves nothing:
/// the server rolls back when the connection goes.
pub(crate) struct Import {
    connection: PgConnection,
}

impl Import {
    pub(super) async fn begin(mut connection: PgConnection) -> Result<Self, JournalError> {
        connection.execute("BEGIN; SELECT 1 FROM journal_head FOR UPDATE").await?;
        let taken: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM commands)")
                .fetch_one(&mut connection)
                .await?;
        if taken {
            return Err(JournalError::NotEmpty);
        }
        Ok(Self { connection })
    }

    pub(crate) async fn events(
        &mut self,
        events: Vec<Recorded>,
        entries: Vec<Vec<u8>>,
    ) -> Result<(), JournalError> {
        fn texts(events: &[Recorded], text: impl Fn(&Recorded) -> &str) -> Vec<&str> {
            events.iter().map(text).collect()
        }
        let positions: Vec<i64> = events.iter().map(|event| signed(event.position)).collect();
        let sequences: Vec<i64> = events.iter().map(|event| signed(event.sequence)).collect();
        let times: Vec<_> = events.iter().map(|event| Micros(event.at.as_microsecond())).collect();
        sqlx::query(
            "INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type,
                                 event_version, payload, metadata, at, entry)
             SELECT p, k, i, s, t, v, b::json, m::json, a, l
               FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[],
                           $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::bytea[])
                    AS e (p, k, i, s, t, v, b, m, a, l)",
        )
        .bind(positions)
        .bind(texts(&events, |event| &event.stream.kind))
        .bind(texts(&events, |event| &event.stream.id))
        .bind(sequences)
        .bind(texts(&events, |event| &event.event_type))
        .bind(texts(&events, |event| &event.event_version))
        .bind(texts(&events, |event| &event.payload))
        .bind(texts(&events, |event| &event.metadata))
        .bind(times)
        .bind(entries)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    pub(crate) async fn commands(&mut self, commands: Vec<CommandRecord>) -> Result<(), JournalError> {
        let ids: Vec<Uuid> = commands.iter().map(|command| command.command_id).collect();
        let digests: Vec<&[u8]> = commands.iter().map(|command| &command.digest[..]).collect();
        let first: Vec<i64> = commands.iter().map(|command| signed(command.first)).collect();
        let last: Vec<i64> = commands.iter().map(|command| signed(command.last)).collect();
        sqlx::query(
            "INSERT INTO commands (command_id, digest, first_position, last_position)
             SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bigint[], $4::bigint[])",
        )
        .bind(ids)
        .bind(digests)
        .bind(first)
        .bind(last)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    pub(crate) async fn finish(mut self, head: Head) -> Result<(), JournalError> {
        sqlx::query("UPDATE journal_head SET position = $1, at = $2")
            .bind(signed(head.position))
            .bind(head.at.map(|at| Micros(at.as_microsecond())))
            .execute(&mut self.connection)
            .await?;
        self.connection.execute("COMMIT").await?;
        Ok(())
    }
}
