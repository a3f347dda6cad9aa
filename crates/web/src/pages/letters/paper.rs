//! A letter as it lies on the table: A4, after the state standard for office papers.

use maud::{Markup, html};

use super::body::Part;
use super::letter::{Addressee, Letter, day};
use crate::layout;
use crate::words::Say;

/// The sheet.
pub(super) fn sheet(letter: &Letter, say: Say<'_>) -> Markup {
    html! {
        article.letter lang="ru" {
            div.head {
                div.from {
                    div.letterhead { @for line in &letter.letterhead { p { (line) } } }
                    div.contacts { @for line in &letter.contacts { p { (line) } } }
                    (numbers(letter, say))
                }
                div.to { (addressee(letter, say)) }
            }
            h1.subject { (letter.subject) }
            p.greeting { (letter.greeting) }
            @for part in &letter.body {
                @match part {
                    Part::Told(text) => p { (text) },
                    Part::Quoted(text) => blockquote { (layout::paragraphs(text)) },
                }
            }
            section.remedy {
                h2 { (say.t("letter-appeal-title")) }
                @for paragraph in letter.remedy.iter().filter(|text| !text.is_empty()) { p { (paragraph) } }
            }
            p.check { (letter.check) }
            div.signature {
                div { (letter.signatory.post) }
                div.name { (letter.signatory.name) }
            }
            @if let Some(executor) = &letter.executor {
                div.executor {
                    p { (say.t("letter-executor")) " " (executor.name) }
                    @if let Some(phone) = &executor.phone { p { (phone) } }
                    @if let Some(email) = &executor.email { p { (email) } }
                }
            }
        }
    }
}

/// Our number above, theirs below: what the letter answers is what we registered.
fn numbers(letter: &Letter, say: Say<'_>) -> Markup {
    html! {
        div.numbers {
            p {
                @match letter.dated { Some(on) => (day(say, on)), None => span.blank {} }
                " № "
                @match &letter.number { Some(number) => (number), None => span.blank {} }
            }
            p {
                @match (&letter.complaint, &letter.registered) {
                    (Some(on), _) => (say.with("letter-answers-complaint", &[("on", say.short_date(*on).into())])),
                    (None, Some((number, on))) => {
                        (say.t("letter-answers")) " " (number) " "
                        (say.t("letter-answers-from")) " " (say.short_date(*on))
                    }
                    (None, None) => { (say.t("letter-answers")) " " span.blank {} " " (say.t("letter-answers-from")) " " span.blank {} }
                }
            }
        }
    }
}

fn addressee(letter: &Letter, say: Say<'_>) -> Markup {
    html! {
        @match &letter.addressee {
            Addressee::Body(name) => p { (name) },
            Addressee::Person(who) => {
                p { (who) }
                @if let Some((number, _)) = &letter.registered {
                    p { "№ " (number) }
                }
                p.write aria-hidden="true" { small { (say.t("letter-write-name")) } }
            }
        }
        p.write aria-hidden="true" { small { (say.t("letter-write-address")) } }
    }
}
