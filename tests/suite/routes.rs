//! Every route × every role: what each may do at each address.
//!
//! The lines stand in `routes/*.txt`: method, address, and one sign for each role, in the
//! order of the first line. A route without a line fails the test, and so does a line
//! without a route. The routes are not a list that somebody keeps: those of the API are
//! asked of the program, and those of pages and feeds are read from the calls of
//! `.route("…", …)` in the sources of `web`.
//!
//! | sign | outcome |
//! | --- | --- |
//! | `.` | done, shown, or led on |
//! | `S` | has to sign in, or to show a token |
//! | `F` | forbidden: not for him |
//! | `R` | refused: may, but not so or not now (400, 409, 412, 413, 415, 422) |
//! | `N` | nothing there, or nothing that he may see |
//!
//! To add a route, run the test: it prints the line that is missing with what it found.
//! Read it before pasting it: it says what the program does, not what it should do.

pub(crate) mod sources;

use std::collections::BTreeMap;
use std::fmt::Write;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::site::{Answer, NEIGHBOUR, SPARE, Site, Who, asked, spare_official, spare_resident};
use crate::engine::world::{SURGUT, clerk, id, request, submission};

/// The lines, by file.
const FILES: [(&str, &str); 2] =
    [("api.txt", include_str!("routes/api.txt")), ("pages.txt", include_str!("routes/pages.txt"))];

/// An id that nothing has: what is asked of it is refused or not found for everybody who
/// may ask at all.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

fn sign(answer: &Answer, asked: &str) -> char {
    match answer.status {
        StatusCode::UNAUTHORIZED => 'S',
        StatusCode::FORBIDDEN => 'F',
        StatusCode::NOT_FOUND => 'N',
        StatusCode::BAD_REQUEST
        | StatusCode::CONFLICT
        | StatusCode::PRECONDITION_FAILED
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => 'R',
        status if status.is_redirection() && answer.header("location").contains("/sign-in?next=") => 'S',
        status if status.is_success() || status.is_redirection() => '.',
        status => panic!("{asked}: {status}: {}", String::from_utf8_lossy(&answer.bytes)),
    }
}

/// The lines of a file: method and address, and the signs.
fn lines(text: &str) -> BTreeMap<(String, String), String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let [method, path, signs] = parts[..] else { panic!("not a line of the table: {line}") };
            ((method.to_owned(), path.to_owned()), signs.to_owned())
        })
        .collect()
}

/// Compares what was found with a file.
fn compare(file: &str, found: BTreeMap<(String, String), String>) {
    let (_, text) = FILES.iter().find(|(name, _)| *name == file).expect("a file of the table");
    let mut known = lines(text);
    let mut told = String::new();
    for ((method, path), signs) in found {
        let line = known.remove(&(method.clone(), path.clone()));
        if line.as_deref() != Some(&*signs) {
            let was = line.map_or("no line yet".to_owned(), |line| format!("the line says {line}"));
            writeln!(told, "{method:<5} {path} {signs}   # {was}").expect("a string takes it");
        }
    }
    for ((method, path), _) in known {
        writeln!(told, "# nothing answers at {method} {path} any more").expect("a string takes it");
    }
    assert!(told.is_empty(), "tests/suite/routes/{file} has to say:\n{told}");
}

/// Published initiatives of the author, one for each cell of a command.
async fn published(site: &Site, count: usize) -> Vec<Uuid> {
    let mut requests = Vec::new();
    let mut ids = Vec::new();
    for number in 0..count {
        let initiative = Uuid::from_u128(0x2000_0000_0000_4000_8000_0000_0000_0000 + number as u128);
        let mut submitted = submission();
        submitted["initiative"]["id"] = json!(initiative);
        let acts = |action: Value| json!({"initiative": {"id": initiative, "action": action}});
        requests.push(request(json!({"participant": id(1001)}), submitted));
        requests.push(request(clerk(SURGUT), acts(json!({"register": {"theme": "roads"}}))));
        requests.push(request(clerk(SURGUT), acts(json!({"publish": {}}))));
        ids.push(initiative);
    }
    for receipt in site.world.engine.execute_all(requests).await {
        receipt.expect("each follows on the one before");
    }
    site.world.engine.views().catch_up().await.expect("the views catch up");
    ids
}

/// An address with everything named that it asks for.
fn address(method: &str, pattern: &str, initiative: Uuid) -> String {
    // What commands change is nobody's who is still needed.
    let (place, resident) = match method {
        "POST" => (SPARE, spare_resident()),
        _ => (SURGUT, id(1002)),
    };
    let path = pattern
        .replace("{initiative}", &initiative.to_string())
        .replace("{territory}", place)
        .replace("{authority}", &format!("{place}.main"))
        .replace("{official}", &spare_official().to_string())
        .replace("{participant}", &resident.to_string())
        .replace("{procedure}/{version}", "inverted-pyramid/1")
        .replace("{position}", "3")
        .replace("{year}", "2027")
        .replace("{comment}", NOBODY)
        .replace("{attachment}", NOBODY);
    let query = match pattern {
        "/api/v1/search" => "?q=footbridge",
        "/api/v1/similar" => "?text=footbridge",
        "/api/v1/funnel/breakdown" => "?by=territory",
        "/api/v1/performance" => "?level=municipality",
        name if name.starts_with("/api/v1/named/") => "?name=Territory",
        name if name.ends_with("/incoming") || name.ends_with("/outgoing") => "?year=2027",
        _ => "",
    };
    format!("{path}{query}")
}

