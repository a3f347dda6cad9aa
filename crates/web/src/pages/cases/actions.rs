//! What this official may do with a case now: the routine step as a form, the rest as
//! buttons, and what he may not, folded, with why.

use std::collections::BTreeMap;

use aggregates::initiative::Verb;
use maud::{Markup, html};

use super::choices::Choices;
use super::file::{CaseFile, problem_of};
use super::form::{fields, is_grave};
use super::show_form::{Filled, form, name};
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Steps that a case waits for anyway, the nearest first.
const ROUTINE: &[Verb] = &[Verb::Register, Verb::Publish, Verb::GiveOpinion, Verb::DispatchAnswer];

/// All actions in groups, as a desk thinks of them.
const GROUPS: &[(&str, &[Verb])] = &[
    (
        "intake",
        &[
            Verb::Register,
            Verb::Publish,
            Verb::ReturnForClarification,
            Verb::Clarify,
            Verb::Revise,
            Verb::NotAdmit,
            Verb::Forward,
        ],
    ),
    (
        "decision",
        &[
            Verb::Adopt,
            Verb::Refuse,
            Verb::OfferRevision,
            Verb::PassUp,
            Verb::Endorse,
            Verb::Return,
            Verb::DecideAppeal,
            Verb::Answer,
            Verb::LeaveWithoutAnswer,
            Verb::EndCorrespondence,
        ],
    ),
    (
        "execution",
        &[
            Verb::ReportProgress,
            Verb::Complete,
            Verb::PublishReport,
            Verb::MoveExecutionTerm,
            Verb::AbandonExecution,
        ],
    ),
    (
        "work",
        &[
            Verb::DispatchAnswer,
            Verb::GiveOpinion,
            Verb::RequestOpinion,
            Verb::AnnounceHearing,
            Verb::RecordHearing,
            Verb::Extend,
            Verb::Assign,
            Verb::Reclassify,
            Verb::ProposeMerge,
        ],
    ),
    (
        "record",
        &[
            Verb::FilePosition,
            Verb::AnnotateMiss,
            Verb::CorrectDecision,
            Verb::Redact,
            Verb::ErasePersonalData,
            Verb::PassCustody,
        ],
    ),
];

/// The step that comes next by itself, if it is this official's.
pub(super) fn routine(case: &CaseFile) -> Option<Verb> {
    ROUTINE.iter().copied().find(|verb| case.options.possible(*verb).is_some())
}

/// The next step, and everything else that can be done.
///
/// # Errors
///
/// If what the form offers cannot be looked up.
pub(super) async fn show(visitor: &Visitor, case: &CaseFile) -> Result<Markup, Problem> {
    let say = visitor.say();
    let next = routine(case);
    let inline = match next.and_then(|verb| Some((verb, case.options.possible(verb)?))) {
        Some((verb, possible)) => {
            let choices = Choices::of(visitor, case, verb).await?;
            let typed = Typed::default();
            let filled = Filled { case, verb, typed: &typed, problem: None, choices: &choices, possible };
            html! { section.card.next { h2 { (say.t("next-step")) ": " (name(say, verb)) } (form(visitor, &filled)) } }
        }
        None => Markup::default(),
    };
    Ok(html! {
        (inline)
        section.card {
            h2 { (say.t("actions")) }
            @for (group, verbs) in GROUPS {
                @let possible: Vec<Verb> = verbs.iter().copied()
                    .filter(|verb| case.options.possible(*verb).is_some() && Some(*verb) != next).collect();
                @if !possible.is_empty() {
                    h3 { (say.t(&format!("actions-{group}"))) }
                    div.acts {
                        @for verb in possible {
                            a.button.plain.grave[is_grave(verb)]
                                href=(visitor.to(&format!("/desk/initiatives/{}/{verb}", case.page.id))) {
                                (name(say, verb))
                            }
                        }
                    }
                }
            }
            @if case.options.actions.iter().all(|(verb, it)| fields(*verb).is_none() || it.is_err()) {
                p { (say.t("actions-none")) }
            }
            (refused(visitor, case))
        }
    })
}

/// What he may not do now, by the reasons.
fn refused(visitor: &Visitor, case: &CaseFile) -> Markup {
    let say = visitor.say();
    let mut reasons: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for (verb, verdict) in &case.options.actions {
        if let (Some(_), Err(refusal)) = (fields(*verb), verdict) {
            let problem = problem_of(refusal);
            // What belongs to another stage says the least: it stands last.
            let last = problem.code == "wrong_stage";
            let why = match last {
                true => say.t("why-other-stage"),
                false => crate::pages::sentence(visitor, &problem),
            };
            reasons.entry((last, why)).or_default().push(name(say, *verb));
        }
    }
    html! {
        @if !reasons.is_empty() {
            details.refused {
                summary { (say.t("actions-refused")) }
                dl { @for ((_, why), verbs) in &reasons { dt { (why) } dd.soft { (verbs.join("; ")) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_of_an_official_stands_in_exactly_one_group() {
        for verb in Verb::ALL {
            let places = GROUPS.iter().filter(|(_, verbs)| verbs.contains(verb)).count();
            assert_eq!(places, usize::from(fields(*verb).is_some()), "{verb}");
        }
    }
}
