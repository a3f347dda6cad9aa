//! Why something is turned down.

use jiff::civil::Date;

use super::fields::Finding;
use crate::ids::{AuthorityId, GroundId, ThemeId};
use crate::level::Level;
use crate::procedure::StageName;

/// Why a command was turned down. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The stream is empty.
    #[error("there is no such initiative")]
    NoSuchInitiative,
    /// The stream is not empty.
    #[error("this initiative was submitted before")]
    AlreadySubmitted,
    /// The step does not exist from here.
    #[error("{event} is not possible while the initiative is {}", .stage.as_str())]
    WrongStage {
        /// The event asked for.
        event: &'static str,
        /// Where the initiative stands.
        stage: StageName,
    },
    /// The step exists, but not at this level.
    #[error("this step is not taken at the level of the {level}")]
    WrongLevel {
        /// The level that has the initiative.
        level: Level,
    },
    /// Another authority has it.
    #[error("this initiative is now with {authority}")]
    HeldByAnother {
        /// Who has it.
        authority: AuthorityId,
    },
    /// The role does not reach so far.
    #[error("this step is taken by {needed}, and you do not act in that role")]
    WrongRole {
        /// Who takes this step.
        needed: &'static str,
    },
    /// Nobody decides his own initiative.
    #[error("you cannot act for the authority in your own initiative")]
    OwnInitiative,
    /// The author is not verified.
    #[error("only a verified participant can do this")]
    NotVerified,
    /// The author is under sixteen, or the birth date is not known.
    #[error("the author must be at least 16 years old")]
    UnderAge,
    /// A date on the document after today.
    #[error("the date on the document, {done_on}, is in the future")]
    DoneInFuture {
        /// The date given.
        done_on: Date,
    },
    /// A date on the document before the preceding step.
    #[error("the date on the document, {done_on}, is before the preceding step of {preceding}")]
    DoneBeforePreceding {
        /// The date given.
        done_on: Date,
        /// The date of the preceding step.
        preceding: Date,
    },
    /// A date on the document too long ago.
    #[error("the date on the document, {done_on}, lies too far back; {earliest} is the earliest")]
    DoneTooLongAgo {
        /// The date given.
        done_on: Date,
        /// The earliest allowed.
        earliest: Date,
    },
    /// A date that makes no sense where it stands.
    #[error("the {field} {date} is out of range")]
    DateOutOfRange {
        /// Which date.
        field: &'static str,
        /// Its value.
        date: Date,
    },
    /// A required field is missing.
    #[error("the field {field} is required by this procedure")]
    FieldRequired {
        /// Its name.
        field: String,
    },
    /// A value out of range.
    #[error("the field {field} is out of range")]
    FieldOutOfRange {
        /// Its name.
        field: &'static str,
    },
    /// A consent is missing.
    #[error("the author has not agreed to {consent}")]
    ConsentMissing {
        /// To what.
        consent: &'static str,
    },
    /// No authority receives for the home territory.
    #[error("no authority receives initiatives for this territory")]
    NoCustodian,
    /// Something the decision needs was not handed to it, or is of another place.
    #[error("the {what} named here does not exist or cannot be used")]
    NotAvailable {
        /// What.
        what: &'static str,
    },
    /// A ground that is not in the list.
    #[error("{ground} is not a ground of refusal here")]
    UnknownGround {
        /// The ground given.
        ground: GroundId,
    },
    /// A ground that may be used only after another step.
    #[error("{ground} may be used only {after}")]
    GroundTooEarly {
        /// The ground given.
        ground: GroundId,
        /// After what.
        after: &'static str,
    },
    /// The appeal barred this ground.
    #[error("{ground} was the ground complained of and cannot be used again")]
    GroundBarred {
        /// The ground given.
        ground: GroundId,
    },
    /// The ground needs a link.
    #[error("{ground} needs a link to where it is planned or done")]
    LinkRequired {
        /// The ground given.
        ground: GroundId,
    },
    /// Reasons too short for the public.
    #[error("the reasons must be at least {at_least} characters long; these are {chars}")]
    ReasonsTooShort {
        /// As given.
        chars: u32,
        /// As needed.
        at_least: u32,
    },
    /// The comment period runs.
    #[error("comments are accepted until {until}; a decision before is not possible")]
    CommentsOpen {
        /// The last day.
        until: Date,
    },
    /// The term to forward is over.
    #[error("it could be forwarded until {until}")]
    TooLateToForward {
        /// The last day.
        until: Date,
    },
    /// It may happen only so often.
    #[error("{what} is not possible {times}")]
    UsedUp {
        /// What.
        what: &'static str,
        /// How often.
        times: &'static str,
    },
    /// It was with that authority before.
    #[error("this initiative has been with {authority} before")]
    BeenThere {
        /// Which.
        authority: AuthorityId,
    },
    /// The other authority cannot take it.
    #[error("{authority} cannot receive this initiative")]
    CannotReceive {
        /// Which.
        authority: AuthorityId,
    },
    /// The authority has no powers in this matter.
    #[error("this matter is outside the competence of {authority}; pass it up or forward it")]
    OutsideCompetence {
        /// Which.
        authority: AuthorityId,
    },
    /// An executor of another level has not agreed.
    #[error("{authority} is of another level and must give an agreeing opinion first")]
    ExecutorHasNotAgreed {
        /// Which.
        authority: AuthorityId,
    },
    /// The term ran out or does not run.
    #[error("there is no running term for this")]
    NoRunningTerm,
    /// The due date is over.
    #[error("the term was due on {due}; after that it cannot be extended")]
    TooLateToExtend {
        /// The due date.
        due: Date,
    },
    /// More than the procedure allows.
    #[error("an extension may be at most {at_most}")]
    ExtensionTooLong {
        /// The longest.
        at_most: String,
    },
    /// The clock asked too early, or somebody was faster.
    #[error("term {nth} has not run out")]
    NotExpired {
        /// Which obligation.
        nth: u32,
    },
    /// A count that changes nothing.
    #[error("this count changes nothing")]
    CountUnchanged,
    /// The author is awaited.
    #[error("the author was asked and has until {until} to answer")]
    AuthorAwaited {
        /// Until when.
        until: Date,
    },
    /// Too many support it.
    #[error("{supports} people support it; you can step down, and the initiative goes on")]
    SupportedByMany {
        /// How many.
        supports: u64,
    },
    /// Few enough support it to withdraw.
    #[error("with fewer than {at_least} supporters the author withdraws the initiative instead")]
    SupportedByFew {
        /// From how many on stepping down is the way.
        at_least: u64,
    },
    /// It has no author to act.
    #[error("only the author can do this")]
    NotTheAuthor,
    /// Not a co-initiator.
    #[error("only a co-initiator can take the author's place, and only after he stepped down")]
    NotACoInitiator,
    /// Not published, and without the author's invitation.
    #[error("what is not published yet is joined only by the link that its author gives")]
    NotInvited,
    /// Already there.
    #[error("this was done already")]
    AlreadyDone,
    /// Not possible to merge.
    #[error("two initiatives can be merged only while the same authority has both, under the same procedure")]
    NotMergeable,
    /// The obligation is not what the command takes it for.
    #[error("obligation {nth} is not a missed one of your authority")]
    NotYourDebt {
        /// Which obligation.
        nth: u32,
    },
    /// Another authority's decision.
    #[error("only the authority that decided can correct its decision")]
    NotYourDecision,
    /// What is owed can still be done itself.
    #[error(
        "obligation {nth} can still be done itself; a position takes the place only of what passed to another"
    )]
    StillToBeDone {
        /// Which obligation.
        nth: u32,
    },
    /// A theme that is not in the list.
    #[error("{theme} is not a theme")]
    UnknownTheme {
        /// The theme given.
        theme: ThemeId,
    },
    /// The number is not a code.
    #[error("an outgoing number is up to 40 letters, digits, dots, dashes and slashes")]
    BadOutgoingNumber,
    /// Personal data in a text that would become readable.
    #[error("personal data was found in {} place(s); mask each or confirm it with a reason", .findings.len())]
    PersonalDataFound {
        /// Where.
        findings: Vec<Finding>,
    },
    /// The person comes first, then his cases.
    #[error("the author's own data is erased first; his cases only note it")]
    AuthorNotErased,
    /// A calendar computation left the range of dates.
    #[error("a due date lies outside the range of dates")]
    OutOfCalendar,
    /// The procedure has no such rule.
    #[error("this procedure has no rule for {what}")]
    NotInProcedure {
        /// For what.
        what: &'static str,
    },
    /// Only a court or unlawful processing takes away what an open case rests on.
    #[error(
        "the text is needed while the case is open, and is kept until the end of year {years} after the one in which it is closed; only a court's order or unlawful processing goes before that"
    )]
    CaseOpen {
        /// Whole years after that of the closing.
        years: u8,
    },
    /// The closed case is kept.
    #[error(
        "the case has to be kept until {until}; only a court's order or unlawful processing goes before that"
    )]
    Retained {
        /// The last day.
        until: Date,
    },
}

