//! What somebody with rights in the database can do, and how it is found.

use engine::Audit;
use journal::Store;
use ledger::{CheckpointError, Policy, SignedCheckpoint, SigningKey, check_consistency};
use rusqlite::Connection as SqliteConnection;
use sqlx::{Connection, Executor, PgConnection};

use super::world::{Log, ORIGIN, key, on_both, widest};

on_both!(
    two_hundred_random_changes_of_rows_are_all_found_where_they_are,
    a_row_changed_together_with_its_entry_is_found,
    a_history_rewritten_and_signed_again_does_not_continue_what_was_seen,
    a_forged_tile_of_this_node_is_found,
);

/// Runs statements past the triggers.
pub(super) async fn tamper(log: &Log, statements: &str) {
    match &log.world.config.store {
        Store::Sqlite(directory) => {
            let file = SqliteConnection::open(directory.join("journal.sqlite")).expect("the file");
            let drops: String = {
                let mut triggers = file
                    .prepare(
                        "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'",
                    )
                    .expect("a schema");
                let drops = triggers.query_map((), |row| row.get::<_, String>(0)).expect("triggers");
                drops.collect::<Result<_, _>>().expect("names")
            };
            file.execute_batch(&format!("{drops} {statements}")).expect("tampering works");
        }
        Store::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.expect("a connection");
            let statements = format!("SET session_replication_role = replica; {statements}");
            connection.execute(statements.as_str()).await.expect("tampering works");
        }
    }
}

/// Cuts the tail off, as a restore from an older backup does.
pub(super) async fn cut(log: Log, keep: u64) -> Log {
    tamper(
        &log,
        &format!(
            "DELETE FROM events WHERE position > {keep}; DELETE FROM commands WHERE last_position > {keep};
             UPDATE journal_head SET position = {keep};"
        ),
    )
    .await;
    // The views find out by themselves that the journal is another.
    log.restarted().await
}

/// A number below `bound`, the same in every run.
fn next(seed: &mut u64, bound: u64) -> u64 {
    // SplitMix64.
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % bound
}

/// A change of the row at a position: the statements, and what takes them back.
fn change(store: &Store, kind: u64, position: u64, head: u64) -> (String, String, u64) {
    let sqlite = matches!(store, Store::Sqlite(_));
    let restore = |column: &str| {
        format!(
            "UPDATE events SET {column} = (SELECT {column} FROM kept WHERE kept.position = events.position) WHERE position = {position};"
        )
    };
    let text = |column: &str| {
        // One character in the middle of the stored text.
        let (text, cast) =
            if sqlite { (column.to_owned(), "") } else { (format!("{column}::text"), "::json") };
        format!(
            "UPDATE events SET {column} = (replace({text}, substr({text}, 5, 1),
                 CASE substr({text}, 5, 1) WHEN 'x' THEN 'y' ELSE 'x' END)){cast} WHERE position = {position};"
        )
    };
    match kind {
        0 => (
            text("metadata").replace("substr(metadata, 5, 1)", "substr(metadata, 3, 1)"),
            restore("metadata"),
            position,
        ),
        1 => {
            let json =
                if sqlite { "payload || ' '".to_owned() } else { "(payload::text || ' ')::json".to_owned() };
            (
                format!("UPDATE events SET payload = {json} WHERE position = {position};"),
                restore("payload"),
                position,
            )
        }
        2 => {
            let changed = if sqlite {
                "CAST(replace(CAST(entry AS TEXT), '\"v\":1', '\"v\":2') AS BLOB)".to_owned()
            } else {
                "convert_to(replace(convert_from(entry, 'UTF8'), '\"v\":1', '\"v\":2'), 'UTF8')".to_owned()
            };
            (
                format!("UPDATE events SET entry = {changed} WHERE position = {position};"),
                restore("entry"),
                position,
            )
        }
        3 => (
            format!("UPDATE events SET event_type = event_type || 'X' WHERE position = {position};"),
            restore("event_type"),
            position,
        ),
        4 => {
            let later = if sqlite { "at + 1".to_owned() } else { "at + interval '1 microsecond'".to_owned() };
            (format!("UPDATE events SET at = {later} WHERE position = {position};"), restore("at"), position)
        }
        5 => (
            format!("DELETE FROM events WHERE position = {position};"),
            format!("INSERT INTO events SELECT * FROM kept WHERE position = {position};"),
            position,
        ),
        6 => {
            // Swapped with its neighbour.
            let other = if position == head { position - 1 } else { position + 1 };
            let (one, two) = (position.min(other), position.max(other));
            let swap = format!(
                "UPDATE events SET position = 1000000 WHERE position = {one};
                 UPDATE events SET position = {one} WHERE position = {two};
                 UPDATE events SET position = {two} WHERE position = 1000000;"
            );
            (swap.clone(), swap, one)
        }
        _ => {
            // One more, in place of the next.
            let insert = format!(
                "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                     payload, metadata, position, at, entry)
                 SELECT aggregate_type, 'forged', 1, event_type, event_version, payload, metadata,
                     {head} + 1, at, entry FROM events WHERE position = {position};"
            );
            (insert, format!("DELETE FROM events WHERE position = {head} + 1;"), head + 1)
        }
    }
}

