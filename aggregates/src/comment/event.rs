//! What happened to a comment.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::event::event_names;
use crate::gate::Confirmation;
use crate::ids::{CommentId, InitiativeId, ParticipantId, TextId};
use crate::initiative::fields::Basis;
use crate::kept::Open;

/// An event of a comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum CommentEvent {
    /// Somebody commented.
    CommentReceived {
        /// The comment.
        id: CommentId,
        /// On which initiative.
        initiative: InitiativeId,
        /// Who.
        author: ParticipantId,
        /// What he wrote.
        text: Open,
        /// The local date.
        day: Date,
        /// Personal data that was found in it, and why it may be read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        confirmed: Vec<Confirmation>,
    },
    /// It is not to be read any more; its key is destroyed.
    CommentWithheld {
        /// The key of the text.
        text: TextId,
        /// On what legal basis.
        basis: Basis,
        /// Who withheld it.
        by: Actor,
        /// The local date.
        day: Date,
    },
}

event_names!(CommentEvent { CommentReceived, CommentWithheld });
