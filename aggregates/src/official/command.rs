//! What can be asked about an official, and why it may be turned down.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Official, OfficialEvent, OpeningReason, Role, SealedField};
use crate::actor::{By, Order, local_date};
use crate::authority::Authority;
use crate::ids::{AuthorityId, InitiativeId, OfficialId, ParticipantId};
use crate::initiative::Initiative;
use crate::kept::Open;
use crate::seen::Seen;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// The official: the stream.
    pub id: OfficialId,
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The authority he is appointed to.
    pub authority: Option<Seen<Authority>>,
    /// The colleague whose place he takes.
    pub colleague: Option<Seen<Official>>,
    /// The case of which he opens what is sealed.
    pub case: Option<Seen<Initiative>>,
}

/// What is to be done: by an administrator, where nothing else is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open> {
    /// Brings somebody into office.
    Appoint {
        /// For whom.
        authority: AuthorityId,
        /// As what.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        #[serde(default)]
        until: Option<Date>,
        /// In an acting capacity.
        #[serde(default)]
        acting: bool,
        /// His name.
        name: O,
        /// The same person as a participant.
        #[serde(default)]
        participant: Option<ParticipantId>,
    },
    /// Gives one more role.
    GrantRole {
        /// Which.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        #[serde(default)]
        until: Option<Date>,
        /// In an acting capacity.
        #[serde(default)]
        acting: bool,
    },
    /// Ends a role.
    EndRole {
        /// Which.
        role: Role,
        /// The last day.
        on: Date,
    },
    /// Puts him in the place of a colleague; also by the head of their authority.
    Substitute {
        /// Whose place.
        in_place_of: OfficialId,
        /// In which role; never an administrator's or auditor's.
        role: Role,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// Sets how to reach him, what is left out is removed; also by himself.
    SetContacts {
        /// Phone.
        #[serde(default = "none")]
        phone: Option<O>,
        /// E-mail.
        #[serde(default = "none")]
        email: Option<O>,
    },
    /// Gives another name.
    Rename {
        /// The new name.
        name: O,
    },
    /// Reads what is sealed of a case: he himself, whose authority has it or had it when
    /// it was closed, or an auditor.
    OpenSealed {
        /// Of which case.
        initiative: InitiativeId,
        /// What of it.
        fields: BTreeSet<SealedField>,
        /// Why.
        reason: OpeningReason,
    },
    /// Ends all roles.
    Dismiss {
        /// The last day.
        on: Date,
    },
}

// `#[serde(default)]` alone would ask `O: Default`.
fn none<O>() -> Option<O> {
    None
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else tried.
    #[error("only an administrator may do this to an official")]
    NotAdministrator,
    /// Appointed before.
    #[error("this official is appointed already; give him another role instead")]
    AlreadyAppointed,
    /// Nobody under that id.
    #[error("there is no such official")]
    NoSuchOfficial,
    /// No such authority, or not any more.
    #[error("there is no authority {0} on that day")]
    NoSuchAuthority(AuthorityId),
    /// The last day before the first.
    #[error("the last day {until} is before the first day {from}")]
    DatesReversed {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// Nothing to end.
    #[error("this official does not hold the role {role} on {on}")]
    RoleNotHeld {
        /// Which role.
        role: Role,
        /// Which day.
        on: Date,
    },
    /// Another authority, himself, or a role that the colleague does not have.
    #[error(
        "he cannot take that place: a colleague of the same authority who is {role} on that day can be substituted"
    )]
    NotSubstitutable {
        /// In which role.
        role: Role,
    },
    /// Another authority has it, or he opens it for somebody else.
    #[error("what is sealed of a case is opened by officials of the authority that has it, and by auditors")]
    NotYourCase,
    /// No field named.
    #[error("say what is to be opened")]
    NothingToOpen,
    /// Left office.
    #[error("this official left office on {on}")]
    Dismissed {
        /// The last day.
        on: Date,
    },
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAdministrator => "not_administrator",
            Self::AlreadyAppointed => "already_appointed",
            Self::NoSuchOfficial => "no_such_official",
            Self::NoSuchAuthority(_) => "no_such_authority",
            Self::DatesReversed { .. } => "dates_reversed",
            Self::RoleNotHeld { .. } => "role_not_held",
            Self::NotYourCase => "not_your_case",
            Self::NothingToOpen => "nothing_to_open",
            Self::NotSubstitutable { .. } => "not_substitutable",
            Self::Dismissed { .. } => "official_dismissed",
        }
    }
}

