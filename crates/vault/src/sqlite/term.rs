//! The blind index.

use aggregates::ids::ParticipantId;
use rusqlite::{OptionalExtension, Transaction};
use uuid::Uuid;

use super::Sqlite;
use crate::backend::StoredTerm;
use crate::{IdentityKey, KeyId, Target, TermKind, VaultError};

impl Sqlite {
    pub(crate) async fn remember(&self, terms: Vec<StoredTerm>) -> Result<(), VaultError> {
        self.writing(move |transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO terms (kind, term, target_kind, target, subject) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?;
            for term in terms {
                if let Some(subject) = term.subject {
                    refuse_erased(transaction, subject)?;
                }
                insert.execute((
                    term.kind.as_str(),
                    &term.term,
                    term.target.kind(),
                    term.target.uuid().as_bytes(),
                    term.subject.map(|subject| subject.0.into_bytes()),
                ))?;
            }
            Ok(())
        })
        .await
    }

    pub(crate) async fn find(&self, kind: TermKind, term: [u8; 32]) -> Result<Vec<Target>, VaultError> {
        self.reading(move |transaction| {
            let mut select = transaction.prepare_cached(
                "SELECT target_kind, target FROM terms WHERE kind = ?1 AND term = ?2 ORDER BY target_kind, target",
            )?;
            let mut rows = select.query((kind.as_str(), &term))?;
            let mut targets = Vec::new();
            while let Some(row) = rows.next()? {
                let (kind, id): (String, [u8; 16]) = (row.get(0)?, row.get(1)?);
                targets.push(Target::stored(&kind, Uuid::from_bytes(id))?);
            }
            Ok(targets)
        })
        .await
    }

    pub(crate) async fn forget(&self, subject: ParticipantId, kind: TermKind) -> Result<(), VaultError> {
        self.writing(move |transaction| {
            transaction.execute(
                "DELETE FROM terms WHERE subject = ?1 AND kind = ?2",
                (subject.0.as_bytes(), kind.as_str()),
            )?;
            Ok(())
        })
        .await
    }

    pub(crate) async fn claim(
        &self,
        identity: IdentityKey,
        participant: ParticipantId,
    ) -> Result<ParticipantId, VaultError> {
        self.writing(move |transaction| {
            refuse_erased(transaction, participant)?;
            transaction.execute(
                "INSERT INTO identities (identity, participant) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (&identity.0, participant.0.as_bytes()),
            )?;
            Ok(holder(transaction, identity)?.unwrap_or(participant))
        })
        .await
    }

    pub(crate) async fn holder(&self, identity: IdentityKey) -> Result<Option<ParticipantId>, VaultError> {
        self.reading(move |transaction| holder(transaction, identity)).await
    }

    pub(crate) async fn identities_of(
        &self,
        participant: ParticipantId,
    ) -> Result<Vec<IdentityKey>, VaultError> {
        self.reading(move |transaction| {
            let held: rusqlite::Result<_> = transaction
                .prepare_cached("SELECT identity FROM identities WHERE participant = ?1")?
                .query_map([participant.0.as_bytes()], |row| row.get(0).map(IdentityKey))?
                .collect();
            Ok(held?)
        })
        .await
    }
}

fn holder(transaction: &Transaction, identity: IdentityKey) -> Result<Option<ParticipantId>, VaultError> {
    let id: Option<[u8; 16]> = transaction
        .prepare_cached("SELECT participant FROM identities WHERE identity = ?1")?
        .query_row([&identity.0], |row| row.get(0))
        .optional()?;
    Ok(id.map(|id| ParticipantId(Uuid::from_bytes(id))))
}

/// What is remembered of somebody after his erasure would stay for ever.
fn refuse_erased(transaction: &Transaction, subject: ParticipantId) -> Result<(), VaultError> {
    let key = KeyId::Subject(subject);
    let destroyed: Option<bool> = transaction
        .prepare_cached("SELECT wrapped IS NULL FROM keys WHERE kind = ?1 AND id = ?2")?
        .query_row((key.kind(), key.uuid().as_bytes()), |row| row.get(0))
        .optional()?;
    if destroyed == Some(true) { Err(VaultError::Erased { key }) } else { Ok(()) }
}
