//! Sent twice, done once; and what was written can be read.

use serde_json::json;

use super::world::{Party, Town, proposal};
use crate::engine::world::SURGUT;

super::on_both_stores!(
    what_is_sent_twice_under_one_key_is_done_once
    what_was_written_is_read_by_whoever_names_its_position
);

async fn what_is_sent_twice_under_one_key_is_done_once(town: &Town) {
    let key = [("idempotency-key", "letter 7 of the portal")];
    let send = || town.post_with(Party::Resident(1), "/api/v1/initiatives", &key, proposal(SURGUT));
    // An impatient person presses twice.
    let (first, second) = tokio::join!(send(), send());
    let third = send().await;
    let head = town.head().await;
    for answer in [&first, &second, &third] {
        assert!([200, 201].contains(&answer.status), "{} {}", answer.status, answer.body);
        assert_eq!(answer.json()["stream"], first.json()["stream"]);
        assert_eq!(answer.json()["last"], first.json()["last"]);
    }
    assert_eq!(third.json()["repeated"], true);
    assert_eq!(first.json()["last"], head);
    let other = town.post_with(Party::Resident(1), "/api/v1/initiatives", &key, proposal("RU")).await;
    assert_eq!((other.status, other.json()["code"].clone()), (409, json!("id_reused")));
    let list = town.get(Party::Visitor, "/api/v1/initiatives").await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
}

async fn what_was_written_is_read_by_whoever_names_its_position(town: &Town) {
    let case = town.published(1).await;
    for number in 2..=6_u64 {
        let given =
            case.does(Party::Resident(number.into()), "support", json!({"channel": "web"})).await.json();
        let path = format!("{}/supports?min_position={}", case.path(), given["last"]);
        let counts = town.get(Party::Visitor, &path).await.json();
        let all = counts["items"].as_array().expect("a list").iter().find(|it| it["territory"] == "RU");
        assert_eq!(all.expect("the federation counts all")["count"], json!(number - 1));
    }
}
