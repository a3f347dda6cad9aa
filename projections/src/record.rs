//! An event of the journal, parsed once for all views.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use aggregates::assessment::AssessmentEvent;
use aggregates::authority::AuthorityEvent;
use aggregates::comment::CommentEvent;
use aggregates::ids::{InitiativeId, TextId};
use aggregates::initiative::InitiativeEvent;
use aggregates::installation::InstallationEvent;
use aggregates::official::OfficialEvent;
use aggregates::participant::ParticipantEvent;
use aggregates::register::RegisterEvent;
use aggregates::support::SupportEvent;
use aggregates::territory::TerritoryEvent;
use aggregates::upcast::{UpcastError, upcast};
use cqrs_es::DomainEvent;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

/// An event in its place, with the texts that can be read.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its place in the one order: 1, 2, 3 … without gaps.
    pub position: u64,
    /// When the journal recorded it.
    pub at: Timestamp,
    /// The aggregate type of its stream.
    pub stream_kind: String,
    /// The aggregate id of its stream.
    pub stream_id: String,
    /// Its place in the stream.
    pub sequence: u64,
    /// Its name.
    pub event_type: String,
    /// Who did it, as the journal's metadata say.
    pub actor: Option<String>,
    /// The event itself.
    pub event: Event,
    /// What [`Event::builds_on`] asks for: the events of its stream from the last that begins
    /// something. Nothing for others.
    pub earlier: Vec<Event>,
    /// Its readable texts. One whose key was destroyed is absent.
    pub texts: BTreeMap<TextId, String>,
    /// By which a view knows its journal again.
    pub hash: Hash,
}

/// The journal's hash of an event. Only that of the last one applied at once is worked out.
#[derive(Clone)]
pub struct Hash(Arc<dyn Fn() -> [u8; 32] + Send + Sync>);

impl Hash {
    /// What this works out.
    pub fn of(work_out: impl Fn() -> [u8; 32] + Send + Sync + 'static) -> Self {
        Self(Arc::new(work_out))
    }

    /// Its bytes.
    pub fn bytes(&self) -> [u8; 32] {
        (self.0)()
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash")
    }
}

/// An event of any stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Of an initiative.
    Initiative(Box<InitiativeEvent>),
    /// Of a support.
    Support(SupportEvent),
    /// Of a territory.
    Territory(TerritoryEvent),
    /// Of an authority.
    Authority(AuthorityEvent),
    /// Of a register.
    Register(RegisterEvent),
    /// Of an official.
    Official(OfficialEvent),
    /// Of a participant.
    Participant(ParticipantEvent),
    /// Of a comment.
    Comment(CommentEvent),
    /// Of an assessment.
    Assessment(AssessmentEvent),
    /// Of the installation.
    Installation(InstallationEvent),
    /// Of a stream type that is not ours: another program shares the table.
    Foreign,
}

impl Record {
    /// The initiative that a support or a comment is given to, which only the first event of
    /// it names.
    pub(crate) fn given_to(&self) -> Option<InitiativeId> {
        self.earlier.iter().chain([&self.event]).find_map(|event| {
            if let Event::Support(SupportEvent::SupportGiven { initiative, .. })
            | Event::Comment(CommentEvent::CommentReceived { initiative, .. }) = event
            {
                return Some(*initiative);
            }
            None
        })
    }
}

/// A stored event of ours that cannot be read. Views stop here: to skip it would
/// be a silent lie.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// The payload is not that event.
    #[error("a {event_type} {version} of {stream_kind} cannot be read")]
    Malformed {
        /// The aggregate type of its stream.
        stream_kind: String,
        /// Its name.
        event_type: String,
        /// Its version.
        version: String,
        /// What is wrong.
        #[source]
        source: serde_json::Error,
    },
    /// The payload is another event than its row says.
    #[error("a {event_type} {version} of {stream_kind} holds a {found} {found_version}")]
    Another {
        /// The aggregate type of its stream.
        stream_kind: String,
        /// The name its row gives.
        event_type: String,
        /// The version its row gives.
        version: String,
        /// The name of what it holds.
        found: String,
        /// The version of what it holds.
        found_version: String,
    },
    /// It is of an older version and does not have that version's shape.
    #[error(transparent)]
    Upcast(#[from] UpcastError),
}

impl Event {
    /// Whether it gives what later events of its stream confirm or take back: a support, a comment.
    pub fn begins(&self) -> bool {
        matches!(
            self,
            Self::Support(SupportEvent::SupportGiven { .. })
                | Self::Comment(CommentEvent::CommentReceived { .. })
        )
    }

