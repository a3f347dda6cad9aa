//! Scenarios a to e: adopted at home, and the four ways up.

use serde_json::json;

use super::world::{Party, Town, VILLAGE, authority, proposal, village_body};
use crate::engine::world::{RUSSIA, SURGUT, YUGRA};

super::on_both_stores!(
    a_village_body_proposes_its_municipality_adopts_reports_and_residents_assess
    b_passed_up_and_endorsed_the_federation_adopts_and_the_municipality_executes
    c_silence_at_every_level_leaves_three_debts_and_stays_open_with_the_federation
    d_what_nobody_registers_is_due_all_the_same_and_goes_to_the_region
    e_a_refused_initiative_goes_up_when_five_percent_of_residents_support_it
);

async fn a_village_body_proposes_its_municipality_adopts_reports_and_residents_assess(town: &Town) {
    let mut proposal = proposal(VILLAGE);
    proposal["author"] = json!(village_body());
    let case = town.submits(Party::Resident(1), proposal).await;
    case.then_with(SURGUT).await;
    case.registered(SURGUT).await;
    case.does(Party::Clerk(SURGUT), "publish", json!({})).await;
    let page = town.served.visitor().get(&format!("/ru/initiatives/{}", case.id)).await;
    assert!(page.status == 200 && page.text().contains("A footbridge over the creek"), "{}", page.text());

    let adopt = json!({
        "reasons": "It is needed.", "executor": authority(SURGUT), "until": "2027-09-01",
    });
    case.refused(Party::Head(SURGUT), "adopt", adopt.clone(), "comments_open").await;
    town.on("2027-01-25").await;
    case.does(Party::Head(SURGUT), "adopt", adopt).await;
    case.dispatched(SURGUT).await;
    case.then_stage(json!("in_execution")).await;
    case.refused(Party::Resident(2), "support", json!({"channel": "web"}), "support_closed").await;

    town.on("2027-04-14").await;
    let progress = json!({"works": "The piles stand.", "money": {"local_budget": 400_000}});
    case.does(Party::Officer(SURGUT), "report-progress", progress).await;
    town.on("2027-06-14").await;
    case.does(Party::Officer(SURGUT), "complete", json!({})).await;
    let report = json!({
        "report": "The footbridge is open.", "money": {"local_budget": 1_200_000},
        "labour": {"people": 30, "hours": 120},
    });
    case.does(Party::Officer(SURGUT), "publish-report", report).await;
    case.then_stage(json!("reported")).await;
    case.does(Party::Resident(2), "assess", json!({"score": 5, "text": "Ten minutes, as promised."})).await;
    case.refused(Party::Resident(2), "assess", json!({"score": 1}), "already_assessed").await;
    town.on("2027-07-16").await;
    case.then_stage(json!({"closed": {"how": "carried_out"}})).await;
    case.then_with_nobody().await;
    assert!(!case.events().await.contains(&"DeadlineMissed".to_owned()));
}

async fn b_passed_up_and_endorsed_the_federation_adopts_and_the_municipality_executes(town: &Town) {
    let case = town.under_review(1).await;
    case.passed_up(SURGUT).await;
    case.then_with(YUGRA).await;
    case.registered(YUGRA).await;
    case.endorsed(YUGRA).await;
    case.then_with(RUSSIA).await;
    case.registered(RUSSIA).await;
    let adopt = json!({
        "reasons": "It is needed.", "executor": authority(SURGUT), "until": "2027-09-01",
    });
    case.refused(Party::Head(RUSSIA), "adopt", adopt.clone(), "executor_has_not_agreed").await;
    let question = json!({"authority": authority(SURGUT), "question": "Can you build it by autumn?"});
    case.does(Party::Head(RUSSIA), "request-opinion", question).await;
    let agreed = json!({"agrees": true, "opinion": "We can."});
    case.does(Party::Clerk(SURGUT), "give-opinion", agreed).await;
    case.does(Party::Head(RUSSIA), "adopt", adopt).await;
    case.dispatched(RUSSIA).await;
    case.then_stage(json!("in_execution")).await;
    case.then_with(SURGUT).await;
}

