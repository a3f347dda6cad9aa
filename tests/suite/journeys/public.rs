//! Everything that anybody can have who has not signed in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::time::Duration;

use reqwest::Method;

use super::case::Case;
use super::world::{Party, Town};
use crate::engine::world::{SURGUT, id};

/// Everything that can be had without signing in, by address: what the API's document
/// lists, what operators and programs read, and every page that a link leads to.
/// No more than so many addresses.
pub(crate) async fn everything_public(
    town: &Town,
    cases: &[Case<'_>],
    most: usize,
) -> BTreeMap<String, String> {
    // What is not signed for yet is answered with 503 after a while.
    let head = town.head().await;
    let signed = tokio::time::timeout(Duration::from_secs(60), town.served.app().keeper().wait_for(head));
    signed.await.expect("what was recorded is signed within a minute");
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
    let client = reqwest::Client::new();
    let mut seen = BTreeSet::new();
    let mut found = BTreeMap::new();
    while let Some(path) = ahead.pop_front() {
        let path = path.split('#').next().unwrap_or_default().to_owned();
        let asset = ["/assets/", "/api/docs"].iter().any(|folder| path.starts_with(folder));
        if !path.starts_with('/') || asset || found.len() >= most || !seen.insert(path.clone()) {
            continue;
        }
        let (html, body) = read(&client, town, &path).await;
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
async fn read(client: &reqwest::Client, town: &Town, path: &str) -> (bool, String) {
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

pub(crate) fn read_all(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            read_all(&path, files);
        } else {
            match std::fs::read(&path) {
                Ok(bytes) => files.push((path.display().to_string(), bytes)),
                // SQLite takes its own away beside us.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }
}
