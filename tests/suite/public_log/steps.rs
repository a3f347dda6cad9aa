//! The program is killed before each single thing that its keeper does to a file or to the
//! desk: `strace` counts its calls to the system and kills it at the one that was asked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::program::{Desk, verify};

use super::killed::{grow, grow_by, key};

/// The calls by which something is changed that outlives the program.
const CHANGES: [&str; 7] = ["write", "pwrite64", "fsync", "rename", "unlink", "ftruncate", "mkdir"];

#[test]
fn a_keeper_killed_before_each_step_that_fills_a_tile_goes_on_without_a_fork_or_a_gap() {
    // A few entries short of a full tile are signed; and over it, not yet signed.
    let places = killed_everywhere(122);
    for step in ["log/tile/entries/", "log/tile/0/", "log/state.new", "desk.sqlite-wal", "log/checkpoint.new"]
    {
        assert!(places.iter().any(|place| place.contains(step)), "never killed at {step}: {places:#?}");
    }
}

#[test]
fn a_keeper_killed_before_each_step_within_a_tile_goes_on_without_a_fork_or_a_gap() {
    let places = killed_everywhere(12);
    for step in ["log/tile/entries/", "log/tile/0/", "desk.sqlite-wal", "log/checkpoint.new"] {
        assert!(places.iter().any(|place| place.contains(step)), "never killed at {step}: {places:#?}");
    }
}

/// Kills the keeper everywhere once, while it signs what followed on so many territories: the
/// places.
fn killed_everywhere(territories: u32) -> BTreeSet<String> {
    let desk = Desk::new();
    grow_by(&desk, territories, 0, &[]);
    desk.veche(&["ledger", "sign"]).done();
    grow(&desk, 1, &[]);
    let data = desk.path("veche-data");
    let (before, log) = (desk.path("before"), data.join("log"));
    copy(&data, &before);
    desk.veche(&["ledger", "sign"]).done();
    let (key, paths) = (key(&desk, &[]), paths(&desk));
    let signed = std::fs::read_to_string(log.join("checkpoint")).expect("it was signed");

    let mut places = BTreeSet::new();
    let mut killed = 0;
    for call in CHANGES {
        for nth in 1.. {
            std::fs::remove_dir_all(&data).expect("it is removed");
            copy(&before, &data);
            let Some(place) = killed_at(&desk, &paths, call, nth) else { break };
            killed += 1;
            let at = format!("killed at {call} {nth}: {place}");
            places.insert(place);

            let shown = std::fs::read_to_string(log.join("checkpoint")).expect("one was shown before");
            let (folder, seen) = (log.display().to_string(), desk.path("seen").display().to_string());
            desk.write("seen", &shown);
            holds(&folder, &key, &at);

            // The next one goes on from it, and signs the same.
            let again = desk.veche(&["ledger", "sign"]);
            assert_eq!(again.code, 0, "{at}: {again:#?}");
            let since = verify(&["consistency", "--log", &folder, "--key", &key, "--since", &seen]);
            assert_eq!(since.code, 0, "{at}: {since:#?}");
            assert_eq!(std::fs::read_to_string(log.join("checkpoint")).expect("it is shown"), signed, "{at}");
            holds(&folder, &key, &at);
        }
    }
    assert!(killed >= 20, "it was killed only {killed} times: {places:#?}");
    places
}

/// What a log shows was signed, and all of it is there.
fn holds(folder: &str, key: &str, at: &str) {
    let replayed = verify(&["replay", "--log", folder, "--key", key]);
    assert_eq!(replayed.code, 0, "{at}: {replayed:#?}");
}

/// Signs, and is killed before the `nth` call of this kind that touches one of the paths: which
/// call that was. `None` if it came to its end before.
fn killed_at(desk: &Desk, paths: &[PathBuf], call: &str, nth: u32) -> Option<String> {
    let own = desk.command(&["ledger", "sign"]);
    let mut traced = Command::new("strace");
    let trace = desk.path("trace");
    traced.args(["-f", "-y", "-o"]).arg(&trace).arg(format!("--trace={call}"));
    for path in paths {
        traced.arg("-P").arg(path);
    }
    traced.arg(format!("--inject={call}:signal=KILL:when={nth}"));
    traced.arg(own.get_program()).args(own.get_args());
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    let run = traced.current_dir(own.get_current_dir().expect("it has one")).output();
    let run = run.expect("strace starts");
    if run.status.success() {
        return None;
    }
    let said = std::fs::read_to_string(&trace).expect("it was traced");
    let last = said.lines().rfind(|line| line.contains(&format!("{call}("))).map(str::to_owned);
    assert!(said.contains("+++ killed by SIGKILL"), "{run:?} {said}");
    last
}

/// The files of the log, as they are and while they are made, and of the desk, as the program
/// names them.
fn paths(desk: &Desk) -> Vec<PathBuf> {
    let mut found = Vec::new();
    everything_in(&desk.path("veche-data/log"), &mut found);
    found.extend(["", "-wal", "-journal"].map(|end| desk.path(&format!("veche-data/desk.sqlite{end}"))));
    let home = desk.path("");
    let relative: Vec<PathBuf> =
        found.iter().filter_map(|path| Some(Path::new("./").join(path.strip_prefix(&home).ok()?))).collect();
    found.into_iter().chain(relative).collect()
}

fn everything_in(folder: &Path, found: &mut Vec<PathBuf>) {
    found.push(folder.to_owned());
    for entry in std::fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            everything_in(&path, found);
        } else {
            found.extend([path.with_extension("new"), path]);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let there = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).expect("it is copied");
        }
    }
}