impl Official {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<OfficialEvent>, Refusal> {
        let Command { id, order: Order { at, by, action }, authority, colleague, case } = command;
        if !self.may_be_changed_by(&by, at, &action) {
            let opens = matches!(action, Action::OpenSealed { .. });
            return Err(if opens { Refusal::NotYourCase } else { Refusal::NotAdministrator });
        }
        if !matches!(action, Action::Appoint { .. }) {
            self.in_office()?;
        }
        let event = match action {
            Action::Appoint { authority: office, role, from, until, acting, name, participant } => {
                if self.exists() {
                    return Err(Refusal::AlreadyAppointed);
                }
                in_order(from, until)?;
                if !authority
                    .is_some_and(|seen| seen.state.id() == Some(&office) && !seen.is_abolished_on(from))
                {
                    return Err(Refusal::NoSuchAuthority(office));
                }
                OfficialEvent::OfficialAppointed {
                    id,
                    authority: office,
                    role,
                    from,
                    until,
                    acting,
                    name,
                    participant,
                }
            }
            Action::GrantRole { role, from, until, acting } => {
                in_order(from, until)?;
                OfficialEvent::RoleGranted { role, from, until, acting }
            }
            Action::EndRole { role, on } => {
                if !self.holds(role, on) {
                    return Err(Refusal::RoleNotHeld { role, on });
                }
                OfficialEvent::RoleEnded { role, on }
            }
            Action::Substitute { in_place_of, role, from, until } => {
                in_order(from, Some(until))?;
                let fits = colleague.is_some_and(|colleague| {
                    colleague.state.id() == Some(in_place_of)
                        && in_place_of != id
                        && colleague.state.authority() == self.authority()
                        && colleague.holds(role, from)
                });
                if !fits || !matches!(role, Role::Clerk | Role::Officer | Role::Head) {
                    return Err(Refusal::NotSubstitutable { role });
                }
                OfficialEvent::SubstitutionSet { in_place_of, role, from, until }
            }
            Action::SetContacts { phone, email } => OfficialEvent::ContactsSet { phone, email },
            Action::Rename { name } => OfficialEvent::Renamed { name },
            Action::OpenSealed { initiative, fields, reason } => {
                let on = self.may_open(&by, at, initiative, case.as_ref().map(|case| &*case.state))?;
                if fields.is_empty() {
                    return Err(Refusal::NothingToOpen);
                }
                let fields: BTreeSet<_> =
                    fields.into_iter().filter(|field| !self.has_opened(initiative, *field, on)).collect();
                if fields.is_empty() {
                    return Ok(Vec::new());
                }
                OfficialEvent::SealedOpened { initiative, fields, reason, on }
            }
            Action::Dismiss { on } => OfficialEvent::Dismissed { on },
        };
        Ok(vec![event])
    }

    fn may_be_changed_by(&self, by: &By, at: Timestamp, action: &Action) -> bool {
        let himself = || by.official().is_some_and(|(official, _)| official.state.id() == self.id);
        if matches!(action, Action::OpenSealed { .. }) {
            return self.exists() && himself();
        }
        if by.holds(Role::Administrator, at) {
            return true;
        }
        let Some((official, authority)) = by.official() else {
            return false;
        };
        match action {
            Action::SetContacts { .. } => official.state.id().is_some() && official.state.id() == self.id,
            Action::Substitute { .. } => {
                official.state.authority() == self.authority()
                    && official.holds(Role::Head, local_date(at, authority.utc_offset()))
            }
            Action::Appoint { .. }
            | Action::GrantRole { .. }
            | Action::EndRole { .. }
            | Action::Rename { .. }
            | Action::OpenSealed { .. }
            | Action::Dismiss { .. } => false,
        }
    }

    /// The local date, if he may.
    fn may_open(
        &self,
        by: &By,
        at: Timestamp,
        initiative: InitiativeId,
        case: Option<&Initiative>,
    ) -> Result<Date, Refusal> {
        let (_, authority) = by.official().ok_or(Refusal::NotYourCase)?;
        let on = local_date(at, authority.utc_offset());
        let case = case.filter(|case| case.id() == Some(initiative)).ok_or(Refusal::NotYourCase)?;
        let has_it = match (case.custody(), self.authority()) {
            (Some(custody), Some(own)) => custody.authority == *own,
            (None, Some(own)) => case.was_with(own),
            (_, None) => false,
        };
        if self.holds(Role::Auditor, on) || has_it && self.may_act_as(Role::Clerk, on) {
            Ok(on)
        } else {
            Err(Refusal::NotYourCase)
        }
    }

    fn in_office(&self) -> Result<(), Refusal> {
        match self.dismissed_on {
            Some(on) => Err(Refusal::Dismissed { on }),
            None if self.exists() => Ok(()),
            None => Err(Refusal::NoSuchOfficial),
        }
    }
}

fn in_order(from: Date, until: Option<Date>) -> Result<(), Refusal> {
    match until {
        Some(until) if until < from => Err(Refusal::DatesReversed { from, until }),
        Some(_) | None => Ok(()),
    }
}
