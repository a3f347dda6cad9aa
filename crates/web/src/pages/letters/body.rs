//! What a letter says, kind by kind: from the record, and nothing that is not in it.

use aggregates::initiative::event::ReturnCause;
use aggregates::initiative::stage::Stage;
use aggregates::procedure::TermKind;
use calendar::Length;
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use projections::directory::Authority;
use projections::initiative::{Decision, Outcome};
use projections::texts::Readable;
use serde_json::Value;

use super::file::CaseFile;
use super::kind::{Kind, fact};
use super::letter::{day, procedure};
use super::reference;
use crate::words::Say;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// In the office's words.
    Told(String),
    /// As it stands in the record, in the words of whoever wrote it.
    Quoted(String),
}

/// The text between greeting and signature.
pub(super) fn write(file: &CaseFile, say: Say<'_>) -> Vec<Part> {
    let mut text = Text { file, say, parts: Vec::new() };
    match file.writing.kind {
        Kind::Receipt => text.receipt(),
        Kind::Clarification => text.clarification(),
        Kind::Forwarding => text.forwarding(),
        Kind::Extension => text.extension(),
        Kind::NotAdmitted | Kind::Refusal | Kind::NoAnswer => text.refusal(),
        Kind::Adoption => text.adoption(),
        Kind::Revision => text.revision(),
        Kind::PassingUp | Kind::Endorsement => text.passing_up(),
        Kind::Return => text.returned(),
        Kind::AppealAnswer => text.appeal(),
        Kind::Merger => text.merger(),
        Kind::Abandonment => text.abandonment(),
        Kind::Answer | Kind::CorrespondenceEnded => text.answer(),
    }
    text.parts
}

struct Text<'f> {
    file: &'f CaseFile,
    say: Say<'f>,
    parts: Vec<Part>,
}

