//! The steps of an initiative's way that have words in them, each taken through a page's
//! form with one case, and as a program with another.

use serde_json::{Value, json};
use uuid::Uuid;

use super::birds::Kind;
use super::steps::{Put, Way};
use crate::engine::world::{RUSSIA, SURGUT, YUGRA};
use crate::journeys::case::Case;
use crate::journeys::world::{Party, authority};

const BOTH: [Way; 2] = [Way::Page, Way::Program];
const CLERK: Party = Party::Clerk(SURGUT);
const HEAD: Party = Party::Head(SURGUT);
const AUTHOR: Party = Party::Resident(1);

/// Every case, once everything has happened to it.
pub(super) async fn taken<'t>(put: &mut Put<'t>) -> Vec<Case<'t>> {
    let (mut long, mut short) = (Vec::new(), Vec::new());
    let (mut late, mut silent) = (Vec::new(), Vec::new());
    for way in BOTH {
        let case = proposed(put, way).await;
        long.push((way, case));
        asked_and_published(put, way, case).await;
        heard_and_revised(put, way, case).await;
        short.push((way, simply_published(put).await));
        late.push((way, simply_published(put).await));
        silent.push((way, simply_published(put).await));
        let case = simply_published(put).await;
        let to_the_region = json!({"to": authority(YUGRA), "why": "@open"});
        put.step(way, HEAD, case, "forward", to_the_region).await;
        not_admitted(put, way).await;
        appeals(put, way).await;
    }
    put.town.on("2027-01-20").await;
    for (way, case) in &long {
        put.step(*way, AUTHOR, *case, "revise", json!({"fields": proposal("@open")})).await;
    }
    put.town.on("2027-01-25").await;
    for (way, case) in long.iter().copied() {
        refused_and_appealed(put, way, case).await;
    }
    for (way, case) in short {
        let adopt = json!({"reasons": "@open", "executor": authority(SURGUT), "until": "2027-09-01"});
        put.step(way, HEAD, case, "adopt", adopt).await;
        put.step(way, HEAD, case, "abandon-execution", json!({"why": "@open"})).await;
    }
    put.town.on("2027-02-01").await;
    for (way, case) in long.iter().copied() {
        up_and_down(put, way, case).await;
        carried_out(put, way, case).await;
        redacted(put, way, case).await;
    }
    // Decided in time and recorded late; and not at all.
    put.town.on("2027-02-12").await;
    for (way, case) in late {
        let passed = json!({"opinion": "@open", "done_on": "2027-02-10"});
        put.step(Way::Program, HEAD, case, "pass-up", passed).await;
        let shown = json!({"nth": missed(put, case).await, "done_on": "2027-02-10", "document": "@open"});
        put.step(way, CLERK, case, "annotate-miss", shown).await;
    }
    put.town.on("2027-02-25").await;
    for (way, case) in silent {
        let position = json!({"nth": missed(put, case).await, "position": "@open"});
        put.step(way, CLERK, case, "file-position", position).await;
    }
    let town = put.town;
    put.cases.iter().map(|id| Case { town, id: *id }).collect()
}

/// The review that the town missed.
async fn missed(put: &Put<'_>, case: Uuid) -> Value {
    let owed = Case { town: put.town, id: case }.obligations("review_municipality").await;
    owed[0]["obligation"]["term"]["nth"].clone()
}

fn proposal(kind: &str) -> Value {
    let title = if kind == "@open" { "@title" } else { kind };
    json!({
        "title": title, "problem": kind, "proposal": kind, "expected_result": kind, "own_contribution": kind,
    })
}

async fn submitted(put: &mut Put<'_>, body: Value) -> Uuid {
    put.forms.insert("/api/v1/initiatives".to_owned());
    let body = put.filled("/api/v1/initiatives", &body);
    let receipt = put.town.does(AUTHOR, "/api/v1/initiatives", body).await.json();
    let id = receipt["stream"]["id"].as_str().expect("a receipt names the stream");
    put.cases.push(id.parse().expect("an id"));
    put.cases[put.cases.len() - 1]
}

fn as_program(fields: Value) -> Value {
    json!({
        "kind": "work", "home": SURGUT, "channel": "web", "fields": fields,
        "consents": {"publish_text": true, "pass_up": true},
    })
}

async fn simply_published(put: &mut Put<'_>) -> Uuid {
    let case = submitted(put, as_program(proposal("@open"))).await;
    put.step(Way::Program, CLERK, case, "register", json!({"theme": "roads"})).await;
    put.step(Way::Program, CLERK, case, "publish", json!({})).await;
    case
}

