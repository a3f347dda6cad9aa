//! One receiver: the next event that it wants, until it was accepted; then the next.

use std::time::Duration;

use desk::{Webhook, WebhookCursor, WebhookState};
use engine::{Clock, Entropy};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use super::message::Message;
use super::receivers::{cursor_at, secrets};
use super::send::Sender;
use super::{Wants, WebhookError, schedule};
use crate::app::App;
use crate::open::{OpenEvent, reading};

/// After the desk or the journal failed.
const AGAIN: Duration = Duration::from_secs(1);
/// How often at most it is noted that nothing was wanted.
const NOTED: Duration = Duration::from_secs(1);

/// What a node does for one receiver that it holds.
pub(super) struct Delivery {
    app: App,
    sender: Sender,
    node: Uuid,
    receiver: Uuid,
    /// The position of the cursor that is known to be of this journal, as of which connection.
    known: Option<(u64, u64)>,
    /// Up to where nothing more is wanted; at or after the cursor.
    looked: u64,
    /// When the cursor was last written for events that are not wanted.
    noted: Instant,
}

fn not_noted(receiver: Uuid, error: &WebhookError) {
    let error = error as &dyn std::error::Error;
    tracing::warn!(error, %receiver, "it cannot be noted that a message was accepted");
}

/// Whether there is more to do.
enum Then {
    GoOn,
    /// It is another node's, or nobody's.
    End,
}

impl Delivery {
    pub(super) fn new(app: App, sender: Sender, node: Uuid, receiver: Uuid) -> Self {
        Self { app, sender, node, receiver, known: None, looked: 0, noted: Instant::now() }
    }

    /// Delivers until somebody stops the receiver, or another node has it.
    pub(super) async fn go_on(mut self) {
        let mut told: Option<&'static str> = None;
        loop {
            match self.step().await {
                Ok(Then::GoOn) => told = None,
                Ok(Then::End) => return,
                Err(error) => {
                    if told.replace(error.code()) != Some(error.code()) {
                        let (error, receiver) = (&error as &dyn std::error::Error, self.receiver);
                        tracing::error!(error, %receiver, "a receiver cannot be told");
                    }
                    sleep(AGAIN).await;
                }
            }
        }
    }

    async fn step(&mut self) -> Result<Then, WebhookError> {
        let Some(webhook) = self.app.desk().webhook(self.receiver).await? else { return Ok(Then::End) };
        if webhook.state != WebhookState::Active || webhook.holder != Some(self.node) {
            return Ok(Then::End);
        }
        if let Some(wait) = schedule::wait(webhook.next_try, Clock::Real.now()) {
            // Whoever resumes it meanwhile takes it from this task.
            sleep(wait).await;
            return Ok(Then::GoOn);
        }
        let position = webhook.cursor.position;
        let connected = self.app.engine().journal().connected();
        if self.known != Some((position, connected)) {
            if cursor_at(self.app.engine(), position).await?.as_ref() != Some(&webhook.cursor) {
                tracing::error!(receiver = %self.receiver, position, "this receiver was told of another journal");
                self.app.desk().stop_webhook(self.receiver, WebhookState::OtherJournal).await?;
                return Ok(Then::End);
            }
            (self.known, self.looked) = (Some((position, connected)), position);
        }
        let views = self.app.engine().views();
        let up_to = views.reached();
        let mut found = None;
        if up_to > self.looked {
            let wants = Wants::read(&webhook.wants)?;
            let part = (wants.scope(), wants.types);
            (found, self.looked) = reading::next_told(views, part, self.looked, up_to).await?;
        }
        match found {
            Some(event) => self.deliver(&webhook, &event).await,
            None if self.looked < up_to => {
                if self.noted.elapsed() >= NOTED {
                    self.pass_over(position).await?;
                }
                Ok(Then::GoOn)
            }
            None => self.wait(position, up_to).await,
        }
    }

    async fn deliver(&mut self, webhook: &Webhook, event: &OpenEvent) -> Result<Then, WebhookError> {
        let engine = self.app.engine();
        let before = webhook.cursor.position;
        // What was looked at is looked at again: by the next attempt it may be redacted.
        self.looked = before;
        let recorded = engine.journal().read(event.position() - 1, 1).await?;
        let Some(recorded) = recorded.first() else {
            // The views are further than this server: it soon is no primary, or they are built anew.
            sleep(AGAIN).await;
            return Ok(Then::GoOn);
        };
        let (journal, hash) = (engine.journal().identity().id, recorded.hash());
        let message = Message::of(event, (journal, &hash), webhook.id);
        let now = Clock::Real.now();
        let answer = self.sender.send(&webhook.url, &message, &secrets(engine, webhook, now)?, now).await?;
        let at = Clock::Real.now();
        let ours = (webhook.id, self.node, before);
        self.app.metrics().delivered(webhook.id, answer.is_accepted());
        if !answer.is_accepted() {
            let retries = &self.app.settings().webhooks.retries;
            let failure = schedule::after(&answer, webhook.attempts, retries, &Entropy::system(), at);
            if failure.state != WebhookState::Active {
                tracing::warn!(receiver = %webhook.id, %answer, state = %failure.state, "a receiver is told no more");
            }
            self.app.desk().fail_webhook(ours, &failure).await?;
            return Ok(Then::GoOn);
        }
        let cursor = WebhookCursor { journal, position: event.position(), hash: Some(hex::encode(hash)) };
        let answer = answer.to_string();
        // It has the message: while the desk is away it is not sent again.
        while let Err(error) = self.note(ours, &cursor, Some((&answer, at))).await {
            not_noted(webhook.id, &error);
            sleep(AGAIN).await;
        }
        Ok(Then::GoOn)
    }

    /// Nothing is wanted up to `up_to`: waits for what comes, and notes how far that is.
    async fn wait(&mut self, position: u64, up_to: u64) -> Result<Then, WebhookError> {
        let mut reached = self.app.engine().views().watch();
        let news = reached.wait_for(|reached| *reached > up_to);
        if self.looked == position {
            // A watch that ends is a program that ends.
            let _ = news.await;
            return Ok(Then::GoOn);
        }
        let left = NOTED.saturating_sub(self.noted.elapsed());
        if !left.is_zero() && timeout(left, news).await.is_ok() {
            return Ok(Then::GoOn);
        }
        self.pass_over(position).await?;
        Ok(Then::GoOn)
    }

    /// Notes up to where nothing more is wanted.
    async fn pass_over(&mut self, position: u64) -> Result<(), WebhookError> {
        self.noted = Instant::now();
        if let Some(cursor) = cursor_at(self.app.engine(), self.looked).await? {
            self.note((self.receiver, self.node, position), &cursor, None).await?;
        }
        Ok(())
    }

    /// Moves the cursor, if it is still where it was seen.
    async fn note(
        &mut self,
        ours: (Uuid, Uuid, u64),
        cursor: &WebhookCursor,
        accepted: Option<(&str, jiff::Timestamp)>,
    ) -> Result<(), WebhookError> {
        let desk = self.app.desk();
        let moved = match accepted {
            Some((answer, at)) => desk.accept_webhook(ours, cursor, answer, at).await?,
            None => desk.pass_over_webhook(ours, cursor).await?,
        };
        if moved {
            let connected = self.app.engine().journal().connected();
            (self.known, self.looked) = (Some((cursor.position, connected)), cursor.position);
        }
        Ok(())
    }
}
