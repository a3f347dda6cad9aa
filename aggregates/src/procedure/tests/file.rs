//! Files that cannot be read, and the head of those that can.

use super::*;

#[test]
fn what_is_no_toml_is_named_by_line() {
    assert_eq!(mistakes("id = \"x\"\nversion =\n"), [(2, "procedure_malformed")]);
    assert!(mistakes("\u{0}\n[[[").iter().all(|(_, code)| *code == "procedure_malformed"));
}

#[test]
fn an_empty_file_misses_everything_at_once() {
    let found = mistakes("");
    assert_eq!(found.len(), 13);
    assert!(found.iter().all(|mistake| *mistake == (1, "procedure_missing")));
}

#[test]
fn unknown_fields_are_refused_everywhere() {
    for (old, new) in [
        ("id = \"ru-appeal\"", "idd = 1\nid = \"ru-appeal\""),
        ("public = false", "public = false\nidd = 1"),
        ("forwardings = 5", "forwardings = 5\nidd = 1"),
        ("id = \"A5\"", "id = \"A5\"\nidd = 1"),
        ("id = \"L3\"", "id = \"L3\"\nidd = 1"),
        ("event = \"Answered\"", "event = \"Answered\"\nidd = 1"),
    ] {
        let text = with(APPEAL, old, new);
        assert_eq!(mistakes(&text), [(line_of(&text, "idd = 1"), "procedure_unknown_field")], "{new}");
    }
}

#[test]
fn several_mistakes_are_told_at_once_by_line() {
    let text = with(APPEAL, "length = \"3 cd\"", "length = \"0 cd\"");
    let text = with(&text, "event = \"Answered\"", "event = \"Replied\"");
    let text = with(&text, "list = \"left_without_answer\"", "list = \"other\"");
    assert_eq!(
        mistakes(&text),
        [
            (line_of(&text, "0 cd"), "procedure_malformed"),
            (line_of(&text, "list = \"other\""), "procedure_malformed"),
            (line_of(&text, "Replied"), "procedure_malformed"),
        ]
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_named_by_line() {
    for (old, new) in [
        ("version = 1", "version = \"1\""),
        ("version = 1", "version = -1"),
        ("in_force_from = 2006-11-02", "in_force_from = \"2006-11-02\""),
        ("in_force_from = 2006-11-02", "in_force_from = 2006-11-02T10:00:00Z"),
        (
            "levels = [\"municipality\", \"region\", \"federation\"]",
            "levels = [\"municipality\", \"county\"]",
        ),
        ("obliged = \"nobody\"", "obliged = \"everybody\""),
        ("length = \"7 cd\"", "length = 7"),
        ("at_most = \"30 cd\", times = 1", "at_most = \"30 days\", times = 1"),
        ("by = [\"author\", \"clerk\"]", "by = [\"mayor\"]"),
        ("to = [\"closed\"]", "to = [\"shut\"]"),
        ("meets = [\"register\"]", "meets = [\"registration\"]"),
    ] {
        let text = with(APPEAL, old, new);
        assert_eq!(mistakes(&text), [(line_of(&text, new), "procedure_malformed")], "{new}");
    }
}

#[test]
fn each_rule_of_the_head_is_kept() {
    for (old, new, code) in [
        ("version = 1", "version = 0", "procedure_version"),
        (
            "in_force_from = 2006-11-02",
            "in_force_from = 2006-11-02\nin_force_to = 2006-11-01",
            "procedure_dates_disordered",
        ),
        ("reference = \"59-FZ of 2006-05-02\"", "reference = \" \"", "procedure_empty_text"),
    ] {
        let text = with(APPEAL, old, new);
        let line = line_of(&text, new.lines().last().unwrap());
        assert_eq!(mistakes(&text), [(line, code)]);
    }
    let text = with(APPEAL, "required_fields = [\"title\"", "required_fields = [\"topic\"");
    assert_eq!(mistakes(&text), [(line_of(&text, "[submissions]"), "procedure_field_unknown")]);
    let text = with(APPEAL, "done_on_back = \"5 wd\"", "done_on_back = \"5 cd\"");
    assert_eq!(mistakes(&text), [(line_of(&text, "[limits]"), "procedure_done_on_back")]);
    let text = with(APPEAL, "en = \"Appeal of a citizen (59-FZ)\"", "en = \"\"");
    assert_eq!(mistakes(&text), [(line_of(&text, "[names]"), "procedure_empty_text")]);
    for levels in [
        "[]",
        "[\"region\", \"municipality\", \"federation\"]",
        "[\"municipality\", \"municipality\", \"region\", \"federation\"]",
    ] {
        let text = with(
            APPEAL,
            "levels = [\"municipality\", \"region\", \"federation\"]",
            &format!("levels = {levels}"),
        );
        assert!(mistakes(&text).contains(&(line_of(&text, "levels ="), "procedure_levels")), "{levels}");
    }
}

#[test]
fn a_theme_file_is_checked_too() {
    let codes = |text: &str| -> Vec<(usize, &'static str)> {
        let errors = Themes::parse("themes.toml", text).unwrap_err();
        errors.iter().map(|error| (error.line, error.code())).collect()
    };
    let project = "[[national_project]]\nid = \"a\"\nname_ru = \"А\"\nname_en = \"A\"\n";
    let theme = "[[theme]]\nid = \"t\"\nname_ru = \"Т\"\nname_en = \"T\"\n";
    assert!(Themes::parse("themes.toml", &format!("{project}{theme}")).is_ok());
    assert_eq!(codes(&format!("{project}{theme}{theme}")), [(9, "procedure_id_repeated")]);
    assert_eq!(
        codes(&format!("{project}{theme}national_project = \"b\"\n")),
        [(5, "procedure_national_project_unknown")]
    );
    assert_eq!(codes(&format!("{project}{theme}colour = \"red\"\n")), [(9, "procedure_unknown_field")]);
    assert_eq!(codes(&format!("{project}{}", theme.replace('Т', " "))), [(5, "procedure_empty_text")]);
    assert_eq!(codes(theme), [(1, "procedure_missing")]);
}
