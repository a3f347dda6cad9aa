//! What can be asked of an initiative.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Initiative;
use super::event::{AppealOutcome, ReturnCause};
use super::fields::{
    Attachment, Basis, Channel, Consents, CorrectedField, Fields, Finding, Kind, Labour, Money, Origin,
};
use crate::actor::Order;
use crate::authority::Authority;
use crate::gate::Confirmation;
use crate::ids::{
    AttachmentId, AuthorityId, GroundId, InitiativeId, InvitationCode, NationalProjectId, OfficialId,
    ParticipantId, TerritoryId, TextId, ThemeId,
};
use crate::kept::{Open, Sealed};
use crate::level::Level;
use crate::participant::Participant;
use crate::register::Register;
use crate::seen::Seen;
use crate::territory::Territory;

/// A command with everything its decision may look at.
#[derive(Clone, Debug)]
pub struct Command {
    /// When, by whom, what.
    pub order: Order<Action>,
    /// The date on the document, where an official acts; his local date otherwise.
    pub done_on: Option<Date>,
    /// What the decision needs of other streams.
    pub around: Around,
    /// Personal data that the detector found in the texts this command makes readable.
    pub findings: Vec<Finding>,
    /// Which of the findings a person looked at and confirmed as publishable, and why.
    pub confirmed: Vec<Confirmation>,
}

/// Other streams as the engine saw them. What an action does not need stays empty.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The initiative's id: given for the first command, and the stream's own later.
    pub id: Option<InitiativeId>,
    /// The home territory first, then its ancestors up to the federation.
    pub territories: Vec<Seen<Territory>>,
    /// The default receiver of the home at each level; the lowest is the custodian.
    pub receivers: BTreeMap<Level, Seen<Authority>>,
    /// The author as a participant, when somebody else acts for him.
    pub author: Option<Seen<Participant>>,
    /// The authority that the action names.
    pub named: Option<Seen<Authority>>,
    /// The acting authority's register of the year.
    pub register: Option<Seen<Register>>,
    /// The initiative that the action names.
    pub other: Option<Seen<Initiative>>,
    /// People who stand behind it now, whatever the version of the text.
    pub supports: u64,
    /// Whether the invitation that the action brings is the author's.
    pub invited: bool,
}

