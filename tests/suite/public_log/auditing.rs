//! What an auditor with access to the node finds: texts that are not what was committed
//! to, views that somebody edited, dates that cannot be.

use engine::{Audit, Audited, Clock, Config, Engine, Seen, SimulatedClock, Status};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::attacks::tamper;
use super::world::{Log, on_both};
use crate::engine::world::{SURGUT, clerk, id, request, resident, support};

on_both!(
    all_that_was_committed_to_opens_and_a_sample_is_the_same_for_everybody,
    a_text_that_is_not_what_was_committed_to_is_named,
    views_are_what_follows_from_the_events_also_after_redactions_and_erasures,
    a_view_that_somebody_edited_is_found_with_both_values,
    an_event_dated_back_past_a_checkpoint_is_found,
    a_log_that_forgot_what_an_audit_saw_is_found,
);

async fn all_that_was_committed_to_opens_and_a_sample_is_the_same_for_everybody(log: Log) {
    log.some_history().await;
    log.an_appeal().await;
    let engine = &log.world.engine;
    let all = engine.sample_openings(b"a root", 100_000, |_| {}).await.expect("it reads");
    assert_eq!(all.divergence, None);
    assert_eq!(all.texts + all.files + all.sealed + all.destroyed, all.committed);
    assert!(all.texts > 3 && all.sealed >= 30, "{all:?}");
    let sample = engine.sample_openings(b"a root", 10, |_| {}).await.expect("it reads");
    assert_eq!(sample.texts + sample.files + sample.sealed, 10, "{sample:?}");
    assert_eq!(engine.sample_openings(b"a root", 10, |_| {}).await.expect("it reads"), sample);
    let others = engine.sample_openings(b"another", 10, |_| {}).await.expect("it reads");
    assert_eq!(others.committed, sample.committed);
    let none = engine.sample_openings(b"a root", 0, |_| {}).await.expect("it reads");
    assert_eq!(none.texts + none.files + none.sealed + none.destroyed, 0);
}

async fn a_text_that_is_not_what_was_committed_to_is_named(log: Log) {
    let initiative = log.some_history().await;
    let stream = journal::StreamId::new("initiative", initiative.to_string());
    let events = log.world.engine.journal().load(&stream, 0).await.expect("it reads");
    let payload: Value = serde_json::from_str(&events[0].payload).expect("JSON");
    let title = &payload["fact"]["Submitted"]["fields"]["title"];
    let (position, known) = (events[0].position, title["commitment"].as_str().expect("a commitment"));
    let ciphertext = title["ciphertext"].as_str().expect("a ciphertext");
    let problem = payload["fact"]["Submitted"]["fields"]["problem"]["ciphertext"].as_str().expect("one");
    let other = "0".repeat(64);
    for (what, by) in [(known, other.as_str()), (ciphertext, problem)] {
        let set = |what: &str, by: &str| match &log.world.config.store {
            journal::Store::Sqlite(_) => {
                format!(
                    "UPDATE events SET payload = replace(payload, '{what}', '{by}') WHERE position = {position};"
                )
            }
            journal::Store::Postgres(_) => format!(
                "UPDATE events SET payload = replace(payload::text, '{what}', '{by}')::json WHERE position = {position};"
            ),
        };
        tamper(&log, &set(what, by)).await;
        let found = log.world.engine.sample_openings(b"", 100_000, |_| {}).await.expect("it reads");
        let found = found.divergence.expect("it is found");
        assert_eq!((found.position, found.expected.as_str()), (position, known));
        assert!(found.what.starts_with("fact.Submitted.fields."), "{found:?}");
        tamper(
            &log,
            &format!("UPDATE events SET payload = '{}' WHERE position = {position};", events[0].payload),
        )
        .await;
    }
    let found = log.world.engine.sample_openings(b"", 100_000, |_| {}).await.expect("it reads");
    assert_eq!(found.divergence, None, "it is as it was");
}

