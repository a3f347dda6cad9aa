//! A canary in every form: what is typed for an office, or for nobody, is looked for in
//! every public byte, in what others are answered, in the log, and in the files of views.
//!
//! | place | what stands there |
//! | --- | --- |
//! | `birds` | unique names, phones, addresses and words, and how they are found again |
//! | `steps` | one step of somebody, through a page's form or as a program |
//! | `way` | the steps of an initiative's way, each taken both ways |
//! | `counter` | accounts, drafts, paper, sheets: forms beside the way |
//! | `log` | what the program says of itself meanwhile |
//!
//! The lists of forms are not kept by hand: those of pages are read from the sources of
//! `web`, commands with a text in them from the API's document. One that no bird was put
//! into fails the test.

mod birds;
mod counter;
mod log;
mod steps;
mod way;

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::journeys::public::everything_public;
use crate::journeys::world::{NEIGHBOUR, Party, Town};
use birds::Kind;
use steps::Put;

/// Forms of pages in which nothing can be typed that is anybody's, and why.
const NOTHING_PRIVATE: [(&str, &str); 33] = [
    ("/ru/account/close", "a password and two ticks"),
    ("/ru/account/language", "a choice"),
    ("/ru/account/tokens/{token}/revoke", "a button"),
    ("/ru/admin/authorities/new", "the public record"),
    ("/ru/admin/authorities/{id}/{verb}", "the public record"),
    ("/ru/admin/officials/new", "the public record"),
    ("/ru/admin/officials/{id}/{verb}", "the public record"),
    ("/ru/admin/territories/new", "the public record"),
    ("/ru/admin/territories/{id}/{verb}", "the public record"),
    ("/ru/admin/webhooks", "an address of a program, and what it wants"),
    ("/ru/admin/webhooks/{id}/{verb}", "a position"),
    ("/ru/cabinet/notices/read", "a position"),
    ("/ru/demonstration/leap", "a number of days"),
    ("/ru/desk/assign", "choices"),
    ("/ru/desk/initiatives/{id}/comments/{comment}/withhold", "a choice"),
    ("/ru/desk/initiatives/{id}/sealed", "choices"),
    ("/ru/desk/initiatives/{id}/supports/invalidate", "a tag and a choice"),
    ("/ru/initiatives/{id}/accept-merge", "a button"),
    ("/ru/initiatives/{id}/accept-revision", "a button"),
    ("/ru/initiatives/{id}/confirm", "a number"),
    ("/ru/initiatives/{id}/decline-merge", "a button"),
    ("/ru/initiatives/{id}/decline-revision", "a button"),
    ("/ru/initiatives/{id}/follow", "a button"),
    ("/ru/initiatives/{id}/join", "a button"),
    ("/ru/initiatives/{id}/step-down", "a tick"),
    ("/ru/initiatives/{id}/support", "a tick"),
    ("/ru/initiatives/{id}/take-over", "a tick"),
    ("/ru/initiatives/{id}/unfollow", "a button"),
    ("/ru/initiatives/{id}/withdraw", "a tick"),
    ("/ru/initiatives/{id}/withdraw-support", "a button"),
    ("/ru/sign-in/openid/residence", "a place; only after a provider vouched for somebody"),
    ("/ru/sign-out", "a button"),
    ("/ru/submit/{draft}/drop", "a button"),
];

/// More addresses than the public pages of these cases have.
const MOST: usize = 6000;

/// Commands of the API whose texts are the public record.
const RECORD: [&str; 4] =
    ["/api/v1/territories", "/api/v1/authorities", "/api/v1/officials", "/api/v1/installation"];