/// What its author wrote has his phone number in it, which is masked before publication.
async fn proposed(put: &mut Put<'_>, way: Way) -> Uuid {
    if way == Way::Program {
        return submitted(put, as_program(proposal("@office"))).await;
    }
    let browser = put.browser(AUTHOR).await;
    let page = browser.get("/ru/submit").await;
    let draft = page.path.rsplit('/').next().expect("an id").to_owned();
    let mut form = page.form(&draft).set("home", SURGUT).set("kind", "work").set("then", "check");
    let Value::Object(fields) = put.filled("/ru/submit/{draft}", &proposal("@open")) else {
        unreachable!("a proposal is an object")
    };
    for (name, value) in fields {
        let mut text = value.as_str().expect("a text").to_owned();
        if name == "problem" {
            text = format!("{text} {}", put.birds.phone(Kind::Office, "/ru/submit/{draft}"));
        }
        form = form.set(&name, text);
    }
    let page = browser.send(form).await;
    let plan = put.birds.confession(Kind::Office, "/ru/submit/{draft}/send");
    let form = page.form("/send").set("publish_text", "on").set("pass_up", "on");
    let page = browser.send(form.file("files", "plan.txt", "text/plain", plan)).await;
    assert!(page.path.ends_with("/done"), "{} {}", page.path, page.text());
    put.forms.extend(["/ru/submit/{draft}", "/ru/submit/{draft}/send"].map(str::to_owned));
    put.cases.push(draft.parse().expect("an id"));
    put.cases[put.cases.len() - 1]
}

async fn asked_and_published(put: &mut Put<'_>, way: Way, case: Uuid) {
    put.step(way, CLERK, case, "register", json!({"theme": "roads"})).await;
    put.step(way, CLERK, case, "return-for-clarification", json!({"questions": "@quiet"})).await;
    put.step(way, AUTHOR, case, "clarify", json!({"answer": "@quiet"})).await;
    if way == Way::Program {
        put.step(way, CLERK, case, "publish", json!({"fields": proposal("@open")})).await;
        return;
    }
    put.town.world.engine.views().catch_up().await.expect("the views catch up");
    let browser = put.browser(CLERK).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{case}/publish")).await;
    let mut form = page.form("/publish");
    let found = page.body.split("name=\"at:").skip(1).filter_map(|rest| rest.split('"').next());
    for name in found {
        form = form.set(&format!("at:{name}"), "mask");
    }
    let done = browser.send(form).await;
    assert!(done.path.ends_with("?done=publish"), "{} {}", done.path, done.text());
    put.forms.insert("/ru/desk/initiatives/{id}/publish".to_owned());
}

async fn heard_and_revised(put: &mut Put<'_>, way: Way, case: Uuid) {
    let announced = json!({"on": "2027-01-20", "starts_at": 1080, "place": "@title"});
    put.step(way, CLERK, case, "announce-hearing", announced).await;
    let recorded = json!({
        "held_on": "2027-01-11", "protocol": "@open", "present": 40, "votes_for": 30, "votes_against": 4,
    });
    put.step(way, CLERK, case, "record-hearing", recorded).await;
    opinion_of(put, way, case, CLERK, YUGRA).await;
    put.step(way, Party::Resident(4), case, "comments", json!({"text": "@open"})).await;
    // Said, and withheld again.
    let said = put.step(Way::Program, Party::Resident(5), case, "comments", json!({"text": "@quiet"})).await;
    let comment = said.json()["stream"]["id"].as_str().expect("an id").to_owned();
    let verb = format!("comments/{comment}/withhold");
    let basis = json!({"basis": "unlawful_processing"});
    Case { town: put.town, id: case }.does(CLERK, &verb, basis).await;
    put.step(way, HEAD, case, "extend", json!({"days": 10, "reason": "@open"})).await;
    put.step(way, HEAD, case, "offer-revision", json!({"what": "@open"})).await;
    put.step(way, AUTHOR, case, "accept-revision", json!({})).await;
}

async fn opinion_of(put: &mut Put<'_>, way: Way, case: Uuid, by: Party, of: &'static str) {
    put.step(way, by, case, "request-opinion", json!({"authority": authority(of), "question": "@open"}))
        .await;
    let given = json!({"agrees": true, "opinion": "@open"});
    put.step(way, Party::Clerk(of), case, "give-opinion", given).await;
}

