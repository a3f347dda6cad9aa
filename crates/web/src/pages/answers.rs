//! What a person says of personal data that was found: that it may be read, and why.

use aggregates::gate::{Confirmation, Publishable};
use aggregates::initiative::fields::Finding;
use maud::{Markup, html};

use crate::posted::{CONFIRM, Typed};
use crate::words::Say;

/// Who is asked: some reasons are an official's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Asked {
    Official,
    Participant,
}

impl Asked {
    /// The reasons that he may give.
    pub(in crate::pages) fn reasons(self) -> impl Iterator<Item = Publishable> {
        let is_official = self == Self::Official;
        Publishable::ALL.into_iter().filter(move |reason| is_official || reason.is_for_anybody())
    }
}

/// A reason in words.
pub(in crate::pages) fn reason(say: Say<'_>, because: Publishable) -> String {
    say.t(&format!("because-{}", because.code().replace('_', "-")))
}

/// A choice of reasons for a finding. Whoever chooses none mends the text.
pub(in crate::pages) fn choice(say: Say<'_>, finding: &Finding, typed: &Typed, asked: Asked) -> Markup {
    let id = format!("confirm-{}-{}", finding.field, finding.start);
    html! {
        label.small for=(id) { (say.t("because-label")) }
        select id=(id) name=(CONFIRM) {
            option value="" { (say.t("because-none")) }
            @for because in asked.reasons() {
                @let value = written(&Confirmation::of(finding, because));
                option value=(value) selected[typed.all(CONFIRM).any(|chosen| chosen == value)] {
                    (reason(say, because))
                }
            }
        }
    }
}

/// The findings for which a reason was chosen.
pub(in crate::pages) fn given(typed: &Typed) -> Vec<Confirmation> {
    typed.all(CONFIRM).filter_map(read).collect()
}

fn written(confirmation: &Confirmation) -> String {
    let Confirmation { field, kind, start, end, because } = confirmation;
    let because = because.map_or("", Publishable::code);
    format!("{field}:{kind}:{start}:{end}:{because}")
}

fn read(written: &str) -> Option<Confirmation> {
    let mut parts = written.splitn(5, ':');
    let (field, kind) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let because = Publishable::of(parts.next()?)?;
    Some(Confirmation { field, kind, start, end, because: Some(because) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_as_it_was_offered_and_nothing_else_is_one() {
        let finding = Finding { field: "text".into(), kind: "full_name".into(), start: 3, end: 15 };
        let confirmation = Confirmation::of(&finding, Publishable::PublicRole);
        let typed = |value: &str| Typed(vec![(CONFIRM.to_owned(), value.to_owned())]);
        assert_eq!(given(&typed(&written(&confirmation))), [confirmation]);
        for wrong in ["", "text:full_name:3:15", "text:full_name:3:15:", "text:full_name:x:15:consented"] {
            assert_eq!(given(&typed(wrong)), [], "{wrong}");
        }
    }

    #[test]
    fn a_participant_is_not_asked_for_consents_that_he_cannot_show() {
        assert!(Asked::Participant.reasons().all(|reason| reason != Publishable::Consented));
        assert_eq!(Asked::Official.reasons().count(), Publishable::ALL.len());
    }
}
