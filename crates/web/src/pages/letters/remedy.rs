//! How to appeal: to whom above, until when, and to a court apart from it.

use aggregates::procedure::TermKind;

use super::body::{with_address, within};
use super::file::CaseFile;
use super::kind::Kind;
use super::letter::{can_be_appealed, day};
use super::reference;
use crate::words::Say;

/// The paragraphs, for a decision that somebody may want to appeal against and shorter
/// for every other letter.
pub(super) fn write(file: &CaseFile, say: Say<'_>) -> Vec<String> {
    let email = |email: &String| say.with("letter-address-email", &[("email", email.clone().into())]);
    let above = file.above.as_ref();
    let above = above.map(|above| with_address(above, above.email.as_ref().map(email)));
    let besides = if above.is_some() { "yes" } else { "no" };
    let mut told = Vec::new();
    match above {
        Some(above) if can_be_appealed(file) => {
            told.push(say.with("letter-appeal-to", &[("above", above.into())]));
            told.push(until(file, say));
            told.push(say.t("letter-appeal-never-the-same"));
        }
        Some(above) => told.push(say.with("letter-appeal-conduct", &[("above", above.into())])),
        None => {}
    }
    let court = match file.writing.kind {
        Kind::Refusal
        | Kind::NotAdmitted
        | Kind::AppealAnswer
        | Kind::NoAnswer
        | Kind::Answer
        | Kind::CorrespondenceEnded
        | Kind::Abandonment => "letter-appeal-court",
        Kind::Receipt
        | Kind::Clarification
        | Kind::Forwarding
        | Kind::Extension
        | Kind::Adoption
        | Kind::Revision
        | Kind::PassingUp
        | Kind::Endorsement
        | Kind::Return
        | Kind::Merger => "letter-appeal-court-conduct",
    };
    told.push(say.with(court, &[("above", besides.into())]));
    told
}

/// Until when: a date once the letter went out, a length before.
fn until(file: &CaseFile, say: Say<'_>) -> String {
    let rule = file.procedure.term(TermKind::AppealLodge, file.page.kind, file.writing.done_on);
    let reference = rule.map(|rule| reference::in_words(&rule.reference, &file.cited())).unwrap_or_default();
    match (file.appeal_until, rule.and_then(|rule| rule.length)) {
        (Some(until), _) => {
            say.with("letter-appeal-until", &[("until", day(say, until).into()), ("rule", reference.into())])
        }
        (None, Some(length)) => say.with(
            "letter-appeal-within",
            &[("length", within(length, say).into()), ("rule", reference.into())],
        ),
        (None, None) => String::new(),
    }
}
