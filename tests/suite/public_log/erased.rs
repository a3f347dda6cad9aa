//! A person is erased: nothing of him is left, and every proof still holds.

use engine::Audit;
use serde_json::json;

use super::world::{Log, on_both};
use crate::engine::world::{SURGUT, id, request, resident, support};

on_both!(of_an_erased_supporter_every_proof_stays_and_no_word_is_left,);

async fn of_an_erased_supporter_every_proof_stays_and_no_word_is_left(log: Log) {
    let initiative = log.some_history().await;
    log.signed().await;
    let published = log.keeper.published().expect("it was signed");
    let before = proofs(&log, &published).await;
    let erase = json!({"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}});
    let erased = json!({"participant": {"id": id(1003), "action": erase}});
    log.world.when(json!("installation"), erased).await.expect("the court has ordered it");
    log.signed().await;

    assert!(proofs(&log, &published).await == before, "a proof changed");
    assert!(matches!(log.audit().await, Audit::Holds { .. }));
    let engine = &log.world.engine;
    let coverage = engine.uncovered(|_| {}).await.expect("everything can be read");
    assert_eq!(coverage.uncovered, None, "an event says why it cannot be opened");
    assert!(coverage.covered > 0);

    engine.views().catch_up().await.expect("the views catch up");
    let listed = engine.views().read("register", move |view| {
        projections::register::find(view, aggregates::ids::InitiativeId(initiative), None)
    });
    assert_eq!(listed.await.expect("the view reads").expect("it is there").supports, 2, "he stays counted");

    // The same person, known anew under another id.
    let identity = json!({"surname": "Surname3", "given_names": "Anna", "birth_date": "1980-05-17"});
    let verify = json!({"verify": {"method": "imported", "on": "2027-01-11", "residence": SURGUT, "identity": identity}});
    for action in [json!({"register": {"kind": "person"}}), verify] {
        let again = json!({"participant": {"id": id(1050), "action": action}});
        engine.execute(request(json!("installation"), again)).await.expect("he may come again");
    }
    let error = log.world.when(resident(50), support(initiative)).await.expect_err("he supports it already");
    assert_eq!(error.code(), "already_supported");

    let mut files = Vec::new();
    crate::journeys::public::read_all(log.world.directory.path(), &mut files);
    for (name, bytes) in files {
        let found = bytes.windows(8).any(|part| part == b"Surname3");
        assert!(!found, "his name stands in {name}");
    }
}

/// The bytes of every proof in a checkpoint, with the entries.
async fn proofs(log: &Log, published: &engine::Published) -> Vec<(String, Vec<u8>)> {
    let mut proofs = Vec::new();
    for position in 1..=published.checkpoint.size {
        let proof =
            log.keeper.inclusion_in(published, position).await.expect("tiles").expect("it stands there");
        let entry = log.keeper.entry(position).await.expect("tiles").expect("it stands there");
        proofs.push((proof.to_string(), entry));
    }
    proofs
}
