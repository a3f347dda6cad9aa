//! What an author and everybody else may ask of an initiative.

use aggregates::ids::{AttachmentId, InitiativeId, InvitationCode, ParticipantId, ProcedureId, TerritoryId};
use aggregates::initiative::fields::{Attachment, Channel, Consents, Fields, Kind, Origin};
use aggregates::initiative::{self, Action, Submission};
use aggregates::kept::{Private, Typed};
use engine::Intent;
use jiff::civil::Date;

use super::{Body, actions};
use crate::api::ids::Ids;
use crate::api::shape::asked;
use crate::problem::Problem;

/// An action on the initiative of the address.
pub(super) fn to_initiative(ids: &Ids, action: Action<Typed, Private>) -> Result<Intent, Problem> {
    let id = Some(ids.get("initiative")?);
    Ok(Intent::Initiative { id, procedure: None, action: Box::new(action) })
}

asked! {
    /// A proposal as it comes in.
    Submit {
        /// The id it is to have; the engine gives one, if not said. Say it when files were
        /// uploaded for it before.
        id: Option<InitiativeId> = serde_json::Value::Null,
        /// By which procedure; `inverted-pyramid` if not said.
        procedure: Option<ProcedureId>,
        /// What is asked for. A rule or a law needs a draft wording.
        kind: Kind,
        /// The territory it is about.
        home: TerritoryId,
        /// Other territories it concerns.
        also_concerns [default]: Vec<TerritoryId> = [0_u8; 0],
        /// The author, where an official enters it; whoever submits, if not said.
        author: Option<ParticipantId> = serde_json::Value::Null,
        /// The texts.
        fields: Fields<Typed>,
        /// What the author agrees to.
        consents [default]: Consents,
        /// How it came: `web` by its author; another way through a clerk.
        channel: Channel,
        /// The day it came, where an official enters it.
        received_on: Option<Date> = serde_json::Value::Null,
        /// Facts of an imported source.
        origin: Option<Origin> = serde_json::Value::Null,
        /// The original letter, read by the office only.
        letter: Option<Private> = serde_json::Value::Null,
        /// Files, as uploading them answered.
        attachments [default]: Vec<Attachment> = [0_u8; 0],
    }
}

impl Body for Submit {
    const BESIDE: &'static [&'static str] = &["done_on", "confirmed"];

    fn intent(self, _: &Ids) -> Result<Intent, Problem> {
        let Self {
            id,
            procedure,
            kind,
            home,
            also_concerns,
            author,
            fields,
            consents,
            channel,
            received_on,
            origin,
            letter,
            attachments,
        } = self;
        let submission = Submission {
            kind,
            home,
            also_concerns,
            author,
            fields,
            consents,
            channel,
            received_on,
            origin,
            linked_from: None,
            letter,
            attachments,
        };
        let action = Box::new(Action::Submit(Box::new(submission)));
        Ok(Intent::Initiative { id, procedure, action })
    }
}

actions! {
    initiative, beside ["done_on", "confirmed"], to_initiative;
    /// The author answers what he was asked.
    Clarify {
        /// The answer.
        answer: Typed,
        /// The proposal rewritten, while it is not published.
        fields: Option<Fields<Typed>> = serde_json::Value::Null,
    }
    /// The author takes up the revision that was offered.
    AcceptRevision {}
    /// The author declines it.
    DeclineRevision {}
    /// The author's new text.
    Revise {
        /// The whole new text.
        fields: Fields<Typed>,
    }
    /// The author complains of the refusal to the authority above.
    Appeal {
        /// Why.
        reasons: Typed,
    }
    /// The author takes it back, while few support it.
    Withdraw {}
    /// The author leaves it to others, when many support it.
    StepDown {}
    /// A co-initiator takes the place of an author who stepped down.
    ReplaceAuthor {}
    /// A participant confirms that he proposes it too. What is not published is joined by
    /// invitation alone.
    JoinAsCoInitiator {
        /// The code of the author's link.
        invitation: Option<InvitationCode> = serde_json::Value::Null,
    }
    /// The author agrees that it ends in the other one.
    AcceptMerge {}
    /// The author does not agree.
    DeclineMerge {}
    /// The author's personal data goes from this case.
    ErasePersonalData {
        /// On what basis.
        basis: aggregates::initiative::fields::Basis,
    }
    /// A letter went out.
    DispatchAnswer {
        /// Which dispatch obligation; the oldest open one of the authority, if not said.
        nth: Option<u32> = serde_json::Value::Null,
        /// The outgoing number: up to 40 letters, digits, `-`, `/`, `.`.
        outgoing_number: String = "17-03/45",
        /// By which way.
        channel: Channel,
        /// The letter, as uploading it answered.
        letter: Option<AttachmentId> = serde_json::Value::Null,
    }
}
