//! Receivers of webhooks: who is told events, and how far he was told.
//!
//! A node that delivers for a receiver holds it: `holder` is the node, and `beat` a number
//! that it counts up while it lives. Whoever sees the same beat for longer than the lease
//! may take the receiver over; times of two machines are never compared.

mod deliver;
mod register;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::Uuid;

use crate::DeskError;
use crate::rows::{Row, Value};

/// Whether a receiver is told anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookState {
    /// Events are delivered, or tried again.
    Active,
    /// Somebody stopped it.
    Paused,
    /// It failed too often: nothing is tried until somebody resumes it.
    Failing,
    /// It said that it wants no more (410).
    Gone,
    /// The journal is not the one whose events it was told: restored, or another.
    OtherJournal,
}

impl WebhookState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Active, Self::Paused, Self::Failing, Self::Gone, Self::OtherJournal];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Failing => "failing",
            Self::Gone => "gone",
            Self::OtherJournal => "other_journal",
        }
    }
}

impl fmt::Display for WebhookState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for WebhookState {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| DeskError::Damaged { what: format!("{text:?} is no state of a webhook") })
    }
}

/// Up to where a receiver was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookCursor {
    /// The id of the journal.
    pub journal: Uuid,
    /// The position of the last event that was accepted, or passed over; 0 before the first.
    pub position: u64,
    /// The hash of that event, hexadecimal; nothing before the first.
    pub hash: Option<String>,
}

/// A receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Which.
    pub id: Uuid,
    /// Where its messages go.
    pub url: String,
    /// Which events it wants, as whoever delivers reads it.
    pub wants: String,
    /// What signs its messages, sealed by whoever delivers.
    pub secret: String,
    /// What signs them too, and until when: the one before.
    pub former: Option<(String, Timestamp)>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Whether it is told anything.
    pub state: WebhookState,
    /// Up to where it was told.
    pub cursor: WebhookCursor,
    /// How often the next event was tried in vain.
    pub attempts: u32,
    /// When it is tried again; nothing means at once.
    pub next_try: Option<Timestamp>,
    /// What it answered last: a status, or a word for why there was none.
    pub answer: Option<String>,
    /// When that was.
    pub answered_at: Option<Timestamp>,
    /// When it last accepted an event.
    pub accepted_at: Option<Timestamp>,
    /// The node that delivers.
    pub holder: Option<Uuid>,
    /// Counted up by that node while it lives, and whenever the holder changes.
    pub beat: i64,
}

/// An attempt that failed, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookFailure {
    /// [`WebhookState::Active`], if it is tried again.
    pub state: WebhookState,
    /// How often it failed by now.
    pub attempts: u32,
    /// When it is tried again.
    pub next_try: Option<Timestamp>,
    /// The status, or a word for why there was none.
    pub answer: String,
    /// When.
    pub at: Timestamp,
}

/// The columns that [`Webhook::read`] reads, in its order.
macro_rules! select_webhooks {
    ($rest:literal) => {
        concat!(
            "SELECT id, url, wants, secret, former_secret, former_until, created_at, state, journal, position,
                 hash, attempts, next_try, answer, answered_at, accepted_at, holder, beat FROM webhooks ",
            $rest
        )
    };
}

use select_webhooks;

impl Webhook {
    fn read(row: &Row) -> Result<Self, DeskError> {
        let former = row.parsed_or_nothing(4)?.zip(row.time_or_nothing(5)?);
        let cursor = WebhookCursor {
            journal: row.parsed(8)?,
            position: count(row, 9, "position")?,
            hash: row.parsed_or_nothing(10)?,
        };
        Ok(Self {
            id: row.parsed(0)?,
            url: row.parsed(1)?,
            wants: row.parsed(2)?,
            secret: row.parsed(3)?,
            former,
            created_at: row.time(6)?,
            state: row.parsed::<String>(7)?.parse()?,
            cursor,
            attempts: count(row, 11, "attempts")?,
            next_try: row.time_or_nothing(12)?,
            answer: row.parsed_or_nothing(13)?,
            answered_at: row.time_or_nothing(14)?,
            accepted_at: row.time_or_nothing(15)?,
            holder: row.parsed_or_nothing(16)?,
            beat: row.number(17)?,
        })
    }
}

fn count<T: TryFrom<i64>>(row: &Row, column: usize, name: &str) -> Result<T, DeskError> {
    T::try_from(row.number(column)?).map_err(|_| DeskError::Damaged { what: name.to_owned() })
}

fn number(value: u64) -> Value {
    Value::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A time that may be absent; its statement casts it to a number.
fn time_or_nothing(at: Option<Timestamp>) -> Value {
    Value::text_or_nothing(at.map(Timestamp::as_microsecond))
}
