//! What `--help` says is part of the program: whole texts, read in review.

use tests::program::Desk;
use tests::snapshot::Snapshots;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["accounts"],
    &["accounts", "add"],
    &["accounts", "password"],
    &["act"],
    &["audit"],
    &["audit", "as-of"],
    &["audit", "export"],
    &["audit", "trail"],
    &["audit", "verify"],
    &["authorities"],
    &["demo"],
    &["funnel"],
    &["import"],
    &["import", "initiatives"],
    &["import", "territories"],
    &["journal"],
    &["journal", "copy"],
    &["journal", "export"],
    &["journal", "stats"],
    &["journal", "verify"],
    &["ledger"],
    &["ledger", "admit-loss"],
    &["ledger", "change-key"],
    &["ledger", "keygen"],
    &["ledger", "sign"],
    &["migrate"],
    &["officials"],
    &["procedures"],
    &["procedures", "check"],
    &["procedures", "show"],
    &["replay"],
    &["serve"],
    &["show"],
    &["simulate"],
    &["tick"],
    &["vault"],
    &["vault", "rewrap"],
    &["views"],
    &["views", "rebuild"],
    &["views", "set-aside"],
    &["views", "status"],
    &["webhooks"],
    &["webhooks", "add"],
    &["webhooks", "list"],
    &["webhooks", "pause"],
    &["webhooks", "remove"],
    &["webhooks", "resume"],
    &["webhooks", "rotate"],
    &["webhooks", "test"],
    &["work"],
];

#[test]
fn every_help_text_is_the_one_that_was_reviewed() {
    let desk = Desk::new();
    let mut snapshots = Snapshots::of("help");
    for command in COMMANDS {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        let run = desk.veche(&arguments).done();
        assert_eq!(run.stderr, "");
        let name: String = ["veche"].iter().chain(*command).copied().collect::<Vec<_>>().join("-");
        snapshots.compare(&format!("{name}.txt"), &run.stdout);
    }
    snapshots.finish();
}

#[test]
fn every_command_that_help_lists_has_a_reviewed_text() {
    let help = Desk::new().veche(&["--help"]).done().stdout;
    let listed = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help");
    for name in listed {
        assert!(COMMANDS.iter().any(|command| command.first() == Some(&name)), "{name}");
    }
}

#[test]
fn all_exit_codes_are_in_the_help() {
    let help = Desk::new().veche(&["--help"]).done().stdout;
    for code in 0..=5 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code}");
    }
}
