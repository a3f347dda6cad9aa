//! A letter, put together: every part of it, and no markup.

use aggregates::procedure::TermKind;
use jiff::civil::Date;
use projections::directory::Authority;

use super::body::{self, Part};
use super::file::CaseFile;
use super::kind::{Dispatch, Kind};
use super::remedy;
use super::signature::{self, Executor, Signatory};
use crate::words::Say;

/// A letter to the author. All of it is Russian: it is the language of the office.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    /// The head of the paper, line by line.
    pub(super) letterhead: Vec<String>,
    /// How to reach the authority, line by line.
    pub(super) contacts: Vec<String>,
    /// Date of the letter itself; to be written in by hand before it is sent.
    pub(super) dated: Option<Date>,
    /// Its number, likewise.
    pub(super) number: Option<String>,
    /// Number and date under which the initiative is registered there, or was first.
    pub(super) registered: Option<(String, Date)>,
    /// The day of the complaint that it answers: who decides on it has no number of its own
    /// for it.
    pub(super) complaint: Option<Date>,
    pub(super) addressee: Addressee,
    pub(super) subject: String,
    pub(super) greeting: String,
    pub(super) body: Vec<Part>,
    /// How to appeal.
    pub(super) remedy: Vec<String>,
    pub(super) signatory: Signatory,
    pub(super) executor: Option<Executor>,
    /// Where the record can be checked.
    pub(super) check: String,
}

/// To whom.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Addressee {
    /// An organisation or a TOS body: its name is public.
    Body(String),
    /// A person: name and address are sealed and are written in by hand. What he is to
    /// the case.
    Person(String),
}

/// Writes the letter.
pub(super) fn write(file: &CaseFile, say: Say<'_>, base_url: &str) -> Letter {
    let registered = file.page.numbers.iter().find(|number| number.authority == file.sender.id);
    // Who decides an appeal has no number of its own yet: the one complained of has.
    let registered = registered.or(file.page.numbers.last());
    let (dated, number) = match &file.writing.dispatch {
        Dispatch::Sent { number, on, .. } => (Some(*on), Some(number.clone())),
        Dispatch::Free => (Some(file.writing.done_on), None),
        Dispatch::Owed { .. } => (None, None),
    };
    let name = file.author.as_ref().and_then(|author| author.name.clone());
    let private = !file.page.public;
    let said = |key: &str| say.with(key, &[("matter", file.matter().into())]);
    Letter {
        letterhead: letterhead(&file.sender),
        contacts: contacts(&file.sender, say),
        dated,
        number,
        registered: registered.map(|number| (number.number.clone(), number.registered_on)),
        complaint: (file.writing.kind == Kind::AppealAnswer).then(|| file.appealed_on()).flatten(),
        subject: said(&format!("letter-subject-{}", file.writing.kind.as_str())),
        greeting: said(match (&name, private) {
            (Some(_), _) => "letter-greeting-body",
            (None, true) => "letter-greeting-appeal",
            (None, false) => "letter-greeting-person",
        }),
        addressee: match name {
            Some(name) => Addressee::Body(name),
            None if private => Addressee::Person(say.t("letter-to-applicant")),
            None => Addressee::Person(say.t("letter-to-author")),
        },
        body: body::write(file, say),
        remedy: remedy::write(file, say),
        signatory: signature::signatory(file, say),
        executor: signature::executor(file),
        check: say.with(
            if private { "letter-check-private" } else { "letter-check" },
            &[("url", format!("{base_url}/ru/initiatives/{}", file.page.id).into())],
        ),
    }
}

fn letterhead(sender: &Authority) -> Vec<String> {
    let own = sender.letterhead.as_deref().unwrap_or_default();
    let lines: Vec<String> =
        own.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.is_empty() { sender.name.iter().map(|name| name.to_uppercase()).collect() } else { lines }
}

fn contacts(sender: &Authority, say: Say<'_>) -> Vec<String> {
    let phone =
        sender.phone.as_ref().map(|phone| say.with("letter-phone", &[("phone", phone.clone().into())]));
    let email =
        sender.email.as_ref().map(|email| say.with("letter-email", &[("email", email.clone().into())]));
    sender.address.clone().into_iter().chain(phone).chain(email).collect()
}

/// A date with the year's abbreviation, as letters have it.
pub(super) fn day(say: Say<'_>, date: Date) -> String {
    format!("{}\u{a0}г.", say.date(date).replace(' ', "\u{a0}"))
}

/// What the procedure is called.
pub(super) fn procedure(file: &CaseFile) -> &str {
    &file.procedure.names().ru
}

/// Whether somebody above may be asked to decide again.
pub(super) fn can_be_appealed(file: &CaseFile) -> bool {
    let kinds = matches!(file.writing.kind, Kind::Refusal | Kind::NotAdmitted);
    let open = file.page.closed.is_none();
    let rule = file.procedure.term(TermKind::AppealLodge, file.page.kind, file.writing.done_on);
    kinds && open && rule.is_some() && file.above.is_some()
}
