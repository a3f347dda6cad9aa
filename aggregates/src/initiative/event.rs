//! What happened to an initiative: the events, for ever.
//!
//! An event carries its consequences besides the [`Fact`]: the stage and custody
//! it leads to, the support window, and every term it starts, pauses, meets or
//! ends, with computed due dates. Whoever reads events therefore needs no rules
//! to know where an initiative stands, and editing a procedure file later cannot
//! move history.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fields::{
    Attachment, Basis, Channel, Consents, CorrectedField, Fields, Kind, Labour, Money, Origin, ProcedureRef,
    Threshold,
};
use super::obligation::TermChange;
use super::stage::{EscalationCause, Moved, SupportWindow};
use crate::actor::Actor;
use crate::event::Named;
use crate::gate::Confirmation;
use crate::ids::{
    AttachmentId, AuthorityId, GroundId, InitiativeId, NationalProjectId, OfficialId, ParticipantId,
    TerritoryId, TextId, ThemeId,
};
use crate::kept::{Open, Sealed};
use crate::level::Level;
use crate::procedure::TermKind;

/// One event of an initiative: who, on which date in the world, what, and what follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitiativeEvent {
    /// Who did it.
    pub by: Actor,
    /// The date on the document, or the local date for acts without one.
    pub done_on: Date,
    /// What happened.
    pub fact: Fact,
    /// Stage and custody from here on, when they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// The support window from here on, when it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supports: Option<SupportWindow>,
    /// Terms that start, pause, are met, missed or end with this event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermChange>,
    /// Personal data that was found in its texts, and why it may be read: on the first
    /// event of a command.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Confirmation>,
}

