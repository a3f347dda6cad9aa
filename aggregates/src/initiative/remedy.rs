//! Whether a refusal is about what somebody filled in, or about how things stand.

use super::refusal::Refusal;

impl Refusal {
    /// Whether the same step would be possible with other values in the form: another
    /// authority, date, text. Whoever asks what can be done now counts it as possible.
    pub fn is_about_what_was_filled_in(&self) -> bool {
        match self {
            Self::NotAvailable { what } => matches!(*what, "authority" | "executor" | "initiative"),
            Self::DoneInFuture { .. }
            | Self::DoneBeforePreceding { .. }
            | Self::DoneTooLongAgo { .. }
            | Self::DateOutOfRange { .. }
            | Self::FieldRequired { .. }
            | Self::FieldOutOfRange { .. }
            | Self::LinkRequired { .. }
            | Self::ReasonsTooShort { .. }
            | Self::BeenThere { .. }
            | Self::CannotReceive { .. }
            | Self::ExecutorHasNotAgreed { .. }
            | Self::ExtensionTooLong { .. }
            | Self::NotMergeable
            | Self::UnknownTheme { .. }
            | Self::BadOutgoingNumber
            | Self::PersonalDataFound { .. } => true,
            Self::NoSuchInitiative
            | Self::AlreadySubmitted
            | Self::WrongStage { .. }
            | Self::WrongLevel { .. }
            | Self::HeldByAnother { .. }
            | Self::WrongRole { .. }
            | Self::OwnInitiative
            | Self::NotVerified
            | Self::UnderAge
            | Self::ConsentMissing { .. }
            | Self::NoCustodian
            | Self::UnknownGround { .. }
            | Self::GroundTooEarly { .. }
            | Self::GroundBarred { .. }
            | Self::CommentsOpen { .. }
            | Self::TooLateToForward { .. }
            | Self::UsedUp { .. }
            | Self::OutsideCompetence { .. }
            | Self::NoRunningTerm
            | Self::TooLateToExtend { .. }
            | Self::NotExpired { .. }
            | Self::CountUnchanged
            | Self::AuthorAwaited { .. }
            | Self::SupportedByMany { .. }
            | Self::SupportedByFew { .. }
            | Self::NotTheAuthor
            | Self::NotACoInitiator
            | Self::AlreadyDone
            | Self::NotYourDebt { .. }
            | Self::NotYourDecision
            | Self::StillToBeDone { .. }
            | Self::AuthorNotErased
            | Self::OutOfCalendar
            | Self::NotInProcedure { .. } => false,
        }
    }

    /// Whether the step may have been possible on an earlier day, so that a document of
    /// that day can still be recorded.
    pub fn may_have_been_possible_before(&self) -> bool {
        matches!(self, Self::TooLateToForward { .. } | Self::TooLateToExtend { .. } | Self::NoRunningTerm)
    }
}
