//! A command on its way to a decision.

use aggregates::assessment::Assessment;
use aggregates::authority::Authority;
use aggregates::comment::Comment;
use aggregates::gate::Confirmation;
use aggregates::ids::{
    AuthorityId, CommentId, InitiativeId, OfficialId, ParticipantId, ProcedureId, RegisterId, TerritoryId,
};
use aggregates::initiative::Initiative;
use aggregates::initiative::fields::Finding;
use aggregates::installation::Installation;
use aggregates::official::Official;
use aggregates::participant::{Age, Participant};
use aggregates::register::Register;
use aggregates::support::Support;
use aggregates::territory::Territory;
use aggregates::{
    assessment, authority, comment, initiative, installation, official, participant, support, territory,
};
use cqrs_es::Aggregate;
use jiff::civil::Date;
use journal::StreamId;

use crate::Caller;
use crate::index::Indexing;
use crate::session::Labels;

/// A command whose texts are sealed.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) terms: Terms,
    pub(crate) work: Work,
}

/// Everything about a command but what it does.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) labels: Labels,
    /// The sender gave a key of his own: the command may have been done before.
    pub(crate) repeatable: bool,
    pub(crate) by: Caller,
    pub(crate) expected: Option<u64>,
    pub(crate) done_on: Option<Date>,
    pub(crate) confirmed: Vec<Confirmation>,
    /// What the detector found in the texts it carries.
    pub(crate) findings: Vec<Finding>,
    /// What the blind index learns of a person.
    pub(crate) indexing: Option<Indexing>,
}

/// What is to be done, with sealed texts and every id given.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    Initiative {
        id: InitiativeId,
        procedure: Option<ProcedureId>,
        action: Box<initiative::Action>,
    },
    Support {
        initiative: InitiativeId,
        tag: String,
        supporter: Option<ParticipantId>,
        action: support::Action,
    },
    Territory {
        id: TerritoryId,
        action: territory::Action,
    },
    Authority {
        id: AuthorityId,
        action: authority::Action,
    },
    CloseRegister {
        register: RegisterId,
        continued_by: RegisterId,
    },
    Official {
        id: OfficialId,
        action: official::Action,
    },
    Participant {
        id: ParticipantId,
        age: Option<Age>,
        action: participant::Action,
    },
    Comment {
        id: CommentId,
        initiative: InitiativeId,
        action: comment::Action,
    },
    Assessment {
        tag: String,
        initiative: InitiativeId,
        action: assessment::Action,
    },
    Installation {
        action: installation::Action,
    },
}

impl Prepared {
    /// The stream of the thing that the command is for.
    pub(crate) fn target(&self) -> StreamId {
        match &self.work {
            Work::Initiative { id, .. } => StreamId::new(Initiative::TYPE, id.to_string()),
            Work::Support { tag, .. } => StreamId::new(Support::TYPE, tag.as_str()),
            Work::Territory { id, .. } => StreamId::new(Territory::TYPE, id.as_str()),
            Work::Authority { id, .. } => StreamId::new(Authority::TYPE, id.as_str()),
            Work::CloseRegister { register, .. } => StreamId::new(Register::TYPE, register.to_string()),
            Work::Official { id, .. } => StreamId::new(Official::TYPE, id.to_string()),
            Work::Participant { id, .. } => StreamId::new(Participant::TYPE, id.to_string()),
            Work::Comment { id, .. } => StreamId::new(Comment::TYPE, id.to_string()),
            Work::Assessment { tag, .. } => StreamId::new(Assessment::TYPE, tag.as_str()),
            Work::Installation { .. } => StreamId::new(Installation::TYPE, installation::STREAM),
        }
    }
}
