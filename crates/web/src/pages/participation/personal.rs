//! Where personal data was found in what somebody typed.

use aggregates::initiative::fields::Finding;
use maud::{Markup, html};

use crate::pages::answers;
use crate::posted::Typed;
use crate::visitor::Visitor;

/// The places, each with the words it stands in, so that whoever typed it can mend it,
/// or say why it may be read, if what he said is given. `text_of` gives what was typed
/// in a field.
pub(crate) fn places<'t>(
    visitor: &Visitor,
    findings: &[Finding],
    text_of: impl Fn(&str) -> Option<&'t str>,
    said: Option<&Typed>,
) -> Markup {
    let say = visitor.say();
    html! {
        @if !findings.is_empty() {
            ul.findings {
                @for finding in findings {
                    li {
                        (say.maybe(&format!("personal-{}", finding.kind.replace('_', "-")), &[])
                            .unwrap_or_else(|| finding.kind.clone()))
                        @if let Some(name) = say.maybe(&format!("field-{}", finding.field.replace('_', "-")), &[]) {
                            " (" (name) ")"
                        }
                        @if let Some((before, found, after)) = text_of(&finding.field).and_then(|text| around(text, finding)) {
                            ": " span.soft { (before) } mark { (found) } span.soft { (after) }
                        }
                        @if let Some(typed) = said {
                            p { (answers::choice(say, finding, typed, answers::Asked::Participant)) }
                        }
                    }
                }
            }
        }
    }
}

/// What was found, and some characters before and after it.
fn around<'t>(text: &'t str, finding: &Finding) -> Option<(&'t str, &'t str, &'t str)> {
    const CHARS: usize = 24;
    let (start, end) = (finding.start as usize, finding.end as usize);
    let (before, found, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let first = before.char_indices().rev().nth(CHARS - 1).map_or(0, |(place, _)| place);
    let last = after.char_indices().nth(CHARS).map_or(after.len(), |(place, _)| place);
    Some((&before[first..], found, &after[..last]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_stands_between_the_words_around_it() {
        let text = "Звоните мне вечером по номеру +7 912 345-67-89 или приходите в клуб на площади";
        let found = vault::detector::find(text)[0];
        let finding = Finding {
            field: "text".into(),
            kind: found.kind.code().into(),
            start: u32::try_from(found.start).unwrap(),
            end: u32::try_from(found.end).unwrap(),
        };
        let (before, phone, after) = around(text, &finding).unwrap();
        assert_eq!(phone, "+7 912 345-67-89");
        assert!(text.contains(&format!("{before}{phone}{after}")));
        assert!(before.chars().count() <= 24 && after.chars().count() <= 24);
        assert_eq!(around("коротко", &finding), None);
    }
}