/// The example of the document, with names that exist here.
fn example(document: &Value, pattern: &str, cell: usize) -> Value {
    let body = &document["paths"][pattern]["post"]["requestBody"]["content"]["application/json"]["example"];
    let text = body
        .to_string()
        .replace("71826000.administration", &format!("{NEIGHBOUR}.main"))
        .replace("71826999", &format!("7182{cell:04}"))
        .replace(NOBODY, &id(1003).to_string());
    serde_json::from_str(&text).expect("still JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_of_the_api_answers_everybody_as_the_table_says() {
    let site = Site::open().await;
    let document = site.get(Who::Visitor, "/openapi.json").await.json();
    let addresses = web::api_addresses();
    let commands =
        addresses.iter().filter(|(method, path)| method == "POST" && path.contains("{initiative}"));
    let mut fresh = published(&site, 1 + Who::ALL.len() * commands.count()).await.into_iter();
    let shown = fresh.next().expect("one to look at");
    let mut found = BTreeMap::new();
    for (method, pattern) in addresses {
        let mut signs = String::new();
        for (cell, who) in Who::ALL.into_iter().enumerate() {
            let own = method == "POST" && pattern.contains("{initiative}");
            let initiative = if own { fresh.next().expect("one for each cell") } else { shown };
            let path = address(&method, &pattern, initiative);
            let body = match &*method {
                "GET" => Body::empty(),
                _ if pattern.ends_with("/attachments") => Body::from("A protocol"),
                _ => Body::from(example(&document, &pattern, cell).to_string()),
            };
            let kind = if pattern.ends_with("/attachments") { "text/plain" } else { "application/json" };
            let request = asked(&method, who, &path).header("content-type", kind);
            let answer = site.send(request.body(body).expect("a request")).await;
            signs.push(sign(&answer, &format!("{who:?}: {method} {path}")));
        }
        found.insert((method, pattern), signs);
    }
    compare("api.txt", found);
}

/// A page or a form, as somebody's browser would ask for it.
async fn browsed(site: &Site, who: Who, method: &str, path: &str, form: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if who != Who::Visitor {
        request = request.header("cookie", format!("veche_session={}", who.secret()));
    }
    let body = if method == "POST" {
        request = request.header("content-type", "application/x-www-form-urlencoded");
        Body::from(form.to_owned())
    } else {
        Body::empty()
    };
    site.send(request.body(body).expect("a request")).await
}

/// The token of somebody's forms: every page has the form to sign out.
async fn csrf_of(site: &Site, who: Who) -> String {
    let page = browsed(site, who, "GET", "/ru/sign-in", "").await;
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    let token = text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_and_feed_answers_everybody_as_the_table_says() {
    let routes = sources::routes();
    let site = Site::open().await;
    let mut fresh = published(&site, 1 + Who::ALL.len() * routes.len()).await.into_iter();
    let shown = fresh.next().expect("one to look at");
    site.keeper.step(true).await.expect("the log goes on");
    let mut found = BTreeMap::new();
    for (method, pattern) in routes {
        let mut signs = String::new();
        for who in Who::ALL {
            let initiative = if method == "POST" { fresh.next().expect("one for each cell") } else { shown };
            let path = page_address(&method, &pattern, initiative);
            // Signing out ends the session that the next line needs.
            if pattern.ends_with("/sign-out") {
                signs.push('-');
                continue;
            }
            let csrf = if method == "POST" { csrf_of(&site, who).await } else { String::new() };
            let form = format!("csrf={csrf}{}", filled(&pattern));
            let answer = browsed(&site, who, &method, &path, &form).await;
            signs.push(sign(&answer, &format!("{who:?}: {method} {path}")));
        }
        found.insert((method, pattern), signs);
    }
    compare("pages.txt", found);
}

/// What is filled in where an empty form would be refused before anybody asks who sent it.
fn filled(pattern: &str) -> &'static str {
    match pattern {
        "/ru/desk/find" => "&by=title&what=footbridge",
        _ => "",
    }
}

/// The same for pages, whose names for what they show are shorter.
fn page_address(method: &str, pattern: &str, initiative: Uuid) -> String {
    let code = if pattern.contains("/authorities/") { format!("{SURGUT}.main") } else { SURGUT.to_owned() };
    let file = match pattern {
        "/log/proof/{file}" => "1.tlog-proof".to_owned(),
        "/feeds/initiatives/{file}" => format!("{initiative}.atom"),
        "/feeds/territories/{file}" => format!("{SURGUT}.atom"),
        "/feeds/authorities/{file}" => format!("{SURGUT}.main.atom"),
        _ => NOBODY.to_owned(),
    };
    let official = spare_official().to_string();
    let (id, verb) = match pattern.strip_prefix("/ru/admin/").and_then(|rest| rest.split('/').next()) {
        Some("authorities") => (format!("{SPARE}.main"), "rename"),
        Some("territories") => (SPARE.to_owned(), "rename"),
        Some("officials") => (official, "rename"),
        Some("procedures") => ("inverted-pyramid".to_owned(), ""),
        _ => (initiative.to_string(), "assign"),
    };
    let named = [
        ("{id}", &*id),
        ("{version}", "1"),
        ("{code}", &*code),
        ("{file}", &*file),
        ("{name}", "style.css"),
        ("{measure}", "missed"),
        ("{kind}", "receipt"),
        ("{book}", "incoming"),
        ("{verb}", verb),
        ("{draft}", NOBODY),
        ("{token}", NOBODY),
        ("{position}", "1"),
        ("{*path}", "0/000.p/1"),
    ];
    let path = named.iter().fold(pattern.to_owned(), |path, (name, value)| path.replace(name, value));
    address(method, &path, initiative)
}
