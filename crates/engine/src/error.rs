//! Why the engine did not do what was asked.

use aggregates::initiative::fields::Finding;
use jiff::Timestamp;
use journal::JournalError;

use crate::views::ViewError;

/// Everything that can keep a request from being done. `Display` is for the
/// person who asked; the source, where there is one, is for the log.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A rule says no. Nothing was recorded, and nothing is remembered of it.
    #[error("{0}")]
    Refused(Refusal),
    /// The request could not be read.
    #[error("the request cannot be read at `{path}`: {what}")]
    BadRequest {
        /// Where in it, for instance `do.initiative.action.submit.kind`; `.` for the whole.
        path: String,
        /// What is wrong there.
        what: String,
    },
    /// Nothing under that id.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The thing has changed since the sender saw it.
    #[error("this has changed meanwhile: it is at {found}, and you saw it at {expected}")]
    Stale {
        /// The sequence that the sender expected.
        expected: u64,
        /// The sequence it has.
        found: u64,
    },
    /// Others kept writing what this command relies on.
    #[error("too many people are writing this at once; try again shortly")]
    Busy,
    /// The same command id came with another body.
    #[error("this command id belongs to another command")]
    IdReused,
    /// The installation's first event says another clock, or another journal.
    #[error("the first event of this journal does not fit it: {what}")]
    Misfounded {
        /// What does not fit.
        what: String,
    },
    /// The wall clock moved by more than an hour between two ticks.
    #[error("the clock went from {last} to {now}; confirm that it is right before anything is missed by it")]
    ClockJumped {
        /// At the last tick.
        last: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// A stored event is not what its type and version say.
    #[error("the event {event_type} at {stream}#{sequence} cannot be read")]
    Damaged {
        /// Its stream.
        stream: String,
        /// Its place there.
        sequence: u64,
        /// Its type.
        event_type: String,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The journal could not do it.
    #[error("the journal did not take it")]
    Journal(#[from] JournalError),
    /// The vault is gone.
    #[error("there is no vault at {path}, and this journal holds events sealed with its keys; bring it back")]
    VaultMissing {
        /// Where it should be.
        path: String,
    },
    /// The vault could not do it.
    #[error("the vault of keys did not take it")]
    Vault(#[from] vault::VaultError),
    /// A view could not answer.
    #[error("a view could not answer")]
    View(#[from] ViewError),
    /// A file of the data directory.
    #[error("{path} cannot be read or written")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// A rule's no.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{sentence}")]
pub struct Refusal {
    /// The stable name for programs.
    pub code: &'static str,
    /// For the person.
    pub sentence: String,
    /// What the detector found and nobody has confirmed yet, when it is about that.
    pub findings: Vec<Finding>,
    /// What the sentence tells, by name, for whoever says it in another language: dates
    /// in ISO form, ids, numbers.
    pub values: Box<[(&'static str, String)]>,
}

impl EngineError {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::BadRequest { .. } => "bad_request",
            Self::NotFound { .. } => "not_found",
            Self::Stale { .. } => "stale",
            Self::Busy => "busy",
            Self::IdReused => "id_reused",
            Self::Misfounded { .. } => "misfounded",
            Self::ClockJumped { .. } => "clock_jumped",
            Self::Damaged { .. } => "event_damaged",
            Self::Journal(error) => error.code(),
            Self::VaultMissing { .. } => "vault_missing",
            Self::Vault(error) => error.code(),
            Self::View(error) => error.code(),
            Self::File { .. } => "file_unusable",
        }
    }

    /// Whether a rule, and not a failure, is the reason: another node's newer
    /// events could change it.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::NotFound { .. } | Self::Stale { .. })
    }
}

/// What every aggregate's refusal can say of itself.
pub(crate) trait Refuses: std::error::Error {
    /// As the engine reports it.
    fn into_refusal(self) -> Refusal;
}

macro_rules! refuses {
    ($($refusal:path),+ $(,)?) => {
        $(impl Refuses for $refusal {
            fn into_refusal(self) -> Refusal {
                Refusal { code: self.code(), sentence: self.to_string(), findings: Vec::new(), values: Box::default() }
            }
        })+
    };
}

refuses!(
    aggregates::authority::Refusal,
    aggregates::installation::Refusal,
    aggregates::official::Refusal,
    aggregates::register::Refusal,
    aggregates::support::Refusal,
    aggregates::territory::Refusal,
);

/// Those that say where personal data was found.
macro_rules! refuses_with_findings {
    ($($refusal:path),+ $(,)?) => {
        $(impl Refuses for $refusal {
            fn into_refusal(self) -> Refusal {
                let (code, sentence) = (self.code(), self.to_string());
                let findings = match self {
                    Self::PersonalDataFound { findings } => findings,
                    _ => Vec::new(),
                };
                Refusal { code, sentence, findings, values: Box::default() }
            }
        })+
    };
}

refuses_with_findings!(aggregates::assessment::Refusal, aggregates::comment::Refusal,);

impl Refuses for aggregates::initiative::Refusal {
    fn into_refusal(self) -> Refusal {
        let (code, sentence, values) = (self.code(), self.to_string(), self.values().into());
        let findings = match self {
            Self::PersonalDataFound { findings } => findings,
            _ => Vec::new(),
        };
        Refusal { code, sentence, findings, values }
    }
}

impl Refuses for aggregates::participant::Refusal {
    fn into_refusal(self) -> Refusal {
        let (code, sentence, values) = (self.code(), self.to_string(), self.values().into());
        Refusal { code, sentence, findings: Vec::new(), values }
    }
}

impl<R: Refuses> From<R> for EngineError {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal.into_refusal())
    }
}
