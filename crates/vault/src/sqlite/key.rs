//! Keys and files.

use std::collections::HashMap;

use aggregates::ids::{AttachmentId, ParticipantId};
use rusqlite::{Error, ErrorCode, OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::{Sqlite, check, head};
use crate::backend::{Change, REWRAPPED_AT_ONCE, Rewrap, StoredFile};
use crate::key::{NewKey, Stored};
use crate::{KeyId, VaultError};

impl Sqlite {
    pub(crate) async fn load(&self, ids: &[KeyId]) -> Result<HashMap<KeyId, Stored>, VaultError> {
        let ids = ids.to_vec();
        self.reading(move |transaction| {
            let mut found = HashMap::with_capacity(ids.len());
            let mut select =
                transaction.prepare_cached("SELECT wrapped FROM keys WHERE kind = ?1 AND id = ?2")?;
            for id in ids {
                let row: Option<Option<Vec<u8>>> =
                    select.query_row((id.kind(), id.uuid().as_bytes()), |row| row.get(0)).optional()?;
                if let Some(wrapped) = row {
                    found.insert(id, Stored::from_column(id, wrapped)?);
                }
            }
            Ok(found)
        })
        .await
    }

    pub(crate) async fn insert(
        &self,
        fingerprint: [u8; 32],
        keys: Vec<NewKey>,
        file: Option<StoredFile>,
    ) -> Result<(), VaultError> {
        self.writing(move |transaction| {
            check(transaction, &fingerprint)?;
            insert(transaction, &keys, file.as_ref()).map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => VaultError::KeyExists,
                _ => error.into(),
            })
        })
        .await
    }

    pub(crate) async fn file(&self, id: AttachmentId) -> Result<Option<StoredFile>, VaultError> {
        self.reading(move |transaction| {
            let file = transaction
                .prepare_cached(
                    "SELECT media_type, size, commitment, context, ciphertext FROM attachments WHERE id = ?1",
                )?
                .query_row([id.0.as_bytes()], |row| {
                    Ok(StoredFile {
                        id,
                        media_type: row.get(0)?,
                        size: row.get(1)?,
                        commitment: row.get(2)?,
                        context: row.get(3)?,
                        ciphertext: row.get(4)?,
                    })
                })
                .optional()?;
            Ok(file)
        })
        .await
    }

    pub(crate) async fn files_of(&self, kind: &str, id: &str) -> Result<Vec<StoredFile>, VaultError> {
        let (kind, id) = (kind.to_owned(), id.to_owned());
        self.reading(move |transaction| {
            let mut select = transaction.prepare_cached(
                "SELECT id, media_type, size, commitment, context FROM attachments
                 WHERE json_extract(context, '$.stream_id') = ?2 AND json_extract(context, '$.stream_kind') = ?1
                     AND ciphertext IS NOT NULL ORDER BY rowid",
            )?;
            let files = select.query_map((&kind, &id), |row| {
                Ok(StoredFile {
                    id: AttachmentId(Uuid::from_bytes(row.get(0)?)),
                    media_type: row.get(1)?,
                    size: row.get(2)?,
                    commitment: row.get(3)?,
                    context: row.get(4)?,
                    ciphertext: None,
                })
            })?;
            Ok(files.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    pub(crate) async fn destroy(&self, id: KeyId) -> Result<(), VaultError> {
        self.writing(move |transaction| {
            transaction.execute(
                "INSERT INTO keys (kind, id, destroyed_at) VALUES (?1, ?2, unixepoch())
                 ON CONFLICT (kind, id) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at
                 WHERE destroyed_at IS NULL",
                (id.kind(), id.uuid().as_bytes()),
            )?;
            match id {
                KeyId::Text(_) => {}
                KeyId::Subject(subject) => {
                    transaction.execute("DELETE FROM terms WHERE subject = ?1", [subject.0.as_bytes()])?;
                    transaction
                        .execute("DELETE FROM identities WHERE participant = ?1", [subject.0.as_bytes()])?;
                    transaction.execute(
                        "UPDATE attachments SET ciphertext = NULL WHERE id IN
                             (SELECT id FROM keys WHERE subject = ?1 AND kind = 'attachment')",
                        [subject.0.as_bytes()],
                    )?;
                    transaction.execute(
                        "UPDATE keys SET wrapped = NULL, destroyed_at = unixepoch()
                         WHERE subject = ?1 AND kind = 'attachment' AND destroyed_at IS NULL",
                        [subject.0.as_bytes()],
                    )?;
                }
                KeyId::Attachment(file) => {
                    transaction.execute(
                        "UPDATE attachments SET ciphertext = NULL WHERE id = ?1",
                        [file.0.as_bytes()],
                    )?;
                }
            }
            Ok(())
        })
        .await?;
        self.empty_log().await
    }

    pub(crate) async fn keys_of(&self, subject: ParticipantId) -> Result<Vec<KeyId>, VaultError> {
        self.reading(move |transaction| {
            let mut select = transaction.prepare_cached(
                "SELECT kind, id FROM keys WHERE subject = ?1 AND wrapped IS NOT NULL ORDER BY kind, id",
            )?;
            let mut rows = select.query([subject.0.as_bytes()])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                keys.push(key_id(row)?);
            }
            Ok(keys)
        })
        .await
    }

    pub(crate) async fn erased_to(&self) -> Result<i64, VaultError> {
        self.reading(|transaction| {
            Ok(transaction.query_row("SELECT erased_to FROM vault_head", (), |row| row.get(0))?)
        })
        .await
    }

    pub(crate) async fn note_erased_to(&self, position: i64) -> Result<(), VaultError> {
        self.writing(move |transaction| {
            transaction.execute("UPDATE vault_head SET erased_to = ?1", [position])?;
            Ok(())
        })
        .await
    }

    pub(crate) async fn rewrap(
        &self,
        from: [u8; 32],
        to: [u8; 32],
        mut each: Rewrap,
    ) -> Result<Option<u64>, VaultError> {
        let count = self
            .writing(move |transaction| {
                match head(transaction)?.rewrapping(&from, &to)? {
                    Change::Done => return Ok(None),
                    Change::UnderWay => {}
                    Change::NotBegun => {
                        transaction.execute(
                            "UPDATE vault_head SET fingerprint = ?1, rewrapping_from = ?2,
                                 rewrapped_kind = '', rewrapped_id = x''",
                            [&to, &from],
                        )?;
                    }
                }
                rewrap(transaction, &mut each)
            })
            .await?;
        if count.is_none() {
            self.empty_log().await?;
        }
        Ok(count)
    }
}

fn insert(transaction: &Transaction, keys: &[NewKey], file: Option<&StoredFile>) -> Result<(), Error> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO keys (kind, id, subject, wrapped) VALUES (?1, ?2, ?3, ?4)")?;
    for key in keys {
        let subject = key.subject.map(|subject| subject.0.into_bytes());
        insert.execute((key.id.kind(), key.id.uuid().as_bytes(), subject, key.wrapped.as_slice()))?;
    }
    if let Some(file) = file {
        transaction.execute(
            "INSERT INTO attachments (id, media_type, size, commitment, context, ciphertext)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                file.id.0.as_bytes(),
                &file.media_type,
                file.size,
                &file.commitment,
                &file.context,
                &file.ciphertext,
            ),
        )?;
    }
    Ok(())
}

