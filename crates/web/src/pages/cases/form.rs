//! What is filled in for each action: a description, from which a form is shown and
//! what was typed is read.

use aggregates::initiative::Verb;

/// One thing to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its place in the action, parts divided by dots: `reasons`, `money.local_budget`.
    pub(super) name: &'static str,
    pub(super) what: What,
    /// Whether the form cannot be sent without it.
    pub(super) needed: bool,
}

/// What is filled in, and from where it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A line of text.
    Line,
    /// A text, with its paragraphs.
    Text,
    /// A text that may be put together from the phrases of the screens.
    Questions,
    /// A date.
    Date,
    /// Hours and minutes of a day.
    Time,
    /// A whole number, at most this.
    Number(u64),
    /// A ground that may be used now.
    Ground,
    /// A theme.
    Theme,
    /// A national project.
    NationalProject,
    /// An authority.
    Authority,
    /// Somebody of the same authority.
    Colleague,
    /// An obligation that the action may be about.
    Missed,
    /// A letter that is owed.
    Letter,
    /// A text of the case that can still be read.
    CaseText,
    /// Another case of the same authority.
    OtherCase,
    /// One of a few words; the texts of the screens begin with the first.
    OneOf(&'static str, &'static [&'static str]),
}

const fn needed(name: &'static str, what: What) -> Field {
    Field { name, what, needed: true }
}

const fn may(name: &'static str, what: What) -> Field {
    Field { name, what, needed: false }
}

const REASONS: Field = needed("reasons", What::Text);
const WHY: Field = needed("why", What::Text);
const OPINION: Field = needed("opinion", What::Text);
const KIND: Field = needed("kind", What::OneOf("kind", &["work", "programme", "rule", "law"]));
const BASIS: Field = needed(
    "basis",
    What::OneOf("basis", &["unlawful_processing", "court_order", "consent_withdrawn", "retention_over"]),
);
/// Nothing in this country costs more rubles, and no more people live in it.
const RUBLES: What = What::Number(1_000_000_000_000_000);
const PEOPLE: What = What::Number(200_000_000);
const SPENT: [Field; 6] = [
    may("money.local_budget", RUBLES),
    may("money.regional_budget", RUBLES),
    may("money.federal_budget", RUBLES),
    may("money.contributions", RUBLES),
    may("labour.people", PEOPLE),
    may("labour.hours", PEOPLE),
];

/// What an official fills in for an action; nothing for what only residents and the
/// engine do.
pub(super) const fn fields(verb: Verb) -> Option<&'static [Field]> {
    Some(match verb {
        Verb::Register => {
            const { &[may("theme", What::Theme), may("national_project", What::NationalProject)] }
        }
        Verb::NotAdmit | Verb::LeaveWithoutAnswer => const { &[needed("ground", What::Ground), REASONS] },
        Verb::ReturnForClarification => const { &[needed("questions", What::Questions)] },
        Verb::Clarify => const { &[needed("answer", What::Text)] },
        Verb::Publish | Verb::Complete => &[],
        Verb::Forward => const { &[needed("to", What::Authority), WHY] },
        Verb::Adopt => const { &[REASONS, needed("executor", What::Authority), needed("until", What::Date)] },
        Verb::Refuse => const { &[needed("ground", What::Ground), REASONS, may("link", What::Line)] },
        Verb::OfferRevision => const { &[needed("what", What::Text)] },
        Verb::PassUp | Verb::Endorse => const { &[OPINION] },
        Verb::Revise => {
            const {
                &[
                    needed("fields.title", What::Line),
                    may("fields.problem", What::Text),
                    may("fields.proposal", What::Text),
                    may("fields.expected_result", What::Text),
                    may("fields.cost_rubles", RUBLES),
                    may("fields.own_contribution", What::Text),
                    may("fields.draft_wording", What::Text),
                ]
            }
        }
        Verb::Return => {
            const {
                &[
                    needed(
                        "cause",
                        What::OneOf("return", &["within_its_powers", "opinion_missing", "wants_to_adopt"]),
                    ),
                    REASONS,
                ]
            }
        }
        Verb::DecideAppeal => {
            const {
                &[
                    needed("outcome", What::OneOf("appeal", &["dismissed", "reconsider", "taken_over"])),
                    REASONS,
                ]
            }
        }
        Verb::ReportProgress => {
            const { &[needed("works", What::Text), SPENT[0], SPENT[1], SPENT[2], SPENT[3], SPENT[4], SPENT[5]] }
        }
        Verb::MoveExecutionTerm => const { &[needed("until", What::Date), WHY] },
        Verb::AbandonExecution => const { &[WHY] },
        Verb::PublishReport => {
            const { &[needed("report", What::Text), SPENT[0], SPENT[1], SPENT[2], SPENT[3], SPENT[4], SPENT[5]] }
        }
        Verb::ProposeMerge => const { &[needed("into", What::OtherCase)] },
        Verb::Assign => const { &[needed("official", What::Colleague)] },
        Verb::Reclassify => {
            const { &[needed("theme", What::Theme), may("national_project", What::NationalProject), KIND] }
        }
        Verb::Extend => const { &[needed("days", What::Number(366)), needed("reason", What::Text)] },
        Verb::RequestOpinion => {
            const { &[needed("authority", What::Authority), needed("question", What::Text)] }
        }
        Verb::GiveOpinion => {
            const { &[needed("agrees", What::OneOf("agrees", &["true", "false"])), OPINION] }
        }
        Verb::AnnounceHearing => {
            const { &[needed("on", What::Date), needed("starts_at", What::Time), needed("place", What::Line)] }
        }
        Verb::RecordHearing => {
            const {
                &[
                    needed("held_on", What::Date),
                    needed("protocol", What::Text),
                    needed("present", PEOPLE),
                    needed("votes_for", PEOPLE),
                    needed("votes_against", PEOPLE),
                ]
            }
        }
        Verb::DispatchAnswer => {
            const {
                &[
                    needed("nth", What::Letter),
                    needed("outgoing_number", What::Line),
                    needed("channel", What::OneOf("channel", &["paper", "web", "hearing"])),
                ]
            }
        }
        Verb::CorrectDecision => {
            const {
                &[
                    needed("field", What::OneOf("corrected", &["reasons", "opinion", "what", "link"])),
                    needed("old", What::Text),
                    needed("new", What::Text),
                    WHY,
                ]
            }
        }
        Verb::Redact => const { &[needed("text", What::CaseText), may("masked", What::Text), BASIS] },
        Verb::PassCustody => const { &[needed("to", What::Authority)] },
        Verb::ErasePersonalData => const { &[BASIS] },
        Verb::FilePosition => const { &[needed("nth", What::Missed), needed("position", What::Text)] },
        Verb::AnnotateMiss => {
            const { &[needed("nth", What::Missed), needed("done_on", What::Date), needed("document", What::Text)] }
        }
        Verb::Answer => const { &[needed("answer", What::Text)] },
        Verb::EndCorrespondence => const { &[REASONS] },
        Verb::Submit
        | Verb::AcceptRevision
        | Verb::DeclineRevision
        | Verb::Expire
        | Verb::NoteSupports
        | Verb::Appeal
        | Verb::Withdraw
        | Verb::StepDown
        | Verb::ReplaceAuthor
        | Verb::JoinAsCoInitiator
        | Verb::AcceptMerge
        | Verb::DeclineMerge => return None,
    })
}

