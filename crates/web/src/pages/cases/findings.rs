//! The gate: what looks like personal data, shown where it stands, and what a person
//! says of each.

use aggregates::gate::{Confirmation, Publishable};
use aggregates::initiative::fields::{Fields, Finding};
use aggregates::kept::Typed as Text;
use maud::{Markup, html};
use projections::initiative::Page;
use projections::texts::Readable;

use crate::pages::answers::{self, Asked};
use crate::posted::Typed;
use crate::words::Say;

/// What a person says of a finding in a text that was submitted: the name of the
/// choice begins so, then field, first byte and the byte after the last.
const AT: &str = "at";
/// The choice that is no reason.
const MASK: &str = "mask";

/// Personal data in a text.
pub(super) fn found(field: &str, text: &str) -> Vec<Finding> {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let finding = |found: vault::detector::Finding| Finding {
        field: field.to_owned(),
        kind: found.kind.code().to_owned(),
        start: place(found.start),
        end: place(found.end),
    };
    vault::detector::find(text).into_iter().map(finding).collect()
}

/// A text with its findings marked. A finding that does not lie in the text is left out.
pub(super) fn marked(text: &str, findings: &[Finding]) -> Markup {
    let mut parts = Vec::new();
    let mut done = 0;
    for finding in findings {
        let (start, end) = (finding.start as usize, finding.end as usize);
        if start < done {
            continue;
        }
        if let (Some(before), Some(found)) = (text.get(done..start), text.get(start..end)) {
            parts.push((before, Some(found)));
            done = end;
        }
    }
    html! {
        @for (before, found) in parts { (before) @if let Some(found) = found { mark.found { (found) } } }
        (text.get(done..).unwrap_or_default())
    }
}

/// Findings in what somebody writes himself: each is confirmed with a reason, or the
/// text is mended.
pub(super) fn to_confirm(
    say: Say<'_>,
    findings: &[Finding],
    typed: &Typed,
    text: impl Fn(&str) -> Option<String>,
) -> Markup {
    html! {
        @if !findings.is_empty() {
            fieldset.gate {
                legend { (say.t("gate-title")) }
                p.hint { (say.t("gate-mend-or-confirm")) }
                @for finding in findings {
                    p {
                        (kind(say, finding)) ": "
                        @if let Some(text) = text(&finding.field) {
                            mark.found { (text.get(finding.start as usize..finding.end as usize).unwrap_or("…")) }
                        }
                        " " (answers::choice(say, finding, typed, Asked::Official))
                    }
                }
            }
        }
    }
}

fn kind(say: Say<'_>, finding: &Finding) -> String {
    say.t(&format!("finding-{}", finding.kind.replace('_', "-")))
}

/// What would be published, with its findings to be masked or confirmed one by one.
pub(super) fn to_publish(say: Say<'_>, page: &Page, typed: &Typed) -> Markup {
    let Some(version) = page.texts.last() else { return Markup::default() };
    html! {
        @for (name, text) in readable(&version.fields) {
            @let findings = found(name, text);
            @if name != "title" { h3 { (say.t(&format!("field-{}", name.replace('_', "-")))) } }
            div.proposal.headline[name == "title"] {
                @for (from, line) in lines(text) {
                    p { (marked(line, &within(&findings, from, line))) }
                }
            }
            @for finding in &findings { (choice(say, text, finding, typed)) }
        }
    }
}

/// The findings of one line, counted from its beginning.
fn within(findings: &[Finding], from: usize, line: &str) -> Vec<Finding> {
    let (from, to) = (from as u32, (from + line.len()) as u32);
    let inside = findings.iter().filter(|it| from <= it.start && it.end <= to);
    inside.map(|it| Finding { start: it.start - from, end: it.end - from, ..it.clone() }).collect()
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split('\n').map(move |line| {
        let at = from;
        from += line.len() + 1;
        (at, line)
    })
}

fn choice(say: Say<'_>, text: &str, finding: &Finding, typed: &Typed) -> Markup {
    let name = format!("{AT}:{}:{}:{}", finding.field, finding.start, finding.end);
    let chosen = typed.get(&name);
    html! {
        fieldset.gate {
            legend {
                (kind(say, finding)) ": "
                mark.found { (text.get(finding.start as usize..finding.end as usize).unwrap_or("…")) }
            }
            @let reasons = Asked::Official.reasons().map(|it| (it.code(), answers::reason(say, it)));
            @for (value, label) in std::iter::once((MASK, say.t("gate-mask"))).chain(reasons) {
                @let id = format!("{name}:{value}");
                p.check {
                    input type="radio" id=(id) name=(name) value=(value) required checked[chosen == Some(value)];
                    " " label for=(id) { (label) }
                }
            }
        }
    }
}

fn readable(fields: &Fields<Readable>) -> impl Iterator<Item = (&'static str, &str)> {
    fields.texts().filter_map(|(name, text)| Some((name, text.text.as_deref()?)))
}

