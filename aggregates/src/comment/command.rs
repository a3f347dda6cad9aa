//! What can be asked about a comment, and why it may be turned down.

use serde::{Deserialize, Serialize};

use super::{Comment, CommentEvent};
use crate::actor::{Actor, By, Order, local_date};
use crate::gate::{self, Confirmation};
use crate::ids::CommentId;
use crate::initiative::Initiative;
use crate::initiative::fields::{Basis, Finding};
use crate::kept::Open;
use crate::official::{Role, acts_as, acts_for};
use crate::seen::Seen;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// The comment: the stream.
    pub id: CommentId,
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The initiative that is commented on.
    pub initiative: Seen<Initiative>,
    /// Personal data that the detector found in the text: everybody would read it.
    pub findings: Vec<Finding>,
    /// Which of it he says may be read, and why.
    pub confirmed: Vec<Confirmation>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open> {
    /// Comments; by a verified participant.
    Receive {
        /// The comment.
        text: O,
    },
    /// Makes it unreadable: by a clerk of the authority that has the initiative, or an administrator.
    Withhold {
        /// On what legal basis.
        basis: Basis,
    },
}

/// The longest comment, in characters.
pub const LONGEST: u32 = 4000;

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing to comment on.
    #[error("there is no such initiative")]
    NoSuchInitiative,
    /// Not under review.
    #[error("this initiative cannot be commented on now")]
    CommentsClosed,
    /// Not verified, or no participant.
    #[error("only a verified participant can comment")]
    NotVerified,
    /// The id is taken.
    #[error("this comment was received already")]
    AlreadyReceived,
    /// Nothing, or too much.
    #[error("a comment has between 1 and {LONGEST} characters")]
    BadLength,
    /// Personal data in what everybody would read.
    #[error("personal data was found in {} place(s) of the comment; take it out or say why it may be read", .findings.len())]
    PersonalDataFound {
        /// Where.
        findings: Vec<Finding>,
    },
    /// Nothing to withhold.
    #[error("there is no such comment on this initiative")]
    NoSuchComment,
    /// Gone already.
    #[error("this comment is withheld already")]
    AlreadyWithheld,
    /// Somebody without the right.
    #[error("only a clerk of the authority that has the initiative may withhold a comment")]
    NotAllowed,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchInitiative => "no_such_initiative",
            Self::CommentsClosed => "comments_closed",
            Self::NotVerified => "not_verified",
            Self::AlreadyReceived => "already_received",
            Self::BadLength => "bad_length",
            Self::PersonalDataFound { .. } => "personal_data_found",
            Self::NoSuchComment => "no_such_comment",
            Self::AlreadyWithheld => "already_withheld",
            Self::NotAllowed => "not_allowed",
        }
    }
}

impl Comment {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<CommentEvent>, Refusal> {
        let Command { id, order: Order { at, by, action }, initiative, findings, confirmed } = command;
        let subject = initiative.state.id().ok_or(Refusal::NoSuchInitiative)?;
        let day = local_date(at, initiative.home_offset());
        let event = match action {
            Action::Receive { text } => {
                if self.exists() {
                    return Err(Refusal::AlreadyReceived);
                }
                let author = by
                    .participant()
                    .filter(|author| author.is_verified())
                    .and_then(|author| author.state.id())
                    .ok_or(Refusal::NotVerified)?;
                if !initiative.comments_open(at) {
                    return Err(Refusal::CommentsClosed);
                }
                if text.chars == 0 || text.chars > LONGEST {
                    return Err(Refusal::BadLength);
                }
                let confirmed = gate::pass(&findings, &confirmed, &by)
                    .map_err(|findings| Refusal::PersonalDataFound { findings })?;
                CommentEvent::CommentReceived { id, initiative: subject, author, text, day, confirmed }
            }
            Action::Withhold { basis } => {
                let received = self
                    .received
                    .filter(|received| received.initiative == subject)
                    .ok_or(Refusal::NoSuchComment)?;
                let of_holder = acts_as(&by, Role::Clerk, at) && has_custody(&by, &initiative);
                if !of_holder && !by.holds(Role::Administrator, at) {
                    return Err(Refusal::NotAllowed);
                }
                if self.withheld {
                    return Err(Refusal::AlreadyWithheld);
                }
                CommentEvent::CommentWithheld { text: received.text, basis, by: named(&by)?, day }
            }
        };
        Ok(vec![event])
    }
}

fn has_custody(by: &By, initiative: &Initiative) -> bool {
    initiative.custody().is_some_and(|custody| acts_for(by, &custody.authority))
}

fn named(by: &By) -> Result<Actor, Refusal> {
    match by {
        By::Official { official, authority } => match (official.state.id(), authority.state.id()) {
            (Some(official), Some(authority)) => {
                Ok(Actor::Official { official, authority: authority.clone() })
            }
            (Some(_) | None, Some(_) | None) => Err(Refusal::NotAllowed),
        },
        By::Installation => Ok(Actor::Installation),
        By::Engine | By::Participant(_) => Err(Refusal::NotAllowed),
    }
}
