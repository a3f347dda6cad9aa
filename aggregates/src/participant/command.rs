//! What can be asked about a participant, and why it may be turned down.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Age, Identity, Method, Participant, ParticipantKind};
use crate::actor::Order;
use crate::ids::{ParticipantId, TerritoryId};
use crate::initiative::fields::Basis;
use crate::kept::{Open, Sealed};
use crate::seen::Seen;
use crate::territory::Territory;

/// A command with what its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// The participant: the stream.
    pub id: ParticipantId,
    /// When, by whom, what.
    pub order: Order<Action>,
    /// [`Identity::age`] of the identity that the action carries, taken before it was sealed.
    pub age: Option<Age>,
    /// The residence that the action names and its ancestors up to the federation.
    pub residence: Vec<Seen<Territory>>,
    /// The person whom the action names as representative.
    pub representative: Option<Seen<Participant>>,
    /// Cases that his data belongs to.
    pub retention: Retention,
}

/// Why somebody's data may have to stay, as the engine found it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Open cases of which he is the author.
    pub open_cases: u32,
    /// How many years after the one of its closing the longest kept of them is kept.
    pub then_years: u8,
    /// The last day on which his closed cases are kept.
    pub retained_until: Option<Date>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open, S = Sealed, I = Sealed<Identity>> {
    /// Makes it known: by itself, a clerk, the engine or the installation.
    Register {
        /// What sort.
        kind: ParticipantKind,
        /// The name of an organisation or TOS body.
        #[serde(default = "none")]
        name: Option<O>,
    },
    /// Says who it is: claims by the engine, a document by a clerk, an import by the installation.
    Verify {
        /// How.
        method: Method,
        /// On which date; not in the future.
        on: Date,
        /// Name and birth date, for a person.
        #[serde(default = "none")]
        identity: Option<I>,
        /// Where resident or seated.
        residence: TerritoryId,
    },
    /// Says where it lives now: by whoever may verify.
    ChangeResidence {
        /// Where.
        residence: TerritoryId,
        /// Since which date; not in the future.
        on: Date,
    },
    /// Sets how to reach it, what is left out is removed: by itself, a clerk, the engine or the installation.
    SetContact {
        /// Phone.
        #[serde(default = "none")]
        phone: Option<S>,
        /// E-mail.
        #[serde(default = "none")]
        email: Option<S>,
    },
    /// Lets a person act for an organisation or TOS body: by a representative, a clerk or the installation.
    AddRepresentative {
        /// Who.
        participant: ParticipantId,
    },
    /// Takes that back; by the same.
    RemoveRepresentative {
        /// Who.
        participant: ParticipantId,
    },
    /// Destroys everything sealed: by itself, an administrator, the engine or the installation.
    ErasePersonalData {
        /// On what legal basis.
        basis: Basis,
        /// On which date.
        on: Date,
    },
}

fn none<T>() -> Option<T> {
    None
}

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody without the right.
    #[error("you may not do this for this participant")]
    NotAllowed,
    /// Registered before.
    #[error("this participant is registered already")]
    AlreadyRegistered,
    /// Nobody under that id.
    #[error("there is no such participant")]
    NoSuchParticipant,
    /// Verified before.
    #[error("this participant is verified already")]
    AlreadyVerified,
    /// Needs to be verified first.
    #[error("this participant is not verified yet")]
    NotVerified,
    /// A person's name must not be public.
    #[error("a person's name is not recorded in the open")]
    NameIsPrivate,
    /// Nothing to verify a person by.
    #[error("to verify a person, name and birth date are needed")]
    IdentityMissing,
    /// An organisation has neither.
    #[error("an organisation has no name and birth date of a person")]
    IdentityOfABody,
    /// Not in the tree of territories on that date.
    #[error("{0} is not a territory where somebody can live on that date")]
    NoSuchResidence(TerritoryId),
    /// A TOS body lives where it is attached.
    #[error("a TOS body belongs to its own territory")]
    TosElsewhere,
    /// A date that has not come.
    #[error("{on} lies in the future")]
    InTheFuture {
        /// The date.
        on: Date,
    },
    /// A person cannot be represented.
    #[error("only an organisation or a TOS body has representatives")]
    HasNoRepresentatives,
    /// Not a verified person.
    #[error("a representative must be a verified person")]
    UnfitRepresentative,
    /// In the list already, or not in it.
    #[error("nothing would change")]
    NothingChanges,
    /// A case is open.
    #[error(
        "the data is needed while {open_cases} case(s) of this participant are open, and is kept until the end of \
         year {years} after the one in which the last is closed"
    )]
    CaseOpen {
        /// How many.
        open_cases: u32,
        /// Whole years after that of the closing.
        years: u8,
    },
    /// A closed case is kept.
    #[error("the data has to be kept until {until}")]
    Retained {
        /// The last day.
        until: Date,
    },
    /// Gone.
    #[error("the personal data of this participant is erased")]
    Erased,
}

impl Refusal {
    /// The stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::AlreadyRegistered => "already_registered",
            Self::NoSuchParticipant => "no_such_participant",
            Self::AlreadyVerified => "already_verified",
            Self::NotVerified => "not_verified",
            Self::NameIsPrivate => "name_is_private",
            Self::IdentityMissing => "identity_missing",
            Self::IdentityOfABody => "identity_of_a_body",
            Self::NoSuchResidence(_) => "no_such_residence",
            Self::TosElsewhere => "tos_elsewhere",
            Self::InTheFuture { .. } => "in_the_future",
            Self::HasNoRepresentatives => "has_no_representatives",
            Self::UnfitRepresentative => "unfit_representative",
            Self::NothingChanges => "nothing_changes",
            Self::CaseOpen { .. } => "case_open",
            Self::Retained { .. } => "retained",
            Self::Erased => "erased",
        }
    }

    /// What its sentence tells, by name: dates in ISO form, numbers.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::CaseOpen { open_cases, years } => {
                vec![("open_cases", open_cases.to_string()), ("years", years.to_string())]
            }
            Self::Retained { until } => vec![("until", until.to_string())],
            Self::InTheFuture { on } => vec![("on", on.to_string())],
            Self::NoSuchResidence(residence) => vec![("territory", residence.to_string())],
            Self::NotAllowed
            | Self::AlreadyRegistered
            | Self::NoSuchParticipant
            | Self::AlreadyVerified
            | Self::NotVerified
            | Self::NameIsPrivate
            | Self::IdentityMissing
            | Self::IdentityOfABody
            | Self::TosElsewhere
            | Self::HasNoRepresentatives
            | Self::UnfitRepresentative
            | Self::NothingChanges
            | Self::Erased => Vec::new(),
        }
    }
}