    /// Whether it says nothing of what it confirms or takes back: [`Record::earlier`] does.
    pub fn builds_on(&self) -> bool {
        matches!(self, Self::Support(_) | Self::Comment(_)) && !self.begins()
    }

    /// Adds it to what its stream has given so far, and answers with [`Record::earlier`].
    pub fn follow(&self, given: &mut Vec<Self>) -> Vec<Self> {
        let earlier = if self.builds_on() { given.clone() } else { Vec::new() };
        if self.begins() {
            given.clear();
        }
        given.push(self.clone());
        earlier
    }

    /// Reads a stored event in its current form.
    ///
    /// # Errors
    ///
    /// If an event of a stream type of ours is unknown or malformed.
    pub fn parse(
        stream_kind: &str,
        event_type: &str,
        version: &str,
        payload: &str,
    ) -> Result<Self, ParseError> {
        let row = Row { stream_kind, event_type, version };
        match stream_kind {
            "initiative" => row.initiative(payload).map(|event| Self::Initiative(Box::new(event))),
            "support" => row.read(payload).map(Self::Support),
            "territory" => row.read(payload).map(Self::Territory),
            "authority" => row.read(payload).map(Self::Authority),
            "register" => row.read(payload).map(Self::Register),
            "official" => row.read(payload).map(Self::Official),
            "participant" => row.read(payload).map(Self::Participant),
            "comment" => row.read(payload).map(Self::Comment),
            "assessment" => row.read(payload).map(Self::Assessment),
            "installation" => row.read(payload).map(Self::Installation),
            _ => Ok(Self::Foreign),
        }
    }
}

struct Row<'a> {
    stream_kind: &'a str,
    event_type: &'a str,
    version: &'a str,
}

impl Row<'_> {
    fn initiative(&self, payload: &str) -> Result<InitiativeEvent, ParseError> {
        self.read(payload)
    }

    /// Nearly every event is current: only one that is not goes through the upcasters.
    fn read<E: DomainEvent + DeserializeOwned>(&self, payload: &str) -> Result<E, ParseError> {
        if let Ok(event) = serde_json::from_str::<E>(payload)
            && event.event_version() == self.version
        {
            return self.named(event, self.version);
        }
        let stored = serde_json::from_str(payload).map_err(|source| self.malformed(source))?;
        let (version, current) = upcast(self.stream_kind, self.event_type, self.version, stored)?;
        let event = serde_json::from_value(current).map_err(|source| self.malformed(source))?;
        self.named(event, &version)
    }

    fn named<E: DomainEvent>(&self, event: E, version: &str) -> Result<E, ParseError> {
        if event.event_type() == self.event_type && event.event_version() == version {
            return Ok(event);
        }
        Err(ParseError::Another {
            stream_kind: self.stream_kind.to_owned(),
            event_type: self.event_type.to_owned(),
            version: self.version.to_owned(),
            found: event.event_type(),
            found_version: event.event_version(),
        })
    }

    fn malformed(&self, source: serde_json::Error) -> ParseError {
        ParseError::Malformed {
            stream_kind: self.stream_kind.to_owned(),
            event_type: self.event_type.to_owned(),
            version: self.version.to_owned(),
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_event_of_ours_is_an_error_that_names_it() {
        let error = Event::parse("support", "SupportDoubled", "1.0", r#"{"SupportDoubled":{}}"#)
            .expect_err("there is no such event");
        assert_eq!(error.to_string(), "a SupportDoubled 1.0 of support cannot be read");
    }

    #[test]
    fn an_event_of_another_name_than_its_row_is_an_error() {
        let payload = r#"{"SupportWithdrawn":{"day":"2027-01-11"}}"#;
        assert!(Event::parse("support", "SupportWithdrawn", "1.0", payload).is_ok());
        let error = Event::parse("support", "SupportConfirmed", "1.0", payload);
        assert!(matches!(error, Err(ParseError::Another { .. })));
    }

    #[test]
    fn a_version_that_nobody_knows_is_an_error() {
        let payload = r#"{"SupportWithdrawn":{"day":"2027-01-11"}}"#;
        assert!(Event::parse("support", "SupportWithdrawn", "7.0", payload).is_err());
    }

    #[test]
    fn an_older_version_is_read_as_the_current_one() {
        let payload = include_str!("../../aggregates/golden/support/SupportGiven-0.9.json");
        let event = Event::parse("support", "SupportGiven", "0.9", payload);
        assert!(matches!(event, Ok(Event::Support(SupportEvent::SupportGiven { .. }))));
    }

    #[test]
    fn rows_of_another_program_are_foreign() {
        let event = Event::parse("BankAccount", "MoneyPaidIn", "1", "{}");
        assert!(matches!(event, Ok(Event::Foreign)));
    }
}