/// The keys after those that the head names.
fn rewrap(transaction: &Transaction, each: &mut Rewrap) -> Result<Option<u64>, VaultError> {
    let mut select = transaction.prepare(
        "SELECT kind, id, wrapped FROM keys
         WHERE (kind, id) > (SELECT rewrapped_kind, rewrapped_id FROM vault_head) AND wrapped IS NOT NULL
         ORDER BY kind, id LIMIT ?1",
    )?;
    let mut rows = select.query([REWRAPPED_AT_ONCE])?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push((key_id(row)?, row.get(2)?));
    }
    let Some((last, _)) = page.last() else {
        transaction.execute("UPDATE vault_head SET rewrapping_from = NULL", ())?;
        return Ok(None);
    };
    transaction.execute(
        "UPDATE vault_head SET rewrapped_kind = ?1, rewrapped_id = ?2",
        (last.kind(), last.uuid().as_bytes()),
    )?;
    let mut update = transaction.prepare("UPDATE keys SET wrapped = ?3 WHERE kind = ?1 AND id = ?2")?;
    let mut count = 0;
    for (key, wrapped) in page {
        if let Stored::Live(wrapped) = Stored::from_column(key, Some(wrapped))? {
            let wrapped = each(key, &wrapped)?;
            update.execute((key.kind(), key.uuid().as_bytes(), wrapped.as_slice()))?;
            count += 1;
        }
    }
    Ok(Some(count))
}

fn key_id(row: &Row) -> Result<KeyId, VaultError> {
    let (kind, id): (String, [u8; 16]) = (row.get(0)?, row.get(1)?);
    KeyId::stored(&kind, Uuid::from_bytes(id))
}