/// What can happen to an initiative. Names and rows are those of the state model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "one fact lives at a time; a box would stand in every pattern")]
pub enum Fact {
    /// Row 1: a proposal came in.
    Submitted {
        /// The initiative.
        id: InitiativeId,
        /// The procedure and version pinned to it.
        procedure: ProcedureRef,
        /// Whether texts and supports of this procedure are public at all.
        public: bool,
        /// What is asked for.
        kind: Kind,
        /// The territory it is about.
        home: TerritoryId,
        /// `home` and its ancestors up to the federation.
        path: Vec<TerritoryId>,
        /// Other territories it concerns.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also_concerns: Vec<TerritoryId>,
        /// Who proposes.
        author: ParticipantId,
        /// The proposal as written.
        fields: Fields,
        /// What the author agreed to.
        consents: Consents,
        /// How it came.
        channel: Channel,
        /// The day it came: the trigger of the first term.
        received_on: Date,
        /// Facts of an imported source; they start no term and count nowhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
        /// The case this one was split off from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        linked_from: Option<InitiativeId>,
        /// The original letter, where it came on paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Sealed>,
        /// Files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// Rows 2 and 3: entered into the register of the authority it came to.
    Registered {
        /// The level of the authority.
        level: Level,
        /// Whose register.
        authority: AuthorityId,
        /// Year and ordinal in that register.
        year: i16,
        /// 1, 2, 3 … in that year.
        ordinal: u32,
        /// The number as the authority writes it.
        number: String,
        /// It was registered here before: the old number stands.
        again: bool,
        /// The theme set by the clerk.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        theme: Option<ThemeId>,
        /// The national project it belongs to, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        national_project: Option<NationalProjectId>,
    },
    /// Rows 4 and 9: not admitted, on a ground of the closed list N.
    NotAdmitted {
        /// The level of the authority.
        level: Level,
        /// N1 … N9.
        ground: GroundId,
        /// Why.
        reasons: Open,
        /// The case opened instead, for grounds that open one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        linked: Option<InitiativeId>,
    },
    /// Row 5: the author is asked.
    ReturnedForClarification {
        /// The level at which it is asked.
        level: Level,
        /// What is asked.
        questions: Open,
    },
    /// Row 6: the author answered.
    Clarified {
        /// His answer.
        answer: Open,
        /// The proposal rewritten, while it is not published.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fields: Option<Fields>,
    },
    /// Row 7: the author did not answer in time; it goes on as it is.
    ClarificationLapsed,
    /// Row 8: the public may read it from here.
    Published {
        /// The version of the text, 1.
        version: u32,
        /// The text where the gate masked parts of it; the submitted text otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fields: Option<Fields>,
        /// What a clerk confirmed, in events from before every event carried it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        confirmed: Vec<Confirmation>,
        /// Supports needed at each level, from the population of that day.
        thresholds: Vec<Threshold>,
    },
    /// Row 10: sent to the authority that is competent.
    ForwardedByCompetence {
        /// From whom.
        from: AuthorityId,
        /// To whom.
        to: AuthorityId,
        /// Why.
        why: Open,
    },
    /// Rows 11 to 14: the municipality decided.
    ReviewedByMunicipality {
        /// What it decided.
        outcome: Review,
    },
    /// Rows 11, 20, 23: somebody is to carry it out.
    ExecutorAssigned {
        /// Who.
        executor: AuthorityId,
        /// Until when.
        until: Date,
    },
    /// Row 15: the author takes up the revision offered.
    RevisionAccepted,
    /// Row 16: the author declined the revision, or did not answer.
    RevisionDeclined {
        /// By silence.
        lapsed: bool,
    },
    /// Row 17: a new version of the text.
    Revised {
        /// 2 and higher.
        version: u32,
        /// The new text.
        fields: Fields,
    },
    /// Row 18: no new text came in time.
    RevisionLapsed,
    /// Row 19: the region endorses it and has no powers itself.
    EndorsedByRegion {
        /// Its opinion.
        opinion: Open,
    },
    /// Rows 14, 27, 30, 35, 36: custody goes up to the region.
    EscalatedToRegion {
        /// Why.
        cause: EscalationCause,
    },
    /// Rows 19, 28, 31, 35, 36: custody goes up to the federation.
    EscalatedFederally {
        /// Why.
        cause: EscalationCause,
    },
    /// Row 20.
    AdoptedByRegion {
        /// The region's reasons.
        reasons: Open,
    },
    /// Row 21.
    RefusedByRegion {
        /// R1 … R5.
        ground: GroundId,
        /// Why.
        reasons: Open,
        /// Where it is planned or done, for the ground that asks for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Open>,
    },
    /// Row 22.
    ReturnedToMunicipality {
        /// Within its powers, opinion missing, or it now wants to adopt.
        cause: ReturnCause,
        /// What the region says.
        reasons: Open,
    },
    /// Row 25: custody goes down to the region.
    ReturnedToRegion {
        /// Why the federation returns it.
        cause: ReturnCause,
    },
    /// Rows 23 to 25: the federation decided.
    DecidedFederally {
        /// What it decided.
        outcome: FederalOutcome,
    },
    /// Rows 26 and 29: a term ran out. Never removed.
    DeadlineMissed {
        /// Which obligation.
        nth: u32,
        /// Its rule.
        kind: TermKind,
        /// Who was obliged.
        authority: AuthorityId,
        /// The date by which it was due.
        due: Date,
    },
    /// Row 32: the author appeals against a refusal.
    Appealed {
        /// The level complained of.
        against: Level,
        /// Why.
        reasons: Open,
    },
    /// Rows 33 to 36: the authority above decided, or let it pass.
    AppealDecided {
        /// What it decided.
        outcome: AppealOutcome,
        /// Why; absent when taken over for silence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reasons: Option<Open>,
    },
    /// T14 ran out: the right to appeal is gone.
    AppealLapsed,
    /// T17 ran out or a decision ended it: no supports from here.
    SupportClosed,
    /// Rows 37, 38, 44: the end.
    Closed {
        /// How it ended.
        how: Closing,
    },
    /// Row 39: the executor reports.
    ProgressReported {
        /// What was done.
        works: Open,
        /// Money by source.
        money: Money,
        /// Labour given.
        labour: Labour,
    },
    /// Row 40: the term of execution moves, publicly counted.
    ExecutionTermMoved {
        /// The new date.
        until: Date,
        /// Why.
        why: Open,
    },
    /// Row 41: carried out.
    Completed {
        /// The day.
        on: Date,
    },
    /// Row 42: given up.
    ExecutionAbandoned {
        /// Why.
        why: Open,
    },
    /// Row 43: the final report.
    ReportPublished {
        /// The report.
        report: Open,
        /// Money by source.
        money: Money,
        /// Labour given.
        labour: Labour,
    },
    /// Row 45: the author withdrew it.
    Withdrawn,
    /// Row 45: the author left; too many support it for it to end.
    AuthorSteppedDown,
    /// A co-initiator takes the author's place.
    AuthorReplaced {
        /// The new author.
        by: ParticipantId,
    },
    /// A co-initiator confirmed.
    CoInitiatorJoined {
        /// Who.
        participant: ParticipantId,
    },
    /// Row 46: the head proposes to merge it into another.
    MergeProposed {
        /// The initiative that would go on.
        into: InitiativeId,
    },
    /// Row 46: the author agreed.
    MergedInto {
        /// The initiative that goes on.
        into: InitiativeId,
    },
    /// The author of the one to be merged said no, or nothing.
    MergeDeclined {
        /// By silence.
        lapsed: bool,
    },
    /// Somebody is to work on it.
    Assigned {
        /// Who.
        official: OfficialId,
    },
    /// Theme, national project or kind corrected.
    Reclassified {
        /// The theme.
        theme: ThemeId,
        /// The national project.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        national_project: Option<NationalProjectId>,
        /// What is asked for.
        kind: Kind,
    },
    /// The head extended the running review.
    DeadlineExtended {
        /// Which obligation.
        nth: u32,
        /// Why.
        reason: Open,
    },
    /// Another authority is asked.
    OpinionRequested {
        /// Who is asked.
        authority: AuthorityId,
        /// What about.
        question: Open,
    },
    /// It answered.
    OpinionGiven {
        /// Who answers.
        authority: AuthorityId,
        /// Whether it agrees.
        agrees: bool,
        /// What it says.
        opinion: Open,
    },
    /// A public hearing is announced.
    HearingAnnounced {
        /// When, as local date.
        on: Date,
        /// Minutes after local midnight.
        starts_at: u16,
        /// Where.
        place: Open,
    },
    /// Its protocol.
    HearingRecorded {
        /// When it was held.
        held_on: Date,
        /// The protocol.
        protocol: Open,
        /// People present.
        present: u32,
        /// Votes for.
        votes_for: u32,
        /// Votes against.
        votes_against: u32,
    },
    /// The answer went out.
    AnswerDispatched {
        /// The dispatch obligation it meets.
        nth: u32,
        /// The authority's outgoing number.
        outgoing_number: String,
        /// By which way.
        channel: Channel,
        /// The letter itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<AttachmentId>,
    },
    /// A slip of the pen in a decision, never its outcome.
    DecisionCorrected {
        /// Which field.
        field: CorrectedField,
        /// As it stood.
        old: Open,
        /// As it should be.
        new: Open,
        /// Why.
        why: Open,
    },
    /// A readable text was made unreadable; a masked one may stand in its place.
    Redacted {
        /// The key that was destroyed.
        text: TextId,
        /// The masked text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        masked: Option<Open>,
        /// Character spans that were masked.
        spans: Vec<(u32, u32)>,
        /// On what legal basis.
        basis: Basis,
    },
    /// Reorganisation: another authority takes its place.
    CustodyPassed {
        /// The authority that ended.
        from: AuthorityId,
        /// Its successor.
        to: AuthorityId,
    },
    /// The author's personal data is gone.
    PersonalDataErased {
        /// On what legal basis.
        basis: Basis,
    },
    /// Supports reached a threshold.
    ThresholdReached {
        /// Of which level.
        level: Level,
        /// Supports counted.
        count: u64,
        /// Supports needed.
        needed: u64,
    },
    /// Supports fell below a threshold again.
    ThresholdUnreached {
        /// Of which level.
        level: Level,
        /// Supports counted.
        count: u64,
        /// Supports needed.
        needed: u64,
    },
    /// A silent authority filed its position at last; its debt is paid late.
    PositionFiled {
        /// The missed obligation.
        nth: u32,
        /// Whose.
        authority: AuthorityId,
        /// The position.
        position: Open,
    },
    /// A document shows that a missed step was done in time and recorded late.
    MissAnnotated {
        /// The missed obligation.
        nth: u32,
        /// The date on the document.
        done_on: Date,
        /// What shows it.
        document: Open,
    },
    /// `ru-appeal`: answered on the merits.
    Answered {
        /// The answer.
        answer: Open,
    },
    /// `ru-appeal`: left without an answer, on a listed ground.
    LeftWithoutAnswer {
        /// The ground.
        ground: GroundId,
        /// Why.
        reasons: Open,
    },
    /// `ru-appeal`: the same question answered before; correspondence ends.
    CorrespondenceEnded {
        /// Why.
        reasons: Open,
    },
}

impl Fact {
    /// The event's name, as journals and feeds write it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "Submitted",
            Self::Registered { .. } => "Registered",
            Self::NotAdmitted { .. } => "NotAdmitted",
            Self::ReturnedForClarification { .. } => "ReturnedForClarification",
            Self::Clarified { .. } => "Clarified",
            Self::ClarificationLapsed => "ClarificationLapsed",
            Self::Published { .. } => "Published",
            Self::ForwardedByCompetence { .. } => "ForwardedByCompetence",
            Self::ReviewedByMunicipality { .. } => "ReviewedByMunicipality",
            Self::ExecutorAssigned { .. } => "ExecutorAssigned",
            Self::RevisionAccepted => "RevisionAccepted",
            Self::RevisionDeclined { .. } => "RevisionDeclined",
            Self::Revised { .. } => "Revised",
            Self::RevisionLapsed => "RevisionLapsed",
            Self::EndorsedByRegion { .. } => "EndorsedByRegion",
            Self::EscalatedToRegion { .. } => "EscalatedToRegion",
            Self::EscalatedFederally { .. } => "EscalatedFederally",
            Self::AdoptedByRegion { .. } => "AdoptedByRegion",
            Self::RefusedByRegion { .. } => "RefusedByRegion",
            Self::ReturnedToMunicipality { .. } => "ReturnedToMunicipality",
            Self::ReturnedToRegion { .. } => "ReturnedToRegion",
            Self::DecidedFederally { .. } => "DecidedFederally",
            Self::DeadlineMissed { .. } => "DeadlineMissed",
            Self::Appealed { .. } => "Appealed",
            Self::AppealDecided { .. } => "AppealDecided",
            Self::AppealLapsed => "AppealLapsed",
            Self::SupportClosed => "SupportClosed",
            Self::Closed { .. } => "Closed",
            Self::ProgressReported { .. } => "ProgressReported",
            Self::ExecutionTermMoved { .. } => "ExecutionTermMoved",
            Self::Completed { .. } => "Completed",
            Self::ExecutionAbandoned { .. } => "ExecutionAbandoned",
            Self::ReportPublished { .. } => "ReportPublished",
            Self::Withdrawn => "Withdrawn",
            Self::AuthorSteppedDown => "AuthorSteppedDown",
            Self::AuthorReplaced { .. } => "AuthorReplaced",
            Self::CoInitiatorJoined { .. } => "CoInitiatorJoined",
            Self::MergeProposed { .. } => "MergeProposed",
            Self::MergedInto { .. } => "MergedInto",
            Self::MergeDeclined { .. } => "MergeDeclined",
            Self::Assigned { .. } => "Assigned",
            Self::Reclassified { .. } => "Reclassified",
            Self::DeadlineExtended { .. } => "DeadlineExtended",
            Self::OpinionRequested { .. } => "OpinionRequested",
            Self::OpinionGiven { .. } => "OpinionGiven",
            Self::HearingAnnounced { .. } => "HearingAnnounced",
            Self::HearingRecorded { .. } => "HearingRecorded",
            Self::AnswerDispatched { .. } => "AnswerDispatched",
            Self::DecisionCorrected { .. } => "DecisionCorrected",
            Self::Redacted { .. } => "Redacted",
            Self::CustodyPassed { .. } => "CustodyPassed",
            Self::PersonalDataErased { .. } => "PersonalDataErased",
            Self::ThresholdReached { .. } => "ThresholdReached",
            Self::ThresholdUnreached { .. } => "ThresholdUnreached",
            Self::PositionFiled { .. } => "PositionFiled",
            Self::MissAnnotated { .. } => "MissAnnotated",
            Self::Answered { .. } => "Answered",
            Self::LeftWithoutAnswer { .. } => "LeftWithoutAnswer",
            Self::CorrespondenceEnded { .. } => "CorrespondenceEnded",
        }
    }
}

