//! The table of steps: what may happen in which stage, by whom, where it leads.

use serde::{Deserialize, Serialize};

use super::settings::named_values;
use super::terms::TermKind;
use crate::level::Level;

named_values! {
    /// The name of a stage, without what the stage holds.
    StageName, "snake_case" {
        /// Arrived at an authority, has no number there yet.
        AwaitingRegistration = "awaiting_registration",
        /// Registered, not yet readable.
        AwaitingPublication = "awaiting_publication",
        /// Readable, to be decided.
        UnderReview = "under_review",
        /// The author was offered a revision.
        RevisingOffered = "revising_offered",
        /// The author works on a revision.
        RevisingDrafting = "revising_drafting",
        /// Refused or not admitted; can be appealed against.
        Refused = "refused",
        /// The authority above decides on an appeal.
        UnderAppeal = "under_appeal",
        /// Adopted, being carried out.
        InExecution = "in_execution",
        /// Carried out, no report yet.
        Completed = "completed",
        /// The report is published, residents assess.
        Reported = "reported",
        /// Over.
        Closed = "closed",
    }
}

named_values! {
    /// Who takes a step. Where an authority is not named it is the one that has
    /// custody.
    Doer, "snake_case" {
        /// The author or a representative.
        Author = "author",
        /// Any verified participant.
        Resident = "resident",
        /// A clerk; his steps may also be taken by an officer or the head of the
        /// same authority.
        Clerk = "clerk",
        /// The head or acting head.
        Head = "head",
        /// The head or acting head of the authority above, which has custody
        /// while it decides on an appeal.
        HeadAbove = "head_above",
        /// An officer of the executor, which has custody; or its head.
        ExecutorOfficer = "executor_officer",
        /// The head or acting head of the executor.
        ExecutorHead = "executor_head",
        /// The engine: its clock, its counts.
        Engine = "engine",
        /// An official of an authority that has no custody and is concerned: asked
        /// for an opinion, owing a letter or a position.
        OtherAuthority = "other_authority",
        /// An administrator, who decides no case.
        Administrator = "administrator",
    }
}

