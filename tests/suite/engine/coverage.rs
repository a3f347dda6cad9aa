//! Whatever nobody can read any more has an event that says why.

use aggregates::ids::{AttachmentId, ParticipantId, TextId};
use engine::{Coverage, Gap};
use journal::{Store, StreamId};
use rusqlite::Connection as SqliteConnection;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;
use vault::{Context, KeyId};

use super::world::{SURGUT, World, clerk, head, id};

super::in_a_world!(
    what_was_redacted_or_erased_is_covered
    a_key_that_somebody_deleted_in_the_vault_is_found
    a_key_destroyed_without_an_event_is_found
    an_erased_key_that_came_back_is_found
    the_letter_of_an_answer_opens_or_its_author_was_erased
    the_letter_of_an_answer_that_somebody_deleted_is_found
);

async fn coverage(world: &World) -> Coverage {
    world.engine.uncovered(|_| ()).await.expect("journal and vault can be read")
}

/// The position of an initiative's first event, and the key of its title.
async fn title_of(world: &World, initiative: Uuid) -> (u64, TextId) {
    let stream = StreamId::new("initiative", initiative.to_string());
    let events = world.engine.journal().load(&stream, 0).await.expect("the journal reads");
    let payload: Value = serde_json::from_str(&events[0].payload).expect("JSON");
    let key = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    let key = key.as_str().and_then(|key| key.parse().ok()).expect("a title has a key");
    (events[0].position, TextId(key))
}

/// Runs a statement on the table of keys past the program.
async fn tamper(world: &World, statement: impl Fn(&str, &str) -> String, key: Uuid) {
    match &world.config.vault {
        Store::Sqlite(directory) => {
            let file = SqliteConnection::open(directory.join("vault.sqlite")).expect("the file");
            let statement = statement("keys", &format!("x'{}'", key.simple()));
            file.execute_batch(&statement).expect("tampering works");
        }
        Store::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.expect("a connection");
            let statement = statement("vault.keys", &format!("'{key}'"));
            connection.execute(statement.as_str()).await.expect("tampering works");
        }
    }
}

/// An answer of whose letter the vault has the file: the position, and the file.
async fn answered(world: &World, initiative: Uuid) -> (u64, AttachmentId) {
    let (vault, entropy) = (world.engine.vault(), world.engine.entropy());
    let place = Context {
        log: world.engine.journal().identity().id,
        stream_kind: "initiative".to_owned(),
        stream_id: initiative.to_string(),
        command_id: id(7201),
    };
    let author = Some(ParticipantId(id(1001)));
    let letter = vault.put_attachment(entropy, &place, author, "text/plain", b"We have to ask the region.");
    let letter = letter.await.expect("it is kept").id;
    world
        .acts(head(SURGUT), initiative, json!({"extend": {"days": 30, "reason": "An estimate is awaited."}}))
        .await;
    let sent = json!({"outgoing_number": "1", "channel": "paper", "letter": letter});
    let receipt = world.acts(clerk(SURGUT), initiative, json!({"dispatch_answer": sent})).await;
    (receipt.first, letter)
}

async fn the_letter_of_an_answer_opens_or_its_author_was_erased(world: World) {
    let initiative = world.published(1).await;
    let before = coverage(&world).await;
    answered(&world, initiative).await;
    let after = coverage(&world).await;
    // Why the term was extended, and the letter.
    assert_eq!((after.readable, &after.uncovered), (before.readable + 2, &None));
    let erase = json!({"participant": {
        "id": id(1001), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let erased = coverage(&world).await;
    // Who he was, and the letter to him.
    assert_eq!((erased.covered, &erased.uncovered), (2, &None));
}

async fn the_letter_of_an_answer_that_somebody_deleted_is_found(world: World) {
    let initiative = world.published(1).await;
    let (position, letter) = answered(&world, initiative).await;
    let delete =
        |table: &str, id: &str| format!("DELETE FROM {table} WHERE kind = 'attachment' AND id = {id}");
    tamper(&world, delete, letter.0).await;
    let found = coverage(&world).await.uncovered.expect("it is found");
    assert_eq!((found.position, found.field.as_str()), (position, "fact.AnswerDispatched.letter"));
    assert_eq!((found.key, found.gap), (KeyId::Attachment(letter), Gap::Missing));
}

async fn what_was_redacted_or_erased_is_covered(world: World) {
    let initiative = world.published(1).await;
    let before = coverage(&world).await;
    assert_eq!((before.covered, &before.uncovered), (0, &None));
    let (_, title) = title_of(&world, initiative).await;
    let redact = json!({"redact": {"text": title, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), initiative, redact).await;
    let erase = json!({"participant": {
        "id": id(1001), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let after = coverage(&world).await;
    // The title, and who the author was; the masked title came in its place.
    assert_eq!((after.covered, &after.uncovered), (2, &None));
    assert_eq!(after.readable, before.readable - 2 + 1);
}

async fn a_key_that_somebody_deleted_in_the_vault_is_found(world: World) {
    let initiative = world.published(1).await;
    world.published(2).await;
    let (position, title) = title_of(&world, initiative).await;
    let delete = |table: &str, id: &str| format!("DELETE FROM {table} WHERE kind = 'text' AND id = {id}");
    tamper(&world, delete, title.0).await;
    let found = coverage(&world).await.uncovered.expect("it is found");
    assert_eq!((found.position, found.field.as_str()), (position, "fact.Submitted.fields.title"));
    assert_eq!((found.key, found.gap), (KeyId::Text(title), Gap::Missing));
}

async fn a_key_destroyed_without_an_event_is_found(world: World) {
    let (first, second) = (world.published(1).await, world.published(2).await);
    let (position, title) = title_of(&world, first).await;
    world.engine.vault().destroy(KeyId::Text(title)).await.expect("it is destroyed");
    // An event about a text of another initiative covers nothing here.
    let (_, other) = title_of(&world, second).await;
    let redact = json!({"redact": {"text": other, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), second, redact).await;
    let found = coverage(&world).await.uncovered.expect("it is found");
    assert_eq!((found.position, found.gap), (position, Gap::Unexplained));
}

async fn an_erased_key_that_came_back_is_found(world: World) {
    world.published(1).await;
    let keep = |table: &str, key: &str| {
        format!("CREATE TABLE kept AS SELECT wrapped FROM {table} WHERE kind = 'subject' AND id = {key}")
    };
    tamper(&world, keep, id(1001)).await;
    let erase = json!({"participant": {
        "id": id(1001), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    let receipt = world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let revive = |table: &str, key: &str| {
        format!(
            "UPDATE {table} SET wrapped = (SELECT wrapped FROM kept), destroyed_at = NULL
             WHERE kind = 'subject' AND id = {key}"
        )
    };
    tamper(&world, revive, id(1001)).await;
    let found = coverage(&world).await.uncovered.expect("it is found");
    assert_eq!((found.position, found.gap), (receipt.first, Gap::StillOpens));
    assert_eq!(found.key, KeyId::Subject(ParticipantId(id(1001))));
}
