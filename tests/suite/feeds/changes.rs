//! The whole record as lines: complete, resumable, and without what is not the public's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::place::{CANARY, Place};
use crate::engine::world::{SURGUT, clerk, id, resident, support};

async fn changes(place: &Place, question: &str) -> (Vec<Value>, u64) {
    let answer = place.served.visitor().get(&format!("/api/v1/changes{question}")).await;
    assert_eq!(answer.status, 200, "{question}: {}", answer.body);
    let position = answer.headers["veche-position"].to_str().expect("ASCII").parse().expect("a number");
    let lines = answer.body.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    (lines.collect(), position)
}

fn positions(lines: &[Value]) -> Vec<u64> {
    lines.iter().map(|line| line["position"].as_u64().expect("a number")).collect()
}

#[tokio::test]
async fn every_position_is_told_exactly_once_from_any_cursor() {
    let place = Place::new().await;
    let head = place.served.engine().journal().head().await.expect("the journal reads").position;
    let stats = place.served.engine().journal().stats().await.expect("the journal reads");
    let all: Vec<u64> = (1..=head).collect();
    let (lines, position) = changes(&place, "").await;
    assert_eq!((positions(&lines), position, stats.events), (all.clone(), head, head));
    for limit in [1, 7, head - 1, head, head + 1] {
        let (mut told, mut cursor) = (Vec::new(), 0);
        while cursor < head {
            let (lines, next) = changes(&place, &format!("?after={cursor}&limit={limit}")).await;
            assert_eq!(positions(&lines).last(), Some(&next));
            told.extend(positions(&lines));
            cursor = next;
        }
        assert_eq!(told, all, "{limit} at a time");
    }
    assert_eq!(changes(&place, &format!("?after={head}")).await, (Vec::new(), head));
}

#[tokio::test]
async fn a_cursor_that_cannot_be_is_a_problem() {
    let place = Place::new().await;
    for question in ["?after=x", "?after=-1", "?after=999999999", "?limit=x", "?before=1"] {
        let answer = place.served.visitor().get(&format!("/api/v1/changes{question}")).await;
        assert_eq!(answer.status, 400, "{question}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{question}");
    }
}

#[tokio::test]
async fn the_published_text_comes_with_the_publication_and_no_person_with_anything() {
    let place = Place::new().await;
    let (lines, _) = changes(&place, "").await;
    let published = lines.iter().find(|line| line["type"] == "Published").expect("it was published");
    assert_eq!(published["published"]["problem"]["text"], "Children walk round.");
    let text = serde_json::to_string(&lines).expect("JSON");
    for person in 1..=30 {
        assert!(!text.contains(&id(1000 + person).to_string()), "participant {person} is told");
    }
    let supports: Vec<_> = lines.iter().filter(|line| line["type"] == "SupportGiven").collect();
    let tags: BTreeSet<_> = supports.iter().map(|line| line["stream"]["id"].to_string()).collect();
    assert_eq!((supports.len(), tags.len()), (5, 5));
}

#[tokio::test]
async fn a_redacted_text_is_a_tombstone_wherever_it_stood() {
    let place = Place::new().await;
    let (lines, _) = changes(&place, "").await;
    let published = lines.iter().find(|line| line["type"] == "Published").expect("it was published");
    let key = &published["published"]["problem"]["key"];
    let etag = |answer: &tests::web::Answer| answer.headers["etag"].clone();
    let part = format!("/api/v1/changes?after={}&limit=1", published["position"].as_u64().expect("it") - 1);
    let before = place.served.visitor().get(&part).await;
    let redact = json!({"redact": {"text": key, "basis": "court_order"}});
    place.world.acts(clerk(SURGUT), place.bridge, redact).await;
    place.served.engine().views().catch_up().await.expect("the views catch up");
    let after = place.served.visitor().get(&part).await;
    let line: Value = serde_json::from_str(&after.body).expect("JSON");
    assert_eq!(line["published"]["problem"], json!({"key": key, "redacted": true}));
    assert_ne!(etag(&before), etag(&after), "a proxy would go on showing it");
    let (lines, _) = changes(&place, "").await;
    let redaction = lines.last().expect("a line");
    assert_eq!((&redaction["type"], &redaction["redacts"]), (&json!("Redacted"), &published["position"]));
    for address in place.addresses() {
        let answer = place.served.visitor().get(&address).await;
        assert!(!answer.body.contains("Children walk round"), "{address}");
    }
}

#[tokio::test]
async fn nothing_private_or_unpublished_is_in_any_byte() {
    let place = Place::new().await;
    for address in place.addresses() {
        let answer = place.served.visitor().get(&address).await;
        let hidden = address.contains(&place.hidden.to_string());
        assert_eq!(answer.status, if hidden { 404 } else { 200 }, "{address}: {}", answer.body);
        assert!(!answer.body.contains(CANARY), "{address}");
        for person in 1..=30 {
            assert!(!answer.body.contains(&id(1000 + person).to_string()), "{address} tells of {person}");
        }
    }
}

#[tokio::test]
async fn what_is_known_is_not_sent_again_and_a_head_has_no_body() {
    let place = Place::new().await;
    let client = place.served.visitor();
    for address in place.addresses().iter().filter(|address| !address.contains(&place.hidden.to_string())) {
        let answer = client.get(address).await;
        let tag = answer.headers.get("etag").unwrap_or_else(|| panic!("{address} has no tag")).clone();
        assert!(answer.headers["cache-control"].to_str().expect("ASCII").starts_with("public"), "{address}");
        let again = client.request(reqwest::Method::GET, address).header("if-none-match", &tag);
        let again = client.once(again, address).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{address}");
        let head = client.once(client.request(reqwest::Method::HEAD, address), address).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{address}");
        assert_eq!(head.headers["etag"], tag, "{address}");
    }
    place.world.when(resident(9), support(place.bridge)).await.expect("it is supported");
    place.served.engine().views().catch_up().await.expect("the views catch up");
    let news = client.get("/feeds/initiatives.atom").await;
    assert_eq!(news.status, 200);
}
