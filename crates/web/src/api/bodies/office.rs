//! What officials ask of an initiative.

use aggregates::ids::{AuthorityId, GroundId, InitiativeId, NationalProjectId, OfficialId, TextId, ThemeId};
use aggregates::initiative;
use aggregates::initiative::event::{AppealOutcome, ReturnCause};
use aggregates::initiative::fields::{Basis, CorrectedField, Fields, Kind, Labour, Money};
use aggregates::kept::Typed;
use jiff::civil::Date;

use super::actions;
use super::initiative::to_initiative;

actions! {
    initiative, beside ["done_on", "confirmed"], to_initiative;
    /// A clerk registers it under the next number of the authority's year.
    Register {
        /// The theme.
        theme: Option<ThemeId>,
        /// The national project.
        national_project: Option<NationalProjectId>,
    }
    /// The head does not admit it.
    NotAdmit {
        /// `N1` … `N9`.
        ground: GroundId = "N2",
        /// Why.
        reasons: Typed,
    } + { linked: None }
    /// A clerk asks the author to explain, once per level.
    ReturnForClarification {
        /// What is asked.
        questions: Typed,
    }
    /// A clerk makes the text readable for everybody.
    Publish {
        /// The text with parts masked, if the gate asked for it.
        fields: Option<Fields<Typed>> = serde_json::Value::Null,
    }
    /// The head sends it to the authority that is competent.
    Forward {
        /// To whom.
        to: AuthorityId,
        /// Why.
        why: Typed,
    }
    /// The level that has it adopts it.
    Adopt {
        /// Why.
        reasons: Typed,
        /// Who carries it out.
        executor: AuthorityId,
        /// Until when.
        until: Date,
    }
    /// The level that has it refuses it on a listed ground.
    Refuse {
        /// `M1` … `M5`, `R1` … `R5`, `F1` … `F5`.
        ground: GroundId,
        /// Why.
        reasons: Typed,
        /// Where it is planned or done, for the ground that asks for it.
        link: Option<Typed> = serde_json::Value::Null,
    }
    /// The municipality offers the author to revise it.
    OfferRevision {
        /// What to change.
        what: Typed,
    }
    /// The municipality has no powers or means: up to the region.
    PassUp {
        /// Its opinion.
        opinion: Typed,
    }
    /// The region endorses it: up to the federation.
    Endorse {
        /// The region's opinion.
        opinion: Typed,
    }
    /// A level down.
    Return {
        /// Why, of a closed list.
        cause: ReturnCause,
        /// Why, in words.
        reasons: Typed,
    }
    /// The authority above decides the appeal.
    DecideAppeal {
        /// The outcome.
        outcome: AppealOutcome,
        /// Why.
        reasons: Typed,
    }
    /// The executor tells how it goes.
    ReportProgress {
        /// What was done.
        works: Typed,
        /// Money by source.
        money [default]: Money,
        /// Labour.
        labour [default]: Labour,
    }
    /// The head of the executor moves the date.
    MoveExecutionTerm {
        /// The new date.
        until: Date,
        /// Why.
        why: Typed,
    }
    /// The executor has carried it out.
    Complete {}
    /// The head of the executor gives it up.
    AbandonExecution {
        /// Why.
        why: Typed,
    }
    /// The executor publishes the final report: money and labour must be given, if only as zero.
    PublishReport {
        /// The report.
        report: Typed,
        /// Money by source.
        money: Money,
        /// Labour.
        labour: Labour,
    }
    /// The head proposes that it ends in another initiative.
    ProposeMerge {
        /// The initiative that would go on.
        into: InitiativeId,
    }
    /// Who works on it.
    Assign {
        /// Whom.
        official: OfficialId,
    }
    /// Theme, project, kind.
    Reclassify {
        /// The theme.
        theme: ThemeId,
        /// The national project.
        national_project: Option<NationalProjectId>,
        /// What is asked for; only before the decision.
        kind: Kind,
    }
    /// The head extends the running review, once per level, before it is due.
    Extend {
        /// Calendar days, at most what the procedure allows.
        days: u16 = 10,
        /// Why.
        reason: Typed,
    }
    /// Another authority is asked.
    RequestOpinion {
        /// Whom.
        authority: AuthorityId,
        /// What about.
        question: Typed,
    }
    /// The authority that was asked answers.
    GiveOpinion {
        /// Whether it agrees.
        agrees: bool,
        /// What it says.
        opinion: Typed,
    }
    /// A hearing to come.
    AnnounceHearing {
        /// When.
        on: Date,
        /// Minutes after local midnight.
        starts_at: u16 = 1080,
        /// Where.
        place: Typed = "The school, assembly hall",
    }
    /// A hearing held.
    RecordHearing {
        /// When.
        held_on: Date = "2027-01-11",
        /// The protocol.
        protocol: Typed,
        /// People present.
        present: u32 = 40,
        /// Votes for.
        votes_for: u32 = 30,
        /// Votes against.
        votes_against: u32 = 4,
    }
    /// The head mends a slip of the pen in a decision, never the outcome.
    CorrectDecision {
        /// Which field.
        field: CorrectedField,
        /// As it stood.
        old: Typed = "until 2026-09-01",
        /// As it should be.
        new: Typed = "until 2027-09-01",
        /// Why.
        why: Typed = "The year was mistyped.",
    }
    /// A text goes.
    Redact {
        /// Its key.
        text: TextId,
        /// What stands in its place.
        masked: Option<Typed> = serde_json::Value::Null,
        /// Masked character spans: first, and after the last.
        spans [default]: Vec<(u32, u32)>,
        /// On what basis.
        basis: Basis,
    }
    /// An administrator hands it to the successor of the authority that has it.
    PassCustody {
        /// The successor.
        to: AuthorityId,
    }
    /// A silent authority files its position.
    FilePosition {
        /// The missed obligation.
        nth: u32,
        /// The position.
        position: Typed,
    }
    /// `ru-appeal`: the answer on the merits.
    Answer {
        /// The answer.
        answer: Typed,
    }
    /// `ru-appeal`: left without an answer, on a listed ground.
    LeaveWithoutAnswer {
        /// The ground.
        ground: GroundId,
        /// Why.
        reasons: Typed,
    }
    /// `ru-appeal`: correspondence is ended.
    EndCorrespondence {
        /// Why.
        reasons: Typed,
    }
}

actions! {
    initiative, beside ["confirmed"], to_initiative;
    /// A miss was recorded although the step was done in time.
    AnnotateMiss {
        /// The missed obligation.
        nth: u32,
        /// The date on the document.
        done_on: Date,
        /// What shows it.
        document: Typed,
    }
}
