//! One attempt: what is sent, and what came back.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::address::{self, Guard};
use super::message::Message;
use super::secret::Secret;
use super::{WebhookError, Webhooks};

/// Bytes of an answer that are read so that the connection can be used again; nothing in
/// them is kept.
const READ: usize = 16 * 1024;

/// What a receiver answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has the message: a status from 200 to 299.
    Accepted {
        /// The status.
        code: u16,
    },
    /// It wants no more: 410.
    Gone,
    /// Any other status; redirects are not followed.
    Status {
        /// The status.
        code: u16,
        /// For how long it asks to be left alone.
        wait: Option<Duration>,
    },
    /// It took too long.
    TimedOut,
    /// No connection came about, or it broke.
    Unreachable,
    /// Its name leads to an address where nothing may be sent.
    Forbidden,
}

impl Answer {
    /// Whether it has the message.
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }

    pub(super) fn asks_to_wait(&self) -> Option<Duration> {
        match self {
            Self::Status { wait, .. } => *wait,
            Self::Accepted { .. } | Self::Gone | Self::TimedOut | Self::Unreachable | Self::Forbidden => None,
        }
    }

    fn of(response: &Response) -> Self {
        match response.status().as_u16() {
            code @ 200..300 => Self::Accepted { code },
            410 => Self::Gone,
            code => {
                let seconds =
                    response.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
                Self::Status { code, wait: seconds.map(Duration::from_secs) }
            }
        }
    }
}

/// A status in digits, or a word for why there was none.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted { code } | Self::Status { code, .. } => write!(f, "{code}"),
            Self::Gone => f.write_str("410"),
            Self::TimedOut => f.write_str("timed_out"),
            Self::Unreachable => f.write_str("unreachable"),
            Self::Forbidden => f.write_str("private_address"),
        }
    }
}

/// What sends messages. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    http: Client,
    allow_private: bool,
}

impl Sender {
    pub(super) fn new(settings: &Webhooks) -> Self {
        let http = Client::builder()
            .redirect(Policy::none())
            // A proxy would look names up for us, past the guard.
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(Guard { allow_private: settings.allow_private }))
            .timeout(settings.timeout)
            .user_agent(concat!("veche/", env!("CARGO_PKG_VERSION")))
            .build()
            .expect("the settings of this client are fixed");
        Self { http, allow_private: settings.allow_private }
    }

    /// Sends a message, signed with each of the secrets.
    ///
    /// # Errors
    ///
    /// If the address is none that anything may be sent to any more.
    pub(super) async fn send(
        &self,
        url: &str,
        message: &Message,
        secrets: &[Secret],
        at: Timestamp,
    ) -> Result<Answer, WebhookError> {
        let url = match address::check(url, self.allow_private) {
            Ok(url) => url,
            // The operator allowed it once, and does no longer.
            Err(WebhookError::AddressPrivate) => return Ok(Answer::Forbidden),
            Err(error) => return Err(error),
        };
        let seconds = at.as_second();
        let signed = secrets.iter().map(|secret| secret.sign(&message.id, seconds, &message.body));
        let request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signed.collect::<Vec<_>>().join(" "))
            .body(message.body.clone());
        Ok(match request.send().await {
            Ok(mut response) => {
                let answer = Answer::of(&response);
                let mut read = 0;
                while let Ok(Some(part)) = response.chunk().await {
                    read += part.len();
                    if read > READ {
                        break;
                    }
                }
                answer
            }
            Err(error) if error.is_timeout() => Answer::TimedOut,
            Err(error) if address::leads_inside(&error) => Answer::Forbidden,
            Err(_) => Answer::Unreachable,
        })
    }
}
