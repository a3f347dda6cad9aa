//! The blind index.

use std::collections::HashMap;

use aggregates::ids::ParticipantId;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::{AT_MOST, ERASURE_LOCK, Postgres};
use crate::backend::StoredTerm;
use crate::{IdentityKey, KeyId, Target, TermKind, VaultError};

impl Postgres {
    pub(crate) async fn remember(&self, terms: Vec<StoredTerm>) -> Result<(), VaultError> {
        let mut transaction = self.begin().await?;
        let subjects: Vec<_> = terms.iter().filter_map(|term| term.subject).collect();
        refuse_erased(&mut transaction, &subjects).await?;
        sqlx::query(
            "INSERT INTO vault.terms (kind, term, target_kind, target, subject)
             SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::uuid[], $5::uuid[])
             ON CONFLICT DO NOTHING",
        )
        .bind(terms.iter().map(|term| term.kind.as_str()).collect::<Vec<_>>())
        .bind(terms.iter().map(|term| term.term.as_slice()).collect::<Vec<_>>())
        .bind(terms.iter().map(|term| term.target.kind()).collect::<Vec<_>>())
        .bind(terms.iter().map(|term| term.target.uuid()).collect::<Vec<_>>())
        .bind(terms.iter().map(|term| term.subject.map(|subject| subject.0)).collect::<Vec<_>>())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    pub(crate) async fn find(&self, kind: TermKind, term: [u8; 32]) -> Result<Vec<Target>, VaultError> {
        let query = sqlx::query(
            "SELECT target_kind, target FROM vault.terms WHERE kind = $1 AND term = $2
             ORDER BY target_kind COLLATE \"C\", target",
        )
        .bind(kind.as_str())
        .bind(term.as_slice());
        let rows = database::rows(&self.pool, AT_MOST, query).await?;
        rows.iter().map(|row| Target::stored(row.try_get(0)?, row.try_get(1)?)).collect()
    }

    pub(crate) async fn forget(&self, subject: ParticipantId, kind: TermKind) -> Result<(), VaultError> {
        sqlx::query("DELETE FROM vault.terms WHERE subject = $1 AND kind = $2")
            .bind(subject.0)
            .bind(kind.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn claim(
        &self,
        identity: IdentityKey,
        participant: ParticipantId,
    ) -> Result<ParticipantId, VaultError> {
        let mut transaction = self.begin().await?;
        refuse_erased(&mut transaction, &[participant]).await?;
        sqlx::query(
            "INSERT INTO vault.identities (identity, participant) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(identity.0.as_slice())
        .bind(participant.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(self.holder(identity).await?.unwrap_or(participant))
    }

    pub(crate) async fn holder(&self, identity: IdentityKey) -> Result<Option<ParticipantId>, VaultError> {
        let query = sqlx::query("SELECT participant FROM vault.identities WHERE identity = $1")
            .bind(identity.0.as_slice());
        let rows = database::rows(&self.pool, AT_MOST, query).await?;
        Ok(rows.first().map(|row| row.try_get(0)).transpose()?.map(ParticipantId))
    }

    pub(crate) async fn identities_of(
        &self,
        participant: ParticipantId,
    ) -> Result<Vec<IdentityKey>, VaultError> {
        self.held.ask(participant, |participants| self.identities_of_each(participants)).await
    }

    async fn identities_of_each(
        &self,
        participants: Vec<ParticipantId>,
    ) -> Result<Vec<Vec<IdentityKey>>, VaultError> {
        let ids: Vec<Uuid> = participants.iter().map(|participant| participant.0).collect();
        let query =
            sqlx::query("SELECT participant, identity FROM vault.identities WHERE participant = ANY ($1)")
                .bind(ids);
        let mut held: HashMap<Uuid, Vec<IdentityKey>> = HashMap::new();
        for row in database::rows(&self.pool, AT_MOST, query).await? {
            held.entry(row.try_get(0)?).or_default().push(IdentityKey(row.try_get(1)?));
        }
        let of = |participant: &ParticipantId| held.get(&participant.0).cloned().unwrap_or_default();
        Ok(participants.iter().map(of).collect())
    }
}

/// What is remembered of somebody after his erasure would stay for ever. An
/// erasure waits until this transaction is over.
async fn refuse_erased(connection: &mut PgConnection, subjects: &[ParticipantId]) -> Result<(), VaultError> {
    sqlx::query("SELECT pg_advisory_xact_lock_shared($1)")
        .bind(ERASURE_LOCK)
        .execute(&mut *connection)
        .await?;
    let erased = sqlx::query_scalar(
        "SELECT id FROM vault.keys WHERE kind = 'subject' AND id = ANY($1) AND wrapped IS NULL LIMIT 1",
    )
    .bind(subjects.iter().map(|subject| subject.0).collect::<Vec<_>>())
    .fetch_optional(connection)
    .await?;
    match erased {
        Some(id) => Err(VaultError::Erased { key: KeyId::Subject(ParticipantId(id)) }),
        None => Ok(()),
    }
}
