//! What is signed, by whom, and what is never signed.

use engine::{Audit, Keeper, KeeperError};
use ledger::{Entry, Policy, SignedCheckpoint, leaf_hash};
use serde_json::json;

use super::world::{Log, ORIGIN, key, on_both};
use crate::engine::world::{SURGUT, clerk, head, request, resident, support};

on_both!(
    every_event_has_an_entry_that_says_what_its_row_says,
    an_entry_names_nobody_and_quotes_nothing,
    a_public_case_tells_its_own_facts_beside_a_confidential_one,
    a_checkpoint_covers_the_journal_and_only_what_changed_is_signed,
    of_two_nodes_one_signs_and_both_show_the_same,
    a_restart_between_any_two_steps_goes_on_without_a_fork,
    a_shorter_journal_is_not_signed_until_the_loss_is_admitted,
    a_continued_restore_is_not_signed_either,
);

async fn every_event_has_an_entry_that_says_what_its_row_says(log: Log) {
    log.some_history().await;
    log.an_appeal().await;
    let head = log.world.engine.journal().head().await.expect("it reads").position;
    log.signed().await;
    assert_eq!(log.audit().await, Audit::Holds { rows: head, opaque: 0, published: head, continues: 0 });
}

async fn an_entry_names_nobody_and_quotes_nothing(log: Log) {
    let initiative = log.some_history().await;
    let appeal = log.an_appeal().await;
    let journal = log.world.engine.journal();
    let entries = journal.entries(0, 10_000).await.expect("it reads");
    let rows = journal.read(0, 10_000).await.expect("it reads");
    let mut supports = 0;
    for (row, bytes) in rows.iter().zip(&entries) {
        let entry = Entry::parse(bytes).expect("an entry");
        assert_eq!(entry.log.as_deref(), Some(ORIGIN));
        let text = String::from_utf8(bytes.clone()).expect("text");
        for number in 1..8 {
            let person = crate::engine::world::id(1000 + number).to_string();
            assert!(!text.contains(&person), "{text} names a participant");
        }
        for quoted in ["footbridge", "ciphertext", "salt", "command_id"] {
            assert!(!text.contains(quoted), "{text} holds {quoted}");
        }
        if &*row.stream.kind == "support" {
            supports += 1;
            assert_eq!(entry.at.as_deref().map(str::len), Some("2027-01-11".len()), "{text} tells the hour");
            let given = row.event_type == "SupportGiven";
            assert_eq!(text.contains(&initiative.to_string()), given, "its stream tells the rest");
        }
        if *row.stream.id == *appeal.to_string() {
            let facts = entry.public.expect("facts");
            let names: Vec<_> = facts.as_object().expect("an object").keys().collect();
            assert!(names.iter().all(|name| *name == "moved"), "{facts} tells of an appeal");
        }
    }
    assert_eq!(supports, 4);
}

async fn a_public_case_tells_its_own_facts_beside_a_confidential_one(log: Log) {
    let initiative = log.world.submitted(1).await;
    log.world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    let ground = json!({"not_admit": {"ground": "N5", "reasons": "It is a complaint about one yard."}});
    let receipt = log.world.acts(head(SURGUT), initiative, ground).await;
    let entries = log.world.engine.journal().entries(receipt.first - 1, 10).await.expect("it reads");
    let facts: Vec<_> =
        entries.iter().map(|bytes| Entry::parse(bytes).expect("an entry").public.expect("facts")).collect();
    assert_eq!(facts[0]["fact"]["NotAdmitted"]["ground"], "N5");
    assert!(facts[1].get("fact").is_none(), "the case that was split off is nobody's business: {}", facts[1]);
    log.signed().await;
    assert!(matches!(log.audit().await, Audit::Holds { .. }));
}

async fn a_checkpoint_covers_the_journal_and_only_what_changed_is_signed(log: Log) {
    log.some_history().await;
    assert!(log.keeper.published().is_none());
    log.signed().await;
    let head = log.world.engine.journal().head().await.expect("it reads").position;
    let published = log.keeper.published().expect("it was signed");
    assert_eq!(published.checkpoint.size, head);
    let believed = published.note.verify(&Policy::log_alone(key().verifying()));
    assert_eq!(believed, Ok(published.checkpoint.clone()));
    assert!(!log.keeper.step(true).await.expect("it goes on"), "nothing is new");
    let position = head;
    let proof = log.keeper.inclusion(position).await.expect("tiles").expect("it stands there");
    let entry = log.keeper.entry(position).await.expect("tiles").expect("it stands there");
    proof.verify(&Policy::log_alone(key().verifying()), leaf_hash(&entry)).expect("it holds");
    assert!(log.keeper.inclusion(position + 1).await.expect("tiles").is_none());
}

