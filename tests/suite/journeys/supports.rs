//! One person, one support: on the web, on paper, and after he was erased.

use serde_json::json;

use super::world::{Party, Town};
use crate::engine::world::{SURGUT, id};

super::on_both_stores!(somebody_counts_once_on_the_web_and_on_paper_and_after_his_erasure);

async fn somebody_counts_once_on_the_web_and_on_paper_and_after_his_erasure(town: &Town) {
    let case = town.published(1).await;
    let paper = |number: u128| json!({"channel": "paper", "supporter": id(1000 + number)});
    case.supported_by(2).await;
    case.refused(Party::Clerk(SURGUT), "support", paper(2), "already_supported").await;
    case.does(Party::Clerk(SURGUT), "support", paper(3)).await;
    case.refused(Party::Resident(3), "support", json!({"channel": "web"}), "already_supported").await;
    assert_eq!(case.supporters(1).await, 2);

    for number in [2, 3] {
        let erase = format!("/api/v1/participants/{}/erase-personal-data", id(1000 + number));
        let ordered = json!({"basis": "court_order", "on": "2027-01-11"});
        town.does(Party::Administrator, &erase, ordered).await;
    }
    assert_eq!(case.supporters(1).await, 2, "who was counted stays counted");
    let before = town.head().await;
    for (party, body) in [
        (Party::Resident(2), json!({"channel": "web"})),
        (Party::Clerk(SURGUT), paper(2)),
        (Party::Clerk(SURGUT), paper(3)),
    ] {
        let answer = town.post(party, &format!("{}/support", case.path()), body).await;
        assert!((400..500).contains(&answer.status), "{party:?}: {} {}", answer.status, answer.body);
    }
    assert_eq!(town.head().await, before);
    assert_eq!(case.supporters(1).await, 2);
}