impl Refusal {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchInitiative => "no_such_initiative",
            Self::AlreadySubmitted => "already_submitted",
            Self::WrongStage { .. } => "wrong_stage",
            Self::WrongLevel { .. } => "wrong_level",
            Self::HeldByAnother { .. } => "held_by_another",
            Self::WrongRole { .. } => "wrong_role",
            Self::OwnInitiative => "own_initiative",
            Self::NotVerified => "not_verified",
            Self::UnderAge => "under_age",
            Self::DoneInFuture { .. } => "done_in_future",
            Self::DoneBeforePreceding { .. } => "done_before_preceding",
            Self::DoneTooLongAgo { .. } => "done_too_long_ago",
            Self::DateOutOfRange { .. } => "date_out_of_range",
            Self::FieldRequired { .. } => "field_required",
            Self::FieldOutOfRange { .. } => "field_out_of_range",
            Self::ConsentMissing { .. } => "consent_missing",
            Self::NoCustodian => "no_custodian",
            Self::NotAvailable { .. } => "not_available",
            Self::UnknownGround { .. } => "unknown_ground",
            Self::GroundTooEarly { .. } => "ground_too_early",
            Self::GroundBarred { .. } => "ground_barred",
            Self::LinkRequired { .. } => "link_required",
            Self::ReasonsTooShort { .. } => "reasons_too_short",
            Self::CommentsOpen { .. } => "comments_open",
            Self::TooLateToForward { .. } => "too_late_to_forward",
            Self::UsedUp { .. } => "used_up",
            Self::BeenThere { .. } => "been_there",
            Self::CannotReceive { .. } => "cannot_receive",
            Self::OutsideCompetence { .. } => "outside_competence",
            Self::ExecutorHasNotAgreed { .. } => "executor_has_not_agreed",
            Self::NoRunningTerm => "no_running_term",
            Self::TooLateToExtend { .. } => "too_late_to_extend",
            Self::ExtensionTooLong { .. } => "extension_too_long",
            Self::NotExpired { .. } => "not_expired",
            Self::CountUnchanged => "count_unchanged",
            Self::AuthorAwaited { .. } => "author_awaited",
            Self::SupportedByMany { .. } => "supported_by_many",
            Self::SupportedByFew { .. } => "supported_by_few",
            Self::NotTheAuthor => "not_the_author",
            Self::NotACoInitiator => "not_a_co_initiator",
            Self::NotInvited => "not_invited",
            Self::AlreadyDone => "already_done",
            Self::NotMergeable => "not_mergeable",
            Self::NotYourDebt { .. } => "not_your_debt",
            Self::NotYourDecision => "not_your_decision",
            Self::StillToBeDone { .. } => "still_to_be_done",
            Self::UnknownTheme { .. } => "unknown_theme",
            Self::BadOutgoingNumber => "bad_outgoing_number",
            Self::PersonalDataFound { .. } => "personal_data_found",
            Self::AuthorNotErased => "author_not_erased",
            Self::CaseOpen { .. } => "case_open",
            Self::Retained { .. } => "retained",
            Self::OutOfCalendar => "out_of_calendar",
            Self::NotInProcedure { .. } => "not_in_procedure",
        }
    }
}
