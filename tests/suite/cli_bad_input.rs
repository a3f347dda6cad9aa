//! Whatever is typed: one sentence, a stable word, an exit code, nothing stored.

use tests::program::Desk;

const NOBODY: &str = "0198c0de-0000-7000-8000-000000000001";

/// Arguments, exit code and the word for programs. `@broken.json` and the other
/// files are written below.
const CASES: &[(&[&str], i32, &str)] = &[
    (&["fly"], 2, "usage"),
    (&["funnel", "--no-such-flag"], 2, "usage"),
    (&["replay"], 2, "usage"),
    (&["replay", "--as-of", "yesterday"], 2, "usage"),
    (&["replay", "--as-of", "2027-02-30"], 2, "usage"),
    (&["replay", "--as-of", "2027-02-10", "--initiative", "seven"], 2, "usage"),
    (&["replay", "--as-of", "2027-02-10", "--initiative", NOBODY], 2, "not_found"),
    (&["migrate", "--store", "mysql://localhost/veche"], 2, "unknown_store"),
    (&["migrate", "--store", "sqlite:"], 2, "store_without_path"),
    (&["migrate", "--log", "=="], 2, "bad_log_filter"),
    (&["migrate", "--simulated"], 4, "wrong_clock"),
    (&["journal", "stats", "--store", "sqlite:nowhere"], 4, "not_migrated"),
    (&["funnel", "--store", "sqlite:nowhere"], 4, "not_migrated"),
    (&["tick", "--store", "postgres://nobody@127.0.0.1:1/none"], 3, "journal_unavailable"),
    (&["journal", "copy", "--to", "sqlite:./veche-data"], 2, "same_store"),
    (&["procedures", "check", "missing.toml"], 2, "file_unreadable"),
    (&["procedures", "check", "latin1.toml"], 2, "file_unreadable"),
    (&["procedures", "check", "empty.toml"], 1, "procedure_missing"),
    (&["procedures", "show", "no-such-procedure"], 2, "not_found"),
    (&["import", "territories", "missing.csv"], 2, "file_unreadable"),
    (&["import", "territories", "latin1.toml"], 2, "file_unreadable"),
    (&["import", "territories", "empty.toml"], 2, "bad_table"),
    (
        &["import", "initiatives", "missing.jsonl", "--territory", "RU", "--procedure", "ru-appeal"],
        2,
        "file_unreadable",
    ),
    (&["import", "initiatives", "empty.toml", "--territory", "R U", "--procedure", "ru-appeal"], 2, "usage"),
    (&["act", "--as", "somebody", "{}"], 2, "usage"),
    (&["act", "--as", "installation", "{"], 2, "bad_request"),
    (&["act", "--as", "installation", "{}"], 2, "bad_request"),
    (&["act", "--as", "installation", "7"], 2, "bad_request"),
    (
        &[
            "act",
            "--as",
            "installation",
            "{\"territory\": {\"id\": \"RU\", \"action\": {\"rename\": {\"name\": 7}}}}",
        ],
        2,
        "bad_request",
    ),
    (
        &["act", "--as", "installation", "{\"territory\": {\"id\": \"RU\", \"action\": {\"annex\": {}}}}"],
        2,
        "bad_request",
    ),
    (&["act", "--as", "installation", "@latin1.toml"], 2, "bad_request"),
    (&["act", "--as", "installation", "@missing.json"], 2, "file_unreadable"),
    (&["act", "--as", "installation", "--confirm", "{}", "{}"], 2, "bad_findings"),
    (&["act", "--as", "installation", "--done-on", "2027-13-01", "{}"], 2, "usage"),
    (
        &[
            "act",
            "--as",
            "installation",
            "--at",
            "2027-01-01",
            "{\"installation\": {\"action\": {\"name_administrator\": {\"official\": \"0198c0de-0000-7000-8000-000000000001\"}}}}",
        ],
        4,
        "not_simulated",
    ),
    (&["simulate", "--initiatives", "1", "--people", "50", "--days", "1", "--seed", "1"], 4, "not_simulated"),
    (&["simulate", "--initiatives", "1", "--people", "9", "--days", "1", "--seed", "1"], 2, "usage"),
    (&["simulate", "--initiatives", "1", "--people", "0", "--days", "1", "--seed", "1"], 2, "usage"),
    (&["officials", "no.such"], 2, "not_found"),
    (&["work", "no.such"], 2, "not_found"),
    (&["show", NOBODY], 2, "not_found"),
    (&["views", "rebuild", "no-such-view"], 2, "unknown_view"),
];

#[test]
fn each_mistake_has_its_word_and_its_exit_code_and_stores_nothing() {
    let desk = Desk::new();
    desk.write("empty.toml", "").write("latin1.toml", b"name = \"\xe9\"");
    desk.veche(&["migrate"]).done();
    let before = desk.veche(&["journal", "export"]).done().stdout;
    for (arguments, code, word) in CASES {
        for json in [false, true] {
            let arguments: Vec<&str> = arguments.iter().copied().chain(json.then_some("--json")).collect();
            let run = desk.veche(&arguments);
            // What `procedures check` finds is its result, not its failure.
            if json && *word == "procedure_missing" {
                assert_eq!(run.json()["files"][0]["mistakes"][0]["code"], *word, "{run:#?}");
                continue;
            }
            assert_eq!(run.failure(), (*code, (*word).to_owned()), "{arguments:?}: {run:#?}");
            let told = if json { &run.stdout } else { &run.stderr };
            assert!(!told.contains("panicked"), "{run:#?}");
        }
    }
    let after = desk.veche(&["journal", "export"]).done().stdout;
    assert_eq!(before, after);
}

