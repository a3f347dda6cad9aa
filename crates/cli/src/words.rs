//! Codes of the state model in words for a person.

use aggregates::initiative::Stage;
use aggregates::initiative::obligation::{Obligation, Obliged, Standing};
use aggregates::initiative::stage::{Awaited, Custody, CustodyRule, SupportWindow};
use serde::Serialize;

/// A code with spaces for underscores: `under_review` reads "under review".
pub(crate) fn spaced(code: &str) -> String {
    code.replace('_', " ")
}

/// The code that a value without data is stored as.
pub(crate) fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(other) => other.to_string(),
        Err(error) => error.to_string(),
    }
}

/// "under review (region)".
pub(crate) fn stage(stage: Stage) -> String {
    let name = stage.name().map_or_else(|| "not submitted".to_owned(), |name| spaced(name.as_str()));
    match stage {
        Stage::Refused { level, admitted: false } => format!("not admitted ({level})"),
        Stage::UnderAppeal { against, .. } => format!("{name} (against {against})"),
        Stage::Closed { how } => format!("{name} ({})", spaced(&code(&how))),
        Stage::AwaitingRegistration { level }
        | Stage::AwaitingPublication { level }
        | Stage::UnderReview { level }
        | Stage::Refused { level, admitted: true } => format!("{name} ({level})"),
        Stage::Unknown
        | Stage::RevisionOffered
        | Stage::RevisionDrafting
        | Stage::InExecution
        | Stage::Completed
        | Stage::Reported => name,
    }
}

/// "71826000.administration (municipality) since 2027-01-01, submitted; the author is awaited".
pub(crate) fn custody(custody: Option<&Custody>) -> String {
    let Some(Custody { authority, level, offset, since, rule, awaited }) = custody else {
        return "nobody".to_owned();
    };
    let since = calendar::local_date(*since, *offset);
    let rule = custody_rule(*rule);
    let awaited = match awaited {
        Awaited::Author => "; the author is awaited",
        Awaited::Authority => "",
    };
    format!("{authority} ({level}) since {since}, {rule}{awaited}")
}

/// By which rule custody came: "escalated: silence".
pub(crate) fn custody_rule(rule: CustodyRule) -> String {
    match rule {
        CustodyRule::Escalated(cause) => format!("escalated: {}", spaced(&code(&cause))),
        CustodyRule::Submitted
        | CustodyRule::Forwarded
        | CustodyRule::Returned
        | CustodyRule::Appealed
        | CustodyRule::AppealDecided
        | CustodyRule::Executor
        | CustodyRule::Passed => spaced(&code(&rule)),
    }
}

/// "open for version 1".
pub(crate) fn window(window: SupportWindow) -> String {
    match window {
        SupportWindow::NotOpened => "not opened".to_owned(),
        SupportWindow::Open { version } => format!("open for version {version}"),
        SupportWindow::Suspended { version } => format!("suspended; version {version} so far"),
        SupportWindow::Closed => "closed".to_owned(),
    }
}

/// Who has to act.
pub(crate) fn obliged(obliged: &Obliged) -> String {
    match obliged {
        Obliged::Authority { authority, .. } => authority.to_string(),
        Obliged::Author => "the author".to_owned(),
        Obliged::Nobody => "nobody".to_owned(),
    }
}

/// What became of an obligation.
pub(crate) fn standing(obligation: &Obligation) -> String {
    let standing = match obligation.standing {
        Standing::Running => "running".to_owned(),
        Standing::Paused { since } => format!("paused since {since}"),
        Standing::Met { on } => format!("met on {on}"),
        Standing::MetLate { on } => format!("met late, on {on}"),
        Standing::Missed => "missed".to_owned(),
        Standing::Cancelled => "cancelled".to_owned(),
        Standing::Elapsed => "elapsed".to_owned(),
    };
    let extended = if obligation.extended { ", extended" } else { "" };
    match obligation.annotated {
        Some(on) => format!("{standing}{extended}; a document shows it was done on {on}"),
        None => format!("{standing}{extended}"),
    }
}

/// Why it is due when it is: the rule, where it comes from, and the arithmetic.
pub(crate) fn explained(obligation: &Obligation) -> String {
    let term = &obligation.term;
    let moved =
        if obligation.extended { format!(" Moved to {} since.", term.due.date) } else { String::new() };
    format!("{} [{}]: {}{moved}", term.rule, term.reference, term.due)
}

/// Without control characters: a text must not move the cursor of whoever reads it.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// "1 event", "2 events".
pub(crate) fn counted(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
