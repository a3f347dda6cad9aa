//! What somebody does about receivers: the same for the pages and the command line.

use desk::{Desk, Webhook, WebhookCursor, WebhookState};
use engine::{Clock, Engine, Entropy};
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::address;
use super::message::Message;
use super::secret::Secret;
use super::send::{Answer, Sender};
use super::{Wants, WebhookError, Webhooks};
use crate::app::App;

/// Receivers of an installation: each has a task on the node that delivers for it.
const AT_MOST: usize = 100;
/// For how many hours the secret before signs too.
const BOTH_SIGN: i64 = 24;

/// A receiver that is to be.
#[derive(Clone, Debug)]
pub struct NewReceiver {
    /// Where its messages go.
    pub url: String,
    /// Which events it wants.
    pub wants: Wants,
    /// After which position it begins; after the last one there is, if not said.
    pub after: Option<u64>,
}

/// A receiver with its secret, which is shown this once.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Which.
    pub id: Uuid,
    /// `whsec_…`
    pub secret: String,
}

/// The receivers of an installation, as somebody looks after them.
#[derive(Clone)]
pub struct Receivers<'a> {
    engine: &'a Engine,
    desk: &'a Desk,
    settings: &'a Webhooks,
}

impl<'a> Receivers<'a> {
    /// Those of this engine's installation.
    pub fn new(engine: &'a Engine, desk: &'a Desk, settings: &'a Webhooks) -> Self {
        Self { engine, desk, settings }
    }

    pub(crate) fn of(app: &'a App) -> Self {
        Self::new(app.engine(), app.desk(), &app.settings().webhooks)
    }

    /// Registers one.
    ///
    /// # Errors
    ///
    /// If its address or what it wants is unfit, or there are too many.
    pub async fn add(&self, new: NewReceiver) -> Result<Registered, WebhookError> {
        let url = address::check(new.url.trim(), self.settings.allow_private)?;
        new.wants.check(self.engine).await?;
        if self.desk.webhooks().await?.len() >= AT_MOST {
            return Err(WebhookError::TooMany { most: AT_MOST });
        }
        let cursor = self.cursor(new.after).await?;
        let entropy = Entropy::system();
        let (id, secret) = (entropy.uuid_v4(), Secret::new(&entropy));
        let webhook = Webhook {
            id,
            url: url.to_string(),
            wants: new.wants.stored(),
            secret: secret.seal(self.engine.vault(), &entropy, id),
            former: None,
            created_at: Clock::Real.now(),
            state: WebhookState::Active,
            cursor,
            attempts: 0,
            next_try: None,
            answer: None,
            answered_at: None,
            accepted_at: None,
            holder: None,
            beat: 0,
        };
        self.desk.add_webhook(&webhook).await?;
        Ok(Registered { id, secret: secret.shown() })
    }

    /// Tells it nothing until it is resumed.
    ///
    /// # Errors
    ///
    /// If it is not there.
    pub async fn pause(&self, id: Uuid) -> Result<(), WebhookError> {
        there(self.desk.stop_webhook(id, WebhookState::Paused).await?)
    }

    /// Goes on at once: from its cursor, or after a position.
    ///
    /// # Errors
    ///
    /// If it is not there, or nothing is at that position yet.
    pub async fn resume(&self, id: Uuid, after: Option<u64>) -> Result<(), WebhookError> {
        let cursor = match after {
            None => None,
            Some(after) => Some(self.cursor(Some(after)).await?),
        };
        there(self.desk.resume_webhook(id, cursor.as_ref()).await?)
    }

    /// Forgets it.
    ///
    /// # Errors
    ///
    /// If it is not there.
    pub async fn remove(&self, id: Uuid) -> Result<(), WebhookError> {
        there(self.desk.remove_webhook(id).await?)
    }

    /// Gives it another secret. The one before signs too for a day.
    ///
    /// # Errors
    ///
    /// If it is not there.
    pub async fn rotate(&self, id: Uuid) -> Result<Registered, WebhookError> {
        let entropy = Entropy::system();
        let secret = Secret::new(&entropy);
        let now = Clock::Real.now();
        let until = now.checked_add(BOTH_SIGN.hours()).unwrap_or(now);
        let sealed = secret.seal(self.engine.vault(), &entropy, id);
        there(self.desk.rotate_webhook(id, &sealed, until).await?)?;
        Ok(Registered { id, secret: secret.shown() })
    }

    /// Sends it a message of the type `webhook.test`, now and once; its cursor stays.
    ///
    /// # Errors
    ///
    /// If it is not there.
    pub async fn test(&self, id: Uuid) -> Result<Answer, WebhookError> {
        let webhook = self.desk.webhook(id).await?.ok_or(WebhookError::NotThere)?;
        let now = Clock::Real.now();
        let message = Message::trial(&Entropy::system(), now, id);
        let secrets = secrets(self.engine, &webhook, now)?;
        Sender::new(self.settings).send(&webhook.url, &message, &secrets, now).await
    }

    async fn cursor(&self, after: Option<u64>) -> Result<WebhookCursor, WebhookError> {
        let head = self.engine.journal().head().await?.position;
        let position = after.unwrap_or(head);
        if position > head {
            return Err(WebhookError::CursorAhead { head });
        }
        cursor_at(self.engine, position).await?.ok_or(WebhookError::CursorAhead { head })
    }
}

impl std::fmt::Debug for Receivers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Receivers({:?})", self.settings)
    }
}

fn there(found: bool) -> Result<(), WebhookError> {
    if found { Ok(()) } else { Err(WebhookError::NotThere) }
}

/// The cursor of a receiver that was told up to a position; nothing if nothing is there.
pub(super) async fn cursor_at(engine: &Engine, position: u64) -> Result<Option<WebhookCursor>, WebhookError> {
    let journal = engine.journal().identity().id;
    let Some(before) = position.checked_sub(1) else {
        return Ok(Some(WebhookCursor { journal, position, hash: None }));
    };
    let recorded = engine.journal().read(before, 1).await?;
    let recorded = recorded.into_iter().find(|recorded| recorded.position == position);
    Ok(recorded.map(|event| WebhookCursor { journal, position, hash: Some(hex::encode(event.hash())) }))
}

/// What signs a message now, the newest first.
pub(super) fn secrets(
    engine: &Engine,
    webhook: &Webhook,
    now: Timestamp,
) -> Result<Vec<Secret>, WebhookError> {
    let former = webhook.former.iter().filter(|(_, until)| *until > now).map(|(secret, _)| secret);
    let sealed = std::iter::once(&webhook.secret).chain(former);
    sealed.map(|sealed| Secret::open(engine.vault(), webhook.id, sealed)).collect()
}
