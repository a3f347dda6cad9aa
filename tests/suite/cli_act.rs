//! One initiative through the program alone: from the appointment of a clerk to
//! what `show`, `work`, `funnel` and `replay` say of it.

use serde_json::{Value, json};
use tests::program::{Desk, Run};

const TABLE: &str = "\
code,parent,level,name,kind,iso,federal_district,population,lat,lon,utc_offset
RU,,federation,Российская Федерация,,RU,,132223381,,,+3
71800000,RU,region,Ханты-Мансийский автономный округ — Югра,АО,RU-KHM,Уральский,1759386,,,+5
71826000,71800000,municipality,Сургутский муниципальный район,муниципальный район,,,129992,61.2922,73.4158,+5
";
const TOS: &str = "0198c0de-0000-7000-8000-00000000000a";

/// A simulated journal on 2027-01-11 with a clerk and a body that can submit.
struct Office {
    desk: Desk,
    authority: String,
    clerk: String,
}

fn id_of(run: &Run) -> String {
    run.json()["stream"]["id"].as_str().expect("a receipt names the thing").to_owned()
}

impl Office {
    fn open() -> Self {
        let desk = Desk::new();
        desk.write("table.csv", TABLE);
        desk.veche(&["import", "territories", "table.csv", "--at", "2027-01-11T04:00:00Z"]).done();
        let found = desk.veche(&["authorities", "сургут", "--json"]).done().json();
        let authority = found[0]["id"].as_str().expect("the municipality has an authority").to_owned();
        let mut office = Self { desk, authority, clerk: String::new() };
        office.clerk = id_of(&office.appoint("clerk").done());
        let organisation = json!({ "participant": { "id": TOS, "action": { "register": { "kind": "organisation", "name": "ТОС" } } } });
        office.act("installation", &organisation).done();
        let seat = json!({ "method": "imported", "on": "2027-01-11", "residence": "71826000" });
        office
            .act("installation", &json!({ "participant": { "id": TOS, "action": { "verify": seat } } }))
            .done();
        office
    }

    fn appoint(&self, role: &str) -> Run {
        let appoint =
            json!({ "authority": self.authority, "role": role, "from": "2027-01-01", "name": "Иванова" });
        self.act("installation", &json!({ "official": { "action": { "appoint": appoint } } }))
    }

    fn act(&self, by: &str, what: &Value) -> Run {
        self.desk.veche(&["act", "--json", "--as", by, &what.to_string()])
    }

    fn submit(&self) -> String {
        let fields = json!({
            "title": "Мост через ручей",
            "problem": "Нет моста",
            "proposal": "Построить мост",
            "expected_result": "Дети ходят в школу прямо",
        });
        let submission = json!({
            "kind": "work",
            "home": "71826000",
            "fields": fields,
            "consents": { "publish_text": true, "pass_up": true },
            "channel": "web",
        });
        let what = json!({ "initiative": { "action": { "submit": submission } } });
        id_of(&self.act(&format!("participant:{TOS}"), &what).done())
    }
}

#[test]
fn a_submission_is_seen_by_show_work_funnel_and_replay() {
    let office = Office::open();
    let initiative = office.submit();
    let desk = &office.desk;

    let work = desk.veche(&["work", &office.authority]).done().stdout;
    assert!(work.contains("Мост через ручей") && work.contains("2027-01-14"), "{work}");

    let show = desk.veche(&["show", &initiative]).done().stdout;
    for expected in [
        "Мост через ручей",
        "Нет моста",
        "awaiting registration",
        &office.authority,
        "3 calendar days from 2027-01-11",
    ] {
        assert!(show.contains(expected), "{expected} is missing:\n{show}");
    }

    let funnel = desk.veche(&["funnel"]).done().stdout;
    assert!(funnel.contains("awaiting registration"), "{funnel}");

    let replay =
        desk.veche(&["replay", "--as-of", "2027-01-11", "--initiative", &initiative, "--json"]).done().json();
    assert_eq!(replay["stage"], json!({ "awaiting_registration": { "level": "municipality" } }));
    assert_eq!(replay["custody"]["authority"], office.authority);
    assert_eq!(replay["obligations"][0]["due"], "2027-01-14");

    let before = desk.veche(&["replay", "--as-of", "2027-01-10", "--initiative", &initiative]);
    assert_eq!(before.failure(), (2, "not_found".to_owned()));
    let summary = desk.veche(&["replay", "--as-of", "2027-01-11", "--json"]).done().json();
    assert_eq!(summary["initiatives"], 1);
}

