//! What a node does about a receiver: hold it, and note how far it was told.
//!
//! Every note compares the holder and the position that the node saw: one that lost the
//! receiver meanwhile changes nothing.

use jiff::Timestamp;
use uuid::Uuid;

use super::{WebhookCursor, WebhookFailure, number, time_or_nothing};
use crate::rows::Value;
use crate::{Desk, DeskError};

impl Desk {
    /// Takes a receiver whose beat is still the one that was seen; says whether it did.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn claim_webhook(&self, id: Uuid, seen_beat: i64, holder: Uuid) -> Result<bool, DeskError> {
        let sql = "UPDATE webhooks SET holder = $1, beat = beat + 1 WHERE id = $2 AND beat = $3";
        let values = vec![Value::text(holder), Value::text(id), Value::Number(seen_beat)];
        Ok(self.execute(sql, values).await? == 1)
    }

    /// Shows for all that a node holds that it lives.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn beat_webhooks(&self, holder: Uuid) -> Result<(), DeskError> {
        let sql = "UPDATE webhooks SET beat = beat + 1 WHERE holder = $1";
        self.execute(sql, vec![Value::text(holder)]).await.map(drop)
    }

    /// Leaves all that a node holds to others, at once.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn release_webhooks(&self, holder: Uuid) -> Result<(), DeskError> {
        let sql = "UPDATE webhooks SET holder = NULL, beat = beat + 1 WHERE holder = $1";
        self.execute(sql, vec![Value::text(holder)]).await.map(drop)
    }

    /// Notes that the event at the new cursor was accepted.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn accept_webhook(
        &self,
        (id, holder, seen): (Uuid, Uuid, u64),
        new: &WebhookCursor,
        answer: &str,
        at: Timestamp,
    ) -> Result<bool, DeskError> {
        let sql = "UPDATE webhooks SET position = $1, hash = $2, attempts = 0, next_try = NULL,
                       answer = $3, answered_at = $4, accepted_at = $5
                   WHERE id = $6 AND holder = $7 AND position = $8";
        let values = vec![
            number(new.position),
            Value::text_or_nothing(new.hash.as_ref()),
            Value::text(answer),
            Value::time(at),
            Value::time(at),
            Value::text(id),
            Value::text(holder),
            number(seen),
        ];
        Ok(self.execute(sql, values).await? == 1)
    }

    /// Notes that nothing up to the new cursor is wanted.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn pass_over_webhook(
        &self,
        (id, holder, seen): (Uuid, Uuid, u64),
        new: &WebhookCursor,
    ) -> Result<bool, DeskError> {
        let sql = "UPDATE webhooks SET position = $1, hash = $2
                   WHERE id = $3 AND holder = $4 AND position = $5";
        let values = vec![
            number(new.position),
            Value::text_or_nothing(new.hash.as_ref()),
            Value::text(id),
            Value::text(holder),
            number(seen),
        ];
        Ok(self.execute(sql, values).await? == 1)
    }

    /// Notes that the next event was not accepted, if nobody stopped the receiver meanwhile.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn fail_webhook(
        &self,
        (id, holder, seen): (Uuid, Uuid, u64),
        failure: &WebhookFailure,
    ) -> Result<bool, DeskError> {
        let sql = "UPDATE webhooks SET state = $1, attempts = $2, next_try = CAST($3 AS BIGINT),
                       answer = $4, answered_at = $5
                   WHERE id = $6 AND holder = $7 AND position = $8 AND state = 'active'";
        let values = vec![
            Value::text(failure.state),
            Value::Number(failure.attempts.into()),
            time_or_nothing(failure.next_try),
            Value::text(&failure.answer),
            Value::time(failure.at),
            Value::text(id),
            Value::text(holder),
            number(seen),
        ];
        Ok(self.execute(sql, values).await? == 1)
    }
}
