//! What must not be read by anybody: put in by every command that takes it, looked for
//! in every public byte and in the files of the views.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::case::Case;
use super::world::{Party, Town, proposal};
use crate::engine::world::{SURGUT, id};

super::on_both_stores!(personal_data_and_unpublished_texts_are_in_no_public_byte);

/// Sealed for its person: in no public byte, and in no file of a view.
const PRIVATE: [&str; 6] = [
    "Kanareykina-Snegireva",
    "Svirestelevna",
    "1931-03-07",
    "+79120001122",
    "kanareyka@example.org",
    "Letter-of-the-old-Canary",
];

/// Read by offices: in no public byte.
const UNPUBLISHED: [&str; 7] = [
    "Title-of-a-Bullfinch",
    "Problem-of-a-Bullfinch",
    "Question-to-a-Bullfinch",
    "Answer-of-a-Bullfinch",
    "Reasons-against-a-Bullfinch",
    "Comment-of-a-Magpie",
    "Withheld-word-of-a-Rook",
];

async fn personal_data_and_unpublished_texts_are_in_no_public_byte(town: &Town) {
    let person = known_person(town).await;
    let on_paper = from_paper(town, &person).await;
    let spoken_of = spoken_of(town).await;

    for (path, body) in everything_public(town, &[on_paper, spoken_of]).await {
        for secret in PRIVATE.iter().chain(&UNPUBLISHED) {
            assert!(!body.contains(secret), "{secret} stands at {path}");
        }
        assert!(!body.contains(&person), "the author's own id stands at {path}");
    }
    town.world.engine.views().catch_up().await.expect("the views catch up");
    let mut files = Vec::new();
    read_all(&town.world.config.data.join("views"), &mut files);
    assert!(files.len() > 5);
    for (name, bytes) in files {
        for secret in PRIVATE {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {name}");
        }
    }
}

/// A clerk has seen the document of somebody, who gives a phone and an address too.
async fn known_person(town: &Town) -> String {
    let clerk = Party::Clerk(SURGUT);
    let receipt = town.does(clerk, "/api/v1/participants", json!({"kind": "person"})).await.json();
    let person = receipt["stream"]["id"].as_str().expect("he has an id").to_owned();
    let path = format!("/api/v1/participants/{person}");
    let [surname, patronymic, birth_date, phone, email, _] = PRIVATE;
    let seen = json!({
        "method": "document_seen_by_clerk", "on": "2027-01-11", "residence": SURGUT,
        "identity": {
            "surname": surname, "given_names": "Maria", "patronymic": patronymic, "birth_date": birth_date,
        },
    });
    town.does(clerk, &format!("{path}/verify"), seen).await;
    town.does(clerk, &format!("{path}/set-contact"), json!({"phone": phone, "email": email})).await;
    person
}

/// A letter of hers becomes a case, which is not admitted: nothing of it is published.
async fn from_paper<'a>(town: &'a Town, person: &str) -> Case<'a> {
    let [title, problem, question, answer, reasons, ..] = UNPUBLISHED;
    let mut letter = proposal(SURGUT);
    letter["channel"] = json!("paper");
    letter["author"] = json!(person);
    letter["letter"] = json!(PRIVATE[5]);
    letter["fields"]["title"] = json!(title);
    letter["fields"]["problem"] = json!(problem);
    let case = town.submits(Party::Clerk(SURGUT), letter).await;
    case.registered(SURGUT).await;
    case.does(Party::Clerk(SURGUT), "return-for-clarification", json!({"questions": question})).await;
    case.does(Party::Clerk(SURGUT), "clarify", json!({"answer": answer})).await;
    case.does(Party::Head(SURGUT), "not-admit", json!({"ground": "N2", "reasons": reasons})).await;
    case
}

/// A published case with a comment that the gate stops, one that is withheld, and
/// supporters, who are nobody's business.
async fn spoken_of(town: &Town) -> Case<'_> {
    let case = town.published(1).await;
    let [.., stopped, withheld] = UNPUBLISHED;
    let with_phone = json!({"text": format!("{stopped}: call me on +7 912 000-33-44")});
    case.refused(Party::Resident(4), "comments", with_phone, "personal_data_found").await;
    case.does(Party::Resident(4), "comments", json!({"text": "A good thing."})).await;
    let said = case.does(Party::Resident(5), "comments", json!({"text": withheld})).await.json();
    let comment = said["stream"]["id"].as_str().expect("a comment has an id");
    let verb = format!("comments/{comment}/withhold");
    case.does(Party::Clerk(SURGUT), &verb, json!({"basis": "unlawful_processing"})).await;
    case.supported_by(6).await;
    case
}