impl Text<'_> {
    /// A paragraph. Each may name the matter, its title, the day it came and the day of the
    /// step.
    fn tell(&mut self, key: &str, values: &[(&str, String)]) {
        let title = shown(&self.file.page.title, self.say);
        let mut all: Vec<(&str, FluentValue<'_>)> = vec![
            ("title", title.into()),
            ("matter", self.file.matter().into()),
            ("received", day(self.say, self.file.page.received_on).into()),
            ("on", day(self.say, self.file.writing.done_on).into()),
        ];
        all.extend(values.iter().map(|(name, value)| (*name, value.clone().into())));
        self.parts.push(Part::Told(self.say.with(&format!("letter-{key}"), &all)));
    }

    fn quote(&mut self, text: String) {
        if !text.trim().is_empty() {
            self.parts.push(Part::Quoted(text));
        }
    }

    /// A text of the step.
    fn quote_fact(&mut self, name: &str) {
        let text = self.file.step().and_then(|step| step.details.get(name)).map(|text| Readable {
            text: text.get("text").and_then(Value::as_str).map(str::to_owned),
            redacted: text.get("redacted").and_then(Value::as_bool).unwrap_or_default(),
        });
        let text = text.map(|text| shown(&text, self.say));
        self.quote(text.unwrap_or_default());
    }

    fn decision(&self) -> Option<&Decision> {
        self.file.page.decisions.iter().find(|decision| decision.position == self.file.writing.position)
    }

    fn quote_reasons(&mut self) {
        let reasons = self.decision().and_then(|decision| decision.reasons.as_ref());
        let reasons = reasons.map(|reasons| shown(reasons, self.say));
        self.quote(reasons.unwrap_or_default());
    }

    fn until(&self, kind: TermKind) -> Option<String> {
        self.file.started(kind).map(|term| day(self.say, term.due.date))
    }

    fn named(&self) -> String {
        let Some(named) = self.file.named.as_ref() else { return String::new() };
        let phone =
            |phone: &String| self.say.with("letter-address-phone", &[("phone", phone.clone().into())]);
        with_address(named, named.phone.as_ref().map(phone))
    }

    fn rule(&self, reference: &str) -> String {
        reference::in_words(reference, &self.file.cited())
    }

    fn receipt(&mut self) {
        let number = self.file.page.numbers.iter().find(|number| number.authority == self.file.sender.id);
        let number = number.map(|number| number.number.clone()).unwrap_or_default();
        let again = self.file.step().and_then(|step| step.details.get("again")).and_then(Value::as_bool);
        let first = self.file.page.numbers.len() <= 1;
        let key = match (again, first) {
            (Some(true), _) => "receipt-again",
            (_, true) => "receipt",
            (_, false) => "receipt-here",
        };
        self.tell(key, &[("number", number)]);
        self.tell("receipt-procedure", &[("procedure", procedure(self.file).to_owned())]);
        if let Some(until) = self.until(TermKind::Publish) {
            self.tell("receipt-publish", &[("until", until)]);
        }
        if let Some(term) = self.file.review() {
            let (until, rule) = (day(self.say, term.due.date), self.rule(&term.reference));
            self.tell("receipt-review", &[("until", until), ("rule", rule)]);
        }
        self.tell("receipt-end", &[]);
    }

    fn clarification(&mut self) {
        self.tell("clarification", &[]);
        self.quote_fact("questions");
        if let Some(until) = self.until(TermKind::Clarify) {
            self.tell("clarification-until", &[("until", until)]);
        }
        self.tell("clarification-else", &[]);
    }

    fn forwarding(&mut self) {
        self.tell("forwarding", &[("to", self.named())]);
        let kind = self.file.page.kind;
        if let Some(rule) = self.file.procedure.term(TermKind::Forward, kind, self.file.writing.done_on) {
            let rule = self.rule(&rule.reference);
            self.tell("forwarding-rule", &[("rule", rule)]);
        }
        self.tell("why", &[]);
        self.quote_fact("why");
        if let Some(until) = self.until(TermKind::Register) {
            self.tell("registered-there", &[("until", until)]);
        }
    }

    fn extension(&mut self) {
        let nth = self.file.step().and_then(|step| step.details.get("nth")).and_then(Value::as_u64);
        let due = |page: Option<&projections::initiative::Page>| -> Option<(Date, String)> {
            let mut obligations = page?.obligations.iter().map(|explained| &explained.obligation.term);
            let term = obligations.find(|term| Some(u64::from(term.nth)) == nth)?;
            Some((term.due.date, term.reference.clone()))
        };
        let old = due(self.file.before.as_ref());
        if let (Some((old, _)), Some((new, reference))) = (old, due(Some(&self.file.page))) {
            let rule = reference::of_extension(&reference, &self.file.cited());
            let (old, new) = (day(self.say, old), day(self.say, new));
            self.tell("extension", &[("old", old), ("new", new)]);
            self.tell("extension-rule", &[("rule", rule)]);
        }
        self.tell("why", &[]);
        self.quote_fact("reason");
    }

    /// Refused, not admitted or left without an answer: the ground in full.
    fn refusal(&mut self) {
        let key = self.file.writing.kind.as_str();
        self.tell(key, &[]);
        let ground = self.decision().and_then(|decision| decision.ground.clone());
        if let Some(ground) = ground.and_then(|id| self.file.procedure.ground(&id)) {
            let (id, text) = (ground.id.to_string(), ground.text_ru.clone());
            let rule = self.rule(&ground.reference);
            self.tell("ground", &[("id", id), ("text", text), ("rule", rule)]);
        }
        self.tell("reasons", &[]);
        self.quote_reasons();
        let link = self.decision().and_then(|decision| decision.link.clone());
        if let Some(link) = link {
            self.tell("link", &[]);
            let link = shown(&link, self.say);
            self.quote(link);
        }
        self.corrections();
        if self.file.page.linked.is_some() {
            self.tell("linked", &[]);
        }
        self.supports_go_on();
    }

    /// What supporters can still change after a refusal.
    fn supports_go_on(&mut self) {
        let Stage::Refused { level, admitted: true } = self.file.page.stage else { return };
        let open = self.file.page.obligations.iter().map(|explained| &explained.obligation);
        let open = open.filter(|obligation| obligation.is_open());
        let until = open.map(|it| &it.term).find(|term| term.kind == TermKind::Support);
        let needed = self.file.page.thresholds.iter().find(|threshold| threshold.level == level);
        let needed = needed.and_then(|threshold| threshold.needed);
        if let (Some(term), Some(needed), Some(_)) = (until, needed, level.above()) {
            let text = self.say.with(
                "letter-supports-go-on",
                &[
                    ("until", day(self.say, term.due.date).into()),
                    ("needed", self.say.number(needed).into()),
                    ("count", needed.into()),
                    ("level", level.as_str().into()),
                ],
            );
            self.parts.push(Part::Told(text));
        }
    }

    fn adoption(&mut self) {
        self.tell("adoption", &[]);
        self.tell("reasons", &[]);
        self.quote_reasons();
        let until = self.file.companion("ExecutorAssigned").map(|it| fact(&it.details, "until").to_owned());
        let until = until.and_then(|until| until.parse::<Date>().ok());
        if let Some(until) = until {
            let values = [("executor", self.named()), ("until", day(self.say, until))];
            self.tell("adoption-executor", &values);
        }
        if let Some(until) = self.until(TermKind::Progress) {
            self.tell("adoption-progress", &[("until", until)]);
        }
        self.corrections();
    }

    fn revision(&mut self) {
        self.tell("revision", &[]);
        self.quote_reasons();
        if let Some(until) = self.until(TermKind::RevisionAnswer) {
            self.tell("revision-until", &[("until", until)]);
        }
        let rule =
            self.file.procedure.term(TermKind::RevisionText, self.file.page.kind, self.file.writing.done_on);
        if let Some(length) = rule.and_then(|rule| rule.length) {
            let length = within(length, self.say);
            self.tell("revision-text", &[("length", length)]);
        }
        self.tell("revision-else", &[]);
        self.corrections();
    }

    fn passing_up(&mut self) {
        let key = self.file.writing.kind.as_str();
        self.tell(key, &[("to", self.named())]);
        self.tell("opinion", &[]);
        self.quote_reasons();
        self.tell("by-this-procedure", &[("procedure", procedure(self.file).to_owned())]);
        if let Some(until) = self.until(TermKind::Register) {
            self.tell("registered-there", &[("until", until)]);
        }
        self.corrections();
    }

    fn returned(&mut self) {
        self.tell("return", &[("to", self.named())]);
        let step = self.file.companion("ReturnedToRegion").or(self.file.step());
        let cause = step.and_then(|step| step.details.get("cause")).cloned();
        let cause = cause.and_then(|cause| serde_json::from_value::<ReturnCause>(cause).ok());
        if let Some(cause) = cause {
            let cause = self.say.t(match cause {
                ReturnCause::WithinItsPowers => "return-within-its-powers",
                ReturnCause::OpinionMissing => "return-opinion-missing",
                ReturnCause::WantsToAdopt => "return-wants-to-adopt",
            });
            self.tell("return-cause", &[("cause", cause)]);
        }
        self.tell("reasons", &[]);
        self.quote_reasons();
        self.decided_again();
        self.corrections();
    }

    fn decided_again(&mut self) {
        if let Some(until) = self.until(TermKind::ReviewAgain) {
            self.tell("decided-again", &[("until", until)]);
        }
    }

    fn appeal(&mut self) {
        let outcome = self.decision().map(|decision| decision.outcome);
        let told = |on: Option<Date>| on.map(|on| day(self.say, on)).unwrap_or_default();
        let below = self.file.named.as_ref().and_then(|named| named.name.clone()).unwrap_or_default();
        let values = [
            ("appealed", told(self.file.appealed_on())),
            ("refused", told(self.file.refused_on())),
            ("to", self.named()),
            ("below", below),
        ];
        match outcome {
            Some(Outcome::AppealGranted) => self.tell("appeal-granted", &values),
            Some(Outcome::TakenOver) => self.tell("appeal-taken-over", &values),
            Some(_) | None => self.tell("appeal-dismissed", &values),
        }
        self.tell("reasons", &[]);
        self.quote_reasons();
        self.decided_again();
        self.corrections();
    }

    fn merger(&mut self) {
        let other = self.file.other.as_ref();
        let number = other.and_then(|it| it.numbers.iter().find(|it| it.authority == self.file.sender.id));
        let number = number.map(|number| number.number.clone()).unwrap_or_default();
        let into = other.and_then(|it| it.title.clone()).unwrap_or_default();
        self.tell("merger", &[("into", into), ("number", number)]);
        if let Some(until) = self.until(TermKind::MergeAnswer) {
            self.tell("merger-until", &[("until", until)]);
        }
    }

    fn abandonment(&mut self) {
        self.tell("abandonment", &[]);
        self.quote_fact("why");
    }

    fn answer(&mut self) {
        let key = self.file.writing.kind.as_str();
        self.tell(key, &[]);
        self.quote_reasons();
        self.corrections();
    }

    /// Slips of the pen in this decision that were put right before it went out.
    fn corrections(&mut self) {
        let corrected: Vec<(String, String)> = self
            .file
            .corrections
            .iter()
            .map(|(old, new)| (shown(old, self.say), shown(new, self.say)))
            .collect();
        for (old, new) in corrected {
            self.tell("correction", &[("old", old), ("new", new)]);
        }
    }
}

/// An authority in the nominative, with how to reach it in brackets.
pub(super) fn with_address(authority: &Authority, reach: Option<String>) -> String {
    let name = authority.name.clone().unwrap_or_default();
    let reach: Vec<String> = authority.address.clone().into_iter().chain(reach).collect();
    if reach.is_empty() { name } else { format!("{name} ({})", reach.join("; ")) }
}

/// How long, after «в течение».
pub(super) fn within(length: Length, say: Say<'_>) -> String {
    let key = match length {
        Length::CalendarDays(_) => "letter-within-calendar-days",
        Length::WorkingDays(_) => "letter-within-working-days",
        Length::Months(_) => "letter-within-months",
    };
    say.count(key, u64::from(length.number()))
}

fn shown(text: &Readable, say: Say<'_>) -> String {
    text.text.clone().unwrap_or_else(|| say.t("letter-hidden"))
}
