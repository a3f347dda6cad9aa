//! What a page of an initiative consists of.

use aggregates::actor::Actor;
use aggregates::ids::{AuthorityId, GroundId};
use aggregates::initiative::fields::Fields;
use aggregates::initiative::obligation::Obligation;
use aggregates::initiative::stage::{Custody, Stage};
use aggregates::level::Level;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::texts::Readable;

/// One event of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its place in the one order.
    pub position: u64,
    /// Its place in the stream.
    pub sequence: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The date in the world.
    pub done_on: Date,
    /// Its name.
    pub event: &'static str,
    /// Who did it.
    pub by: Actor,
    /// Its facts by name, as the event has them. A text stands as
    /// `{"text": …, "redacted": …}`, something private as `{"sealed": true}`.
    pub details: Value,
    /// The stage it led to, if it led to another stage, authority or awaited party.
    pub stage: Option<Stage>,
    /// Who has had it from then on, if that or the awaited party changed.
    pub custody: Option<Custody>,
}

/// An authority that has, or had, the initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Held {
    /// Who, since when, and by which rule.
    pub custody: Custody,
    /// The position from which on.
    pub from_position: u64,
    /// The position at which it went to another or ended; nothing while it lasts.
    pub to_position: Option<u64>,
    /// When that was.
    pub until: Option<Timestamp>,
}

/// An obligation, with why it is due when it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// Rule, reference, dates with calendar and roll, and what became of it.
    pub obligation: Obligation,
    /// The position of the event that started it.
    pub started_position: u64,
    /// That event's name.
    pub started_by: &'static str,
    /// When it was recorded.
    pub started_at: Timestamp,
    /// The due date as it was first set, where it was moved since.
    pub first_due: Option<Date>,
    /// The position of the miss, which stays whatever follows.
    pub missed_position: Option<u64>,
    /// One sentence: from which day, how long, by which calendar, until when.
    pub why: String,
}

/// A version of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TextVersion {
    /// 0 for what was submitted, 1 and up for what was published.
    pub version: u32,
    /// The position of the event that brought it.
    pub position: u64,
    /// The date in the world.
    pub done_on: Date,
    /// Whether the public may read it.
    pub published: bool,
    /// Whether any of it was redacted since.
    pub redacted: bool,
    /// SHA-256 over names and commitments of its texts, hexadecimal.
    pub hash: String,
    /// The text as it can be read today.
    pub fields: Fields<Readable>,
}

/// A number that an authority gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Whose register.
    pub authority: AuthorityId,
    /// The authority's level.
    pub level: Level,
    /// The year.
    pub year: i16,
    /// 1, 2, 3 … in that year.
    pub ordinal: u32,
    /// As the authority writes it.
    pub number: String,
    /// The day it was registered there first.
    pub registered_on: Date,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The position of its event.
    pub position: u64,
    /// The date on the document.
    pub done_on: Date,
    /// Who decided.
    pub by: Actor,
    /// The level, where the procedure has levels.
    pub level: Option<Level>,
    /// What was decided.
    pub outcome: Outcome,
    /// The ground of the closed list, for a refusal.
    pub ground: Option<GroundId>,
    /// Reasons, opinion, what to revise, or the answer.
    pub reasons: Option<Readable>,
    /// Where it is planned or done already.
    pub link: Option<Readable>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Not admitted.
    NotAdmitted,
    /// It will be done.
    Adopted,
    /// It will not.
    Refused,
    /// It could be, if changed.
    RevisionOffered,
    /// No powers or means: one level up.
    PassedUp,
    /// The region endorses it: to the federation.
    Endorsed,
    /// One level down.
    Returned,
    /// The appeal was dismissed.
    AppealDismissed,
    /// The appeal was granted: to be decided again below.
    AppealGranted,
    /// The authority above took it over.
    TakenOver,
    /// Answered on the merits.
    Answered,
    /// Left without an answer.
    LeftWithoutAnswer,
    /// Correspondence ended.
    CorrespondenceEnded,
}

/// A hearing, announced or recorded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearing {
    /// It is to be.
    Announced {
        /// The position of the event.
        position: u64,
        /// When.
        on: Date,
        /// Minutes after local midnight.
        starts_at: u16,
        /// Where.
        place: Readable,
    },
    /// It was.
    Recorded {
        /// The position of the event.
        position: u64,
        /// When.
        held_on: Date,
        /// The protocol.
        protocol: Readable,
        /// People present.
        present: u32,
        /// Votes for.
        votes_for: u32,
        /// Votes against.
        votes_against: u32,
    },
}

/// An opinion that was asked for, and the answer once there is one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opinion {
    /// Who was asked.
    pub authority: AuthorityId,
    /// When.
    pub requested_on: Date,
    /// What about.
    pub question: Readable,
    /// When it answered.
    pub given_on: Option<Date>,
    /// Whether it agrees.
    pub agrees: Option<bool>,
    /// What it says.
    pub opinion: Option<Readable>,
}
