//! What can be asked about a support, and why it may be turned down.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{InvalidationGround, Standing, Support, SupportEvent};
use crate::actor::{By, Order, local_date};
use crate::initiative::Initiative;
use crate::initiative::fields::Channel;
use crate::official::{Role, acts_as, acts_for};
use crate::participant::Participant;
use crate::seen::Seen;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The initiative that is supported.
    pub initiative: Seen<Initiative>,
    /// Whose support it is, when a clerk enters it from paper.
    pub supporter: Option<Seen<Participant>>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Stands behind it: on the web by the person, by any other way through a clerk.
    Give {
        /// By which way.
        channel: Channel,
    },
    /// Stands behind a revised text too.
    Confirm {
        /// The version he has read: it must be the current one.
        version: u32,
    },
    /// Takes it back.
    Withdraw,
    /// Strikes it out; by a clerk of the authority that has the initiative.
    Invalidate {
        /// Why.
        ground: InvalidationGround,
    },
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing to support.
    #[error("there is no such initiative")]
    NoSuchInitiative,
    /// Not readable yet.
    #[error("this initiative is not published yet")]
    NotPublished,
    /// Over, or standing still while the text is revised.
    #[error("this initiative cannot be supported now")]
    SupportClosed,
    /// T17 is over.
    #[error("supports of this initiative can no longer be withdrawn")]
    WithdrawalClosed,
    /// Counted once.
    #[error("you support this initiative already")]
    AlreadySupported,
    /// Struck out for good.
    #[error("this support was struck out and cannot be given again")]
    StruckOut,
    /// An organisation, or nobody.
    #[error("only a person can support an initiative")]
    NotAPerson,
    /// Not verified, or erased.
    #[error("only a verified participant can support an initiative")]
    NotVerified,
    /// Younger than sixteen.
    #[error("an initiative can be supported from the age of 16")]
    UnderAge,
    /// Paper from a resident, or a click from a clerk.
    #[error(
        "a person supports on the web himself; a clerk enters what came on paper, from a hearing or from records"
    )]
    WrongChannel,
    /// No clerk, or one of an authority that has nothing to do with it.
    #[error(
        "only a clerk of the authority that has the initiative, or of the supporter's residence, may do this"
    )]
    NotAClerk,
    /// Another version than the current one.
    #[error("the current text is version {current}, not {named}")]
    VersionMismatch {
        /// The one that can be confirmed.
        current: u32,
        /// The one named.
        named: u32,
    },
    /// Not given, or given for this version.
    #[error("there is no support of an earlier version to confirm")]
    NothingToConfirm,
    /// Not given, or withdrawn.
    #[error("there is no support to withdraw")]
    NothingToWithdraw,
    /// Not given, or struck out.
    #[error("there is no support to strike out")]
    NothingToInvalidate,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchInitiative => "no_such_initiative",
            Self::NotPublished => "not_published",
            Self::SupportClosed => "support_closed",
            Self::WithdrawalClosed => "withdrawal_closed",
            Self::AlreadySupported => "already_supported",
            Self::StruckOut => "struck_out",
            Self::NotAPerson => "not_a_person",
            Self::NotVerified => "not_verified",
            Self::UnderAge => "under_age",
            Self::WrongChannel => "wrong_channel",
            Self::NotAClerk => "not_a_clerk",
            Self::VersionMismatch { .. } => "version_mismatch",
            Self::NothingToConfirm => "nothing_to_confirm",
            Self::NothingToWithdraw => "nothing_to_withdraw",
            Self::NothingToInvalidate => "nothing_to_invalidate",
        }
    }
}

