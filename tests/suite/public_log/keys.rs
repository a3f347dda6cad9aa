//! The log's key can be changed, and whoever knows the one before is told by the log itself.

use ledger::SigningKey;

use super::verifying::asked;
use super::world::{Log, ORIGIN, key, on_both};
use crate::engine::world::{resident, support};

on_both!(
    whoever_knows_the_key_before_finds_the_new_one_in_the_log,
    a_node_without_the_named_key_shows_what_others_sign_and_signs_nothing,
);

fn next() -> SigningKey {
    SigningKey::from_seed(ORIGIN, [10; 32]).expect("a name")
}

/// A log whose node has a second key.
async fn with_a_next_key(mut log: Log) -> Log {
    log.world.config.log_keys.push(next());
    log.restarted().await
}

async fn whoever_knows_the_key_before_finds_the_new_one_in_the_log(log: Log) {
    let initiative = log.some_history().await;
    let mut log = with_a_next_key(log).await;
    assert_eq!(
        log.keeper.change_key().await.expect("there is one").to_string(),
        next().verifying().to_string()
    );
    let published = log.keeper.published().expect("it is signed");
    let keys = [next().verifying(), key().verifying()];
    assert_eq!(published.note.signed_by(&keys).expect("a note").len(), 2, "with both while both are there");
    let error = log.keeper.change_key().await.expect_err("it has no third");
    assert_eq!(error.code(), "log_key_none");

    let place = log.world.config.data.join("log").display().to_string();
    let replay = |keys: &[&SigningKey]| {
        let keys = keys.iter().map(|key| key.verifying().to_string()).collect::<Vec<_>>().join(" ");
        asked("replay", &place, &keys, &[])
    };
    for known in [key(), next()] {
        let held = replay(&[&known]).done().json();
        assert_eq!(held["key"], next().verifying().to_string());
        let told = held["held"].to_string().contains("the log changed its key at position");
        assert_eq!(told, known.verifying() == key().verifying());
    }

    // Whoever has the key before and not the new one signs nothing that is believed.
    let tree = log.keeper.published().expect("it is signed").checkpoint.clone();
    let sound = std::fs::read(format!("{place}/checkpoint")).expect("it is there");
    std::fs::write(format!("{place}/checkpoint"), tree.sign(&key()).as_bytes()).expect("it is forged");
    assert_eq!(replay(&[&key()]).code, 1);
    std::fs::write(format!("{place}/checkpoint"), sound).expect("as it was");

    // The key before is taken away: who knows it alone is refused, who knows both goes on.
    log.world.config.log_keys = vec![next()];
    let log = log.restarted().await;
    log.world.when(resident(6), support(initiative)).await.expect("it is open");
    log.signed().await;
    assert_eq!(replay(&[&key()]).code, 1);
    replay(&[&key(), &next()]).done();
    replay(&[&next()]).done();
    // A key that the log does not name signs nothing that is believed.
    let stranger = SigningKey::from_seed(ORIGIN, [11; 32]).expect("a name");
    let tree = log.keeper.published().expect("it is signed").checkpoint.clone();
    std::fs::write(format!("{place}/checkpoint"), tree.sign(&stranger).as_bytes()).expect("it is forged");
    let failed = replay(&[&stranger]);
    assert_eq!(failed.code, 1);
    assert_eq!(failed.json()["failure"]["expected"], next().verifying().to_string());
}

async fn a_node_without_the_named_key_shows_what_others_sign_and_signs_nothing(log: Log) {
    let initiative = log.some_history().await;
    let other = log.world.another_node().await;
    let other = engine::Keeper::open(&other, log.desk.clone()).await.expect("the log opens");
    let log = with_a_next_key(log).await;
    log.keeper.change_key().await.expect("there is one");
    log.world.when(resident(5), support(initiative)).await.expect("it is open");
    let error = other.step(true).await.expect_err("it has only the key before");
    assert_eq!(error.code(), "log_key_other");
    assert_eq!(other.published(), log.keeper.published(), "it shows what was signed meanwhile");
    log.signed().await;
    assert!(!other.step(false).await.expect("it follows"));
    assert_eq!(other.published(), log.keeper.published());
}