/// What is published after the choices: the text with parts masked, if any is, and
/// the findings that a person found publishable, with his reasons.
pub(super) fn published(page: &Page, typed: &Typed) -> (Option<Fields<Text>>, Vec<Confirmation>) {
    let Some(version) = page.texts.last() else { return (None, Vec::new()) };
    let (mut confirmed, mut masks) = (Vec::new(), false);
    let mut text_of = |name: &str, text: &Readable| {
        let text = text.text.as_deref()?;
        let (masked, answers) = answered(name, text, |it| {
            let said = typed.get(&format!("{AT}:{}:{}:{}", it.field, it.start, it.end))?;
            if said == MASK { Some(Said::Mask) } else { Publishable::of(said).map(Said::Because) }
        });
        masks |= masked != text;
        confirmed.extend(answers);
        Some(Text(masked))
    };
    let fields = &version.fields;
    let mut maybe = |name, text: &Option<Readable>| text.as_ref().and_then(|text| text_of(name, text));
    let rest = [
        maybe("problem", &fields.problem),
        maybe("proposal", &fields.proposal),
        maybe("expected_result", &fields.expected_result),
        maybe("own_contribution", &fields.own_contribution),
        maybe("draft_wording", &fields.draft_wording),
    ];
    let Some(title) = text_of("title", &fields.title) else { return (None, confirmed) };
    let [problem, proposal, expected_result, own_contribution, draft_wording] = rest;
    let cost_rubles = fields.cost_rubles;
    let all =
        Fields { title, problem, proposal, expected_result, cost_rubles, own_contribution, draft_wording };
    (masks.then_some(all), confirmed)
}

/// What a person says of a finding.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Mask,
    Because(Publishable),
}

/// A text with what is to be masked in it, and where in that the confirmed findings stand.
fn answered(field: &str, text: &str, says: impl Fn(&Finding) -> Option<Said>) -> (String, Vec<Confirmation>) {
    let words = |text: &str, start: usize, end: usize| text.get(start..end).unwrap_or_default().to_owned();
    let said: Vec<_> = found(field, text)
        .iter()
        .map(|it| (words(text, it.start as usize, it.end as usize), says(it)))
        .collect();
    let places = vault::detector::find(text).into_iter().zip(&said);
    let mut places: Vec<_> =
        places.filter(|(_, (_, said))| *said == Some(Said::Mask)).map(|(place, _)| place).collect();
    let mut masked = text.to_owned();
    // A mask brings words nearer to each other: what is found only then was never shown,
    // and goes the same way.
    while !places.is_empty() {
        masked = vault::detector::mask(&masked, &places);
        places = vault::detector::find(&masked);
        places.retain(|it| said.iter().all(|(known, _)| *known != words(&masked, it.start, it.end)));
    }
    let mut agreed: Vec<_> = said
        .into_iter()
        .filter_map(|(words, said)| match said? {
            Said::Because(because) => Some((words, because)),
            Said::Mask => None,
        })
        .collect();
    let mut confirmed = Vec::new();
    for finding in found(field, &masked) {
        let there = words(&masked, finding.start as usize, finding.end as usize);
        // What stood beside a mask may be no finding any more.
        if let Some(at) = agreed.iter().position(|(words, _)| *words == there) {
            confirmed.push(Confirmation::of(&finding, agreed.remove(at).1));
        }
    }
    (masked, confirmed)
}

#[cfg(test)]
mod tests {
    use aggregates::gate::Publishable::OfficeContact;

    use super::*;

    fn masking(masks: &[&str], text: &str) -> (String, Vec<String>) {
        let (masked, confirmed) = answered("problem", text, |it| {
            let words = &text[it.start as usize..it.end as usize];
            Some(if masks.contains(&words) { Said::Mask } else { Said::Because(OfficeContact) })
        });
        let words = confirmed.iter().map(|it| masked[it.start as usize..it.end as usize].to_owned());
        let words = words.collect();
        (masked, words)
    }

    #[test]
    fn what_is_confirmed_is_named_where_it_stands_after_the_masks() {
        let text = "Звоните +7 912 345-67-89 или +7 346 252-40-01.";
        let (masked, confirmed) = masking(&["+7 912 345-67-89"], text);
        assert_eq!(masked, "Звоните █████ или +7 346 252-40-01.");
        assert_eq!(confirmed, ["+7 346 252-40-01"]);
        assert_eq!(masking(&[], text).0, text);
    }

    #[test]
    fn a_finding_that_goes_with_the_one_before_it_is_in_nobodys_way() {
        let text = "Баранов Виктор Ильич, 21.01.1949, тел. +7 346 252-40-01";
        assert_eq!(masking(&[], text).1.len(), 3);
        let (masked, confirmed) = masking(&["Баранов Виктор Ильич"], text);
        assert_eq!(masked, "█████, 21.01.1949, тел. +7 346 252-40-01");
        assert_eq!(confirmed, ["+7 346 252-40-01"]);
    }

    #[test]
    fn what_is_found_only_once_something_is_masked_is_masked_too() {
        let text = "тел. 8(3463)22-33-44, 22-33-55";
        let shown = vault::detector::find(text).len();
        let (masked, confirmed) = masking(&["8(3463)22-33-44"], text);
        assert_eq!((shown, confirmed.len()), (1, 0));
        assert_eq!(masked, "тел. █████, █████");
    }
}
