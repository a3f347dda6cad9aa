//! Webhooks: the events of `/api/v1/changes`, sent to whoever an administrator registered
//! (Standard Webhooks).
//!
//! | file | what stands there |
//! | --- | --- |
//! | `receivers`, `wants`, `error` | registering: which address, which events, from where on |
//! | `address` | where nothing may be sent: this machine, private networks |
//! | `secret`, `message` | what is signed, and with what |
//! | `send`, `schedule` | one attempt; when the next one is |
//! | `dispatch` | which receivers this node delivers for |
//! | `deliver` | one receiver: the next event, until it was accepted |
//!
//! Invariants:
//! - A receiver is sent an event only after it accepted the one before: by position, without
//!   a gap, at least once.
//! - Each receiver has a task of its own and waits for no other.
//! - The cursor moves after an event was accepted, and names it by its hash: in a journal
//!   that is another one, or was restored, nothing is sent until somebody says from where.
//! - Of several nodes one delivers for a receiver; when it dies another takes over.

mod address;
mod deliver;
mod dispatch;
mod error;
mod message;
mod receivers;
mod schedule;
mod secret;
mod send;
mod wants;

use std::time::Duration;

pub(crate) use dispatch::dispatch;
pub use error::WebhookError;
pub use receivers::{NewReceiver, Receivers, Registered};
pub use send::Answer;
pub use wants::Wants;

/// What an operator says of webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhooks {
    /// Whether receivers may be on this machine or in private networks.
    pub allow_private: bool,
    /// After which time each further attempt is made; after the last of them the receiver
    /// is failing.
    pub retries: Vec<Duration>,
    /// How long a receiver may take to answer.
    pub timeout: Duration,
    /// After which time without a sign of life of the node that delivers another one does.
    pub lease: Duration,
}

impl Default for Webhooks {
    /// The schedule that Standard Webhooks recommends: in all some three days.
    fn default() -> Self {
        let retries = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];
        Self {
            allow_private: false,
            retries: retries.map(Duration::from_secs).to_vec(),
            timeout: Duration::from_secs(20),
            lease: Duration::from_secs(15),
        }
    }
}