impl Support {
    /// Turns a command into events, or says why not.
    pub fn decide(&self, command: Command) -> Result<Vec<SupportEvent>, Refusal> {
        let Command { order: Order { at, by, action }, initiative, supporter } = command;
        let subject = initiative.state.id().ok_or(Refusal::NoSuchInitiative)?;
        let day = local_date(at, initiative.home_offset());
        let event = match action {
            Action::Give { channel } => {
                let person = supporter_of(&by, supporter.as_ref())?;
                entered_by(&by, at, &initiative, person)?;
                came_by(&by, channel)?;
                match self.standing {
                    Standing::Given { .. } => return Err(Refusal::AlreadySupported),
                    Standing::Invalidated => return Err(Refusal::StruckOut),
                    Standing::NeverGiven | Standing::Withdrawn => {}
                }
                let version = open_version(&initiative, at)?;
                let verified = entitled(person, day)?;
                let residence = person.residence().cloned().ok_or(Refusal::NotVerified)?;
                let residence_path = person.residence_path().to_vec();
                SupportEvent::SupportGiven {
                    initiative: subject,
                    version,
                    residence,
                    residence_path,
                    channel,
                    verified,
                    day,
                }
            }
            Action::Confirm { version: named } => {
                let person = supporter_of(&by, supporter.as_ref())?;
                entered_by(&by, at, &initiative, person)?;
                let Standing::Given { version: before } = self.standing else {
                    return Err(Refusal::NothingToConfirm);
                };
                let current = open_version(&initiative, at)?;
                if named != current {
                    return Err(Refusal::VersionMismatch { current, named });
                }
                if before == current {
                    return Err(Refusal::NothingToConfirm);
                }
                entitled(person, day)?;
                SupportEvent::SupportConfirmed { version: current, day }
            }
            Action::Withdraw => {
                let person = supporter_of(&by, supporter.as_ref())?;
                entered_by(&by, at, &initiative, person)?;
                if !matches!(self.standing, Standing::Given { .. }) {
                    return Err(Refusal::NothingToWithdraw);
                }
                if !initiative.withdrawal_open(at) {
                    return Err(Refusal::WithdrawalClosed);
                }
                SupportEvent::SupportWithdrawn { day }
            }
            Action::Invalidate { ground } => {
                if !acts_as(&by, Role::Clerk, at) || !has_custody(&by, &initiative) {
                    return Err(Refusal::NotAClerk);
                }
                if !matches!(self.standing, Standing::Given { .. }) {
                    return Err(Refusal::NothingToInvalidate);
                }
                SupportEvent::SupportInvalidated { ground, day }
            }
        };
        Ok(vec![event])
    }
}

fn supporter_of<'a>(by: &'a By, named: Option<&'a Seen<Participant>>) -> Result<&'a Participant, Refusal> {
    match by {
        By::Participant(person) => Ok(&*person.state),
        By::Official { .. } => named.map(|person| &*person.state).ok_or(Refusal::NotAPerson),
        By::Engine | By::Installation => Err(Refusal::NotAPerson),
    }
}

/// Paper is entered where the initiative is, or where the supporter lives.
fn entered_by(by: &By, at: Timestamp, initiative: &Initiative, person: &Participant) -> Result<(), Refusal> {
    let Some((_, authority)) = by.official() else {
        return Ok(());
    };
    let near = authority.territory().is_some_and(|territory| person.residence_path().contains(territory));
    if acts_as(by, Role::Clerk, at) && (near || has_custody(by, initiative)) {
        Ok(())
    } else {
        Err(Refusal::NotAClerk)
    }
}

fn came_by(by: &By, channel: Channel) -> Result<(), Refusal> {
    let fits = match channel {
        Channel::Web => by.participant().is_some(),
        Channel::Paper | Channel::Hearing | Channel::Import => by.official().is_some(),
    };
    if fits { Ok(()) } else { Err(Refusal::WrongChannel) }
}

fn open_version(initiative: &Initiative, at: Timestamp) -> Result<u32, Refusal> {
    match initiative.supports_version(at) {
        Some(version) => Ok(version),
        None if initiative.is_published() => Err(Refusal::SupportClosed),
        None => Err(Refusal::NotPublished),
    }
}

fn entitled(person: &Participant, day: Date) -> Result<crate::participant::Method, Refusal> {
    if !person.is_human() {
        return Err(Refusal::NotAPerson);
    }
    let method = person.method().filter(|_| person.is_verified()).ok_or(Refusal::NotVerified)?;
    if person.is_sixteen_on(day) { Ok(method) } else { Err(Refusal::UnderAge) }
}

fn has_custody(by: &By, initiative: &Initiative) -> bool {
    initiative.custody().is_some_and(|custody| acts_for(by, &custody.authority))
}