named_values! {
    /// A step, by the name of the event that records it.
    Step, "PascalCase" {
        /// Handed in.
        Submitted = "Submitted",
        /// Given a number.
        Registered = "Registered",
        /// Turned away on a listed ground.
        NotAdmitted = "NotAdmitted",
        /// The author was asked for clarification.
        ReturnedForClarification = "ReturnedForClarification",
        /// The author answered.
        Clarified = "Clarified",
        /// The author did not answer.
        ClarificationLapsed = "ClarificationLapsed",
        /// Made readable.
        Published = "Published",
        /// Sent to the authority that is competent.
        ForwardedByCompetence = "ForwardedByCompetence",
        /// Decided by the municipality.
        ReviewedByMunicipality = "ReviewedByMunicipality",
        /// An authority is to carry it out.
        ExecutorAssigned = "ExecutorAssigned",
        /// Custody goes up to the region.
        EscalatedToRegion = "EscalatedToRegion",
        /// The author will revise.
        RevisionAccepted = "RevisionAccepted",
        /// The author will not, or did not say.
        RevisionDeclined = "RevisionDeclined",
        /// A new version.
        Revised = "Revised",
        /// No new version came.
        RevisionLapsed = "RevisionLapsed",
        /// The region agrees and has no powers.
        EndorsedByRegion = "EndorsedByRegion",
        /// Custody goes up to the federation.
        EscalatedFederally = "EscalatedFederally",
        /// Adopted by the region.
        AdoptedByRegion = "AdoptedByRegion",
        /// Refused by the region.
        RefusedByRegion = "RefusedByRegion",
        /// Custody goes down to the municipality.
        ReturnedToMunicipality = "ReturnedToMunicipality",
        /// Decided by the federation.
        DecidedFederally = "DecidedFederally",
        /// Custody goes down to the region.
        ReturnedToRegion = "ReturnedToRegion",
        /// A term ran out.
        DeadlineMissed = "DeadlineMissed",
        /// The author appealed.
        Appealed = "Appealed",
        /// The appeal was decided.
        AppealDecided = "AppealDecided",
        /// Over.
        Closed = "Closed",
        /// Works, money and labour so far.
        ProgressReported = "ProgressReported",
        /// It will take longer.
        ExecutionTermMoved = "ExecutionTermMoved",
        /// Carried out.
        Completed = "Completed",
        /// It will not be carried out.
        ExecutionAbandoned = "ExecutionAbandoned",
        /// The final report.
        ReportPublished = "ReportPublished",
        /// The author took it back.
        Withdrawn = "Withdrawn",
        /// The author left; it goes on.
        AuthorSteppedDown = "AuthorSteppedDown",
        /// The author was asked to merge it into another.
        MergeProposed = "MergeProposed",
        /// The author agreed.
        MergedInto = "MergedInto",
        /// The author did not agree, or did not say.
        MergeDeclined = "MergeDeclined",
        /// Given to an official.
        Assigned = "Assigned",
        /// Theme, national project or kind corrected.
        Reclassified = "Reclassified",
        /// A lawful extension.
        DeadlineExtended = "DeadlineExtended",
        /// Another authority was asked.
        OpinionRequested = "OpinionRequested",
        /// The other authority answered.
        OpinionGiven = "OpinionGiven",
        /// A hearing will be held.
        HearingAnnounced = "HearingAnnounced",
        /// A hearing was held.
        HearingRecorded = "HearingRecorded",
        /// Somebody commented.
        CommentReceived = "CommentReceived",
        /// Somebody proposes it too.
        CoInitiatorJoined = "CoInitiatorJoined",
        /// A co-initiator is the author now.
        AuthorReplaced = "AuthorReplaced",
        /// A letter went out.
        AnswerDispatched = "AnswerDispatched",
        /// A slip of the pen.
        DecisionCorrected = "DecisionCorrected",
        /// A text can no longer be read in full.
        Redacted = "Redacted",
        /// Another authority succeeds to it.
        CustodyPassed = "CustodyPassed",
        /// A person's data is gone.
        PersonalDataErased = "PersonalDataErased",
        /// Enough people support it.
        ThresholdReached = "ThresholdReached",
        /// No longer enough people support it.
        ThresholdUnreached = "ThresholdUnreached",
        /// A resident said how it turned out.
        ResultAssessed = "ResultAssessed",
        /// A silent authority paid its debt.
        PositionFiled = "PositionFiled",
        /// A document says the step was done in time.
        MissAnnotated = "MissAnnotated",
        /// An appeal under 59-FZ was answered.
        Answered = "Answered",
        /// It was left without an answer on a listed ground.
        LeftWithoutAnswer = "LeftWithoutAnswer",
        /// The same was answered before; the correspondence is ended.
        CorrespondenceEnded = "CorrespondenceEnded",
    }
}

named_values! {
    /// What a decision says, where one event has several rows.
    Outcome, "snake_case" {
        /// To be carried out.
        Adopted = "adopted",
        /// On a listed ground.
        Refused = "refused",
        /// The author is offered a revision.
        RevisionOffered = "revision_offered",
        /// To the level above, which has the powers.
        PassedUp = "passed_up",
        /// To the level below.
        Returned = "returned",
        /// The refusal stands.
        Dismissed = "dismissed",
        /// The authority below decides again.
        Reconsider = "reconsider",
        /// The authority above decides itself.
        TakenOver = "taken_over",
        /// Turned into a case under another procedure.
        Redirected = "redirected",
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The number of the row in the model of the procedure, if it has one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u16>,
    /// What happens.
    pub event: Step,
    /// What the decision says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What is recorded in the same append.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Step>,
    /// Who does it.
    pub by: Vec<Doer>,
    /// At which levels; all of the procedure's if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// In which stages; empty only for the step that begins everything.
    pub from: Vec<StageName>,
    /// Where it can lead; the stage stays if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<StageName>,
    /// Under which condition, for a reader; the rule itself is code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// Terms that start; of the three reviews the one of the level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<TermKind>,
    /// Terms that are met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meets: Vec<TermKind>,
    /// Terms that stand still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<TermKind>,
    /// Terms that run again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resumes: Vec<TermKind>,
    /// Terms that end without being met, a window that closes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancels: Vec<TermKind>,
}
