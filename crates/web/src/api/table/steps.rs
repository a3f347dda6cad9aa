//! The steps of an initiative: its author's and the offices'.

use super::commands;
use crate::api::bodies::{initiative as case, office};
use crate::api::row::{Needs, Row};

pub(super) fn author() -> Vec<Row> {
    let submit =
        Row::post::<case::Submit>("/api/v1/initiatives", "submit", "Submits an initiative", Needs::Either)
            .makes()
            .who("a verified participant; a clerk for what came on paper, at a hearing or from records");
    let either = commands! {
        Needs::Either, "/api/v1/initiatives/{initiative}";
        "clarify" "clarify" case::Clarify, "Answers what was asked", "the author; a clerk for what came on paper";
        "revise" "revise" case::Revise, "Brings the revised text", "the author; a clerk for what came on paper";
        "appeal" "appeal" case::Appeal, "Appeals to the authority above", "the author";
    };
    let author = commands! {
        Needs::Participant, "/api/v1/initiatives/{initiative}";
        "accept-revision" "acceptRevision" case::AcceptRevision, "Takes up the revision offered", "the author";
        "decline-revision" "declineRevision" case::DeclineRevision, "Declines the revision offered", "the author";
        "withdraw" "withdraw" case::Withdraw, "Takes it back", "the author, while few support it";
        "step-down" "stepDown" case::StepDown, "Leaves it to others", "the author, when many support it";
        "replace-author" "replaceAuthor" case::ReplaceAuthor, "Takes the author's place", "a co-initiator";
        "join-as-co-initiator" "joinAsCoInitiator" case::JoinAsCoInitiator, "Proposes it too",
            "a verified participant";
        "accept-merge" "acceptMerge" case::AcceptMerge, "Agrees to the merger", "the author";
        "decline-merge" "declineMerge" case::DeclineMerge, "Does not agree to the merger", "the author";
    };
    [vec![submit], either, author].concat()
}

pub(super) fn offices() -> Vec<Row> {
    commands! {
        Needs::Official, "/api/v1/initiatives/{initiative}";
        "register" "register" office::Register, "Registers it", "a clerk of the authority that has it";
        "not-admit" "notAdmit" office::NotAdmit, "Does not admit it", "the head";
        "return-for-clarification" "returnForClarification" office::ReturnForClarification,
            "Asks the author to explain", "a clerk of the authority that has it";
        "publish" "publish" office::Publish, "Publishes the text", "a clerk of the authority that has it";
        "forward" "forward" office::Forward, "Sends it to the authority that is competent", "the head";
        "adopt" "adopt" office::Adopt, "Adopts it", "the head";
        "refuse" "refuse" office::Refuse, "Refuses it on a listed ground", "the head";
        "offer-revision" "offerRevision" office::OfferRevision, "Offers a revision", "the head";
        "pass-up" "passUp" office::PassUp, "Passes it up to the region", "the head";
        "endorse" "endorse" office::Endorse, "Endorses it, up to the federation", "the head, of a region";
        "return" "returnDown" office::Return, "Returns it a level down", "the head, above a municipality";
        "decide-appeal" "decideAppeal" office::DecideAppeal, "Decides the appeal", "the head of the authority above";
        "report-progress" "reportProgress" office::ReportProgress, "Reports progress", "an officer of the executor";
        "move-execution-term" "moveExecutionTerm" office::MoveExecutionTerm, "Moves the date of execution",
            "the head of the executor";
        "complete" "complete" office::Complete, "Says that it is carried out", "an officer of the executor";
        "abandon-execution" "abandonExecution" office::AbandonExecution, "Gives it up", "the head of the executor";
        "publish-report" "publishReport" office::PublishReport, "Publishes the final report",
            "an officer of the executor";
        "propose-merge" "proposeMerge" office::ProposeMerge, "Proposes a merger", "the head";
        "assign" "assign" office::Assign, "Says who works on it", "a clerk or the head";
        "reclassify" "reclassify" office::Reclassify, "Corrects theme, project, kind",
            "a clerk of the authority that has it";
        "extend" "extend" office::Extend, "Extends the review", "the head";
        "request-opinion" "requestOpinion" office::RequestOpinion, "Asks another authority",
            "a clerk of the authority that has it";
        "give-opinion" "giveOpinion" office::GiveOpinion, "Gives the opinion asked for",
            "an official of the authority that was asked";
        "announce-hearing" "announceHearing" office::AnnounceHearing, "Announces a hearing",
            "a clerk of the authority that has it";
        "record-hearing" "recordHearing" office::RecordHearing, "Records a hearing", "a clerk of the authority that has it";
        "dispatch-answer" "dispatchAnswer" case::DispatchAnswer, "Notes that a letter went out",
            "a clerk of the authority that owes it";
        "correct-decision" "correctDecision" office::CorrectDecision, "Mends a slip of the pen",
            "the head, of the authority that decided";
        "erase-personal-data" "eraseFromInitiative" case::ErasePersonalData,
            "Takes the author's personal data from the case", "an administrator";
        "redact" "redact" office::Redact, "Redacts a text", "a clerk, or an administrator";
        "pass-custody" "passCustody" office::PassCustody, "Hands it to a successor", "an administrator";
        "file-position" "filePosition" office::FilePosition, "Files the position that is owed",
            "the authority that was silent";
        "annotate-miss" "annotateMiss" office::AnnotateMiss, "Shows that a missed step was done in time",
            "the authority that was silent";
        "answer" "answer" office::Answer, "Answers the appeal of a citizen", "the head";
        "leave-without-answer" "leaveWithoutAnswer" office::LeaveWithoutAnswer, "Leaves it without an answer",
            "the head";
        "end-correspondence" "endCorrespondence" office::EndCorrespondence, "Ends the correspondence", "the head";
    }
}
