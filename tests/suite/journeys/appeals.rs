//! An appeal of a citizen is between him and the authority.

use serde_json::json;

use super::public::everything_public;
use super::world::{Party, Town};
use crate::engine::world::SURGUT;

super::on_both_stores!(no_word_of_an_appeal_is_public_when_it_is_answered_or_before);

async fn no_word_of_an_appeal_is_public_when_it_is_answered_or_before(town: &Town) {
    let appeal = json!({
        "procedure": "ru-appeal", "kind": "work", "home": SURGUT, "channel": "web",
        "fields": {
            "title": "Zimorodokova the neighbours", "proposal": "Make the Gorihvostkina family quiet.",
        },
    });
    let case = town.submits(Party::Resident(1), appeal).await;
    case.registered(SURGUT).await;
    case.refused(Party::Clerk(SURGUT), "publish", json!({}), "wrong_stage").await;
    case.does(Party::Head(SURGUT), "answer", json!({"answer": "The Lazorevkina talk was held."})).await;
    case.dispatched(SURGUT).await;
    case.then_stage(json!({"closed": {"how": "answered"}})).await;
    let whole = town.get(Party::Resident(1), &case.path()).await;
    assert!(whole.body.contains("Zimorodokova"), "its author reads it: {}", whole.body);

    let words = ["Zimorodokova", "Gorihvostkina", "Lazorevkina"];
    for word in words {
        let found = town.get(Party::Visitor, &format!("/api/v1/search?q={word}")).await;
        assert_eq!(found.json()["hits"], json!([]), "{word}");
    }
    for (path, body) in everything_public(town, &[case], 160).await {
        for word in words {
            assert!(!body.contains(word), "{word} stands at {path}");
        }
    }
}