#[test]
fn nothing_typed_in_confidence_is_told_to_anybody() {
    let log = log::Log::default();
    let runtime = log.runtime();
    runtime.block_on(async {
        let town = Town::sqlite().await;
        let mut put = Put::new(&town);
        let cases = way::taken(&mut put).await;
        counter::visited(&mut put).await;
        town.world.engine.views().catch_up().await.expect("the views catch up");
        every_form_has_a_bird(&town, &put).await;

        let mut heard = everything_public(&town, &cases, MOST).await;
        assert!(heard.len() < MOST, "the public pages do not end");
        assert!(heard.len() > 300, "only {} addresses were found", heard.len());
        println!("{} birds, {} addresses", put.birds.len(), heard.len());
        heard.extend(answers_to_others(&town, &put).await);
        heard.insert("the log".to_owned(), log.text());
        let mut told = String::new();
        for (place, text) in &heard {
            for bird in put.birds.found_in(text) {
                if bird.kind != Kind::Open {
                    told.push_str(&format!("{} stands at {place}\n", bird.put));
                }
            }
        }
        assert!(told.is_empty(), "{told}");
        let open = heard.values().flat_map(|text| put.birds.found_in(text)).count();
        assert!(open > 20, "birds are not found even where they are to be seen");

        let mut files = Vec::new();
        crate::journeys::public::read_all(&town.world.config.data.join("views"), &mut files);
        for (name, bytes) in files {
            for bird in put.birds.found_in(&String::from_utf8_lossy(&bytes)) {
                assert!(bird.kind != Kind::Sealed, "{} stands in {name}", bird.put);
            }
        }
        assert!(log.text().len() > 1000, "nothing was logged");
        town.holds_together().await;
    });
}

/// Whether a schema has a text in it that somebody types.
fn is_typed(document: &Value, schema: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        return is_typed(document, &document["components"]["schemas"][name]);
    }
    let inner = ["anyOf", "oneOf"].iter().filter_map(|of| schema[of].as_array()).flatten();
    let fields = schema["properties"].as_object().into_iter().flat_map(|fields| fields.values());
    schema["pattern"] == r"\S" || inner.chain(fields).any(|schema| is_typed(document, schema))
}

async fn every_form_has_a_bird(town: &Town, put: &Put<'_>) {
    let mut wanted = BTreeSet::new();
    let routes = crate::routes::sources::routes();
    for (path, _) in NOTHING_PRIVATE {
        assert!(
            routes.contains(&("POST".to_owned(), path.to_owned())),
            "nothing takes a form at {path} any more"
        );
    }
    for (method, path) in routes {
        let known = NOTHING_PRIVATE.iter().any(|(nothing, _)| *nothing == path);
        if method == "POST" && !known && !path.ends_with("/desk/initiatives/{id}/{verb}") {
            wanted.insert(path);
        }
    }
    let document = town.get(Party::Visitor, "/openapi.json").await.json();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let schema = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let record = RECORD.iter().any(|folder| path.starts_with(folder));
        if !is_typed(&document, schema) || record {
            continue;
        }
        wanted.insert(path.clone());
        // What an office does as a program it can do at its desk.
        let by_office = item["post"]["tags"] == json!(["steps of the office"]);
        if let Some(verb) = path.strip_prefix("/api/v1/initiatives/{initiative}/").filter(|_| by_office) {
            wanted.insert(format!("/ru/desk/initiatives/{{id}}/{verb}"));
        }
    }
    let missing: Vec<&String> = wanted.difference(&put.forms).collect();
    assert!(missing.is_empty(), "no bird was put into {missing:#?}");
}

/// What others are answered who try everything with these cases: a resident, and the clerk
/// of another town.
async fn answers_to_others(town: &Town, put: &Put<'_>) -> Vec<(String, String)> {
    let document = town.get(Party::Visitor, "/openapi.json").await.json();
    let mut heard = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(verb) = path.strip_prefix("/api/v1/initiatives/{initiative}") else { continue };
        for case in &put.cases {
            let path = format!("/api/v1/initiatives/{case}{verb}");
            for party in [Party::Resident(25), Party::Clerk(NEIGHBOUR)] {
                let example = &item["post"]["requestBody"]["content"]["application/json"]["example"];
                if example.is_object() {
                    let answer = town.post(party, &path, example.clone()).await;
                    heard.push((format!("{party:?} POST {path}"), answer.body));
                } else if item["get"].is_object() {
                    heard.push((format!("{party:?} GET {path}"), town.get(party, &path).await.body));
                }
            }
        }
    }
    for case in &put.cases {
        for party in [Party::Resident(25), Party::Clerk(NEIGHBOUR)] {
            let browser = put.browser(party).await;
            for path in [format!("/ru/initiatives/{case}"), format!("/ru/desk/initiatives/{case}")] {
                let page = browser.once(browser.request(Method::GET, &path), &path).await;
                heard.push((format!("{party:?} GET {path}"), page.body));
            }
        }
    }
    heard
}
