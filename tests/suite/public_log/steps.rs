//! The program is killed before each single thing that its keeper does to a file or to the
//! desk: `strace` tells once what it does, and then kills it at each of these calls.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use tests::program::{Desk, verify};

use super::killed::{grow, grow_by, key};

/// The calls by which something is changed that outlives the program.
const CHANGES: &str = "write,pwrite64,fsync,fdatasync,rename,unlink,unlinkat,ftruncate,mkdir";

#[test]
fn a_keeper_killed_before_each_step_that_fills_a_tile_goes_on_without_a_fork_or_a_gap() {
    // A few entries short of a full tile are signed; and over it, not yet signed.
    let places = killed_everywhere(114);
    for step in ["log/tile/entries/", "log/tile/0/", "log/state.new", "desk.sqlite-wal", "log/checkpoint.new"]
    {
        assert!(places.iter().any(|place| place.contains(step)), "never killed at {step}: {places:#?}");
    }
}

#[test]
fn a_keeper_killed_before_each_step_within_a_tile_goes_on_without_a_fork_or_a_gap() {
    let places = killed_everywhere(12);
    for step in ["log/tile/entries/", "log/tile/0/", "desk.sqlite-wal", "log/checkpoint.new", "unlink "] {
        assert!(places.iter().any(|place| place.contains(step)), "never killed at {step}: {places:#?}");
    }
}

/// Kills the keeper everywhere once, while it signs what followed on so many territories: the
/// calls and paths.
fn killed_everywhere(territories: u32) -> Vec<String> {
    let desk = Desk::new();
    grow_by(&desk, territories, 0, &[]);
    desk.veche(&["ledger", "sign"]).done();
    // The tiles of the checkpoint before are there, to be removed.
    grow(&desk, 1, &[]);
    desk.veche(&["ledger", "sign"]).done();
    grow(&desk, 2, &[]);
    let data = desk.path("veche-data");
    let (before, log) = (desk.path("before"), data.join("log"));
    copy(&data, &before);
    let traced = traced(&desk, &[format!("--trace={CHANGES}")]);
    assert!(traced.status.success(), "{traced:?}");
    let (key, steps) = (key(&desk, &[]), steps(&desk));
    let signed = std::fs::read_to_string(log.join("checkpoint")).expect("it was signed");

    let mut killed = Vec::new();
    for ((call, path), times) in steps {
        for nth in 1..=times {
            std::fs::remove_dir_all(&data).expect("it is removed");
            copy(&before, &data);
            let at = format!("{call} {path}");
            let inject = format!("--inject={call}:signal=KILL:when={nth}");
            let traced =
                self::traced(&desk, &["-P".to_owned(), path.clone(), format!("--trace={call}"), inject]);
            // SQLite does not write its files in the same way each time.
            if traced.status.success() {
                assert!(path.contains("desk.sqlite"), "not killed at {at} {nth}");
                continue;
            }
            killed.push(at.clone());

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
    killed
}

/// What a log shows was signed, and all of it is there.
fn holds(folder: &str, key: &str, at: &str) {
    let replayed = verify(&["replay", "--log", folder, "--key", key]);
    assert_eq!(replayed.code, 0, "{at}: {replayed:#?}");
}

/// Signs, and is looked at meanwhile.
fn traced(desk: &Desk, how: &[String]) -> Output {
    let own = desk.command(&["ledger", "sign"]);
    let mut traced = Command::new("strace");
    traced.args(["-f", "-y", "-o"]).arg(desk.path("trace")).args(how);
    traced.arg(own.get_program()).args(own.get_args());
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced.current_dir(own.get_current_dir().expect("it has one")).output().expect("strace starts")
}

/// What was done to the log and to the desk: the call and the path as it named it, and how often.
fn steps(desk: &Desk) -> BTreeMap<(String, String), usize> {
    let trace = std::fs::read_to_string(desk.path("trace")).expect("it was traced");
    let mut steps = BTreeMap::new();
    for line in trace.lines() {
        // `4882  write(71</a/path>, "…", 181) = 181`, `4882  rename("./a", "./b") = 0`
        let Some((call, rest)) = line.split_once(' ').and_then(|(_, rest)| rest.trim_start().split_once('('))
        else {
            continue;
        };
        let end = if rest.starts_with('"') { '"' } else { '>' };
        let path = rest.split_once(['"', '<']).and_then(|(_, path)| path.split_once(end));
        let Some((path, _)) = path else { continue };
        let ours = ["/veche-data/log/", "/veche-data/desk.sqlite"].iter().any(|part| path.contains(part));
        if ours && !path.ends_with("-shm") && !line.contains("= -1 ") {
            *steps.entry((call.to_owned(), path.to_owned())).or_insert(0) += 1;
        }
    }
    steps
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