#[test]
fn a_slip_in_a_made_up_date_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    let far = [
        "simulate",
        "--initiatives",
        "1",
        "--people",
        "50",
        "--days",
        "1",
        "--seed",
        "1",
        "--from",
        "9999-12-30",
    ];
    assert_eq!(desk.veche(&far).failure(), (2, "date_out_of_range".to_owned()));
    desk.write(
        "good.csv",
        "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n",
    );
    let table = ["import", "territories", "good.csv", "--at", "9999-12-31"];
    assert_eq!(desk.veche(&table).failure(), (2, "too_far".to_owned()));
    desk.veche(&["migrate", "--simulated"]).done();
    assert_eq!(desk.veche(&["tick", "--at", "5000-01-01"]).failure(), (2, "too_far".to_owned()));
    desk.veche(&["journal", "verify"]).done();
}

const RUSSIA: &str = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n\
    RU,,federation,Россия,,RU,,100,,,+3\n";

#[test]
fn a_blank_text_and_one_that_moves_the_cursor_are_refused() {
    let desk = Desk::new();
    desk.write("good.csv", RUSSIA);
    desk.veche(&["import", "territories", "good.csv"]).done();
    let before = desk.veche(&["journal", "export"]).done().stdout;
    for name in [" ", "\\u001b[2J", "a\\u0000b"] {
        let rename = format!(
            "{{\"territory\": {{\"id\": \"RU\", \"action\": {{\"rename\": {{\"name\": \"{name}\"}}}}}}}}"
        );
        let run = desk.veche(&["act", "--as", "installation", &rename]);
        assert_eq!(run.failure(), (2, "bad_request".to_owned()), "{run:#?}");
    }
    assert_eq!(before, desk.veche(&["journal", "export"]).done().stdout);
}

#[test]
fn a_lost_vault_is_told_and_a_damaged_view_is_made_again() {
    let desk = Desk::new();
    desk.write("good.csv", RUSSIA);
    desk.veche(&["import", "territories", "good.csv"]).done();
    desk.write("veche-data/views/funnel-v1.sqlite", "this is no database, and never was one");
    desk.veche(&["funnel"]).done();
    std::fs::remove_file(desk.path("veche-data/vault.sqlite")).expect("it was there");
    assert_eq!(desk.veche(&["funnel"]).failure(), (4, "vault_missing".to_owned()));
    assert!(!desk.path("veche-data/vault.sqlite").exists(), "no empty one takes its place");
}

#[test]
fn an_import_of_which_nothing_can_be_used_ends_with_1() {
    let desk = Desk::new();
    let header = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n";
    let federation = format!("{header}RU,,federation,Россия,,RU,,100,,,+3\n");
    desk.write("good.csv", &federation).write("list.csv", format!("{header}7,,planet,Сургут,,,,,,,+5\n"));
    desk.write("other.csv", "name;code\nСургут;7\n").write("list.jsonl", b"{\n\n\xff\n[]\n");
    let table = desk.veche(&["import", "territories", "list.csv", "--json"]);
    assert_eq!((table.code, &table.json()["lines"]), (1, &1.into()), "{table:#?}");
    assert_eq!(desk.veche(&["import", "territories", "other.csv"]).failure(), (2, "bad_table".to_owned()));
    let nowhere = ["import", "initiatives", "list.jsonl", "--territory", "RU", "--procedure", "ru-appeal"];
    assert_eq!(desk.veche(&nowhere).failure(), (2, "unknown_territory".to_owned()));
    desk.veche(&["import", "territories", "good.csv"]).done();
    let arguments = ["import", "initiatives", "list.jsonl", "--territory", "RU", "--procedure", "ru-appeal"];
    let lines = desk.veche(&arguments);
    assert_eq!(lines.code, 1, "{lines:#?}");
    let rejects =
        std::fs::read_to_string(desk.path("veche-data/list.rejects.jsonl")).expect("the rejects file");
    let numbers: Vec<u64> = rejects
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["line"].as_u64().expect("a number")
        })
        .collect();
    assert_eq!(numbers, [1, 3, 4], "lines of the file, blank ones counted");
}

#[test]
fn with_json_nothing_but_the_error_is_written() {
    let run = Desk::new().veche(&["journal", "stats", "--json"]);
    assert_eq!(run.stderr, "");
    assert_eq!(run.json()["error"]["code"], "not_migrated");
    assert!(run.json()["error"]["message"].as_str().is_some_and(|message| message.contains("veche migrate")));
}

#[test]
fn looking_at_what_is_not_there_makes_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.veche(&["journal", "verify"]).code, 4);
    assert_eq!(desk.veche(&["views", "status"]).code, 4);
    assert!(!desk.path("veche-data").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    let mut child =
        desk.command(&["procedures", "show", "inverted-pyramid", "--json"]).spawn().expect("it starts");
    drop(child.stdout.take());
    let run = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    assert_eq!(run.status.code(), Some(0));
}
