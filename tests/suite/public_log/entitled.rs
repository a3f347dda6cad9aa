//! Evidence with what is private in it, for those whose it is or who said why they read it.

use std::collections::{BTreeMap, BTreeSet};

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use aggregates::official::{OpeningReason, SealedField};
use serde_json::{Value, json};
use tests::program::verify;

use super::world::{Log, key, on_both};
use crate::engine::world::{SURGUT, clerk, id, resident, submission, support};

on_both!(
    an_author_proves_what_he_wrote_though_nobody_else_reads_it,
    an_official_proves_what_he_opened_today_and_nothing_else,
    what_was_changed_since_is_neither_shown_nor_proven,
    a_successor_gets_the_texts_and_not_the_letter,
);

/// The clerk of Surgut, and the one of the region.
const CLERK: u128 = 101;
const ANOTHER: u128 = 102;

/// What `veche-verify` finds in a file, which is asked of nobody.
fn verified(log: &Log, bytes: &[u8]) -> Value {
    let file = log.world.directory.path().join("private.zip");
    std::fs::write(&file, bytes).expect("it is kept");
    verify(&["--json", "evidence", &file.display().to_string(), "--key", &key().verifying().to_string()])
        .done()
        .json()
}

async fn an_author_proves_what_he_wrote_though_nobody_else_reads_it(log: Log) {
    let appeal = log.an_appeal().await;
    let served = log.served().await;
    for number in [1, 2] {
        served.account_of_participant(&format!("resident-{number}"), ParticipantId(id(1000 + number))).await;
    }
    served.engine().views().catch_up().await.expect("the views catch up");
    let path = format!("/ru/initiatives/{appeal}/evidence");
    let author = served.signed_in("resident-1").await;
    let (status, bytes) = author.download(&path).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    let held = verified(&log, &bytes);
    assert_eq!(held["texts"], 3, "title, problem and proposal: {held}");
    let page = author.get(&format!("/ru/initiatives/{appeal}")).await;
    assert!(page.links().contains(&path), "{}", page.text());

    let (status, _) = served.signed_in("resident-2").await.download(&path).await;
    assert_eq!(status, 404);
    let public = served.visitor().download(&format!("/log/evidence/{}", held["position"])).await.1;
    assert_eq!(verified(&log, &public)["texts"], 0);
}

async fn an_official_proves_what_he_opened_today_and_nothing_else(log: Log) {
    let appeal = log.an_appeal().await;
    let served = log.served().await;
    for official in [CLERK, ANOTHER] {
        served.account_of_official(&format!("official-{official}"), OfficialId(id(official))).await;
    }
    served.engine().views().catch_up().await.expect("the views catch up");
    let fields = BTreeSet::from([SealedField::Identity]);
    let (official, case) = (OfficialId(id(CLERK)), InitiativeId(appeal));
    let browser = served.signed_in(&format!("official-{CLERK}")).await;
    let rows = log.world.engine.journal().read(0, 1_000).await.expect("it reads");
    let verified_at = rows
        .iter()
        .find(|row| row.event_type == "ParticipantVerified" && *row.stream.id == *id(1001).to_string())
        .expect("the author is verified")
        .position;
    let path = |position: u64| format!("/ru/desk/initiatives/{appeal}/sealed/evidence/{position}");
    assert_eq!(browser.download(&path(verified_at)).await.0, 403, "nothing was opened");
    let opened = served.engine().open_sealed(official, case, fields, OpeningReason::Contact).await;
    let opened = opened.expect("he has the case");
    assert_eq!(opened.positions, BTreeMap::from([(SealedField::Identity, verified_at)]));
    let (status, bytes) = browser.download(&path(verified_at)).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(verified(&log, &bytes)["texts"], 1);
    assert_eq!(browser.download(&path(verified_at + 1)).await.0, 403, "that event is another's");
    let another = served.signed_in(&format!("official-{ANOTHER}")).await;
    assert_eq!(another.download(&path(verified_at)).await.0, 403);
}

async fn what_was_changed_since_is_neither_shown_nor_proven(log: Log) {
    let initiative = log.world.submitted(1).await;
    let mut positions = Vec::new();
    for phone in ["+7 912 000-00-01", "+7 912 000-00-02"] {
        let contact = json!({"set_contact": {"phone": phone}});
        let contact = json!({"participant": {"id": id(1001), "action": contact}});
        positions.push(log.world.when(resident(1), contact).await.expect("he says how to reach him").first);
    }
    let served = log.served().await;
    served.account_of_official("clerk", OfficialId(id(CLERK))).await;
    served.engine().views().catch_up().await.expect("the views catch up");
    let (official, case) = (OfficialId(id(CLERK)), InitiativeId(initiative));
    let fields = BTreeSet::from([SealedField::Contacts]);
    let opened = served.engine().open_sealed(official, case, fields, OpeningReason::Contact).await;
    assert_eq!(opened.expect("he has the case").phone.as_deref(), Some("+7 912 000-00-02"));
    let browser = served.signed_in("clerk").await;
    for (position, status) in [(positions[0], 403), (positions[1], 200)] {
        let path = format!("/ru/desk/initiatives/{initiative}/sealed/evidence/{position}");
        assert_eq!(browser.download(&path).await.0, status, "{position}");
    }
}

async fn a_successor_gets_the_texts_and_not_the_letter(log: Log) {
    let mut submitted = submission();
    let submit = &mut submitted["initiative"]["action"]["submit"];
    (submit["channel"], submit["author"], submit["letter"]) =
        (json!("paper"), json!(id(1001)), json!("Dear administration, we need a bridge."));
    let receipt = log.world.when(clerk(SURGUT), submitted).await.expect("it is entered from paper");
    let initiative: uuid::Uuid = receipt.stream.id.parse().expect("an id");
    log.world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    log.world.acts(clerk(SURGUT), initiative, json!({"publish": {}})).await;
    let served = log.served().await;
    for number in [1, 2] {
        served.account_of_participant(&format!("resident-{number}"), ParticipantId(id(1000 + number))).await;
    }
    let path = format!("/ru/initiatives/{initiative}/evidence");
    served.engine().views().catch_up().await.expect("the views catch up");
    let (_, bytes) = served.signed_in("resident-1").await.download(&path).await;
    let texts = verified(&log, &bytes)["texts"].as_u64().expect("a number");

    // With so many behind it its author steps down, and does not withdraw it.
    for number in 3..15 {
        log.world.when(resident(number), support(initiative)).await.expect("it is open");
    }
    served.engine().views().catch_up().await.expect("the views catch up");
    log.world.acts(resident(2), initiative, json!({"join_as_co_initiator": {}})).await;
    log.world.acts(resident(1), initiative, json!("step_down")).await;
    log.world.acts(resident(2), initiative, json!("replace_author")).await;
    served.engine().views().catch_up().await.expect("the views catch up");
    let (status, bytes) = served.signed_in("resident-2").await.download(&path).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(verified(&log, &bytes)["texts"], texts - 1, "all but the letter");
    assert_eq!(served.signed_in("resident-1").await.download(&path).await.0, 404);
}
