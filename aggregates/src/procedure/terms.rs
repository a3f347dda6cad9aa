//! Terms: how long somebody has for something, by which rule.

use calendar::{Length, Roll};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::settings::named_values;
use crate::initiative::fields::Kind;
use crate::level::Level;

named_values! {
    /// What a term is for. A procedure gives each kind that its steps start a rule
    /// with a short name of its own, `T5` or `A2`.
    TermKind, "snake_case" {
        /// Arrived: to be registered.
        Register = "register",
        /// Registered: to be published or turned away.
        Publish = "publish",
        /// Published: comments are taken, and a decision has to wait.
        Comments = "comments",
        /// Registered: can still be forwarded by competence.
        Forward = "forward",
        /// Registered by a municipality: to be decided.
        ReviewMunicipality = "review_municipality",
        /// Registered by a region: to be decided.
        ReviewRegion = "review_region",
        /// Registered by the federation: to be decided.
        ReviewFederation = "review_federation",
        /// Decided: the letter is to go out.
        Dispatch = "dispatch",
        /// Asked for clarification: the author is to answer.
        Clarify = "clarify",
        /// Offered a revision: the author is to accept or decline.
        RevisionAnswer = "revision_answer",
        /// Accepted a revision: the new text is to come.
        RevisionText = "revision_text",
        /// Back with the authority: to be decided again.
        ReviewAgain = "review_again",
        /// Missed: the last days before it moves up.
        Grace = "grace",
        /// Refused: can be appealed against.
        AppealLodge = "appeal_lodge",
        /// Appealed: the authority above is to decide.
        AppealDecide = "appeal_decide",
        /// Another authority was asked for its opinion.
        Opinion = "opinion",
        /// Published: can be supported.
        Support = "support",
        /// Adopted: to be carried out by the date in the decision.
        Execution = "execution",
        /// In execution: progress is to be reported.
        Progress = "progress",
        /// Completed: the final report is to be published.
        Report = "report",
        /// Reported: residents assess the result.
        Assess = "assess",
        /// Asked to merge: the author is to answer.
        MergeAnswer = "merge_answer",
    }
}

impl TermKind {
    /// The term within which that level decides.
    pub const fn review(level: Level) -> Self {
        match level {
            Level::Municipality => Self::ReviewMunicipality,
            Level::Region => Self::ReviewRegion,
            Level::Federation => Self::ReviewFederation,
        }
    }
}

named_values! {
    /// Who has to keep a term.
    ObligedParty, "snake_case" {
        /// The authority that has custody, or was asked.
        Authority = "authority",
        /// The author, alone or with the authority.
        Author = "author",
        /// The authority that carries it out.
        Executor = "executor",
        /// The authority that decides an appeal.
        AuthorityAbove = "authority_above",
        /// Nobody: a window that opens and closes.
        Nobody = "nobody",
    }
}

named_values! {
    /// Where a rule comes from.
    Basis, "snake_case" {
        /// An act; the reference is to be checked by a lawyer.
        Law = "law",
        /// This procedure's own choice.
        Own = "own",
    }
}

named_values! {
    /// What happens when a term runs out.
    WhenMissed, "snake_case" {
        /// A miss is recorded for ever.
        Recorded = "recorded",
        /// A miss is recorded, and the grace begins after which it moves up.
        Grace = "grace",
        /// The initiative moves up.
        Escalates = "escalates",
        /// A right or a window ends, and the way goes on.
        Lapses = "lapses",
        /// Nothing; something is possible only until then, or only after.
        Nothing = "nothing",
    }
}

/// The rule of one term, for some kinds of initiative and some years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermRule {
    /// What it is for.
    pub kind: TermKind,
    /// The rule's name: `T5`, `A2`. The variants of one rule share it.
    pub id: String,
    /// For which kinds of initiative.
    pub asked: Vec<Kind>,
    /// How long; nothing where the decision itself sets the date.
    pub length: Option<Length>,
    /// What happens on a day off.
    pub roll: Roll,
    /// Who has to keep it.
    pub obliged: ObligedParty,
    /// Law or own choice.
    pub basis: Basis,
    /// The act and its article, or the reason of an own choice.
    pub reference: String,
    /// What happens when it runs out.
    pub when_missed: WhenMissed,
    /// Whether and how far it can be extended.
    pub extension: Option<Extension>,
    /// Whether and how long it stands still while the author is awaited.
    pub pause: Option<Pause>,
    /// After a miss that leads nowhere, it is due again this much later.
    pub repeat_every: Option<Length>,
    /// The first trigger day to which the rule applies; nothing means always.
    pub in_force_from: Option<Date>,
    /// The last such day.
    pub in_force_to: Option<Date>,
}

impl TermRule {
    /// Whether the rule applies to a term triggered on that day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.in_force_from.is_none_or(|from| from <= on) && self.in_force_to.is_none_or(|to| on <= to)
    }
}

/// A lawful extension: by the head, with a reason, before the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Added to the due date, at most.
    pub at_most: Length,
    /// How often at one level.
    pub times: u8,
}

impl Extension {
    /// Whether that many more calendar days are within it.
    pub fn allows_days(&self, days: u16) -> bool {
        match self.at_most {
            Length::CalendarDays(at_most) => days <= at_most,
            // Refused by the loader: an extension is given in calendar days.
            Length::WorkingDays(_) | Length::Months(_) => false,
        }
    }
}

/// Standing still while the author is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// How long, at most.
    pub at_most: Length,
    /// How often at one level.
    pub times: u8,
}
