//! The words of `veche journal` that scripts count on.

use serde_json::Value;
use tests::postgres::cluster;
use tests::program::Desk;

const TABLE: &str = "\
code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset
RU,,federation,Российская Федерация,,RU,,132223381,,,+3
71800000,RU,region,Ханты-Мансийский автономный округ — Югра,АО,RU-KHM,Уральский,1759386,,,+5
71826000,71800000,municipality,Сургутский муниципальный район,муниципальный район,,,129992,61.2922,73.4158,+5
";

/// Three territories and their authorities.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("table.csv", TABLE);
    let report = desk.veche(&["import", "territories", "table.csv", "--json"]).done().json();
    assert_eq!((&report["territories"], &report["authorities"]), (&3.into(), &3.into()), "{report}");
    desk
}

#[test]
fn export_writes_one_object_a_line_with_the_promised_words_in_order() {
    let export = desk().veche(&["journal", "export"]).done().stdout;
    for (index, line) in export.lines().enumerate() {
        let event: Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(event["position"], index + 1);
        let stream = &event["stream"];
        let head = format!(
            r#"{{"position":{},"stream":{{"type":{},"id":{}}},"sequence":{},"type":{},"version":{},"at":{},"actor":{},"payload":{{"#,
            event["position"],
            stream["type"],
            stream["id"],
            event["sequence"],
            event["type"],
            event["version"],
            event["at"],
            event["actor"],
        );
        assert!(line.starts_with(&head), "{line}\n{head}");
        assert_eq!(event.as_object().map(|event| event.len()), Some(8), "{line}");
    }
    assert!(export.lines().count() > 6);
}

#[test]
fn export_shows_nothing_that_a_person_typed_and_no_salt() {
    let export = desk().veche(&["journal", "export"]).done().stdout;
    assert!(!export.contains("Сургут"));
    assert!(!export.contains("salt"));
}

#[test]
fn export_is_the_same_after_a_copy_to_the_other_store() {
    let desk = desk();
    let url = cluster().database();
    let report = desk.veche(&["journal", "copy", "--to", &url, "--json"]).done().json();
    let here = desk.veche(&["journal", "export"]).done().stdout;
    assert_eq!(report["events"], here.lines().count());
    assert_eq!(desk.veche(&["journal", "export", "--store", &url]).done().stdout, here);
    desk.veche(&["journal", "verify", "--store", &url]).done();
    let again = desk.veche(&["journal", "copy", "--to", &url]);
    assert_eq!(again.failure(), (2, "journal_not_empty".to_owned()));
}

#[test]
fn stats_has_head_events_streams_and_by_type() {
    let desk = desk();
    let stats = desk.veche(&["journal", "stats", "--json"]).done().json();
    let lines = desk.veche(&["journal", "export"]).done().stdout.lines().count();
    assert_eq!(stats["head"], lines);
    assert_eq!(stats["events"], lines);
    assert_eq!(stats["by_type"]["TerritoryCreated"], 3);
    assert_eq!(stats["by_type"]["InstallationFounded"], 1);
    assert!(stats["streams"].as_u64().is_some_and(|streams| streams >= 7));
}

#[test]
fn verify_says_yes_with_0_and_names_the_first_position_that_does_not_hold_with_1() {
    let desk = desk();
    assert_eq!(desk.veche(&["journal", "verify", "--json"]).done().json()["holds"], true);
    let file =
        rusqlite::Connection::open(desk.path("veche-data/journal.sqlite")).expect("the journal's file");
    file.execute_batch("DROP TRIGGER events_no_update; UPDATE events SET sequence = 9 WHERE position = 3;")
        .expect("somebody with the rights of the database");
    drop(file);
    let run = desk.veche(&["journal", "verify", "--json"]);
    assert_eq!(
        (run.code, &run.json()["holds"], &run.json()["position"]),
        (1, &false.into(), &3.into()),
        "{run:#?}"
    );
    let run = desk.veche(&["journal", "verify"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("position 3"), "{run:#?}");
    let copy = desk.veche(&["journal", "copy", "--to", "sqlite:./copy"]);
    assert_eq!(copy.failure(), (1, "journal_diverges".to_owned()), "damage is not copied");
    assert!(!desk.path("copy").exists());
}

#[test]
fn a_second_import_of_the_same_table_adds_nothing() {
    let desk = desk();
    let before = desk.veche(&["journal", "export"]).done().stdout;
    let report = desk.veche(&["import", "territories", "table.csv", "--json"]).done().json();
    assert_eq!((&report["territories"], &report["authorities"]), (&0.into(), &0.into()), "{report}");
    assert_eq!(desk.veche(&["journal", "export"]).done().stdout, before);
}

#[test]
fn a_postgresql_store_is_only_migrated_when_asked() {
    let desk = Desk::new();
    desk.write("table.csv", TABLE);
    let url = cluster().database();
    let import = ["import", "territories", "table.csv", "--store", &url];
    assert_eq!(desk.veche(&import).failure(), (4, "not_migrated".to_owned()));
    desk.veche(&["migrate", "--store", &url]).done();
    desk.veche(&import).done();
    desk.veche(&["journal", "verify", "--store", &url]).done();
}