impl Fact {
    /// Whether an authority decided something by it that a slip of the pen can stand in.
    pub const fn decides(&self) -> bool {
        matches!(
            self,
            Self::NotAdmitted { .. }
                | Self::ReviewedByMunicipality { .. }
                | Self::EndorsedByRegion { .. }
                | Self::AdoptedByRegion { .. }
                | Self::RefusedByRegion { .. }
                | Self::ReturnedToMunicipality { .. }
                | Self::DecidedFederally { .. }
                | Self::AppealDecided { .. }
                | Self::Answered { .. }
                | Self::LeftWithoutAnswer { .. }
                | Self::CorrespondenceEnded { .. }
        )
    }
}

/// What a municipality can decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Review {
    /// It will be done.
    Adopted {
        /// Why.
        reasons: Open,
    },
    /// It will not.
    Refused {
        /// M1 … M5.
        ground: GroundId,
        /// Why.
        reasons: Open,
        /// Where it is planned or done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Open>,
    },
    /// It could be, if changed.
    RevisionOffered {
        /// What to change.
        what: Open,
    },
    /// The municipality has no powers or no means.
    PassedUp {
        /// Its opinion.
        opinion: Open,
    },
}

/// What the federation can decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FederalOutcome {
    /// It will be done.
    Adopted {
        /// Why.
        reasons: Open,
    },
    /// It will not.
    Refused {
        /// F1 … F5.
        ground: GroundId,
        /// Why.
        reasons: Open,
        /// Where it is planned or done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Open>,
    },
    /// The region can decide.
    Returned {
        /// Why.
        reasons: Open,
    },
}