/// Everything that can be had without signing in, by address: what the API's document
/// lists, what operators and programs read, and every page that a link leads to.
pub(super) async fn everything_public(town: &Town, cases: &[Case<'_>]) -> BTreeMap<String, String> {
    let mut ahead: VecDeque<String> = VecDeque::new();
    let document = town.get(Party::Visitor, "/openapi.json").await.json();
    for (pattern, ways) in document["paths"].as_object().expect("the document has paths") {
        if ways["get"].is_object() {
            ahead.extend(cases.iter().map(|case| address(pattern, case)));
        }
    }
    let fixed = [
        "/ru",
        "/en",
        "/openapi.json",
        "/metrics",
        "/health",
        "/api/v1/changes",
        "/live/events",
        "/feeds/initiatives.atom",
        "/feeds/misses.atom",
        "/feeds/hearings.ics",
        "/data/initiatives.csv",
        "/data/initiatives.ndjson",
        "/data/supports-per-day.csv",
        "/data/supports-per-day.ndjson",
    ];
    ahead.extend(fixed.map(str::to_owned));
    for case in cases {
        for folder in ["/ru/initiatives", "/en/initiatives", "/live/initiatives"] {
            ahead.push_back(format!("{folder}/{}", case.id));
        }
        ahead.push_back(format!("/feeds/initiatives/{}.atom", case.id));
    }
    let mut seen = BTreeSet::new();
    let mut found = BTreeMap::new();
    while let Some(path) = ahead.pop_front() {
        let path = path.split('#').next().unwrap_or_default().to_owned();
        let asset = ["/assets/", "/api/docs"].iter().any(|folder| path.starts_with(folder));
        if !path.starts_with('/') || asset || found.len() > 160 || !seen.insert(path.clone()) {
            continue;
        }
        let (html, body) = read(town, &path).await;
        if html {
            ahead.extend(links(&body));
        }
        found.insert(path, body);
    }
    assert!(found.len() > 40, "{:?}", found.keys());
    found
}

/// An address of the API with everything named that it asks for.
fn address(pattern: &str, case: &Case<'_>) -> String {
    let path = pattern
        .replace("{initiative}", &case.id.to_string())
        .replace("{territory}", SURGUT)
        .replace("{authority}", &format!("{SURGUT}.main"))
        .replace("{official}", &id(101).to_string())
        .replace("{participant}", &id(1001).to_string())
        .replace("{procedure}/{version}", "inverted-pyramid/1")
        .replace("{position}", "3")
        .replace("{attachment}", &id(1).to_string());
    match pattern {
        "/api/v1/search" => format!("{path}?q=Bullfinch"),
        "/api/v1/similar" => format!("{path}?text=Title-of-a-Bullfinch"),
        "/api/v1/funnel/breakdown" => format!("{path}?by=territory"),
        "/api/v1/performance" => format!("{path}?level=municipality"),
        name if name.starts_with("/api/v1/named/") => format!("{path}?name=Authority"),
        _ => path,
    }
}

/// What an address answers, and whether it is a page. Of a stream, what it has to say
/// from the beginning on.
async fn read(town: &Town, path: &str) -> (bool, String) {
    let client = reqwest::Client::new();
    let request = client.request(Method::GET, format!("{}{path}", town.served.url));
    let mut response = request.header("last-event-id", "0").send().await.expect("an answer");
    assert!(response.status().as_u16() < 500, "{path}: {}", response.status());
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (html, endless) = (kind.starts_with("text/html"), kind.starts_with("text/event-stream"));
    if !endless {
        return (html, response.text().await.expect("text"));
    }
    let mut heard = Vec::new();
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout(Duration::from_millis(200), response.chunk()).await {
        heard.extend_from_slice(&chunk);
    }
    (false, String::from_utf8_lossy(&heard).into_owned())
}

fn links(page: &str) -> Vec<String> {
    let addresses = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    addresses.map(|address| address.replace("&amp;", "&")).collect()
}

fn read_all(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            read_all(&path, files);
        } else {
            files.push((path.display().to_string(), std::fs::read(&path).expect("it can be read")));
        }
    }
}
