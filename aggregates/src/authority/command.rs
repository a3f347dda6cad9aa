//! What can be asked of an authority, and why it may be turned down.

use calendar::UtcOffset;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Authority, AuthorityEvent, AuthorityKind, Competences, NumberFormat};
use crate::actor::Order;
use crate::ids::{AuthorityId, OfficialId, TerritoryId};
use crate::kept::Open;
use crate::level::Level;
use crate::official::Role;
use crate::seen::Seen;
use crate::territory::Territory;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// The authority's code: the stream.
    pub id: AuthorityId,
    /// When, by whom, what.
    pub order: Order<Action>,
    /// Its territory, when it is established.
    pub territory: Option<Seen<Territory>>,
    /// The default receiver that the same territory and level have already, if any.
    pub receiver: Option<Seen<Authority>>,
    /// The successor that the action names.
    pub successor: Option<Seen<Authority>>,
}

/// What is to be done. Every action is an administrator's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open> {
    /// Makes it exist.
    Establish {
        /// Where.
        territory: TerritoryId,
        /// Its level of power; it must be the territory's.
        level: Level,
        /// What sort of body.
        kind: AuthorityKind,
        /// Its name.
        name: O,
        /// What it may decide.
        #[serde(default)]
        competences: Competences,
        /// Its time.
        utc_offset: UtcOffset,
        /// How it writes its numbers.
        #[serde(default)]
        number_format: NumberFormat,
        /// Whether initiatives of its territory come to it first.
        default_receiver: bool,
        /// The first day on which it accepts.
        accepts_from: Date,
    },
    /// Gives it another name.
    Rename {
        /// The new name.
        name: O,
    },
    /// Sets the head of its letters.
    SetLetterhead {
        /// The text.
        text: O,
    },
    /// Sets who signs its letters.
    SetSignatories {
        /// In the order of signing; nobody twice.
        officials: Vec<OfficialId>,
    },
    /// Sets what it may decide.
    SetCompetences {
        /// The new ones.
        competences: Competences,
    },
    /// Sets how it writes its numbers.
    SetNumberFormat {
        /// The new format.
        number_format: NumberFormat,
    },
    /// Lets it take in nothing new.
    EndAcceptance {
        /// The first day on which it accepts no more.
        on: Date,
    },
    /// Sets how to reach it; what is left out is removed.
    SetContacts {
        /// Phone.
        #[serde(default = "none")]
        phone: Option<O>,
        /// E-mail.
        #[serde(default = "none")]
        email: Option<O>,
        /// Postal address.
        #[serde(default = "none")]
        address: Option<O>,
    },
    /// Ends it.
    Abolish {
        /// The first day on which it is no more.
        on: Date,
        /// Who takes its place.
        #[serde(default)]
        successor: Option<AuthorityId>,
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
    #[error("only an administrator may change authorities")]
    NotAdministrator,
    /// The code is taken.
    #[error("the authority {0} exists already")]
    AlreadyExists(AuthorityId),
    /// Nothing under that code.
    #[error("there is no authority {0}")]
    NoSuchAuthority(AuthorityId),
    /// No such territory, or not any more.
    #[error("there is no territory {0} on the day the authority would begin to accept")]
    NoSuchTerritory(TerritoryId),
    /// A region's authority in a municipality.
    #[error("an authority of that territory is of the level {expected}")]
    LevelMismatch {
        /// The territory's level.
        expected: Level,
    },
    /// One default receiver per territory and level.
    #[error("{0} receives the initiatives of that territory already")]
    ReceiverExists(AuthorityId),
    /// It is no more.
    #[error("this authority was abolished on {on}")]
    Abolished {
        /// The first day on which it was no more.
        on: Date,
    },
    /// It accepts no more already.
    #[error("this authority accepts nothing new from {on} already")]
    AcceptanceOver {
        /// The first day on which it accepts no more.
        on: Date,
    },
    /// Itself, of another level, or ended.
    #[error("{0} cannot take the place of this authority")]
    UnfitSuccessor(AuthorityId),
    /// A name twice in a list.
    #[error("an official is listed twice")]
    ListedTwice,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAdministrator => "not_administrator",
            Self::AlreadyExists(_) => "already_exists",
            Self::NoSuchAuthority(_) => "no_such_authority",
            Self::NoSuchTerritory(_) => "no_such_territory",
            Self::LevelMismatch { .. } => "level_mismatch",
            Self::ReceiverExists(_) => "receiver_exists",
            Self::Abolished { .. } => "authority_abolished",
            Self::AcceptanceOver { .. } => "acceptance_over",
            Self::UnfitSuccessor(_) => "unfit_successor",
            Self::ListedTwice => "listed_twice",
        }
    }
}

