//! Evidence with what is private in it, for those whose it is or who said why they read it.

use std::collections::BTreeSet;

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use aggregates::official::{OpeningReason, SealedField};
use serde_json::Value;
use tests::program::verify;

use super::world::{Log, key, on_both};
use crate::engine::world::id;

on_both!(
    an_author_proves_what_he_wrote_though_nobody_else_reads_it,
    an_official_proves_what_he_opened_today_and_nothing_else,
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
    let clerk = served.signed_in(&format!("official-{CLERK}")).await;
    let rows = log.world.engine.journal().read(0, 1_000).await.expect("it reads");
    let verified_at = rows
        .iter()
        .find(|row| row.event_type == "ParticipantVerified" && *row.stream.id == *id(1001).to_string())
        .expect("the author is verified")
        .position;
    let path = |position: u64| format!("/ru/desk/initiatives/{appeal}/sealed/evidence/{position}");
    assert_eq!(clerk.download(&path(verified_at)).await.0, 403, "nothing was opened");
    let opened = served.engine().open_sealed(official, case, fields, OpeningReason::Contact).await;
    assert_eq!(opened.expect("he has the case").positions, BTreeSet::from([verified_at]));
    let (status, bytes) = clerk.download(&path(verified_at)).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(verified(&log, &bytes)["texts"], 1);
    assert_eq!(clerk.download(&path(verified_at + 1)).await.0, 403, "that event is another's");
    let another = served.signed_in(&format!("official-{ANOTHER}")).await;
    assert_eq!(another.download(&path(verified_at)).await.0, 403);
}