#[test]
fn the_clerk_registers_once_and_the_number_finds_the_case() {
    let office = Office::open();
    let initiative = office.submit();
    let register =
        json!({ "initiative": { "id": initiative, "action": { "register": { "theme": "roads" } } } });
    office.act(&office.clerk, &register).done();
    let again = office.act(&office.clerk, &register);
    assert_eq!(again.code, 1, "{again:#?}");
    let shown = office.desk.veche(&["show", &initiative, "--json"]).done().json();
    let number = shown["numbers"][0]["number"].as_str().expect("it has a number").to_owned();
    let by_number = office.desk.veche(&["show", &number, "--json"]).done().json();
    assert_eq!(by_number["id"], initiative);
}

#[test]
fn a_refusal_by_a_rule_ends_with_1_and_stores_nothing() {
    let office = Office::open();
    let initiative = office.submit();
    let before = office.desk.veche(&["journal", "stats", "--json"]).done().json();
    let publish = json!({ "initiative": { "id": initiative, "action": { "publish": {} } } });
    let run = office.act(&office.clerk, &publish);
    let (code, word) = run.failure();
    assert_eq!(code, 1, "{run:#?}");
    assert!(!word.is_empty());
    assert_eq!(office.desk.veche(&["journal", "stats", "--json"]).done().json(), before);
}

#[test]
fn a_command_with_a_key_is_done_once() {
    let office = Office::open();
    let initiative = office.submit();
    let what = json!({ "initiative": { "id": initiative, "action": { "register": { "theme": "roads" } } } })
        .to_string();
    let arguments = ["act", "--json", "--as", &office.clerk, "--command-id", TOS, "-"];
    let first = office.desk.veche_with(&what, &arguments).done().json();
    let second = office.desk.veche_with(&what, &arguments).done().json();
    assert_eq!((&first["repeated"], &second["repeated"]), (&false.into(), &true.into()));
    assert_eq!(first["last"], second["last"]);
}

#[test]
fn a_stale_sequence_is_refused() {
    let office = Office::open();
    let initiative = office.submit();
    let what = json!({ "initiative": { "id": initiative, "action": { "register": { "theme": "roads" } } } })
        .to_string();
    let run = office.desk.veche(&["act", "--as", &office.clerk, "--expected", "7", &what]);
    assert_eq!(run.failure(), (1, "stale".to_owned()));
}

#[test]
fn the_deadline_clock_is_run_by_hand_on_the_day_asked_for() {
    let office = Office::open();
    let initiative = office.submit();
    let tick = |at: &str| office.desk.veche(&["tick", "--json", "--at", at]).done().json();
    assert_eq!(tick("2027-01-14T18:59:00Z")["misses"], 0);
    assert_eq!(tick("2027-01-14T19:00:00Z")["misses"], 1);
    assert_eq!(tick("2027-01-14T19:00:00Z")["misses"], 0);
    let back = office.desk.veche(&["tick", "--at", "2027-01-01"]);
    assert_eq!(back.failure(), (2, "before_the_end".to_owned()));
    let replay =
        office.desk.veche(&["replay", "--as-of", "2027-01-15", "--initiative", &initiative]).done().stdout;
    assert!(replay.contains("missed"), "{replay}");
}

#[test]
fn nobody_without_the_role_gets_through() {
    let office = Office::open();
    let initiative = office.submit();
    let what = json!({ "initiative": { "id": initiative, "action": { "register": { "theme": "roads" } } } });
    assert_eq!(office.act(&format!("participant:{TOS}"), &what).code, 1);
    assert_eq!(office.act("installation", &what).code, 1);
    assert_eq!(office.act(TOS, &what).code, 2, "there is no such official");
}
