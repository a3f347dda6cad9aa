//! Others remember what was signed: a witness on Go's own packages, which knows nothing of us.

use ledger::{Checkpoint, Policy, Refusal, Tree};
use tests::outside::Running;
use tests::program::verify;
use tests::web::Served;
use web::{Witness, WitnessError, cosign};

use super::world::{Log, ORIGIN, key, on_both};
use crate::engine::world::{resident, support};

on_both!(
    a_witness_cosigns_what_continues_and_the_cosignature_is_served,
    a_witness_refuses_what_is_shorter_and_what_is_another,
);

/// A witness of its own for this log.
async fn witness() -> (Running, Witness) {
    let public = key().verifying().to_string();
    let running = tokio::task::spawn_blocking(move || Running::go("witness.go", &[&public])).await;
    let running = running.expect("it runs");
    let witness = running.line.parse().expect("a key and an address");
    (running, witness)
}

async fn a_witness_cosigns_what_continues_and_the_cosignature_is_served(log: Log) {
    let initiative = log.some_history().await;
    let (_running, witness) = witness().await;
    let known = vec![witness.clone()];
    let served = Served::with(log.world.engine.clone(), log.desk.clone(), |it| it.witnesses = known).await;
    let policy =
        Policy { witnesses: vec![witness.key.clone()], quorum: 1, ..Policy::log_alone(key().verifying()) };
    for number in 5..7 {
        let position = log.world.engine.journal().head().await.expect("it reads").position;
        let keeper = served.app().keeper();
        let cosigned = async {
            loop {
                let published = keeper.wait_for(position).await;
                if published.note.verify(&policy).is_ok() {
                    return published;
                }
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(60);
        let published = tokio::time::timeout(patience, cosigned).await.expect("it is cosigned");
        assert!(published.checkpoint.size >= position);
        log.world.when(resident(number), support(initiative)).await.expect("it is open");
    }
    // Whoever asks for a witness believes what is served with its word, and nothing without.
    let log_address = format!("{}/log", served.url);
    let (public, trusted) = (key().verifying().to_string(), witness.key.to_string());
    let run = tokio::task::spawn_blocking(move || {
        let quorum = ["--witness", &trusted, "--quorum", "1"];
        let asked = ["--json", "checkpoint", "--log", &log_address, "--key", &public];
        verify(&[&asked[..], &quorum[..]].concat())
    });
    run.await.expect("it runs").done();
}

async fn a_witness_refuses_what_is_shorter_and_what_is_another(log: Log) {
    log.some_history().await;
    log.signed().await;
    let (_running, witness) = witness().await;
    let http = reqwest::Client::new();
    let published = log.keeper.published().expect("it was signed");
    let mut old = 0;
    cosign(&http, &witness, &log.keeper, &published, &mut old).await.expect("it is the first it sees");
    assert_eq!(old, published.checkpoint.size);

    // With the stolen key: the same history with its tail cut off, and another that is longer.
    let entries = log.world.engine.journal().entries(0, 10_000).await.expect("it reads");
    let mut rewritten = entries.clone();
    rewritten.remove(3);
    rewritten.extend(entries.clone());
    let shorter = entries[..entries.len() - 2].to_vec();
    for (history, refusal) in [(shorter, Refusal::Moved { size: old }), (rewritten, Refusal::Inconsistent)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tree = Tree::open(folder.path(), ORIGIN).expect("a folder");
        tree.append(history).expect("it is written");
        let forged = Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
        let seen = old.min(forged.size);
        let proof = ledger::consistency(&tree, &forged, seen).expect("a proof of something");
        let body = ledger::add_checkpoint(seen, &proof, &forged.sign(&key()));
        let url = format!("{}/add-checkpoint", witness.url);
        let answer = http.post(url).body(body).send().await.expect("it answers");
        let status = answer.status().as_u16();
        let told = answer.text().await.expect("a text");
        assert_eq!(Refusal::of(status, &told), refusal, "{status}: {told}");
    }
    // What it remembers stands; and a witness that is away holds nobody up.
    let mut forgotten = 0;
    cosign(&http, &witness, &log.keeper, &published, &mut forgotten).await.expect("the same again");
    drop(_running);
    let away = cosign(&http, &witness, &log.keeper, &published, &mut forgotten).await;
    assert!(matches!(away, Err(WitnessError::Unreachable(_))), "{away:?}");
}
