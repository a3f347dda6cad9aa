//! Terms, grounds, thresholds and steps of a file, against each other.

use calendar::Length;
use jiff::civil::date;

use super::*;

#[test]
fn a_rule_can_have_variants_by_date() {
    let old = "kind = \"dispatch\"\nid = \"A5\"\n";
    let text = with(APPEAL, old, &format!("{old}in_force_to = 2026-12-31\n"));
    let text = format!(
        "{text}\n[[term]]\nkind = \"dispatch\"\nid = \"A5\"\nin_force_from = 2027-01-01\nlength = \"2 wd\"\nroll = \"none\"\n\
         obliged = \"authority\"\nbasis = \"own\"\nreference = \"shorter\"\nwhen_missed = \"recorded\"\n"
    );
    let procedure = Procedure::parse("test.toml", &text).unwrap_or_else(|errors| panic!("{errors}"));
    let length = |on| procedure.term(TermKind::Dispatch, Kind::Work, on).unwrap().length.unwrap();
    assert_eq!(length(date(2026, 12, 31)), Length::WorkingDays(3));
    assert_eq!(length(date(2027, 1, 1)), Length::WorkingDays(2));

    let overlapping = with(&text, "in_force_from = 2027-01-01", "in_force_from = 2026-12-31");
    let line =
        1 + overlapping.lines().collect::<Vec<_>>().iter().rposition(|line| *line == "[[term]]").unwrap();
    assert_eq!(mistakes(&overlapping), [(line, "procedure_term_overlap")]);
}

#[test]
fn flags_agree_with_terms_and_steps() {
    for flag in ["public", "supports", "hearings", "clarification", "silence_escalates"] {
        let text = with(APPEAL, &format!("\n{flag} = false"), &format!("\n{flag} = true"));
        assert_eq!(
            mistakes(&text),
            [(line_of(&text, "[conduct]"), "procedure_conduct_contradicted")],
            "{flag}"
        );
        let text = with(PYRAMID, &format!("\n{flag} = true"), &format!("\n{flag} = false"));
        assert_eq!(
            mistakes(&text),
            [(line_of(&text, "[conduct]"), "procedure_conduct_contradicted")],
            "{flag}"
        );
    }
}

#[test]
fn a_threshold_can_be_computed() {
    for (old, new) in [
        ("share_percent = 5", "share_percent = 0"),
        ("share_percent = 5", "share_percent = 101"),
        ("over_residents = 2000000\n", ""),
        ("people = 100000\nover", "over"),
        ("people = 100000\nreference", "people = 0\nreference"),
    ] {
        let found = mistakes(&with(PYRAMID, old, new));
        assert_eq!(found.iter().map(|(_, code)| *code).collect::<Vec<_>>(), ["procedure_threshold"], "{new}");
    }
}

#[test]
fn each_rule_of_a_term_is_kept() {
    let after = |text: &str, id: &str| {
        let kind = line_of(text, &format!("id = \"{id}\""));
        text.lines().take(kind).collect::<Vec<_>>().iter().rposition(|line| *line == "[[term]]").unwrap() + 1
    };
    for (old, new, code) in [
        ("id = \"T2\"\nlength = \"3 wd\"\n", "id = \"T2\"\n", "procedure_term_length"),
        ("id = \"T2\"\n", "id = \"T2\"\nlength_in_decision = true\n", "procedure_term_length"),
        (
            "id = \"T2\"\n",
            "id = \"T2\"\nextension = { at_most = \"3 wd\", times = 1 }\n",
            "procedure_extension",
        ),
        (
            "id = \"T2\"\n",
            "id = \"T2\"\nextension = { at_most = \"3 cd\", times = 0 }\n",
            "procedure_extension",
        ),
        (
            "pause = { at_most = \"10 wd\", times = 1 }",
            "pause = { at_most = \"10 wd\", times = 0 }",
            "procedure_pause",
        ),
        (
            "id = \"T2\"\n",
            "id = \"T2\"\nin_force_from = 2027-01-02\nin_force_to = 2027-01-01\n",
            "procedure_dates_disordered",
        ),
    ] {
        let text = with(PYRAMID, old, new);
        assert_eq!(mistakes(&text), [(after(&text, "T2"), code)], "{new}");
    }
    let text = with(PYRAMID, "id = \"T2\"", "id = \"T1\"");
    assert_eq!(mistakes(&text), [(after(&text, "T3") - 11, "procedure_id_repeated")]);
}

#[test]
fn each_rule_of_a_ground_is_kept() {
    for (old, new, code) in [
        ("id = \"L2\"", "id = \"L1\"", "procedure_id_repeated"),
        ("id = \"L2\"", "id = \"L2\"\nafter_clarification = true", "procedure_ground_unusable"),
        ("id = \"L2\"", "id = \"L2\"\nafter_declined_revision = true", "procedure_ground_unusable"),
        ("id = \"L2\"", "id = \"L2\"\nopens_linked = \"ru-appeal\"", "procedure_ground_unusable"),
        ("id = \"L2\"", "id = \"L2\"\nmin_reason_chars = 0", "procedure_ground_unusable"),
        ("text_en = \"The text cannot be read\"", "text_en = \"\"", "procedure_empty_text"),
    ] {
        let found = mistakes(&with(APPEAL, old, new));
        assert_eq!(found.iter().map(|(_, code)| *code).collect::<Vec<_>>(), [code], "{new}");
    }
    let text = without(APPEAL, "[[ground]]", "id = \"C1\"");
    let step = line_of(&text, "event = \"CorrespondenceEnded\"") - 1;
    assert_eq!(mistakes(&text), [(step, "procedure_ground_missing"); 3], "one for each level");
}

