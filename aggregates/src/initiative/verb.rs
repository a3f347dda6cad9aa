//! What can be done to an initiative, by name and without what it is done with.

use std::fmt;
use std::str::FromStr;

use super::command::Action;
use crate::ids::BadId;

macro_rules! verbs {
    ($($name:ident = $code:literal),+ $(,)?) => {
        /// The name of an [`Action`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is described where the action is")]
        pub enum Verb {
            $($name),+
        }

        impl Verb {
            /// Every one, in the order of the way of an initiative.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that the action has as JSON and in addresses.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code),+
                }
            }
        }

        impl<O, S> Action<O, S> {
            /// What is to be done.
            pub fn verb(&self) -> Verb {
                match self {
                    $(Self::$name { .. } => Verb::$name),+
                }
            }
        }
    };
}

verbs! {
    Submit = "submit",
    Register = "register",
    NotAdmit = "not_admit",
    ReturnForClarification = "return_for_clarification",
    Clarify = "clarify",
    Publish = "publish",
    Forward = "forward",
    Adopt = "adopt",
    Refuse = "refuse",
    OfferRevision = "offer_revision",
    PassUp = "pass_up",
    AcceptRevision = "accept_revision",
    DeclineRevision = "decline_revision",
    Revise = "revise",
    Endorse = "endorse",
    Return = "return",
    Expire = "expire",
    NoteSupports = "note_supports",
    Appeal = "appeal",
    DecideAppeal = "decide_appeal",
    ReportProgress = "report_progress",
    MoveExecutionTerm = "move_execution_term",
    Complete = "complete",
    AbandonExecution = "abandon_execution",
    PublishReport = "publish_report",
    Withdraw = "withdraw",
    StepDown = "step_down",
    ReplaceAuthor = "replace_author",
    JoinAsCoInitiator = "join_as_co_initiator",
    ProposeMerge = "propose_merge",
    AcceptMerge = "accept_merge",
    DeclineMerge = "decline_merge",
    Assign = "assign",
    Reclassify = "reclassify",
    Extend = "extend",
    RequestOpinion = "request_opinion",
    GiveOpinion = "give_opinion",
    AnnounceHearing = "announce_hearing",
    RecordHearing = "record_hearing",
    DispatchAnswer = "dispatch_answer",
    CorrectDecision = "correct_decision",
    Redact = "redact",
    PassCustody = "pass_custody",
    ErasePersonalData = "erase_personal_data",
    FilePosition = "file_position",
    AnnotateMiss = "annotate_miss",
    Answer = "answer",
    LeaveWithoutAnswer = "leave_without_answer",
    EndCorrespondence = "end_correspondence",
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Verb {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let found = Self::ALL.iter().copied().find(|verb| verb.as_str() == text);
        found.ok_or_else(|| BadId { what: "Verb", text: text.chars().take(40).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_called_as_its_action_is_in_json() {
        let action: Action = Action::Complete;
        assert_eq!(serde_json::to_value(&action).unwrap(), serde_json::json!(action.verb().as_str()));
        let action: Action = Action::Assign { official: crate::ids::OfficialId(uuid::Uuid::nil()) };
        assert!(serde_json::to_value(&action).unwrap().get(action.verb().as_str()).is_some());
        for verb in Verb::ALL {
            assert_eq!(verb.as_str().parse(), Ok(*verb));
        }
        assert!("demolish".parse::<Verb>().is_err());
    }
}
