//! What somebody does about a receiver: register, stop, resume, remove it, give it another
//! secret.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Webhook, WebhookCursor, WebhookState, number, select_webhooks};
use crate::rows::Value;
use crate::{Desk, DeskError};

impl Desk {
    /// Registers a receiver.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn add_webhook(&self, new: &Webhook) -> Result<(), DeskError> {
        self.execute(
            "INSERT INTO webhooks (id, url, wants, secret, created_at, state, journal, position, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            vec![
                Value::text(new.id),
                Value::text(&new.url),
                Value::text(&new.wants),
                Value::text(&new.secret),
                Value::time(new.created_at),
                Value::text(new.state),
                Value::text(new.cursor.journal),
                number(new.cursor.position),
                Value::text_or_nothing(new.cursor.hash.as_ref()),
            ],
        )
        .await
        .map(drop)
    }

    /// All receivers, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, DeskError> {
        let rows = self.query(select_webhooks!("ORDER BY created_at, id"), Vec::new()).await?;
        rows.iter().map(Webhook::read).collect()
    }

    /// A receiver, if it is there.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn webhook(&self, id: Uuid) -> Result<Option<Webhook>, DeskError> {
        let rows = self.query(select_webhooks!("WHERE id = $1"), vec![Value::text(id)]).await?;
        rows.first().map(Webhook::read).transpose()
    }

    /// Forgets a receiver; says whether it was there.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn remove_webhook(&self, id: Uuid) -> Result<bool, DeskError> {
        Ok(self.execute("DELETE FROM webhooks WHERE id = $1", vec![Value::text(id)]).await? > 0)
    }

    /// Tells a receiver nothing, from now on and for this reason; says whether it is there.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn stop_webhook(&self, id: Uuid, state: WebhookState) -> Result<bool, DeskError> {
        let sql = "UPDATE webhooks SET state = $1, next_try = NULL WHERE id = $2";
        Ok(self.execute(sql, vec![Value::text(state), Value::text(id)]).await? > 0)
    }

    /// Goes on with a receiver at once: from its cursor, or from another one. Whoever
    /// delivers begins anew.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn resume_webhook(&self, id: Uuid, from: Option<&WebhookCursor>) -> Result<bool, DeskError> {
        let active = Value::text(WebhookState::Active);
        let changed = match from {
            None => {
                let sql = "UPDATE webhooks SET state = $1, attempts = 0, next_try = NULL, holder = NULL,
                               beat = beat + 1 WHERE id = $2";
                self.execute(sql, vec![active, Value::text(id)]).await?
            }
            Some(cursor) => {
                let sql = "UPDATE webhooks SET state = $1, attempts = 0, next_try = NULL, holder = NULL,
                               beat = beat + 1, journal = $2, position = $3, hash = $4 WHERE id = $5";
                let values = vec![
                    active,
                    Value::text(cursor.journal),
                    number(cursor.position),
                    Value::text_or_nothing(cursor.hash.as_ref()),
                    Value::text(id),
                ];
                self.execute(sql, values).await?
            }
        };
        Ok(changed > 0)
    }

    /// Gives a receiver another secret; the one before signs too until `until`.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn rotate_webhook(&self, id: Uuid, secret: &str, until: Timestamp) -> Result<bool, DeskError> {
        // All of it is read before anything is written.
        let sql = "UPDATE webhooks SET former_secret = secret, former_until = $1, secret = $2 WHERE id = $3";
        let values = vec![Value::time(until), Value::text(secret), Value::text(id)];
        Ok(self.execute(sql, values).await? > 0)
    }
}
