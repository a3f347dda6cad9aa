//! What is imported, and a country at work: on both stores, byte for byte.

use std::collections::BTreeMap;
use std::io::Cursor;

use engine::{Clock, Config, Engine, Entropy, SimulatedClock};
use jiff::Timestamp;
use journal::{Journal, Store};
use simulation::{Plan, TERRITORIES, initiatives, territories};
use tempfile::TempDir;
use tests::postgres::cluster;
use vault::MasterKeys;

const SEED: u64 = 11;
const START: &str = "2026-01-12T06:00:00Z";

struct Installation {
    engine: Engine,
    _directory: TempDir,
}

async fn installation(store: impl FnOnce(&TempDir) -> Store) -> Installation {
    let directory = tempfile::tempdir().expect("a directory");
    let store = store(&directory);
    let start: Timestamp = START.parse().expect("a time");
    let entropy = Entropy::seeded(SEED);
    let keys = MasterKeys::generate(&entropy);
    let config = Config {
        clock: Some(Clock::Simulated(SimulatedClock::new(start))),
        entropy,
        create: true,
        ..Config::new(store, directory.path().join("node"), keys)
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    Installation { engine, _directory: directory }
}

async fn on_sqlite() -> Installation {
    installation(|directory| Store::Sqlite(directory.path().join("stores"))).await
}

async fn on_postgres() -> Installation {
    installation(|_| Store::Postgres(cluster().database())).await
}

/// The table of real territories, cut to Yugra, its districts and their settlements.
fn yugra() -> String {
    let wanted = |line: &&str| {
        let mut cells = line.split(',');
        let (code, parent) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        code == "code"
            || code == "RU"
            || code == "71800000"
            || parent == "71800000"
            || parent.starts_with("718")
    };
    TERRITORIES.lines().filter(wanted).map(|line| format!("{line}\n")).collect()
}

async fn all(journal: &Journal) -> Vec<journal::Recorded> {
    let mut events = Vec::new();
    loop {
        let after = events.last().map_or(0, |it: &journal::Recorded| it.position);
        let more = journal.read(after, 10_000).await.expect("the journal reads");
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}

async fn live(engine: &Engine) -> simulation::Report {
    territories::import(engine, &yugra(), |_, _| {}).await.expect("the table is good");
    let plan = Plan { initiatives: 40, people: 300, days: 120, seed: SEED };
    simulation::run(engine, plan, |_| {}).await.expect("the country lives")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_gives_the_same_journal_on_both_stores() {
    let (sqlite, postgres) = (on_sqlite().await, on_postgres().await);
    let reports = (live(&sqlite.engine).await, live(&postgres.engine).await);
    assert_eq!(reports.0, reports.1);
    let (one, other) = (all(sqlite.engine.journal()).await, all(postgres.engine.journal()).await);
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    assert!(reports.0.accepted > 500, "a country at work: {:?}", reports.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_simulated_country_takes_the_ways_of_the_state_model() {
    let country = on_sqlite().await;
    let report = live(&country.engine).await;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for event in all(country.engine.journal()).await {
        *counts.entry(event.event_type).or_default() += 1;
    }
    for slip in ["unknown_theme", "wrong_role", "held_by_another", "bad_request"] {
        assert!(!report.refused.contains_key(slip), "offices try what they may: {:?}", report.refused);
    }
    for event in [
        "Submitted",
        "Registered",
        "NotAdmitted",
        "Published",
        "SupportGiven",
        "ReviewedByMunicipality",
        "EscalatedToRegion",
        "ExecutorAssigned",
        "AnswerDispatched",
        "DeadlineMissed",
        "CommentReceived",
    ] {
        assert!(counts.contains_key(event), "no {event} in {counts:?} after {report:?}");
    }
    let verified = country.engine.journal().verify(|_| {}).await.expect("it reads");
    assert!(matches!(verified, journal::Verification::Holds { .. }), "{verified:?}");
}

#[tokio::test]
async fn a_table_of_territories_is_imported_once() {
    let country = on_sqlite().await;
    let first = territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    assert_eq!(first.rejected, []);
    assert_eq!(first.territories, first.lines);
    let head = country.engine.journal().head().await.expect("it reads");
    let second = territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    assert_eq!((second.territories, second.authorities, second.updated), (0, 0, 0));
    assert_eq!(second.repeated, first.lines);
    assert_eq!(country.engine.journal().head().await.expect("it reads"), head);
}

#[tokio::test]
async fn a_changed_population_is_recorded_as_a_change() {
    let country = on_sqlite().await;
    territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    let changed = yugra().replace(",129992,", ",130001,");
    let report = territories::import(&country.engine, &changed, |_, _| {}).await.expect("the table is good");
    assert_eq!(report.updated, 1);
}

#[tokio::test]
async fn bad_lines_of_a_table_are_named_and_the_rest_goes_on() {
    let country = on_sqlite().await;
    let table = "code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset\n\
        RU,,federation,Россия,,RU,,100,,,+3\n\
        71800000,RU,region,Югра,АО,RU-KHM,Уральский,many,,,+5\n\
        71000000,RU,planet,Югра,АО,RU-KHM,Уральский,1,,,+5\n\
        71800000,RU,region,Югра,АО,RU-KHM,Уральский,1759386,,,+5\n\
        71826000,99999999,municipality,Нигде,,,,,,,+5\n\
        71826000,71800000,municipality,Сургутский район,муниципальный район,,,129992,61.2922,73.4158,+5\n";
    let report = territories::import(&country.engine, table, |_, _| {}).await.expect("the header is good");
    let lines: Vec<u64> = report.rejected.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 6], "{:?}", report.rejected);
    assert_eq!(report.territories, 3);
}

#[tokio::test]
async fn a_table_without_its_header_is_refused_whole() {
    let country = on_sqlite().await;
    let report = territories::import(&country.engine, "a,b\n1,2\n", |_, _| {}).await;
    assert_eq!(report.expect_err("these are other columns").code(), "bad_table");
    assert!(all(country.engine.journal()).await.iter().all(|it| it.event_type != "TerritoryCreated"));
}

const LINES: &str = concat!(
    r#"{"source":"example.org","lang":"en","id":"a1","title":"Mend the bridge","text":"It is closed.","status":"Closed","votes":11,"threshold":5,"date":"2011-09-22 09:18:43"}"#,
    "\n",
    r#"{"source":"example.org","lang":"en","id":"a2","title":"A title alone","status":"open","votes":2,"date":"2017-01-24T22:55:30.361Z"}"#,
    "\n",
    r#"{"source":"example.org","lang":"en","id":"shifted","title":"a","text":"b","status":"25000","votes":3,"threshold":1,"date":" according to the latest study"}"#,
    "\n",
    r#"{"source":"example.org","lang":"en","id":"a1","title":"Mend the bridge","text":"It is closed.","status":"Closed","votes":11,"threshold":5,"date":"2011-09-22 09:18:43"}"#,
    "\n",
    "{not json\n",
    r#"{"source":"example.org","lang":"en","id":"a3","title":"x","votes":1,"date":"2017-01-24","extra":true}"#,
    "\n",
);

async fn import_lines(country: &Installation) -> initiatives::Report {
    let mut bytes = LINES.as_bytes().to_vec();
    bytes.extend_from_slice(
        b"{\"source\":\"example.org\",\"id\":\"\xff\",\"title\":\"t\",\"date\":\"2017-01-24\"}\n",
    );
    let options = initiatives::Options {
        territory: "71826000".parse().expect("a territory"),
        procedure: "inverted-pyramid".parse().expect("a procedure"),
    };
    initiatives::import(&country.engine, Cursor::new(bytes), &options, |_| {}).await.expect("the file reads")
}

#[tokio::test]
async fn initiatives_are_imported_once_and_bad_lines_are_named() {
    let country = on_sqlite().await;
    territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    let report = import_lines(&country).await;
    assert_eq!((report.lines, report.imported, report.repeated, report.title_only), (7, 2, 1, 1));
    let rejected: Vec<u64> = report.rejected.iter().map(|it| it.line).collect();
    assert_eq!(rejected, [3, 5, 6, 7], "{:?}", report.rejected);
    let head = country.engine.journal().head().await.expect("it reads");
    let again = import_lines(&country).await;
    assert_eq!((again.imported, again.repeated), (0, 3));
    assert_eq!(country.engine.journal().head().await.expect("it reads"), head);
}

#[tokio::test]
async fn nothing_that_was_imported_stands_in_clear_in_the_journal() {
    let country = on_sqlite().await;
    territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    import_lines(&country).await;
    for event in all(country.engine.journal()).await {
        for typed in ["Mend the bridge", "It is closed", "A title alone", "Сургутский"] {
            assert!(!event.payload.contains(typed), "{typed:?} stands in event {}", event.position);
            assert!(!event.metadata.contains(typed), "{typed:?} stands in event {}", event.position);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_imported_is_worked_through() {
    let country = on_sqlite().await;
    territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    import_lines(&country).await;
    let plan = Plan { initiatives: 0, people: 120, days: 60, seed: 3 };
    let report = simulation::run(&country.engine, plan, |_| {}).await.expect("the country lives");
    assert_eq!(report.found, 2);
    let registered =
        all(country.engine.journal()).await.iter().filter(|it| it.event_type == "Registered").count();
    assert!(registered >= 1, "{report:?}");
}

#[tokio::test]
async fn an_import_into_an_unknown_territory_is_refused_whole() {
    let country = on_sqlite().await;
    let options = initiatives::Options {
        territory: "71826000".parse().expect("a territory"),
        procedure: "inverted-pyramid".parse().expect("a procedure"),
    };
    let error = initiatives::import(&country.engine, Cursor::new(LINES), &options, |_| {}).await;
    assert_eq!(error.expect_err("nothing is there").code(), "unknown_territory");
}

#[tokio::test]
async fn a_handful_of_people_is_a_country_and_nobody_is_none() {
    let country = on_sqlite().await;
    territories::import(&country.engine, &yugra(), |_, _| {}).await.expect("the table is good");
    let plan = |people| Plan { initiatives: 2, people, days: 4, seed: 5 };
    let error = simulation::run(&country.engine, plan(1), |_| {}).await.expect_err("one is too few");
    assert_eq!(error.code(), "too_few_people");
    simulation::run(&country.engine, plan(10), |_| {}).await.expect("ten are enough");
}

#[tokio::test]
async fn a_real_journal_is_not_simulated() {
    let directory = tempfile::tempdir().expect("a directory");
    let entropy = Entropy::system();
    let keys = MasterKeys::generate(&entropy);
    let config = Config {
        clock: Some(Clock::Real),
        entropy,
        create: true,
        ..Config::new(Store::Sqlite(directory.path().join("stores")), directory.path().join("node"), keys)
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    let plan = Plan { initiatives: 1, people: 10, days: 1, seed: 1 };
    let error = simulation::run(&engine, plan, |_| {}).await.expect_err("it keeps real time");
    assert_eq!(error.code(), "not_simulated");
}