async fn c_silence_at_every_level_leaves_three_debts_and_stays_open_with_the_federation(town: &Town) {
    let case = town.published(1).await;
    town.on("2027-02-25").await;
    case.then_with(YUGRA).await;
    assert_eq!(case.debts_of(SURGUT).await, ["review_municipality"]);
    case.registered(YUGRA).await;
    town.on("2027-04-20").await;
    case.then_with(RUSSIA).await;
    assert_eq!(case.debts_of(YUGRA).await, ["review_region"]);
    case.registered(RUSSIA).await;
    town.on("2027-10-01").await;
    case.then_with(RUSSIA).await;
    case.then_stage(json!({"under_review": {"level": "federation"}})).await;
    let again = case.debts_of(RUSSIA).await;
    assert!(again.len() >= 3, "the federation misses again each thirty days: {again:?}");

    // A late answer moves nothing; it only pays the debt.
    let missed = case.obligations("review_municipality").await;
    let nth = &missed[0]["obligation"]["term"]["nth"];
    let position = json!({"nth": nth, "position": "We would have built it."});
    case.does(Party::Clerk(SURGUT), "file-position", position).await;
    assert_eq!(case.debts_of(SURGUT).await, [""; 0]);
    case.then_with(RUSSIA).await;
    let misses = town.get(Party::Visitor, &format!("/api/v1/misses?authority={}", authority(SURGUT))).await;
    assert_eq!(misses.json()["items"].as_array().map(Vec::len), Some(1), "a miss stays: {}", misses.body);
}

async fn d_what_nobody_registers_is_due_all_the_same_and_goes_to_the_region(town: &Town) {
    let case = town.submitted(1, SURGUT).await;
    town.on("2027-01-15").await;
    assert_eq!(case.debts_of(SURGUT).await, ["register"]);
    // Thirty days from 14 January are a Saturday; the answer is due before it.
    let review = case.obligations("review_municipality").await;
    assert_eq!(review[0]["obligation"]["term"]["due"]["date"], "2027-02-12");
    town.on("2027-02-13").await;
    assert_eq!(case.debts_of(SURGUT).await, ["register", "review_municipality"]);
    case.then_with(SURGUT).await;
    town.on("2027-02-25").await;
    case.then_with(YUGRA).await;
    case.then_stage(json!({"awaiting_registration": {"level": "region"}})).await;
    assert_eq!(case.debts_of(SURGUT).await, ["register", "review_municipality"]);
    // Nobody has looked it through: what the public knows of it has no words.
    assert_eq!(case.seen().await["title"]["text"], json!(null));
}

async fn e_a_refused_initiative_goes_up_when_five_percent_of_residents_support_it(town: &Town) {
    let count = json!({"population": 100, "as_of": "2027-01-01"});
    let set = format!("/api/v1/territories/{SURGUT}/set-population");
    town.does(Party::Administrator, &set, count).await;
    let case = town.under_review(1).await;
    case.refused(
        Party::Head(SURGUT),
        "refuse",
        json!({"ground": "M5", "reasons": "We do not want it."}),
        "reasons_too_short",
    )
    .await;
    case.refused_by(SURGUT, "M5").await;
    case.dispatched(SURGUT).await;
    for number in 2..=5 {
        case.supported_by(number).await;
    }
    town.tick().await;
    case.then_stage(json!({"refused": {"level": "municipality", "admitted": true}})).await;
    case.supported_by(6).await;
    town.tick().await;
    case.then_with(YUGRA).await;
    case.then_stage(json!({"awaiting_registration": {"level": "region"}})).await;
    let reached = case.events().await.iter().filter(|event| *event == "ThresholdReached").count();
    assert_eq!(reached, 1);
}
