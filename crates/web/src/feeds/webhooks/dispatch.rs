//! Which receivers this node delivers for.
//!
//! A node holds a receiver in the desk and counts its beat up while it lives. Whoever sees,
//! by his own stopwatch, the same beat for longer than the lease takes the receiver over
//! with a compare-and-set: clocks of two machines are never compared.

use std::collections::HashMap;
use std::time::Duration;

use desk::{DeskError, Webhook, WebhookState};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;
use uuid::Uuid;

use super::deliver::Delivery;
use super::send::Sender;
use crate::app::App;

/// How often at least it is looked who is there, and shown that this node lives.
const OFTEN: Duration = Duration::from_secs(2);

/// Delivers for as many receivers as this node can get, until it is dropped; all deliveries
/// end with it.
pub(crate) async fn dispatch(app: App, node: Uuid) {
    let every = OFTEN.min(app.settings().webhooks.lease / 5);
    let sender = Sender::new(&app.settings().webhooks);
    let mut dispatcher = Dispatcher {
        app,
        node,
        sender,
        tasks: JoinSet::new(),
        running: HashMap::new(),
        seen: HashMap::new(),
    };
    let mut told: Option<&'static str> = None;
    loop {
        match dispatcher.look().await {
            Ok(()) => told = None,
            Err(error) => {
                if told.replace(error.code()) != Some(error.code()) {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "it cannot be seen who is told by webhook");
                }
            }
        }
        tokio::time::sleep(every).await;
    }
}

struct Dispatcher {
    app: App,
    /// Made with the process: one that starts again is another one.
    node: Uuid,
    sender: Sender,
    tasks: JoinSet<()>,
    /// By receiver.
    running: HashMap<Uuid, AbortHandle>,
    /// The beat of a receiver that another node holds, and since when it is the same.
    seen: HashMap<Uuid, (i64, Instant)>,
}

impl Dispatcher {
    async fn look(&mut self) -> Result<(), DeskError> {
        let desk = self.app.desk().clone();
        desk.beat_webhooks(self.node).await?;
        let all = desk.webhooks().await?;
        while self.tasks.try_join_next().is_some() {}
        let active = |webhook: &&Webhook| webhook.state == WebhookState::Active;
        let ours = |id: &Uuid| {
            let found = all.iter().filter(active).find(|webhook| webhook.id == *id);
            found.is_some_and(|webhook| webhook.holder == Some(self.node))
        };
        self.running.retain(|id, task| {
            let stays = ours(id) && !task.is_finished();
            if !stays {
                task.abort();
            }
            stays
        });
        self.seen.retain(|id, _| all.iter().filter(active).any(|webhook| webhook.id == *id));
        for webhook in all.iter().filter(active) {
            let ours = webhook.holder == Some(self.node)
                || (self.is_free(webhook) && desk.claim_webhook(webhook.id, webhook.beat, self.node).await?);
            if ours && !self.running.contains_key(&webhook.id) {
                let delivery = Delivery::new(self.app.clone(), self.sender.clone(), self.node, webhook.id);
                self.running.insert(webhook.id, self.tasks.spawn(delivery.go_on()));
            }
        }
        Ok(())
    }

    /// Whether nobody holds it, or whoever does has shown no life for the lease.
    fn is_free(&mut self, webhook: &Webhook) -> bool {
        if webhook.holder.is_none() {
            return true;
        }
        let (beat, since) = self.seen.entry(webhook.id).or_insert((webhook.beat, Instant::now()));
        if *beat != webhook.beat {
            (*beat, *since) = (webhook.beat, Instant::now());
        }
        since.elapsed() >= self.app.settings().webhooks.lease
    }
}
