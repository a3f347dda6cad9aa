//! What a refusal tells a form: what it is about, and whether filling in something
//! else would help.

use jiff::civil::Date;

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
            | Self::NotInvited
            | Self::AlreadyDone
            | Self::NotYourDebt { .. }
            | Self::NotYourDecision
            | Self::StillToBeDone { .. }
            | Self::AuthorNotErased
            | Self::CaseOpen { .. }
            | Self::Retained { .. }
            | Self::OutOfCalendar
            | Self::NotInProcedure { .. } => false,
        }
    }

    /// What its sentence tells, by name: dates in ISO form, ids, numbers, and the roles
    /// and limits in the words of [`Refusal`] itself.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let date = |name, date: &Date| vec![(name, date.to_string())];
        match self {
            Self::WrongStage { event, stage } => {
                vec![("event", (*event).to_owned()), ("stage", stage.as_str().to_owned())]
            }
            Self::WrongLevel { level } => vec![("level", level.as_str().to_owned())],
            Self::HeldByAnother { authority }
            | Self::BeenThere { authority }
            | Self::CannotReceive { authority }
            | Self::OutsideCompetence { authority }
            | Self::ExecutorHasNotAgreed { authority } => vec![("authority", authority.to_string())],
            Self::WrongRole { needed } => vec![("needed", (*needed).to_owned())],
            Self::DoneInFuture { done_on } => date("done_on", done_on),
            Self::DoneBeforePreceding { done_on, preceding } => {
                vec![("done_on", done_on.to_string()), ("preceding", preceding.to_string())]
            }
            Self::DoneTooLongAgo { done_on, earliest } => {
                vec![("done_on", done_on.to_string()), ("earliest", earliest.to_string())]
            }
            Self::DateOutOfRange { field, date } => {
                vec![("field", (*field).to_owned()), ("date", date.to_string())]
            }
            Self::FieldRequired { field } => vec![("field", field.clone())],
            Self::FieldOutOfRange { field } => vec![("field", (*field).to_owned())],
            Self::ConsentMissing { consent } => vec![("consent", (*consent).to_owned())],
            Self::NotAvailable { what } | Self::NotInProcedure { what } => vec![("what", (*what).to_owned())],
            Self::UnknownGround { ground }
            | Self::GroundTooEarly { ground, .. }
            | Self::GroundBarred { ground }
            | Self::LinkRequired { ground } => vec![("ground", ground.to_string())],
            Self::ReasonsTooShort { chars, at_least } => {
                vec![("chars", chars.to_string()), ("at_least", at_least.to_string())]
            }
            Self::CommentsOpen { until }
            | Self::TooLateToForward { until }
            | Self::AuthorAwaited { until }
            | Self::Retained { until } => date("until", until),
            Self::CaseOpen { years } => vec![("years", years.to_string())],
            Self::TooLateToExtend { due } => date("due", due),
            Self::UsedUp { what, times } => {
                vec![("what", (*what).to_owned()), ("times", (*times).to_owned())]
            }
            Self::ExtensionTooLong { at_most } => vec![("at_most", at_most.clone())],
            Self::NotExpired { nth } | Self::NotYourDebt { nth } | Self::StillToBeDone { nth } => {
                vec![("nth", nth.to_string())]
            }
            Self::SupportedByMany { supports } => vec![("supports", supports.to_string())],
            Self::SupportedByFew { at_least } => vec![("at_least", at_least.to_string())],
            Self::UnknownTheme { theme } => vec![("theme", theme.to_string())],
            Self::PersonalDataFound { findings } => vec![("places", findings.len().to_string())],
            Self::NoSuchInitiative
            | Self::AlreadySubmitted
            | Self::OwnInitiative
            | Self::NotVerified
            | Self::UnderAge
            | Self::NoCustodian
            | Self::NoRunningTerm
            | Self::CountUnchanged
            | Self::NotTheAuthor
            | Self::NotACoInitiator
            | Self::NotInvited
            | Self::AlreadyDone
            | Self::NotMergeable
            | Self::NotYourDecision
            | Self::BadOutgoingNumber
            | Self::AuthorNotErased
            | Self::OutOfCalendar => Vec::new(),
        }
    }

    /// Whether the step may have been possible on an earlier day, so that a document of
    /// that day can still be recorded.
    pub fn may_have_been_possible_before(&self) -> bool {
        matches!(self, Self::TooLateToForward { .. } | Self::TooLateToExtend { .. } | Self::NoRunningTerm)
    }
}