/// Whether it takes something away or ends something: its button warns.
pub(super) const fn is_grave(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::NotAdmit
            | Verb::Refuse
            | Verb::AbandonExecution
            | Verb::Redact
            | Verb::ErasePersonalData
            | Verb::PassCustody
            | Verb::LeaveWithoutAnswer
            | Verb::EndCorrespondence
    )
}

/// The field that a refusal is about, by its code.
pub(super) fn field_of(code: &str, verb: Verb) -> Option<&'static str> {
    let named = |what| fields(verb)?.iter().find(|field| field.what == what).map(|field| field.name);
    match code {
        "unknown_ground" | "ground_too_early" | "ground_barred" => named(What::Ground),
        "unknown_theme" => named(What::Theme),
        "been_there" | "cannot_receive" | "executor_has_not_agreed" => named(What::Authority),
        "not_mergeable" => named(What::OtherCase),
        "not_your_debt" | "still_to_be_done" => named(What::Missed),
        "link_required" => Some("link"),
        "reasons_too_short" => Some("reasons"),
        "bad_outgoing_number" => Some("outgoing_number"),
        "extension_too_long" => Some("days"),
        "done_in_future" | "done_before_preceding" | "done_too_long_ago" => Some("dated"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::cases::fill;
    use crate::posted::Typed;
    use crate::words::{Lang, Words};

    /// What somebody could type into a field.
    fn typed(field: &Field) -> &'static str {
        match field.what {
            What::Line | What::Text | What::Questions => "12-а",
            What::Date => "2027-01-11",
            What::Time => "18:30",
            What::Number(_) | What::Missed | What::Letter => "7",
            What::Ground => "M2",
            What::Theme => "roads",
            What::NationalProject => "family",
            What::Authority => "71826000.main",
            What::Colleague | What::CaseText | What::OtherCase => "10000000-0000-4000-8000-000000000065",
            What::OneOf(_, words) => words[0],
        }
    }

    #[test]
    fn what_is_filled_in_becomes_the_action_it_is_for() {
        let words = Words::new();
        for verb in Verb::ALL {
            let Some(fields) = fields(*verb) else { continue };
            let all = fields.iter().map(|field| (field.name.to_owned(), typed(field).to_owned()));
            let all = Typed(all.collect());
            let action = fill::action(*verb, &all, words.of(Lang::Ru));
            let action = action.unwrap_or_else(|problem| panic!("{verb}: {problem:?}"));
            assert_eq!(action.verb(), *verb);
            for field in fields.iter().filter(|field| field.needed) {
                let mut rest = all.clone();
                rest.0.retain(|(name, _)| name != field.name);
                let missing = fill::action(*verb, &rest, words.of(Lang::Ru)).expect_err("it is needed");
                assert_eq!(
                    (missing.code.as_str(), missing.field.as_deref()),
                    ("field_missing", Some(field.name))
                );
            }
        }
    }

    #[test]
    fn every_action_field_and_choice_has_its_words() {
        let words = Words::new();
        for say in Lang::ALL.map(|lang| words.of(lang)) {
            let has = |key: String| assert!(say.maybe(&key, &[]).is_some(), "{} {key}", say.lang);
            for verb in Verb::ALL {
                let Some(fields) = fields(*verb) else { continue };
                let verb = verb.as_str().replace('_', "-");
                has(format!("verb-{verb}"));
                for field in fields {
                    let name = field.name.replace(['_', '.'], "-");
                    if say.maybe(&format!("fill-{verb}-{name}"), &[]).is_none() {
                        match name.strip_prefix("fields-") {
                            Some(name) => has(format!("field-{name}")),
                            None => has(format!("fill-{name}")),
                        }
                    }
                    if let What::OneOf(prefix, words) = field.what {
                        words.iter().for_each(|word| has(format!("{prefix}-{}", word.replace('_', "-"))));
                    }
                }
            }
            fill::PHRASES.iter().for_each(|phrase| has(format!("phrase-{phrase}")));
        }
    }
}