impl Authority {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<AuthorityEvent>, Refusal> {
        let Command { id, order: Order { at, by, action }, territory, receiver, successor } = command;
        if !by.holds(Role::Administrator, at) {
            return Err(Refusal::NotAdministrator);
        }
        if !matches!(action, Action::Establish { .. }) {
            self.still_there(&id)?;
        }
        let event = match action {
            Action::Establish {
                territory: place,
                level,
                kind,
                name,
                competences,
                utc_offset,
                number_format,
                default_receiver,
                accepts_from,
            } => {
                if self.exists() {
                    return Err(Refusal::AlreadyExists(id));
                }
                let expected = territory
                    .filter(|seen| seen.id() == Some(&place) && seen.exists_on(accepts_from))
                    .and_then(|seen| seen.kind())
                    .ok_or_else(|| Refusal::NoSuchTerritory(place.clone()))?
                    .level();
                if level != expected {
                    return Err(Refusal::LevelMismatch { expected });
                }
                if default_receiver {
                    alone(&place, level, accepts_from, receiver.as_ref())?;
                }
                AuthorityEvent::AuthorityEstablished {
                    id,
                    territory: place,
                    level,
                    kind,
                    name,
                    competences,
                    utc_offset,
                    number_format,
                    default_receiver,
                    accepts_from,
                }
            }
            Action::Rename { name } => AuthorityEvent::AuthorityRenamed { name },
            Action::SetLetterhead { text } => AuthorityEvent::LetterheadSet { text },
            Action::SetSignatories { officials } => {
                if officials.iter().enumerate().any(|(nth, official)| officials[..nth].contains(official)) {
                    return Err(Refusal::ListedTwice);
                }
                AuthorityEvent::SignatoriesSet { officials }
            }
            Action::SetCompetences { competences } => AuthorityEvent::CompetencesSet { competences },
            Action::SetNumberFormat { number_format } => AuthorityEvent::NumberFormatSet { number_format },
            Action::EndAcceptance { on } => {
                if let Some(on) = self.accepts_until {
                    return Err(Refusal::AcceptanceOver { on });
                }
                AuthorityEvent::AcceptanceEnded { on }
            }
            Action::SetContacts { phone, email, address } => {
                AuthorityEvent::ContactsSet { phone, email, address }
            }
            Action::Abolish { on, successor: heir } => {
                if let Some(heir) = &heir {
                    self.can_be_followed_by(&id, heir, successor.as_ref(), on)?;
                }
                AuthorityEvent::AuthorityAbolished { on, successor: heir }
            }
        };
        Ok(vec![event])
    }

    fn still_there(&self, id: &AuthorityId) -> Result<(), Refusal> {
        match self.abolished_on {
            Some(on) => Err(Refusal::Abolished { on }),
            None if self.exists() => Ok(()),
            None => Err(Refusal::NoSuchAuthority(id.clone())),
        }
    }

    fn can_be_followed_by(
        &self,
        id: &AuthorityId,
        heir: &AuthorityId,
        seen: Option<&Seen<Self>>,
        on: Date,
    ) -> Result<(), Refusal> {
        let seen = seen
            .filter(|seen| seen.id() == Some(heir))
            .ok_or_else(|| Refusal::NoSuchAuthority(heir.clone()))?;
        if heir != id && seen.level() == self.level() && seen.accepts_on(on) {
            Ok(())
        } else {
            Err(Refusal::UnfitSuccessor(heir.clone()))
        }
    }
}

fn alone(
    place: &TerritoryId,
    level: Level,
    accepts_from: Date,
    receiver: Option<&Seen<Authority>>,
) -> Result<(), Refusal> {
    let rival = receiver.filter(|seen| {
        seen.territory() == Some(place)
            && seen.level() == level
            && seen.is_default_receiver()
            && seen.accepts_on(accepts_from)
    });
    match rival.and_then(|seen| seen.id()) {
        Some(rival) => Err(Refusal::ReceiverExists(rival.clone())),
        None => Ok(()),
    }
}
