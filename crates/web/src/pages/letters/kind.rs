//! Which letters follow from what happened to an initiative.

use aggregates::actor::Actor;
use aggregates::ids::{AuthorityId, OfficialId};
use aggregates::procedure::TermKind;
use jiff::civil::Date;
use projections::initiative::{Entry, Outcome, Page};
use serde_json::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a letter tells the author. Its name stands in addresses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind {
            $($(#[$doc])* $variant,)+
        }

        impl Kind {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// It was registered, under which number, and what is due when.
    Receipt = "receipt",
    /// Questions to the author.
    Clarification = "clarification",
    /// Another authority is competent.
    Forwarding = "forwarding",
    /// It takes longer.
    Extension = "extension",
    /// It is not considered.
    NotAdmitted = "not-admitted",
    /// It will not be done.
    Refusal = "refusal",
    /// It will be done.
    Adoption = "adoption",
    /// It could be done, if changed.
    Revision = "revision",
    /// The municipality passed it up.
    PassingUp = "passing-up",
    /// The region endorsed it and passed it up.
    Endorsement = "endorsement",
    /// It went down a level.
    Return = "return",
    /// An appeal was decided.
    AppealAnswer = "appeal-answer",
    /// It could be merged into another.
    Merger = "merger",
    /// It will not be carried out after all.
    Abandonment = "abandonment",
    /// An appeal of a citizen was answered.
    Answer = "answer",
    /// It was left without an answer.
    NoAnswer = "no-answer",
    /// The correspondence ends.
    CorrespondenceEnded = "correspondence-ended",
}

impl Kind {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// What the letter about an event is.
    fn of(entry: &Entry, page: &Page) -> Option<Self> {
        let decision = page.decisions.iter().find(|decision| decision.position == entry.position);
        if let Some(decision) = decision {
            return Some(match decision.outcome {
                Outcome::NotAdmitted => Self::NotAdmitted,
                Outcome::Adopted => Self::Adoption,
                Outcome::Refused => Self::Refusal,
                Outcome::RevisionOffered => Self::Revision,
                Outcome::PassedUp => Self::PassingUp,
                Outcome::Endorsed => Self::Endorsement,
                Outcome::Returned => Self::Return,
                Outcome::AppealDismissed | Outcome::AppealGranted | Outcome::TakenOver => Self::AppealAnswer,
                Outcome::Answered => Self::Answer,
                Outcome::LeftWithoutAnswer => Self::NoAnswer,
                Outcome::CorrespondenceEnded => Self::CorrespondenceEnded,
            });
        }
        match entry.event {
            "Registered" => Some(Self::Receipt),
            "ReturnedForClarification" => Some(Self::Clarification),
            "ForwardedByCompetence" => Some(Self::Forwarding),
            "DeadlineExtended" => Some(Self::Extension),
            "MergeProposed" => Some(Self::Merger),
            "ExecutionAbandoned" => Some(Self::Abandonment),
            _ => None,
        }
    }

    /// The event that is recorded together with what the letter tells, and that says
    /// where it went or who carries it out.
    pub(super) const fn companions(self) -> &'static [&'static str] {
        match self {
            Self::Adoption => &["ExecutorAssigned"],
            Self::PassingUp => &["EscalatedToRegion"],
            Self::Endorsement => &["EscalatedFederally"],
            Self::Return => &["ReturnedToRegion"],
            Self::AppealAnswer => &["EscalatedToRegion", "EscalatedFederally"],
            Self::Receipt
            | Self::Clarification
            | Self::Forwarding
            | Self::Extension
            | Self::NotAdmitted
            | Self::Refusal
            | Self::Revision
            | Self::Merger
            | Self::Abandonment
            | Self::Answer
            | Self::NoAnswer
            | Self::CorrespondenceEnded => &[],
        }
    }
}

/// A letter that the record gives rise to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Writing {
    pub(crate) kind: Kind,
    /// The position of the event it tells of.
    pub(crate) position: u64,
    /// The date of that step.
    pub(crate) done_on: Date,
    /// Who writes.
    pub(crate) authority: AuthorityId,
    /// Who took the step.
    pub(crate) official: OfficialId,
    /// Whether it went out.
    pub(crate) dispatch: Dispatch,
}

/// Whether a letter went out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Dispatch {
    /// No term says that it has to be sent: its date is that of the step.
    Free,
    /// It is owed until a date.
    Owed { due: Date },
    /// It went out.
    Sent {
        number: String,
        on: Date,
        /// The position of that event.
        position: u64,
    },
}

/// The letters about an initiative, oldest first. What the clock did has no letter: it is
/// nobody's decision.
pub(crate) fn letters_of(page: &Page) -> Vec<Writing> {
    page.timeline
        .iter()
        .filter_map(|entry| {
            let Actor::Official { official, authority } = &entry.by else { return None };
            Some(Writing {
                kind: Kind::of(entry, page)?,
                position: entry.position,
                done_on: entry.done_on,
                authority: authority.clone(),
                official: *official,
                dispatch: dispatch(entry.position, page),
            })
        })
        .collect()
}

fn dispatch(position: u64, page: &Page) -> Dispatch {
    let owed = page.obligations.iter().find(|explained| {
        explained.started_position == position && explained.obligation.term.kind == TermKind::Dispatch
    });
    let Some(term) = owed.map(|explained| &explained.obligation.term) else { return Dispatch::Free };
    let sent = page.timeline.iter().find(|entry| {
        entry.event == "AnswerDispatched"
            && entry.details.get("nth").and_then(Value::as_u64) == Some(u64::from(term.nth))
    });
    match sent {
        Some(sent) => Dispatch::Sent {
            number: fact(&sent.details, "outgoing_number").to_owned(),
            on: sent.done_on,
            position: sent.position,
        },
        None => Dispatch::Owed { due: term.due.date },
    }
}

/// A fact of an event that is a word or a number in text.
pub(super) fn fact<'d>(details: &'d Value, name: &str) -> &'d str {
    details.get(name).and_then(Value::as_str).unwrap_or_default()
}
