//! `veche audit`, as an auditor runs it on a node.

use rusqlite::Connection;
use serde_json::Value;
use tests::program::{Desk, Run, verify};

/// A small country, all of it signed for.
fn country() -> Desk {
    let desk = Desk::new();
    let simulate = ["simulate", "--initiatives", "4", "--people", "30", "--days", "12", "--seed", "7"];
    desk.veche(&[&simulate[..], &["--from", "2027-01-11", "--json"]].concat()).done();
    desk.veche(&["ledger", "sign"]).done();
    desk
}

fn audited(desk: &Desk) -> Run {
    desk.veche(&["audit", "verify", "--json"])
}

fn statuses(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = run.json();
    let checks = told["checks"].as_array().unwrap_or_else(|| panic!("{told}"));
    checks.iter().map(|check| (text(&check["name"]), text(&check["status"]))).collect()
}

fn lines(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn an_audit_says_what_it_checked_and_how_many_and_keeps_it() {
    let desk = country();
    let run = audited(&desk).done();
    let held = |name: &str| (name.to_owned(), "held".to_owned());
    assert_eq!(statuses(&run), ["log", "openings", "erasures", "views"].map(held));
    let told = run.json();
    let events = told["events"].as_u64().expect("a number");
    let figure =
        |check: usize, name: &str| told["checks"][check]["figures"][name].as_u64().expect("a number");
    assert_eq!((figure(0, "rows"), figure(0, "published")), (events, events));
    let opened = figure(1, "texts") + figure(1, "files") + figure(1, "sealed") + figure(1, "destroyed");
    assert_eq!(opened, figure(1, "committed").min(300));
    assert_eq!(figure(2, "events"), events);
    assert!(figure(3, "views") == 12 && figure(3, "rows") > events, "{told}");
    let kept = std::fs::read(desk.path("veche-data/log/audit.json")).expect("it is kept");
    let kept: Value = serde_json::from_slice(&kept).expect("JSON");
    assert_eq!(kept["checks"], told["checks"]);
    // In sentences; and the next one asks that the log goes on from this one.
    let again = desk.veche(&["audit", "verify", "--sample", "5"]).done().stdout;
    assert_eq!(again.lines().filter(|line| line.starts_with("held: ")).count(), 6, "{again}");
    assert!(again.contains("the log goes on from 1 checkpoint of earlier audits"), "{again}");
}

#[test]
fn an_audit_ends_with_1_when_something_does_not_hold_and_names_it() {
    let desk = country();
    let journal = Connection::open(desk.path("veche-data/journal.sqlite")).expect("a database");
    journal.execute_batch("DROP TRIGGER IF EXISTS events_refuse_update").expect("it runs");
    let triggers = "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'";
    let drops: Vec<String> = {
        let mut triggers = journal.prepare(triggers).expect("a schema");
        let drops = triggers.query_map((), |row| row.get(0)).expect("triggers");
        drops.collect::<Result<_, _>>().expect("names")
    };
    journal.execute_batch(&drops.concat()).expect("the triggers go");
    journal.execute("UPDATE events SET at = at + 1 WHERE position = 9", ()).expect("it is edited");
    drop(journal);
    let run = audited(&desk);
    assert_eq!(run.code, 1, "{run:?}");
    let told = run.json();
    assert_eq!((&told["status"], &told["checks"][0]["failure"]["position"]), (&"failed".into(), &9.into()));
    let failure = &told["checks"][0]["failure"];
    assert_ne!(failure["expected"], failure["found"], "{failure}");
    let plain = desk.veche(&["audit", "verify"]);
    assert!(plain.stdout.starts_with("FAILED: ") && plain.stdout.contains("first position: 9"), "{plain:?}");
}

#[test]
fn what_cannot_be_checked_ends_with_2_whatever_the_reason() {
    let desk = Desk::new();
    assert_eq!(audited(&desk).failure(), (2, "not_migrated".to_owned()));
    let away = ["audit", "verify", "--store", "postgres://nobody@127.0.0.1:9/nothing"];
    assert_eq!(desk.veche(&away).code, 2);
    let desk = country();
    desk.write("veche-data/views/no-folder", "");
    std::fs::remove_file(desk.path("veche-data/keys.toml")).expect("the keys are gone");
    assert_eq!(audited(&desk).code, 2);
}

#[test]
fn a_trail_tells_everything_of_an_official_an_initiative_and_a_participant() {
    let desk = country();
    let export = lines(&desk.veche(&["journal", "export"]).done());
    let submitted = export.iter().find(|event| event["type"] == "Submitted").expect("a submission");
    let id = submitted["stream"]["id"].as_str().expect("an id");
    let trail = lines(&desk.veche(&["audit", "trail", "--initiative", id, "--json"]).done());
    assert_eq!(trail[0]["event_type"], "Submitted");
    let own = export.iter().filter(|event| event["stream"]["id"] == id).count();
    assert!(trail.len() >= own && own > 1, "{} of {own}", trail.len());
    let positions: Vec<u64> = trail.iter().filter_map(|line| line["position"].as_u64()).collect();
    assert!(positions.is_sorted(), "{positions:?}");

    let official = export.iter().find_map(|event| event["actor"].as_str()?.strip_prefix("official:"));
    let official = official.expect("an official acted");
    let acts = lines(&desk.veche(&["audit", "trail", "--official", official, "--json"]).done());
    assert!(!acts.is_empty() && acts.iter().all(|line| line["by"]["official"] == official), "{acts:?}");
    let his = export.iter().filter(|event| event["actor"] == format!("official:{official}")).count();
    assert_eq!(acts.len(), his);
    let day = acts[0]["at"].as_str().expect("a time")[..10].to_owned();
    let asked = ["audit", "trail", "--official", official, "--to", "2020-01-01", "--json"];
    assert!(lines(&desk.veche(&asked).done()).is_empty());
    let asked = ["audit", "trail", "--official", official, "--from", &day];
    let table = desk.veche(&asked).done().stdout;
    assert!(table.lines().nth(1).is_some_and(|head| head.contains("recorded")), "{table}");

    let person = export.iter().find(|event| event["stream"]["type"] == "participant").expect("somebody");
    let person = person["stream"]["id"].as_str().expect("an id");
    let trail = lines(&desk.veche(&["audit", "trail", "--participant", person, "--json"]).done());
    assert!(trail.iter().any(|line| line["stream_id"] == person), "{trail:?}");
    assert!(trail.iter().all(|line| line["stream_kind"] != "support"), "{trail:?}");
    assert_eq!(desk.veche(&["audit", "trail"]).code, 2);
}

#[test]
fn a_position_and_its_time_show_the_same_state() {
    let desk = country();
    let stats = desk.veche(&["journal", "stats", "--json"]).done().json();
    let head = stats["head"].as_u64().expect("a number").to_string();
    let at_head = lines(&desk.veche(&["audit", "as-of", &head, "--json"]).done());
    let replayed = desk.veche(&["replay", "--as-of", "2100-01-01", "--json"]).done().json();
    assert_eq!(at_head[0]["groups"], replayed["groups"]);
    let funnel = desk.veche(&["funnel", "--json"]).done().json();
    assert_eq!(at_head[1]["funnel"], funnel["funnel"]);
    let first = lines(&desk.veche(&["audit", "as-of", "1", "--json"]).done());
    assert_eq!((&first[0]["initiatives"], &first[0]["position"]), (&0.into(), &1.into()));
    let export = lines(&desk.veche(&["journal", "export"]).done());
    let submitted = export.iter().find(|event| event["type"] == "Submitted").expect("a submission");
    let (id, position) =
        (submitted["stream"]["id"].as_str().expect("an id"), submitted["position"].to_string());
    let then = desk.veche(&["audit", "as-of", &position, "--initiative", id, "--json"]).done().json();
    assert_eq!(then["sequence"], 1);
    let custody = then["custody"]["authority"].as_str().expect("somebody has it").to_owned();
    let work = desk.veche(&["audit", "as-of", &position, "--authority", &custody, "--json"]).done().json();
    assert_eq!(work["position"].to_string(), position);
    assert!(work["work"]["due"].as_array().is_some_and(|due| !due.is_empty()), "{work}");
    assert_eq!(desk.veche(&["audit", "as-of", "999999"]).code, 2);
}

#[test]
fn an_export_verifies_elsewhere_and_keeps_sealed_what_is_sealed() {
    let desk = country();
    let folder = desk.path("for-the-auditor");
    let manifest = desk.veche(&["audit", "export", "for-the-auditor", "--json"]).done().json();
    let rows = std::fs::read_to_string(folder.join("rows.ndjson")).expect("rows");
    assert_eq!(manifest["events"], rows.lines().count());
    assert!(!rows.contains("Сургут"), "a text stands in the export");
    let key = std::fs::read_to_string(folder.join("key.txt")).expect("a key");
    let log = folder.join("log").display().to_string();
    let replayed = verify(&["--json", "replay", "--log", &log, "--key", key.trim()]).done().json();
    assert_eq!(replayed["root"], manifest["root"]);
    // Each row carries the entry that stands in the log.
    let bundle = std::fs::read_dir(folder.join("log/tile/entries")).expect("bundles").count();
    assert!(bundle > 0 && !folder.join("log/state").exists());
    assert_eq!(desk.veche(&["audit", "export", "for-the-auditor"]).code, 2, "nothing is overwritten");
}
