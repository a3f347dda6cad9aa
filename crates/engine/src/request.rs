//! What can be asked of the engine, as JSON or from code.

use aggregates::gate::Confirmation;
use aggregates::ids::{
    AuthorityId, CommentId, InitiativeId, OfficialId, ParticipantId, ProcedureId, RegisterId, SupportId,
    TerritoryId,
};
use aggregates::kept::{Private, Typed};
use aggregates::participant::Identity;
use aggregates::{
    assessment, authority, comment, initiative, installation, official, participant, support, territory,
};
use jiff::civil::Date;
use journal::StreamId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::EngineError;

/// One command: who, what, and on what understanding.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The sender's own key for it: the same key of the same sender is done once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<Uuid>,
    /// Who gives it. Whoever takes requests from outside sets this himself.
    pub by: Caller,
    /// The sequence at which the sender saw the thing; refused as `stale` when it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// The date on an official's document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
    /// Findings of the detector that a person has looked at and found publishable, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Confirmation>,
    /// What is to be done.
    #[serde(rename = "do")]
    pub what: Intent,
}

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Caller {
    /// Somebody acting for his authority.
    Official(OfficialId),
    /// A resident, an organisation, a TOS body.
    Participant(ParticipantId),
    /// Whoever runs the installation.
    Installation,
    /// The engine itself.
    Clock,
}

/// What is to be done, and to which thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Intent {
    /// To an initiative.
    Initiative {
        /// Which; the engine gives a new one its id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<InitiativeId>,
        /// For a submission: by which procedure, `inverted-pyramid` if not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        procedure: Option<ProcedureId>,
        /// What.
        action: Box<initiative::Action<Typed, Private>>,
    },
    /// To somebody's support of an initiative.
    Support {
        /// Of which initiative.
        initiative: InitiativeId,
        /// Whose, when an official enters it from paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supporter: Option<ParticipantId>,
        /// Which, when an official strikes out one whose giver he does not know.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<SupportId>,
        /// What.
        action: support::Action,
    },
    /// To a territory.
    Territory {
        /// Which.
        id: TerritoryId,
        /// What.
        action: territory::Action<Typed>,
    },
    /// To an authority.
    Authority {
        /// Which.
        id: AuthorityId,
        /// What.
        action: authority::Action<Typed>,
    },
    /// Ends a register after a merger. Numbers are given by registering initiatives.
    CloseRegister {
        /// Which.
        register: RegisterId,
        /// The successor's of the same year.
        continued_by: RegisterId,
    },
    /// To an official.
    Official {
        /// Whom; the engine gives a new one an id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<OfficialId>,
        /// What.
        action: official::Action<Typed>,
    },
    /// To a participant.
    Participant {
        /// Whom; the engine gives a new one an id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<ParticipantId>,
        /// To tell people of one name and birth date apart, when the name is sealed:
        /// 0, and 1 and up for those whom a clerk found to be others.
        #[serde(default, skip_serializing_if = "is_zero")]
        namesake: u16,
        /// What.
        action: participant::Action<Typed, Private, Private<Identity>>,
    },
    /// To a comment.
    Comment {
        /// Which; the engine gives a new one its id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<CommentId>,
        /// On which initiative.
        initiative: InitiativeId,
        /// What.
        action: comment::Action<Typed>,
    },
    /// To the sender's assessment of what was carried out.
    Assessment {
        /// Of which initiative.
        initiative: InitiativeId,
        /// What.
        action: assessment::Action<Typed>,
    },
    /// To the installation.
    Installation {
        /// What.
        action: installation::Action,
    },
}

fn is_zero(number: &u16) -> bool {
    *number == 0
}

impl Request {
    /// A request with nothing but who and what.
    pub fn new(by: Caller, what: Intent) -> Self {
        Self { command_id: None, by, expected: None, done_on: None, confirmed: Vec::new(), what }
    }

    /// Reads a request from JSON. Unknown fields, wrong types and text that is no
    /// UTF-8 are [`EngineError::BadRequest`] with the path to the mistake.
    pub fn from_json(json: &[u8]) -> Result<Self, EngineError> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let request = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| bad(error.path().to_string(), error.inner()))?;
        reader.end().map_err(|error| bad(".".to_owned(), &error))?;
        Ok(request)
    }
}

fn bad(path: String, error: &serde_json::Error) -> EngineError {
    EngineError::BadRequest { path, what: error.to_string() }
}

impl Caller {
    /// The participant, if one gives it.
    pub(crate) fn participant(self) -> Option<ParticipantId> {
        match self {
            Self::Participant(id) => Some(id),
            Self::Official(_) | Self::Installation | Self::Clock => None,
        }
    }

    /// As a recorded event names it.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Official(id) => format!("official:{id}"),
            Self::Participant(id) => format!("participant:{id}"),
            Self::Installation => "installation".to_owned(),
            Self::Clock => "engine".to_owned(),
        }
    }
}

/// What became of a request that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The command's id in the journal.
    pub command_id: Uuid,
    /// The thing it was done to; where the engine gave the id, here it is.
    pub stream: StreamId,
    /// The sequence of that stream afterwards: what `expected` may name next.
    pub sequence: u64,
    /// Position of the first event. One more than `last` where nothing had to change.
    pub first: u64,
    /// Position of the last event: what a reader may wait for.
    pub last: u64,
    /// It had been done before; nothing was added now.
    pub repeated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &[u8]) -> (String, &'static str) {
        let error = Request::from_json(json).expect_err("it is not a request");
        let code = error.code();
        match error {
            EngineError::BadRequest { path, .. } => (path, code),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_mistake_is_named_by_its_path() {
        let json = br#"{"by": "installation", "do": {"territory": {"id": "RU", "action": {"rename": {"name": 7}}}}}"#;
        let (path, code) = refused(json);
        assert_eq!(code, "bad_request");
        assert!(path.starts_with("do.territory.action.rename"), "{path}");
    }

    #[test]
    fn unknown_fields_broken_json_and_wrong_bytes_are_refused() {
        let unknown = br#"{"by": "installation", "do": {"installation": {"action": {"name_administrator": {"official": "1f4ad3c1-3b52-4a3e-9bb0-0a7f5f8d1b11"}}}}, "force": true}"#;
        for json in [&unknown[..], b"{", b"{}", b"[]", b"\"\xff\"", b"{} {}"] {
            assert_eq!(refused(json).1, "bad_request", "{}", String::from_utf8_lossy(json));
        }
    }

    #[test]
    fn texts_are_read_as_plain_strings() {
        let json = br#"{"by": "installation", "do": {"territory": {"id": "RU", "action": {"rename": {"name": "Russia"}}}}}"#;
        let request = Request::from_json(json).expect("it is a request");
        let Intent::Territory { action: territory::Action::Rename { name }, .. } = request.what else {
            panic!("something else was read");
        };
        assert_eq!(name.0, "Russia");
    }
}
