//! Whoever has only the address and the key checks everything: with our verifier, which
//! knows no engine, and with Go's own implementation.

use std::path::Path;

use tests::outside::run_go;
use tests::program::{Run, verify};

use super::world::{Log, key, on_both, widest};
use crate::engine::world::{resident, support};

on_both!(
    a_stranger_with_go_verifies_a_served_log,
    a_stranger_replays_the_log_and_finds_the_published_counts,
    evidence_verifies_offline_and_any_change_is_found,
);

/// What `veche-verify` says of a log, with keys that have a space between them.
pub(super) fn asked(check: &str, log: &str, keys: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["--json", check, "--log", log, "--key", keys];
    arguments.extend(more);
    verify(&arguments)
}

fn asked_with_its_key(check: &str, log: &str, more: &[&str]) -> Run {
    asked(check, log, &key().verifying().to_string(), more)
}

async fn a_stranger_with_go_verifies_a_served_log(log: Log) {
    let initiative = log.some_history().await;
    let served = log.served().await;
    let position = log.world.engine.journal().head().await.expect("it reads").position;
    served.app().keeper().wait_for(position).await;
    let base = format!("{}/log", served.url);
    let earlier = served.visitor().get("/log/checkpoint").await;
    assert_eq!(earlier.status, 200);
    let file = log.world.directory.path().join("earlier");
    std::fs::write(&file, &earlier.body).expect("it is kept");
    for number in 5..8 {
        log.world.when(resident(number), support(initiative)).await.expect("it is open");
    }
    served.app().keeper().wait_for(position + 3).await;

    let public = key().verifying().to_string();
    let run = |base: String, key: String, file: &Path| {
        let (position, file) = (position.to_string(), file.display().to_string());
        tokio::task::spawn_blocking(move || run_go("verify_log.go", &[&base, &key, &position, &file]))
    };
    let said = run(base.clone(), public.clone(), &file).await.expect("it runs").expect("it verifies");
    assert_eq!(said.trim(), format!("{} entries, {position} before", position + 3));
    // It can fail: an earlier checkpoint with another root.
    let forged = ledger::SigningKey::from_seed(super::world::ORIGIN, [9; 32]).expect("a name");
    let other =
        ledger::Checkpoint { origin: super::world::ORIGIN.to_owned(), size: 3, root: ledger::EMPTY_HASH };
    std::fs::write(&file, other.sign(&forged).as_bytes()).expect("it is kept");
    run(base, public, &file).await.expect("it runs").expect_err("no log begins so");
}