#[test]
fn every_term_has_a_rule_and_every_rule_is_started() {
    let text = without(APPEAL, "[[term]]", "kind = \"forward\"");
    let lines: Vec<usize> = mistakes(&text).into_iter().map(|(line, _)| line).collect();
    let steps = [
        "Registered",
        "ForwardedByCompetence",
        "Answered",
        "LeftWithoutAnswer",
        "CorrespondenceEnded",
        "DeadlineMissed",
        "Withdrawn",
    ];
    assert_eq!(lines, steps.map(|step| line_of(&text, &format!("event = \"{step}\"")) - 1));
    assert!(mistakes(&text).iter().all(|(_, code)| *code == "procedure_term_without_rule"));

    let text = with(APPEAL, "starts = [\"opinion\"]\n", "");
    assert_eq!(mistakes(&text), [(line_of(&text, "kind = \"opinion\"") - 1, "procedure_term_never_started")]);

    let text = without(APPEAL, "[[term]]", "kind = \"review_region\"");
    assert!(mistakes(&text).contains(&(line_of(&text, "levels ="), "procedure_level_without_review")));
    let text = without(PYRAMID, "[[term]]", "kind = \"grace\"");
    assert!(mistakes(&text).iter().any(|(_, code)| *code == "procedure_grace_without_rule"));
}

#[test]
fn every_stage_can_be_reached() {
    // Nobody offers a revision any more.
    let text = without(PYRAMID, "[[step]]", "outcome = \"revision_offered\"");
    let found: Vec<&str> = mistakes(&text).into_iter().map(|(_, code)| code).collect();
    assert_eq!(found.iter().filter(|code| **code == "procedure_stage_unreachable").count(), 2);
    assert!(found.contains(&"procedure_term_never_started"), "the term to answer the offer");
}

#[test]
fn no_stage_is_a_dead_end() {
    let text = without(PYRAMID, "[[step]]", "event = \"ReportPublished\"");
    let found = mistakes(&text);
    let completed = line_of(&text, "event = \"Completed\"") - 2;
    assert!(found.contains(&(completed, "procedure_dead_end")), "{found:?}");
}

#[test]
fn what_is_over_stays_over() {
    let text = with(APPEAL, "event = \"Redacted\"", "event = \"Redacted\"\nto = [\"under_review\"]");
    assert_eq!(mistakes(&text), [(line_of(&text, "event = \"Redacted\"") - 1, "procedure_leaves_closed")]);
}

#[test]
fn everything_begins_with_submitted() {
    let text = without(APPEAL, "[[step]]", "event = \"Submitted\"");
    assert!(mistakes(&text).iter().any(|(_, code)| *code == "procedure_beginning"));
    let text = with(
        APPEAL,
        "event = \"Assigned\"\nby = [\"clerk\", \"head\"]\nfrom = [\"awaiting_registration\", \"under_review\"]",
        "event = \"Assigned\"\nby = [\"clerk\"]\nfrom = []",
    );
    assert_eq!(mistakes(&text), [(line_of(&text, "event = \"Assigned\"") - 1, "procedure_beginning")]);
}

#[test]
fn somebody_takes_every_step_and_levels_are_known() {
    let text = with(APPEAL, "event = \"Answered\"\nby = [\"head\"]", "event = \"Answered\"\nby = []");
    assert_eq!(
        mistakes(&text),
        [(line_of(&text, "event = \"Answered\"") - 1, "procedure_step_without_doer")]
    );
    let text = with(
        APPEAL,
        "levels = [\"municipality\", \"region\", \"federation\"]",
        "levels = [\"municipality\", \"region\"]",
    );
    let text = with(&text, "event = \"Answered\"", "event = \"Answered\"\nlevels = [\"federation\"]");
    let text = with(&text, "id = \"L3\"", "id = \"L3\"\nlevels = [\"federation\"]");
    assert_eq!(
        mistakes(&text),
        [
            (line_of(&text, "id = \"L3\"") - 1, "procedure_level_unknown"),
            (line_of(&text, "event = \"Answered\"") - 1, "procedure_level_unknown"),
        ]
    );
}

#[test]
fn an_error_names_file_line_and_rule_in_words() {
    let text = with(APPEAL, "event = \"Answered\"\nby = [\"head\"]", "event = \"Answered\"\nby = []");
    let errors = Procedure::parse("procedures/mine.toml", &text).unwrap_err();
    let line = line_of(&text, "event = \"Answered\"") - 1;
    assert_eq!(
        errors.to_string(),
        format!("procedures/mine.toml:{line}: nobody takes the step Answered: `by` is empty")
    );
}