async fn views_are_what_follows_from_the_events_also_after_redactions_and_erasures(log: Log) {
    let initiative = log.some_history().await;
    log.an_appeal().await;
    let world = &log.world;
    world.engine.views().catch_up().await.expect("they catch up");
    let stream = journal::StreamId::new("initiative", initiative.to_string());
    let events = world.engine.journal().load(&stream, 0).await.expect("it reads");
    let payload: Value = serde_json::from_str(&events[0].payload).expect("JSON");
    let title = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    let redact = json!({"redact": {"text": title, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), initiative, redact).await;
    let erase = json!({"participant": {
        "id": id(1002), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    world.engine.views().catch_up().await.expect("they catch up");
    let folder = tempfile::tempdir().expect("a folder");
    let rebuilt = world.engine.views().against_rebuild(folder.path(), |_| {}).await.expect("they compare");
    assert_eq!(rebuilt.difference, None);
    assert_eq!(rebuilt.views, projections::all().len() as u64);
    assert!(rebuilt.rows > 100, "{rebuilt:?}");
}

async fn a_view_that_somebody_edited_is_found_with_both_values(log: Log) {
    log.some_history().await;
    let views = log.world.engine.views();
    views.catch_up().await.expect("they catch up");
    let folder = log.world.config.data.join("views");
    let name = std::fs::read_dir(&folder).expect("views").flatten().map(|file| file.path());
    let name = name.into_iter().find(|name| {
        let name = name.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("supports-v") && name.ends_with(".sqlite")
    });
    let view = Connection::open(name.expect("a view of supports")).expect("a database");
    let sql = "UPDATE standings SET residence = 'elsewhere' WHERE tag = (SELECT min(tag) FROM standings)";
    assert!(view.execute(sql, ()).expect("it is edited") > 0);
    let rebuilt = tempfile::tempdir().expect("a folder");
    let rebuilt = views.against_rebuild(rebuilt.path(), |_| {}).await.expect("they compare");
    let (name, found) = rebuilt.difference.expect("it is found");
    assert_eq!((name, found.table.as_str()), ("supports", "standings"));
    let residence = |row: Option<Value>| row.expect("a row")["residence"].clone();
    assert_eq!(residence(found.expected), SURGUT);
    assert_eq!(residence(found.found), "elsewhere");
}

/// An audit that held, with the checkpoint that is published.
async fn kept(log: &Log) {
    let checkpoint = log.keeper.last_seen().await.expect("it reads");
    let events = log.world.engine.journal().head().await.expect("it reads").position;
    let (at, checks, remembered) = (log.world.engine.now(), Vec::new(), Vec::new());
    let audited = Audited { at, status: Status::Held, events, checkpoint, checks, remembered };
    log.keeper.keep_audit(audited).expect("it is kept");
}

/// A support that is recorded as of a time that is over.
async fn dated_back(log: &Log, initiative: uuid::Uuid, at: Timestamp) {
    let clock = Clock::Simulated(SimulatedClock::new(at));
    let data = log.world.directory.path().join("elsewhere");
    let config = Config { clock: Some(clock), data, ..log.world.config.clone() };
    let engine = Engine::open(config).await.expect("the engine opens");
    engine.execute(request(resident(5), support(initiative))).await.expect("it is open");
}

async fn an_event_dated_back_past_a_checkpoint_is_found(log: Log) {
    let initiative = log.some_history().await;
    let made = log.world.engine.now();
    log.world.clock.leap(SignedDuration::from_hours(3));
    log.signed().await;
    let head = log.world.engine.journal().head().await.expect("it reads").position;
    assert!(matches!(log.audit().await, Audit::Holds { .. }));
    kept(&log).await;
    // The order of times is kept: only the checkpoint tells.
    dated_back(&log, initiative, made + SignedDuration::from_mins(30)).await;
    let found = |audit| match audit {
        Audit::Diverges { position, what, .. } => (position, what),
        Audit::Holds { .. } => panic!("it was not found"),
    };
    let (position, what) = found(log.audit().await);
    assert_eq!(position, head + 1);
    assert!(what.contains("dated before"), "{what}");
    // Once it is signed for, the memory of the audit tells.
    log.world.clock.leap(SignedDuration::from_hours(3));
    log.signed().await;
    assert_eq!(found(log.audit().await).0, head + 1);
}

async fn a_log_that_forgot_what_an_audit_saw_is_found(log: Log) {
    log.some_history().await;
    log.signed().await;
    kept(&log).await;
    let Audit::Holds { continues, .. } = log.audit().await else { panic!("nothing is wrong") };
    assert_eq!(continues, 1);
    // As if what is published were another history: the audit saw another root.
    let mut seen = log.keeper.last_audit().expect("it reads").expect("there was one");
    seen.checkpoint = Some(Seen { size: 3, root: ledger::EMPTY_HASH.to_string(), signed_at: None });
    log.keeper.keep_audit(seen).expect("it is kept");
    let Audit::Diverges { position, expected, .. } = log.audit().await else { panic!("it was not found") };
    assert_eq!(position, 1);
    assert!(expected.starts_with("3 entries"), "{expected}");
}
