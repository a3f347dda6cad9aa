//! Officials and participants.

use aggregates::ids::{AuthorityId, OfficialId, ParticipantId, TerritoryId};
use aggregates::initiative::fields::Basis;
use aggregates::kept::{Private, Typed};
use aggregates::official::{self, Role};
use aggregates::participant::{self, Identity, Method, ParticipantKind};
use engine::Intent;
use jiff::civil::Date;

use super::{Body, actions};
use crate::api::ids::Ids;
use crate::api::shape::asked;
use crate::problem::Problem;

actions! {
    official, beside [], |ids, action| Ok(Intent::Official { id: ids.maybe("official")?, action });
    /// Somebody comes into office; the engine gives him an id.
    Appoint {
        /// For whom.
        authority: AuthorityId,
        /// As what.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        until: Option<Date> = serde_json::Value::Null,
        /// In an acting capacity.
        acting [default]: bool = false,
        /// His name.
        name: Typed = "Анна Иванова",
        /// The same person as a participant.
        participant: Option<ParticipantId> = serde_json::Value::Null,
    }
    /// One more role.
    GrantRole {
        /// Which.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        until: Option<Date> = serde_json::Value::Null,
        /// In an acting capacity.
        acting [default]: bool = false,
    }
    /// A role ends.
    EndRole {
        /// Which.
        role: Role,
        /// The last day.
        on: Date,
    }
    /// He takes the place of a colleague; also by the head of their authority.
    Substitute {
        /// Whose place.
        in_place_of: OfficialId,
        /// In which role; never an administrator's or auditor's.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    }
    /// How to reach him; what is left out is removed. Also by himself.
    SetContacts {
        /// Phone.
        phone: Option<Typed> = "+7 3462 00-00-00",
        /// E-mail.
        email: Option<Typed> = serde_json::Value::Null,
    }
    /// Another name.
    Rename {
        /// The new name.
        name: Typed = "Анна Иванова",
    }
    /// All his roles end.
    Dismiss {
        /// The last day.
        on: Date,
    }
}

/// An action on the participant of the address.
fn to_participant(
    ids: &Ids,
    action: participant::Action<Typed, Private, Private<Identity>>,
) -> Result<Intent, Problem> {
    Ok(Intent::Participant { id: ids.maybe("participant")?, namesake: 0, action })
}

asked! {
    /// A clerk makes a participant known.
    RegisterParticipant {
        /// What sort.
        kind: ParticipantKind,
        /// The name of an organisation or TOS body.
        name: Option<Typed> = serde_json::Value::Null,
    }
    /// A clerk has seen a document.
    Verify {
        /// How: `document_seen_by_clerk`.
        method: Method,
        /// On which date; not in the future.
        on: Date = "2027-01-11",
        /// Name and birth date, for a person.
        identity: Option<Private<Identity>>,
        /// Where resident or seated.
        residence: TerritoryId,
        /// 0; 1 and up for another person of the same name and birth date.
        namesake [default]: u16 = 0,
    }
    /// How to reach it; what is left out is removed. By itself or a clerk.
    SetContact {
        /// Phone.
        phone: Option<Private> = "+7 3462 00-00-00",
        /// E-mail.
        email: Option<Private> = "anna@example.org",
    }
}

impl Body for RegisterParticipant {
    fn intent(self, ids: &Ids) -> Result<Intent, Problem> {
        let Self { kind, name } = self;
        to_participant(ids, participant::Action::Register { kind, name })
    }
}

impl Body for Verify {
    fn intent(self, ids: &Ids) -> Result<Intent, Problem> {
        let Self { method, on, identity, residence, namesake } = self;
        let action = participant::Action::Verify { method, on, identity, residence };
        Ok(Intent::Participant { id: Some(ids.get("participant")?), namesake, action })
    }
}

impl Body for SetContact {
    fn intent(self, ids: &Ids) -> Result<Intent, Problem> {
        let Self { phone, email } = self;
        to_participant(ids, participant::Action::SetContact { phone, email })
    }
}

actions! {
    participant, beside [], to_participant;
    /// Where it lives now; by a clerk.
    ChangeResidence {
        /// Where.
        residence: TerritoryId,
        /// Since which date; not in the future.
        on: Date = "2027-01-11",
    }
    /// A person may act for an organisation or TOS body.
    AddRepresentative {
        /// Who.
        participant: ParticipantId,
    }
    /// He may not any more.
    RemoveRepresentative {
        /// Who.
        participant: ParticipantId,
    }
    /// Everything sealed is destroyed: by itself or an administrator.
    ErasePersonalData {
        /// On what legal basis.
        basis: Basis,
        /// On which date.
        on: Date = "2027-01-11",
    }
}