async fn not_admitted(put: &mut Put<'_>, way: Way) {
    let case = submitted(put, as_program(proposal("@office"))).await;
    put.step(Way::Program, CLERK, case, "register", json!({"theme": "roads"})).await;
    put.step(way, HEAD, case, "not-admit", json!({"ground": "N3", "reasons": "@quiet"})).await;
}

/// An appeal of a citizen is never public, however it ends.
async fn appeals(put: &mut Put<'_>, way: Way) {
    let ends = [
        ("answer", json!({"answer": "@quiet"})),
        ("leave-without-answer", json!({"ground": "L1", "reasons": "@quiet"})),
        ("end-correspondence", json!({"reasons": "@quiet"})),
    ];
    for (verb, fields) in ends {
        let appeal = json!({
            "procedure": "ru-appeal", "kind": "work", "home": SURGUT, "channel": "web",
            "fields": {"title": "@office", "proposal": "@office"},
        });
        let case = submitted(put, appeal).await;
        put.step(Way::Program, CLERK, case, "register", json!({"theme": "roads"})).await;
        put.step(way, HEAD, case, verb, fields).await;
    }
}

async fn refused_and_appealed(put: &mut Put<'_>, way: Way, case: Uuid) {
    let refusal = json!({"ground": "M4", "reasons": "@open", "link": "@title"});
    put.step(way, HEAD, case, "refuse", refusal).await;
    // Letters are owed for the extension, the offer and the refusal, which is the last.
    let owed = Case { town: put.town, id: case }.obligations("dispatch").await;
    let nth = &owed.last().expect("a letter is owed")["obligation"]["term"]["nth"];
    let sent = json!({"nth": nth, "outgoing_number": "01-12/7", "channel": "paper"});
    put.step(way, CLERK, case, "dispatch-answer", sent).await;
    put.step(way, AUTHOR, case, "appeal", json!({"reasons": "@open"})).await;
}

async fn up_and_down(put: &mut Put<'_>, way: Way, case: Uuid) {
    let decided = json!({"outcome": "reconsider", "reasons": "@open"});
    put.step(way, Party::Head(YUGRA), case, "decide-appeal", decided).await;
    put.step(way, HEAD, case, "pass-up", json!({"opinion": "@open"})).await;
    put.step(way, Party::Clerk(YUGRA), case, "register", json!({"theme": "roads"})).await;
    put.step(way, Party::Head(YUGRA), case, "endorse", json!({"opinion": "@open"})).await;
    put.step(way, Party::Clerk(RUSSIA), case, "register", json!({"theme": "roads"})).await;
    let back = json!({"cause": "within_its_powers", "reasons": "@open"});
    put.step(way, Party::Head(RUSSIA), case, "return", back).await;
    opinion_of(put, way, case, Party::Clerk(YUGRA), SURGUT).await;
    let adopt = json!({"reasons": "@open", "executor": authority(SURGUT), "until": "2027-09-01"});
    put.step(way, Party::Head(YUGRA), case, "adopt", adopt).await;
    let mended = json!({"field": "reasons", "old": "@open", "new": "@open", "why": "@open"});
    put.step(way, Party::Head(YUGRA), case, "correct-decision", mended).await;
}

async fn carried_out(put: &mut Put<'_>, way: Way, case: Uuid) {
    let executor = Party::Officer(SURGUT);
    put.step(way, executor, case, "report-progress", json!({"works": "@open"})).await;
    let moved = json!({"until": "2027-10-01", "why": "@open"});
    put.step(way, HEAD, case, "move-execution-term", moved).await;
    put.step(way, executor, case, "complete", json!({})).await;
    let report =
        json!({"report": "@open", "money": {"local_budget": 100}, "labour": {"people": 3, "hours": 9}});
    put.step(way, executor, case, "publish-report", report).await;
    put.step(way, Party::Resident(2), case, "assess", json!({"score": 5, "text": "@open"})).await;
}

async fn redacted(put: &mut Put<'_>, way: Way, case: Uuid) {
    let asked = format!("/api/v1/events?initiative={case}&event_type=HearingRecorded");
    let events = put.town.get(Party::Auditor, &asked).await.json();
    let text = key_in(&events).expect("a text has a key");
    let fields = json!({"text": text, "masked": "@open", "basis": "unlawful_processing"});
    put.step(way, CLERK, case, "redact", fields).await;
}

/// The key of the first text in an answer.
fn key_in(value: &Value) -> Option<Value> {
    match value {
        Value::Object(fields) => fields.get("key").cloned().or_else(|| fields.values().find_map(key_in)),
        Value::Array(items) => items.iter().find_map(key_in),
        _ => None,
    }
}
