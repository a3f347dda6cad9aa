//! A clerk of the town next door: he may do nothing to the case, and sees what all see.

use serde_json::{Value, json};

use super::world::{NEIGHBOUR, Party, Town, authority};
use crate::engine::world::SURGUT;

super::on_both_stores!(a_clerk_next_door_can_do_nothing_and_sees_what_everybody_sees);

async fn a_clerk_next_door_can_do_nothing_and_sees_what_everybody_sees(town: &Town) {
    let submitted = town.submitted(1, SURGUT).await;
    let published = town.published(2).await;
    let document = town.get(Party::Visitor, "/openapi.json").await.json();
    let paths = document["paths"].as_object().expect("the document has paths");
    let prefix = "/api/v1/initiatives/{initiative}/";
    let verbs: Vec<(&str, &Value)> = paths
        .iter()
        .filter(|(_, ways)| ways["post"]["requestBody"]["content"]["application/json"].is_object())
        .filter_map(|(path, ways)| Some((path.strip_prefix(prefix)?, &ways["post"])))
        .collect();
    assert!(verbs.len() > 40, "{}", verbs.len());
    let before = town.head().await;
    for case in [submitted, published] {
        for (verb, way) in &verbs {
            let example = &way["requestBody"]["content"]["application/json"]["example"];
            let body = if example.is_null() { json!({}) } else { of_here(example) };
            let verb = verb.replace("{comment}", &case.id.to_string());
            let path = format!("{}/{verb}", case.path());
            let answer = town.post(Party::Clerk(NEIGHBOUR), &path, body).await;
            assert!([403, 404, 409].contains(&answer.status), "{verb}: {} {}", answer.status, answer.body);
            assert_eq!(town.head().await, before, "{verb} left a trace");
        }
    }

    for case in [submitted, published] {
        for part in ["", "/timeline", "/comments", "/assessments", "/supports"] {
            same(town, &format!("{}{part}", case.path())).await;
        }
    }
    for path in ["/initiatives", "/misses", "/hearings", "/search?q=footbridge", "/similar?text=footbridge"] {
        same(town, &format!("/api/v1{path}")).await;
    }
    let worklist = format!("/api/v1/authorities/{SURGUT}.main/worklist");
    let answer = town.get(Party::Clerk(NEIGHBOUR), &worklist).await;
    assert!((400..500).contains(&answer.status), "{}", answer.body);
}

/// An example of the document, with an authority that exists.
fn of_here(example: &Value) -> Value {
    let text = example.to_string().replace("71826000.administration", &authority(NEIGHBOUR));
    serde_json::from_str(&text).expect("still JSON")
}

/// The clerk next door is told the same as a visitor.
async fn same(town: &Town, path: &str) {
    let (clerk, visitor) =
        (town.get(Party::Clerk(NEIGHBOUR), path).await, town.get(Party::Visitor, path).await);
    assert_eq!((clerk.status, clerk.body), (visitor.status, visitor.body), "{path}");
}
