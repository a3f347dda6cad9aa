//! Where the program takes its settings from, and which is the strongest.

use tests::program::{Desk, Run};

fn store(run: &Run) -> String {
    run.json()["store"].as_str().expect("migrate says which store").to_owned()
}

#[test]
fn the_default_store_is_a_directory_here() {
    let desk = Desk::new();
    assert_eq!(store(&desk.veche(&["migrate", "--json"]).done()), "sqlite:./veche-data");
    assert!(desk.path("veche-data/journal.sqlite").exists());
    assert!(desk.path("veche-data/keys.toml").exists());
}

#[test]
fn flags_are_stronger_than_the_environment_and_that_than_the_file() {
    let desk = Desk::new();
    desk.write("veche.toml", "store = 'sqlite:from-file'\n");
    assert_eq!(store(&desk.veche(&["migrate", "--json"]).done()), "sqlite:from-file");
    let desk = desk.with("VECHE_STORE", "sqlite:from-environment");
    assert_eq!(store(&desk.veche(&["migrate", "--json"]).done()), "sqlite:from-environment");
    let run = desk.veche(&["migrate", "--json", "--store", "sqlite:from-flag"]).done();
    assert_eq!(store(&run), "sqlite:from-flag");
}

#[test]
fn global_options_stand_before_or_after_the_subcommand() {
    let desk = Desk::new();
    desk.veche(&["--store", "sqlite:here", "migrate"]).done();
    let before = desk.veche(&["--store", "sqlite:here", "--json", "journal", "stats"]).done();
    let after = desk.veche(&["journal", "stats", "--json", "--store", "sqlite:here"]).done();
    assert_eq!(before, after);
}

#[test]
fn an_unknown_key_in_the_file_is_refused_with_its_line() {
    let desk = Desk::new();
    desk.write("veche.toml", "store = 'sqlite:x'\n\nstroe = 'sqlite:y'\n");
    let run = desk.veche(&["migrate"]);
    assert_eq!(run.failure(), (2, "bad_settings".to_owned()));
    assert!(run.stderr.contains("veche.toml, line 3: unknown field `stroe`"), "{}", run.stderr);
    assert!(!desk.path("x").exists(), "nothing is touched before the settings are understood");
}

#[test]
fn the_settings_file_can_be_anywhere_but_must_be_there_when_named() {
    let desk = Desk::new();
    desk.write("elsewhere.toml", "store = 'sqlite:z'");
    assert_eq!(store(&desk.veche(&["migrate", "--json", "--config", "elsewhere.toml"]).done()), "sqlite:z");
    let run = desk.veche(&["migrate", "--config", "missing.toml"]);
    assert_eq!(run.failure(), (2, "file_unreadable".to_owned()));
}

#[test]
fn a_password_in_the_store_is_never_shown() {
    let run = Desk::new().veche(&["journal", "stats", "--store", "postgres://clerk:secret@127.0.0.1:1/none"]);
    assert_eq!(run.failure(), (3, "journal_unavailable".to_owned()));
    assert!(!run.stderr.contains("secret") && !run.stdout.contains("secret"), "{run:?}");
}

#[test]
fn logs_go_to_standard_error() {
    let desk = Desk::new();
    desk.veche(&["migrate"]).done();
    let run = desk.veche(&["journal", "stats", "--json", "-vvv"]).done();
    assert!(run.json()["head"].is_u64());
}
