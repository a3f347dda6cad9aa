//! Scenarios f to i: after a decision, and what a decision's date is worth.

use serde_json::json;

use super::case::REASONS;
use super::world::{Party, Town, fields};
use crate::engine::world::{RUSSIA, SURGUT, YUGRA};

super::on_both_stores!(
    f_a_reconsidered_refusal_cannot_use_the_same_ground_again
    g_the_federation_returns_it_the_region_refuses_and_it_is_closed_in_the_end
    h_after_a_revision_only_supports_confirmed_for_the_new_text_count
    i_a_decision_in_time_recorded_late_keeps_the_miss_and_the_document_beside_it
);

async fn f_a_reconsidered_refusal_cannot_use_the_same_ground_again(town: &Town) {
    let case = town.under_review(1).await;
    case.refused_by(SURGUT, "M5").await;
    case.dispatched(SURGUT).await;
    let appeal = json!({"reasons": "The other bridge is closed in spring."});
    case.refused(Party::Resident(2), "appeal", appeal.clone(), "not_the_author").await;
    case.does(Party::Resident(1), "appeal", appeal).await;
    case.then_with(YUGRA).await;
    case.then_stage(json!({"under_appeal": {"against": "municipality", "admitted": true}})).await;

    town.on("2027-02-01").await;
    let decision = json!({"outcome": "reconsider", "reasons": "The town did not look at the floods."});
    case.refused(Party::Head(SURGUT), "decide-appeal", decision.clone(), "held_by_another").await;
    case.does(Party::Head(YUGRA), "decide-appeal", decision).await;
    case.then_with(SURGUT).await;
    case.then_stage(json!({"under_review": {"level": "municipality"}})).await;
    let again = json!({"ground": "M5", "reasons": REASONS});
    case.refused(Party::Head(SURGUT), "refuse", again, "ground_barred").await;
    case.refused_by(SURGUT, "M2").await;
    case.then_stage(json!({"refused": {"level": "municipality", "admitted": true}})).await;
}

async fn g_the_federation_returns_it_the_region_refuses_and_it_is_closed_in_the_end(town: &Town) {
    let case = town.under_review(1).await;
    case.passed_up(SURGUT).await;
    case.registered(YUGRA).await;
    case.endorsed(YUGRA).await;
    case.registered(RUSSIA).await;
    let back = json!({"cause": "within_its_powers", "reasons": "Roads of this class are the region's."});
    case.does(Party::Head(RUSSIA), "return", back).await;
    case.dispatched(RUSSIA).await;
    case.then_with(YUGRA).await;
    case.then_stage(json!({"under_review": {"level": "region"}})).await;
    case.refused_by(YUGRA, "R5").await;
    case.dispatched(YUGRA).await;
    town.on("2027-03-10").await;
    assert!(case.events().await.contains(&"AppealLapsed".to_owned()));
    // It can still be supported, and would go up if enough people did.
    case.then_stage(json!({"refused": {"level": "region", "admitted": true}})).await;
    town.on("2028-01-14").await;
    case.then_stage(json!({"closed": {"how": "refused"}})).await;
    case.then_with_nobody().await;
}

async fn h_after_a_revision_only_supports_confirmed_for_the_new_text_count(town: &Town) {
    let case = town.published(1).await;
    for number in 2..=9 {
        case.supported_by(number).await;
    }
    let offer = json!({"what": "Move it to the end of Polevaya street."});
    case.does(Party::Head(SURGUT), "offer-revision", offer.clone()).await;
    case.refused(Party::Resident(10), "support", json!({"channel": "web"}), "support_closed").await;
    case.does(Party::Resident(1), "accept-revision", json!({})).await;
    town.on("2027-01-20").await;
    let revised = json!({"fields": fields("A footbridge at Polevaya street")});
    case.does(Party::Resident(1), "revise", revised).await;
    case.then_stage(json!({"under_review": {"level": "municipality"}})).await;
    assert_eq!((case.supporters(1).await, case.supporters(2).await), (8, 0));

    for number in 2..=4 {
        case.does(Party::Resident(number), "confirm-support", json!({"version": 2})).await;
    }
    case.refused(Party::Resident(4), "confirm-support", json!({"version": 2}), "nothing_to_confirm").await;
    case.refused(Party::Resident(5), "confirm-support", json!({"version": 1}), "version_mismatch").await;
    case.supported_by(10).await;
    assert_eq!((case.supporters(1).await, case.supporters(2).await), (8, 4));
    case.refused(Party::Head(SURGUT), "offer-revision", offer, "used_up").await;
}

async fn i_a_decision_in_time_recorded_late_keeps_the_miss_and_the_document_beside_it(town: &Town) {
    let case = town.published(1).await;
    // Due on Wednesday, 10 February; recorded on Friday.
    town.on("2027-02-12").await;
    assert_eq!(case.debts_of(SURGUT).await, ["review_municipality"]);
    let dated = json!({"opinion": "It is needed; we have no means.", "done_on": "2027-02-10"});
    case.does(Party::Head(SURGUT), "pass-up", dated).await;
    case.then_with(YUGRA).await;
    let nth = case.obligations("review_municipality").await[0]["obligation"]["term"]["nth"].clone();
    let shown = json!({"nth": nth, "done_on": "2027-02-10", "document": "Decision 17 of 10 February 2027."});
    case.does(Party::Clerk(SURGUT), "annotate-miss", shown).await;

    let review = case.obligations("review_municipality").await[0].clone();
    assert_eq!(review["obligation"]["standing"], json!({"met_late": {"on": "2027-02-10"}}));
    assert_eq!(review["obligation"]["annotated"], "2027-02-10");
    assert!(review["missed_position"].is_u64(), "the miss stays: {review}");
}