async fn of_two_nodes_one_signs_and_both_show_the_same(log: Log) {
    let initiative = log.some_history().await;
    let other = log.world.another_node().await;
    let other = Keeper::open(&other, log.desk.clone()).await.expect("the log opens");
    for number in 5..8 {
        log.world.when(resident(number), support(initiative)).await.expect("it is open");
        let (one, two) = tokio::join!(log.keeper.step(true), other.step(true));
        let signed = [one, two].into_iter().filter(|signed| matches!(signed, Ok(true))).count();
        assert_eq!(signed, 1, "one signs");
        log.keeper.step(false).await.expect("it shows what was signed");
        other.step(false).await.expect("it shows what was signed");
        assert_eq!(log.keeper.published(), other.published());
    }
}

async fn a_restart_between_any_two_steps_goes_on_without_a_fork(mut log: Log) {
    let initiative = log.some_history().await;
    log.signed().await;
    let mut sizes = Vec::new();
    for number in 5..8 {
        log.world.when(resident(number), support(initiative)).await.expect("it is open");
        let before = log.keeper.published().expect("it was signed").checkpoint.clone();
        // Signed and in the desk; the node dies before it has remembered or shown it.
        let kept = log.desk.checkpoint(ORIGIN).await.expect("the desk").expect("it was signed");
        log.signed().await;
        let memory = log.world.config.data.join("log/checkpoint");
        std::fs::write(&memory, &kept.note).expect("as it was before");
        log = log.restarted().await;
        log.keeper.step(true).await.expect("it goes on");
        let now = log.keeper.published().expect("it is shown").checkpoint.clone();
        assert!(now.size > before.size);
        let published = log.keeper.published().expect("it is shown");
        let proof = log.keeper.consistency(&published, before.size).await.expect("a proof");
        ledger::check_consistency(&proof, &before, &now).expect("no fork");
        sizes.push(now.size);
    }
    assert!(sizes.is_sorted());
    assert!(matches!(log.audit().await, Audit::Holds { .. }));
}

async fn a_shorter_journal_is_not_signed_until_the_loss_is_admitted(log: Log) {
    log.some_history().await;
    log.signed().await;
    let size = log.keeper.published().expect("it was signed").checkpoint.size;
    let log = super::attacks::cut(log, size - 2).await;
    let error = log.keeper.step(true).await.expect_err("the tail is lost");
    assert!(matches!(error, KeeperError::Rewound { signed, .. } if signed == size), "{error}");
    assert!(error.to_string().contains("veche ledger admit-loss"), "it says how to go on: {error}");
    assert!(log.keeper.published().is_none(), "nothing is shown");

    log.keeper.admit_loss().await.expect("it is recorded");
    log.signed().await;
    let rows = log.world.engine.journal().read(size - 2, 10).await.expect("it reads");
    assert_eq!(rows[0].event_type, "TailLost");
    let error = log.keeper.admit_loss().await.expect_err("nothing more is lost");
    assert!(matches!(error, KeeperError::NothingLost), "{error}");
}

async fn a_continued_restore_is_not_signed_either(log: Log) {
    let initiative = log.some_history().await;
    log.signed().await;
    let size = log.keeper.published().expect("it was signed").checkpoint.size;
    let log = super::attacks::cut(log, size - 1).await;
    for number in 5..8 {
        log.world.engine.execute(request(resident(number), support(initiative))).await.expect("it is open");
    }
    let error = log.keeper.step(true).await.expect_err("it is another journal");
    assert!(matches!(error, KeeperError::Forked { .. }), "{error}");
    let kept = log.desk.checkpoint(ORIGIN).await.expect("the desk").expect("it was signed");
    let signed = SignedCheckpoint::parse(kept.note.as_bytes()).expect("a checkpoint");
    assert_eq!(signed.unverified().expect("a checkpoint").size, size, "nothing new was signed");
}
