//! Keys and files.

use std::collections::HashMap;

use aggregates::ids::{AttachmentId, ParticipantId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::{ERASURE_LOCK, Postgres, head};
use crate::backend::{Change, REWRAPPED_AT_ONCE, Rewrap, StoredFile};
use crate::key::{NewKey, Stored};
use crate::{KeyId, VaultError};

impl Postgres {
    pub(crate) async fn load(&self, ids: &[KeyId]) -> Result<HashMap<KeyId, Stored>, VaultError> {
        let (kinds, uuids): (Vec<&str>, Vec<Uuid>) = ids.iter().map(|id| (id.kind(), id.uuid())).unzip();
        let rows = sqlx::query(
            "SELECT keys.kind, keys.id, keys.wrapped
             FROM unnest($1::text[], $2::uuid[]) AS asked (kind, id) JOIN vault.keys USING (kind, id)",
        )
        .bind(kinds)
        .bind(uuids)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let id = key_id(row)?;
                Ok((id, Stored::from_column(id, row.try_get(2)?)?))
            })
            .collect()
    }

    pub(crate) async fn insert(
        &self,
        fingerprint: [u8; 32],
        keys: Vec<NewKey>,
        file: Option<StoredFile>,
    ) -> Result<(), VaultError> {
        let Some(file) = file else {
            return insert(&mut *self.pool.acquire().await?, fingerprint, &keys).await;
        };
        let mut transaction = self.begin().await?;
        insert(&mut transaction, fingerprint, &keys).await?;
        sqlx::query(
            "INSERT INTO vault.attachments (id, media_type, size, commitment, context, ciphertext)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(file.id.0)
        .bind(file.media_type)
        .bind(file.size)
        .bind(file.commitment)
        .bind(file.context)
        .bind(file.ciphertext)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    pub(crate) async fn file(&self, id: AttachmentId) -> Result<Option<StoredFile>, VaultError> {
        let row = sqlx::query(
            "SELECT media_type, size, commitment, context, ciphertext FROM vault.attachments WHERE id = $1",
        )
        .bind(id.0)
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            Ok(StoredFile {
                id,
                media_type: row.try_get(0)?,
                size: row.try_get(1)?,
                commitment: row.try_get(2)?,
                context: row.try_get(3)?,
                ciphertext: row.try_get(4)?,
            })
        })
        .transpose()
    }

    pub(crate) async fn files_of(&self, kind: &str, id: &str) -> Result<Vec<StoredFile>, VaultError> {
        let rows = sqlx::query(
            "SELECT id, media_type, size, commitment, context FROM vault.attachments
             WHERE context::json ->> 'stream_id' = $2 AND context::json ->> 'stream_kind' = $1
                 AND ciphertext IS NOT NULL ORDER BY id",
        )
        .bind(kind)
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(StoredFile {
                    id: AttachmentId(row.try_get(0)?),
                    media_type: row.try_get(1)?,
                    size: row.try_get(2)?,
                    commitment: row.try_get(3)?,
                    context: row.try_get(4)?,
                    ciphertext: None,
                })
            })
            .collect()
    }

    pub(crate) async fn destroy(&self, id: KeyId) -> Result<(), VaultError> {
        let mut transaction = self.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(ERASURE_LOCK).execute(&mut *transaction).await?;
        sqlx::query(
            "INSERT INTO vault.keys AS keys (kind, id, destroyed_at) VALUES ($1, $2, now())
             ON CONFLICT (kind, id) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at
             WHERE keys.destroyed_at IS NULL",
        )
        .bind(id.kind())
        .bind(id.uuid())
        .execute(&mut *transaction)
        .await?;
        let also: &[&str] = match id {
            KeyId::Text(_) => &[],
            KeyId::Subject(_) => &[
                "DELETE FROM vault.terms WHERE subject = $1",
                "DELETE FROM vault.identities WHERE participant = $1",
                "UPDATE vault.attachments SET ciphertext = NULL WHERE id IN
                     (SELECT id FROM vault.keys WHERE subject = $1 AND kind = 'attachment')",
                "UPDATE vault.keys SET wrapped = NULL, destroyed_at = now()
                 WHERE subject = $1 AND kind = 'attachment' AND destroyed_at IS NULL",
            ],
            KeyId::Attachment(_) => &["UPDATE vault.attachments SET ciphertext = NULL WHERE id = $1"],
        };
        for statement in also {
            sqlx::query(statement).bind(id.uuid()).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    pub(crate) async fn keys_of(&self, subject: ParticipantId) -> Result<Vec<KeyId>, VaultError> {
        sqlx::query(
            "SELECT kind, id FROM vault.keys WHERE subject = $1 AND wrapped IS NOT NULL ORDER BY kind COLLATE \"C\", id",
        )
        .bind(subject.0)
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(key_id)
        .collect()
    }

    pub(crate) async fn erased_to(&self) -> Result<i64, VaultError> {
        Ok(sqlx::query_scalar("SELECT erased_to FROM vault.head").fetch_one(&self.pool).await?)
    }

    pub(crate) async fn note_erased_to(&self, position: i64) -> Result<(), VaultError> {
        sqlx::query("UPDATE vault.head SET erased_to = $1").bind(position).execute(&self.pool).await?;
        Ok(())
    }

    pub(crate) async fn rewrap(
        &self,
        from: [u8; 32],
        to: [u8; 32],
        mut each: Rewrap,
    ) -> Result<Option<u64>, VaultError> {
        let mut transaction = self.begin().await?;
        // New keys wait for this lock, and find then that theirs is the wrong master key.
        match head(&mut transaction, true).await?.rewrapping(&from, &to)? {
            Change::Done => return Ok(None),
            Change::UnderWay => {}
            Change::NotBegun => {
                sqlx::query(
                    "UPDATE vault.head SET fingerprint = $1, rewrapping_from = $2,
                         rewrapped_kind = DEFAULT, rewrapped_id = DEFAULT",
                )
                .bind(to.as_slice())
                .bind(from.as_slice())
                .execute(&mut *transaction)
                .await?;
            }
        }
        let count = rewrap(&mut transaction, &mut each).await?;
        transaction.commit().await?;
        Ok(count)
    }
}

/// One statement, so that keys cost one round trip. The share lock makes it look
/// at the head as it is after a change of the master key for which it waited.
async fn insert(
    connection: &mut PgConnection,
    fingerprint: [u8; 32],
    keys: &[NewKey],
) -> Result<(), VaultError> {
    let inserted = sqlx::query(
        "WITH head AS (SELECT 1 FROM vault.head WHERE fingerprint = $1 FOR SHARE)
         INSERT INTO vault.keys (kind, id, subject, wrapped)
         SELECT fresh.kind, fresh.id, fresh.subject, fresh.wrapped
         FROM head, unnest($2::text[], $3::uuid[], $4::uuid[], $5::bytea[]) AS fresh (kind, id, subject, wrapped)",
    )
    .bind(fingerprint.as_slice())
    .bind(keys.iter().map(|key| key.id.kind()).collect::<Vec<_>>())
    .bind(keys.iter().map(|key| key.id.uuid()).collect::<Vec<_>>())
    .bind(keys.iter().map(|key| key.subject.map(|subject| subject.0)).collect::<Vec<_>>())
    .bind(keys.iter().map(|key| key.wrapped.as_slice()).collect::<Vec<_>>())
    .execute(connection)
    .await;
    match inserted {
        Ok(done) if done.rows_affected() == 0 => Err(VaultError::WrongKeys),
        Ok(_) => Ok(()),
        Err(error) if error.as_database_error().is_some_and(|error| error.is_unique_violation()) => {
            Err(VaultError::KeyExists)
        }
        Err(error) => Err(error.into()),
    }
}

/// The keys after those that the head names. One that is destroyed meanwhile stays so.
async fn rewrap(connection: &mut PgConnection, each: &mut Rewrap) -> Result<Option<u64>, VaultError> {
    let rows = sqlx::query(
        "SELECT kind, id, wrapped FROM vault.keys
         WHERE (kind, id) > (SELECT rewrapped_kind, rewrapped_id FROM vault.head) AND wrapped IS NOT NULL
         ORDER BY kind, id LIMIT $1",
    )
    .bind(REWRAPPED_AT_ONCE)
    .fetch_all(&mut *connection)
    .await?;
    let (mut kinds, mut ids, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let key = key_id(row)?;
        if let Stored::Live(wrapped) = Stored::from_column(key, row.try_get(2)?)? {
            kinds.push(key.kind());
            ids.push(key.uuid());
            fresh.push(each(key, &wrapped)?.to_vec());
        }
    }
    let (Some(kind), Some(id)) = (kinds.last().copied(), ids.last().copied()) else {
        sqlx::query("UPDATE vault.head SET rewrapping_from = NULL").execute(connection).await?;
        return Ok(None);
    };
    sqlx::query("UPDATE vault.head SET rewrapped_kind = $1, rewrapped_id = $2")
        .bind(kind)
        .bind(id)
        .execute(&mut *connection)
        .await?;
    let rewrapped = sqlx::query(
        "UPDATE vault.keys AS keys SET wrapped = fresh.wrapped
         FROM unnest($1::text[], $2::uuid[], $3::bytea[]) AS fresh (kind, id, wrapped)
         WHERE keys.kind = fresh.kind AND keys.id = fresh.id AND keys.wrapped IS NOT NULL",
    )
    .bind(kinds)
    .bind(ids)
    .bind(fresh)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    Ok(Some(rewrapped))
}

fn key_id(row: &PgRow) -> Result<KeyId, VaultError> {
    KeyId::stored(row.try_get(0)?, row.try_get(1)?)
}