async fn two_hundred_random_changes_of_rows_are_all_found_where_they_are(log: Log) {
    log.some_history().await;
    log.signed().await;
    let head = log.world.engine.journal().head().await.expect("it reads").position;
    tamper(&log, "CREATE TABLE kept AS SELECT * FROM events;").await;
    let mut seed = 4;
    for number in 0..200 {
        let (kind, position) = (next(&mut seed, 8), 1 + next(&mut seed, head));
        let (change, back, shows) = change(&log.world.config.store, kind, position, head);
        tamper(&log, &change).await;
        match log.audit().await {
            Audit::Holds { .. } => panic!("{number}: {change} was not found"),
            Audit::Diverges { position, what, .. } => {
                assert_eq!(position, shows, "{number}: {change} shows as {what}");
            }
        }
        tamper(&log, &back).await;
    }
    assert!(matches!(log.audit().await, Audit::Holds { .. }), "everything is as it was");
}

async fn a_row_changed_together_with_its_entry_is_found(log: Log) {
    log.some_history().await;
    log.signed().await;
    // A whole row with its entry, put in the place of another: they agree with each other.
    let rows = log.world.engine.journal().read(0, 10_000).await.expect("it reads");
    let supports: Vec<_> = rows.iter().filter(|row| row.event_type == "SupportGiven").collect();
    let (first, second) = (supports[0].position, supports[1].position);
    let columns = ["aggregate_id", "payload", "metadata", "entry"];
    let set =
        columns.map(|column| format!("{column} = (SELECT {column} FROM copied WHERE position = {second})"));
    tamper(
        &log,
        &format!(
            "CREATE TABLE copied AS SELECT * FROM events;
             DELETE FROM events WHERE aggregate_id = (SELECT aggregate_id FROM copied WHERE position = {second})
                 AND position <> {second};
             UPDATE events SET aggregate_id = 'moved-away' WHERE position = {second};
             UPDATE events SET {} WHERE position = {first};",
            set.join(", ")
        ),
    )
    .await;
    let Audit::Diverges { position, .. } = log.audit().await else { panic!("it was not found") };
    assert!(position <= first, "{position}");
}

async fn a_history_rewritten_and_signed_again_does_not_continue_what_was_seen(log: Log) {
    log.some_history().await;
    log.signed().await;
    let seen = log.keeper.published().expect("it was signed").checkpoint.clone();
    // With the key stolen: every tile anew, and a signature that verifies.
    let forged = tempfile::tempdir().expect("a folder");
    let mut entries = log.world.engine.journal().entries(0, 10_000).await.expect("it reads");
    entries.remove(3);
    entries.extend(entries.clone());
    let mut tree = ledger::Tree::open(forged.path(), ORIGIN).expect("a folder");
    tree.append(entries).expect("it is written");
    let now = ledger::Checkpoint { origin: ORIGIN.to_owned(), size: tree.size(), root: tree.root() };
    let policy = Policy::log_alone(key().verifying());
    now.sign(&key()).verify(&policy).expect("the signature is good");
    let proof = ledger::consistency(&tree, &now, seen.size).expect("a proof of something");
    check_consistency(&proof, &seen, &now).expect_err("it does not begin with what was seen");

    let other = SigningKey::from_seed(ORIGIN, [1; 32]).expect("a name");
    let note = SignedCheckpoint::parse(now.sign(&other).as_bytes()).expect("a note");
    assert_eq!(note.verify(&policy), Err(CheckpointError::NotSigned), "another key is no key");
}

async fn a_forged_tile_of_this_node_is_found(log: Log) {
    log.some_history().await;
    log.signed().await;
    let name = widest(&log.world.config.data.join("log/tile/0/000.p"));
    let mut bytes = std::fs::read(&name).expect("a tile");
    bytes[100] ^= 1;
    std::fs::write(&name, bytes).expect("it is forged");
    let Audit::Diverges { what, .. } = log.audit().await else { panic!("it was not found") };
    assert!(what.contains("tiles"), "{what}");
}