async fn a_stranger_replays_the_log_and_finds_the_published_counts(log: Log) {
    let initiative = log.some_history().await;
    let served = log.served().await;
    let position = log.world.engine.journal().head().await.expect("it reads").position;
    served.app().keeper().wait_for(position).await;
    served.engine().views().catch_up().await.expect("the views catch up");
    let base = format!("{}/log", served.url);
    let register = format!("{}/data/initiatives.ndjson", served.url);
    let (base_of_run, register_of_run) = (base.clone(), register.clone());
    let run = tokio::task::spawn_blocking(move || {
        asked_with_its_key("replay", &base_of_run, &["--published", &register_of_run])
    });
    let run = run.await.expect("it runs").done().json();
    assert_eq!(run["status"], "held");
    assert_eq!((&run["supports"], &run["size"]), (&2.into(), &position.into()));
    assert_eq!(run["compared"], 1);
    assert_eq!(run["stages"]["under_review"], 1);

    // What was published a moment ago is compared as of then, once it is signed for.
    log.world.when(resident(5), support(initiative)).await.expect("it is open");
    served.engine().views().catch_up().await.expect("the views catch up");
    let (log_of_run, register_of_run) = (base.clone(), register.clone());
    let run = tokio::task::spawn_blocking(move || {
        asked_with_its_key("replay", &log_of_run, &["--published", &register_of_run])
    });
    assert_eq!(run.await.expect("it runs").done().json()["supports"], 3);
    served.app().keeper().wait_for(position + 1).await;

    // From the node's own folder, which is the whole published log; and it can fail.
    let folder = log.world.config.data.join("log");
    let place = folder.display().to_string();
    let find = initiative.to_string();
    let from_disk = asked_with_its_key("replay", &place, &["--find", &find]).done().json();
    assert!(from_disk["found"].as_array().is_some_and(|found| found.len() >= 3), "{from_disk}");
    let bundles = folder.join("tile/entries/000.p");
    let name = widest(&bundles);
    let sound = std::fs::read(&name).expect("a bundle");
    let text = String::from_utf8_lossy(&sound).into_owned();
    let at = text.find("SupportGiven").expect("a support");
    let mut forged = sound.clone();
    // Of the same length, so that the bundle still parses.
    let offset = sound.windows(12).position(|bytes| bytes == b"SupportGiven").expect("a support");
    forged[offset..offset + 12].copy_from_slice(b"SupportTaken");
    assert!(at > 0);
    std::fs::write(&name, &forged).expect("it is forged");
    let failed = asked_with_its_key("replay", &place, &[]);
    assert_eq!(failed.code, 1, "{failed:?}");
    let failure = failed.json();
    assert!(failure["failure"]["position"].is_u64(), "{failure}");
    assert_ne!(failure["failure"]["expected"], failure["failure"]["found"]);
    std::fs::write(&name, &sound).expect("as it was");

    let nobody = asked_with_its_key("replay", "http://127.0.0.1:9/log", &[]);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    // The front page is no register.
    let (log_of_run, site) = (base.clone(), served.url.clone());
    let page = tokio::task::spawn_blocking(move || {
        asked_with_its_key("replay", &log_of_run, &["--published", &site])
    });
    let page = page.await.expect("it runs");
    assert_eq!(page.code, 2, "{page:?}");
    assert!(format!("{page:?}").contains("/data/initiatives.ndjson"), "{page:?}");
    // What was seen earlier, and what is not what was seen.
    let kept = log.world.directory.path().join("kept").display().to_string();
    asked_with_its_key("checkpoint", &place, &["--save", &kept]).done();
    asked_with_its_key("consistency", &place, &["--since", &kept]).done();
    let other =
        ledger::Checkpoint { origin: super::world::ORIGIN.to_owned(), size: 3, root: ledger::EMPTY_HASH };
    std::fs::write(&kept, other.sign(&key()).as_bytes()).expect("it is kept");
    assert_eq!(asked_with_its_key("consistency", &place, &["--since", &kept]).code, 1);
}

async fn evidence_verifies_offline_and_any_change_is_found(log: Log) {
    log.some_history().await;
    let served = log.served().await;
    let position = log.world.engine.journal().head().await.expect("it reads").position;
    served.app().keeper().wait_for(position).await;
    let visitor = served.visitor();
    let request = visitor.request(reqwest::Method::GET, &format!("/log/evidence/{position}"));
    let bytes = request.send().await.expect("an answer").bytes().await.expect("a bundle").to_vec();
    assert!(bytes.len() < 8_000, "{} bytes", bytes.len());
    drop(served);

    let file = log.world.directory.path().join("evidence.zip");
    let public = key().verifying().to_string();
    let check = |bytes: &[u8]| {
        std::fs::write(&file, bytes).expect("it is kept");
        verify(&["--json", "evidence", &file.display().to_string(), "--key", &public])
    };
    let held = check(&bytes).done().json();
    assert_eq!(held["position"], position);
    for what in [&b"\"sequence\":"[..], b"index ", b"veche.example/log\n"] {
        let at = bytes.windows(what.len()).position(|found| found == what).expect("it stands there");
        let mut forged = bytes.clone();
        forged[at + what.len()] ^= 1;
        assert_ne!(check(&forged).code, 0, "a change after {:?}", String::from_utf8_lossy(what));
    }
    assert_eq!(check(b"no bundle").code, 2);
    let missing = served_nothing(&log).await;
    assert_eq!(missing, [404, 404, 404, 404]);
}

/// What is not there, or no address of the log.
async fn served_nothing(log: &Log) -> [u16; 4] {
    let served = log.served().await;
    let visitor = served.visitor();
    let mut statuses = [0; 4];
    let paths =
        ["/log/tile/0/999", "/log/tile/0/000.p/0", "/log/proof/999999.tlog-proof", "/log/tile/0/..%2fstate"];
    for (status, path) in statuses.iter_mut().zip(paths) {
        *status = visitor.get(path).await.status;
    }
    statuses
}