/// Why an initiative is returned a level down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnCause {
    /// It lies within the powers of the level below.
    WithinItsPowers,
    /// The level below gave no opinion.
    OpinionMissing,
    /// The level below now wants to adopt it.
    WantsToAdopt,
}

/// What an appeal led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealOutcome {
    /// The refusal stands.
    Dismissed,
    /// The authority below decides again; the same ground is barred.
    Reconsider,
    /// The authority above takes it.
    TakenOver,
}

/// How an initiative ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// Refused, and nothing more can change that here.
    Refused,
    /// Turned into another kind of case.
    Redirected,
    /// Carried out and reported.
    CarriedOut,
    /// Adopted but not carried out.
    NotCarriedOut,
    /// Withdrawn by its author.
    Withdrawn,
    /// Merged into another.
    Merged,
    /// `ru-appeal`: answered.
    Answered,
    /// `ru-appeal`: left without an answer.
    LeftWithoutAnswer,
    /// `ru-appeal`: correspondence ended.
    CorrespondenceEnded,
}

impl cqrs_es::DomainEvent for InitiativeEvent {
    fn event_type(&self) -> String {
        self.fact.name().to_owned()
    }

    fn event_version(&self) -> String {
        "1.0".to_owned()
    }
}

impl Named for InitiativeEvent {
    const NAMES: &'static [&'static str] = &[
        "Submitted",
        "Registered",
        "NotAdmitted",
        "ReturnedForClarification",
        "Clarified",
        "ClarificationLapsed",
        "Published",
        "ForwardedByCompetence",
        "ReviewedByMunicipality",
        "ExecutorAssigned",
        "RevisionAccepted",
        "RevisionDeclined",
        "Revised",
        "RevisionLapsed",
        "EndorsedByRegion",
        "EscalatedToRegion",
        "EscalatedFederally",
        "AdoptedByRegion",
        "RefusedByRegion",
        "ReturnedToMunicipality",
        "ReturnedToRegion",
        "DecidedFederally",
        "DeadlineMissed",
        "Appealed",
        "AppealDecided",
        "AppealLapsed",
        "SupportClosed",
        "Closed",
        "ProgressReported",
        "ExecutionTermMoved",
        "Completed",
        "ExecutionAbandoned",
        "ReportPublished",
        "Withdrawn",
        "AuthorSteppedDown",
        "AuthorReplaced",
        "CoInitiatorJoined",
        "MergeProposed",
        "MergedInto",
        "MergeDeclined",
        "Assigned",
        "Reclassified",
        "DeadlineExtended",
        "OpinionRequested",
        "OpinionGiven",
        "HearingAnnounced",
        "HearingRecorded",
        "AnswerDispatched",
        "DecisionCorrected",
        "Redacted",
        "CustodyPassed",
        "PersonalDataErased",
        "ThresholdReached",
        "ThresholdUnreached",
        "PositionFiled",
        "MissAnnotated",
        "Answered",
        "LeftWithoutAnswer",
        "CorrespondenceEnded",
    ];
}
