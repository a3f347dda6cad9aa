//! Scenarios j to l: a successor, a merger, an author who wants it back.

use serde_json::json;

use super::world::{NEIGHBOUR, Party, Town, authority};
use crate::engine::world::{SURGUT, YUGRA};

super::on_both_stores!(
    j_a_successor_takes_over_with_the_same_due_dates
    k_two_towns_cannot_merge_until_one_authority_has_both
    l_an_author_cannot_take_back_what_ten_people_support
);

async fn j_a_successor_takes_over_with_the_same_due_dates(town: &Town) {
    let case = town.published(1).await;
    let due = case.obligations("review_municipality").await[0]["obligation"]["term"]["due"]["date"].clone();
    let to = json!({"to": authority(NEIGHBOUR)});
    case.refused(Party::Head(SURGUT), "pass-custody", to.clone(), "wrong_role").await;
    case.does(Party::Administrator, "pass-custody", to).await;
    let end = json!({"on": "2027-01-15", "successor": authority(NEIGHBOUR)});
    town.does(Party::Administrator, &format!("/api/v1/authorities/{}/abolish", authority(SURGUT)), end).await;

    town.on("2027-01-25").await;
    case.then_with(NEIGHBOUR).await;
    let review = case.obligations("review_municipality").await[0]["obligation"]["term"].clone();
    assert_eq!((&review["due"]["date"], &due), (&json!("2027-02-10"), &json!("2027-02-10")));
    assert_eq!(review["obliged"]["authority"]["authority"], authority(NEIGHBOUR));
    let adopt = json!({
        "reasons": "It is needed.", "executor": authority(NEIGHBOUR), "until": "2027-09-01",
    });
    case.does(Party::Head(NEIGHBOUR), "adopt", adopt).await;
    case.then_stage(json!("in_execution")).await;
}

async fn k_two_towns_cannot_merge_until_one_authority_has_both(town: &Town) {
    let ours = town.published(1).await;
    let theirs = town.submitted(2, NEIGHBOUR).await;
    theirs.registered(NEIGHBOUR).await;
    theirs.does(Party::Clerk(NEIGHBOUR), "publish", json!({})).await;
    ours.supported_by(3).await;
    theirs.supported_by(3).await;
    let merge = json!({"into": theirs.id});
    ours.refused(Party::Head(SURGUT), "propose-merge", merge.clone(), "not_mergeable").await;

    town.on("2027-01-25").await;
    ours.passed_up(SURGUT).await;
    theirs.passed_up(NEIGHBOUR).await;
    ours.registered(YUGRA).await;
    theirs.registered(YUGRA).await;
    ours.does(Party::Head(YUGRA), "propose-merge", merge).await;
    ours.refused(Party::Resident(2), "accept-merge", json!({}), "not_the_author").await;
    ours.does(Party::Resident(1), "accept-merge", json!({})).await;
    ours.then_stage(json!({"closed": {"how": "merged"}})).await;
    assert_eq!(ours.seen().await["merged_into"], json!(theirs.id));
    theirs.then_stage(json!({"under_review": {"level": "region"}})).await;
    assert_eq!(theirs.supporters(1).await, 1, "supports are never added up");
}

async fn l_an_author_cannot_take_back_what_ten_people_support(town: &Town) {
    let few = town.published(1).await;
    let many = town.published(1).await;
    for number in 2..=10 {
        few.supported_by(number).await;
        many.supported_by(number).await;
    }
    many.supported_by(11).await;
    many.refused(Party::Resident(1), "withdraw", json!({}), "supported_by_many").await;
    many.does(Party::Resident(1), "step-down", json!({})).await;
    many.then_stage(json!({"under_review": {"level": "municipality"}})).await;
    assert_eq!(many.seen().await["author"], json!(null));
    few.does(Party::Resident(1), "withdraw", json!({})).await;
    few.then_stage(json!({"closed": {"how": "withdrawn"}})).await;
}