/// What is to be done. `O` is the type of a readable text and `S` of a private
/// one: as typed when a person writes the command, sealed when it is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action<O = Open, S = Sealed> {
    /// Row 1.
    Submit(Box<Submission<O, S>>),
    /// Rows 2 and 3: takes the next number of the register of authority and year.
    Register {
        /// The theme.
        #[serde(default = "none")]
        theme: Option<ThemeId>,
        /// The national project.
        #[serde(default = "none")]
        national_project: Option<NationalProjectId>,
    },
    /// Rows 4 and 9.
    NotAdmit {
        /// N1 … N9.
        ground: GroundId,
        /// Why.
        reasons: O,
        /// The id for the linked case, for grounds that open one; the engine gives it.
        #[serde(default = "none")]
        linked: Option<InitiativeId>,
    },
    /// Row 5.
    ReturnForClarification {
        /// What is asked.
        questions: O,
    },
    /// Row 6.
    Clarify {
        /// The answer.
        answer: O,
        /// The proposal rewritten, while it is not published.
        #[serde(default = "none")]
        fields: Option<Fields<O>>,
    },
    /// Row 8.
    Publish {
        /// The text with parts masked, if the gate asked for it.
        #[serde(default = "none")]
        fields: Option<Fields<O>>,
    },
    /// Row 10.
    Forward {
        /// To whom.
        to: AuthorityId,
        /// Why.
        why: O,
    },
    /// Rows 11, 20 and 23: the level that has it adopts it.
    Adopt {
        /// Why.
        reasons: O,
        /// Who carries it out.
        executor: AuthorityId,
        /// Until when.
        until: Date,
    },
    /// Rows 12, 21 and 24.
    Refuse {
        /// M1 … M5, R1 … R5, F1 … F5.
        ground: GroundId,
        /// Why.
        reasons: O,
        /// Where it is planned or done, for the ground that asks for it.
        #[serde(default = "none")]
        link: Option<O>,
    },
    /// Row 13.
    OfferRevision {
        /// What to change.
        what: O,
    },
    /// Row 14: the municipality passes it up to the region.
    PassUp {
        /// Its opinion.
        opinion: O,
    },
    /// Row 15.
    AcceptRevision,
    /// Row 16.
    DeclineRevision,
    /// Row 17.
    Revise {
        /// The new text.
        fields: Fields<O>,
    },
    /// Row 19.
    Endorse {
        /// The region's opinion.
        opinion: O,
    },
    /// Rows 22 and 25: a level down.
    Return {
        /// Why, of a closed list.
        cause: ReturnCause,
        /// Why, in words.
        reasons: O,
    },
    /// Every row of the engine's clock: term `nth` ran out.
    Expire {
        /// Which obligation.
        nth: u32,
    },
    /// Rows 30 and 31 and the facts of section 5: the count at a level, as seen now.
    NoteSupports {
        /// Of which level.
        level: Level,
        /// Supports of the counted version by its residents.
        count: u64,
    },
    /// Row 32.
    Appeal {
        /// Why.
        reasons: O,
    },
    /// Rows 33 to 35.
    DecideAppeal {
        /// The outcome.
        outcome: AppealOutcome,
        /// Why.
        reasons: O,
    },
    /// Row 39.
    ReportProgress {
        /// What was done.
        works: O,
        /// Money by source.
        #[serde(default)]
        money: Money,
        /// Labour.
        #[serde(default)]
        labour: Labour,
    },
    /// Row 40.
    MoveExecutionTerm {
        /// The new date.
        until: Date,
        /// Why.
        why: O,
    },
    /// Row 41.
    Complete,
    /// Row 42.
    AbandonExecution {
        /// Why.
        why: O,
    },
    /// Row 43: money and labour must be given, if only as zero.
    PublishReport {
        /// The report.
        report: O,
        /// Money by source.
        money: Money,
        /// Labour.
        labour: Labour,
    },
    /// Row 45.
    Withdraw,
    /// Row 45, when too many support it to withdraw.
    StepDown,
    /// A co-initiator takes the place of an author who stepped down.
    ReplaceAuthor,
    /// A participant confirms that he proposes it too. What is not published is joined by
    /// the author's invitation alone.
    JoinAsCoInitiator {
        /// The code of the author's link, if he came by it.
        #[serde(default = "none")]
        invitation: Option<InvitationCode>,
    },
    /// Row 46, by the head.
    ProposeMerge {
        /// The initiative that would go on.
        into: InitiativeId,
    },
    /// Row 46, by the author of the one that would end.
    AcceptMerge,
    /// Row 46, likewise.
    DeclineMerge,
    /// Who works on it.
    Assign {
        /// Whom.
        official: OfficialId,
    },
    /// Theme, project, kind.
    Reclassify {
        /// The theme.
        theme: ThemeId,
        /// The national project.
        #[serde(default = "none")]
        national_project: Option<NationalProjectId>,
        /// What is asked for; only before the decision.
        kind: Kind,
    },
    /// The running review, once per level, before it is due.
    Extend {
        /// Calendar days, at most what the procedure allows.
        days: u16,
        /// Why.
        reason: O,
    },
    /// Asks another authority.
    RequestOpinion {
        /// Whom.
        authority: AuthorityId,
        /// What about.
        question: O,
    },
    /// The authority that was asked answers.
    GiveOpinion {
        /// Whether it agrees.
        agrees: bool,
        /// What it says.
        opinion: O,
    },
    /// A hearing to come.
    AnnounceHearing {
        /// When.
        on: Date,
        /// Minutes after local midnight.
        starts_at: u16,
        /// Where.
        place: O,
    },
    /// A hearing held.
    RecordHearing {
        /// When.
        held_on: Date,
        /// The protocol.
        protocol: O,
        /// People present.
        present: u32,
        /// Votes for.
        votes_for: u32,
        /// Votes against.
        votes_against: u32,
    },
    /// The letter went out.
    DispatchAnswer {
        /// Which dispatch obligation; the oldest open one of the authority if not said.
        #[serde(default = "none")]
        nth: Option<u32>,
        /// The outgoing number: up to 40 letters, digits, `-`, `/`, `.`.
        outgoing_number: String,
        /// By which way.
        channel: Channel,
        /// The letter.
        #[serde(default = "none")]
        letter: Option<AttachmentId>,
    },
    /// A slip of the pen.
    CorrectDecision {
        /// Which field.
        field: CorrectedField,
        /// As it stood.
        old: O,
        /// As it should be.
        new: O,
        /// Why.
        why: O,
    },
    /// A text goes.
    Redact {
        /// Its key.
        text: TextId,
        /// What stands in its place.
        #[serde(default = "none")]
        masked: Option<O>,
        /// Masked character spans.
        #[serde(default)]
        spans: Vec<(u32, u32)>,
        /// On what basis.
        basis: Basis,
    },
    /// Reorganisation: the named authority takes the place of the one that has it.
    PassCustody {
        /// The successor.
        to: AuthorityId,
    },
    /// The author's personal data is to go from this case.
    ErasePersonalData {
        /// On what basis.
        basis: Basis,
    },
    /// A silent authority files its position.
    FilePosition {
        /// The missed obligation.
        nth: u32,
        /// The position.
        position: O,
    },
    /// A miss was recorded although the step was done in time.
    AnnotateMiss {
        /// The missed obligation.
        nth: u32,
        /// The date on the document.
        done_on: Date,
        /// What shows it.
        document: O,
    },
    /// `ru-appeal`.
    Answer {
        /// The answer.
        answer: O,
    },
    /// `ru-appeal`.
    LeaveWithoutAnswer {
        /// The ground.
        ground: GroundId,
        /// Why.
        reasons: O,
    },
    /// `ru-appeal`.
    EndCorrespondence {
        /// Why.
        reasons: O,
    },
}

/// A proposal as it comes in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission<O = Open, S = Sealed> {
    /// What is asked for.
    pub kind: Kind,
    /// What it is about.
    pub home: TerritoryId,
    /// Other territories it concerns.
    #[serde(default)]
    pub also_concerns: Vec<TerritoryId>,
    /// The author; whoever submits, if not said.
    #[serde(default = "none")]
    pub author: Option<ParticipantId>,
    /// The texts.
    pub fields: Fields<O>,
    /// Consents.
    #[serde(default)]
    pub consents: Consents,
    /// How it came.
    pub channel: Channel,
    /// The day it came; the day of recording, if not said.
    #[serde(default = "none")]
    pub received_on: Option<Date>,
    /// Facts of an imported source.
    #[serde(default = "none")]
    pub origin: Option<Origin>,
    /// The case it was split off from; the engine gives it.
    #[serde(default = "none")]
    pub linked_from: Option<InitiativeId>,
    /// The original letter.
    #[serde(default = "none")]
    pub letter: Option<S>,
    /// Files.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

// `#[serde(default)]` alone would ask `T: Default`.
fn none<T>() -> Option<T> {
    None
}
