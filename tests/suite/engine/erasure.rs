//! Keys that go, also when the process dies before it could destroy them.

use aggregates::support::Standing;
use journal::{Item, NewEvent, Store, StreamAppend, StreamId};
use rusqlite::Connection as SqliteConnection;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;
use vault::KeyId;

use super::world::{SURGUT, World, clerk, id, resident, support};

super::in_a_world!(
    a_redacted_text_is_unreadable
    whoever_reads_of_a_destroyed_key_destroys_it
    a_crash_before_the_key_went_is_healed_before_anything_is_read
    an_erased_person_supports_no_more
    erasure_waits_for_open_cases_and_says_until_when_closed_ones_are_kept
    a_vault_from_before_an_erasure_opens_nothing_that_was_erased_since
    another_node_forgets_a_person_when_it_reads_that_he_was_erased
    a_matter_of_its_own_goes_on_as_a_linked_case
);

fn stream(initiative: Uuid) -> StreamId {
    StreamId::new("initiative", initiative.to_string())
}

/// The key of an initiative's title.
async fn title_of(world: &World, initiative: Uuid) -> Uuid {
    let events = world.engine.journal().load(&stream(initiative), 0).await.expect("the journal reads");
    let payload: Value = serde_json::from_str(&events[0].payload).expect("JSON");
    let key = &payload["fact"]["Submitted"]["fields"]["title"]["$open"];
    key.as_str().and_then(|key| key.parse().ok()).expect("a title has a key")
}

async fn is_destroyed(world: &World, text: Uuid) -> bool {
    let key = KeyId::Text(aggregates::ids::TextId(text));
    world.engine.vault().is_destroyed(key).await.expect("the vault answers")
}

async fn a_redacted_text_is_unreadable(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    assert!(!is_destroyed(&world, text).await);
    let redact = json!({"redact": {"text": text, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), initiative, redact).await;
    assert!(is_destroyed(&world, text).await);
    world.engine.views().rebuild(&[]).await.expect("views can do without it");
}

/// A node records that a text is redacted, and dies at once.
async fn recorded_alone(world: &World, initiative: Uuid, text: Uuid) {
    let payload = json!({
        "by": "installation", "done_on": "2027-01-11",
        "fact": {"Redacted": {"text": text, "spans": [], "basis": "court_order"}},
    });
    let event = NewEvent {
        event_type: "Redacted".to_owned(),
        event_version: "1.0".to_owned(),
        payload: payload.to_string(),
        metadata: json!({"actor": "installation", "command_id": id(9300).to_string()}).to_string(),
        entry: crate::journal_contract::items::entry(journal::EntryTime::Instant),
    };
    let append = StreamAppend { stream: stream(initiative), expected: 3, events: vec![event] };
    let at = world.engine.now();
    let item = Item { command_id: id(9300), digest: [0; 32], at, appends: vec![append], guards: Vec::new() };
    world.engine.journal().append(item).await.expect("it is recorded");
    assert!(!is_destroyed(world, text).await);
}

async fn whoever_reads_of_a_destroyed_key_destroys_it(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    recorded_alone(&world, initiative, text).await;
    world.engine.views().catch_up().await.expect("the views catch up");
    assert!(is_destroyed(&world, text).await);
}

async fn a_crash_before_the_key_went_is_healed_before_anything_is_read(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    recorded_alone(&world, initiative, text).await;
    let world = world.after_a_crash().await;
    assert!(is_destroyed(&world, text).await);
}

async fn an_erased_person_supports_no_more(world: World) {
    let initiative = world.published(1).await;
    let erase = json!({"participant": {
        "id": id(1002), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }});
    world.when(json!("installation"), erase).await.expect("the court has ordered it");
    let error = world.when(resident(2), support(initiative)).await.expect_err("he is nobody now");
    assert_eq!(error.code(), "not_verified");
    let key = KeyId::Subject(aggregates::ids::ParticipantId(id(1002)));
    assert!(world.engine.vault().is_destroyed(key).await.expect("the vault answers"));
}

async fn a_matter_of_its_own_goes_on_as_a_linked_case(world: World) {
    let initiative = world.submitted(1).await;
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    let ground = json!({"not_admit": {"ground": "N5", "reasons": "It is a complaint about one yard."}});
    let receipt = world.acts(super::world::head(SURGUT), initiative, ground).await;
    let events = world.engine.journal().read(receipt.first - 1, 10).await.expect("the journal reads");
    let names: Vec<_> =
        events.iter().map(|event| (event.stream.kind.as_ref(), event.event_type.as_str())).collect();
    assert_eq!(names, [("initiative", "NotAdmitted"), ("initiative", "Submitted")]);
    let linked: Value = serde_json::from_str(&events[1].payload).expect("JSON");
    assert_eq!(linked["fact"]["Submitted"]["procedure"]["id"], "ru-appeal");
    assert_eq!(linked["fact"]["Submitted"]["linked_from"], json!(initiative));
    // Its texts are sealed for its own stream: the views can open them.
    world.engine.views().catch_up().await.expect("the views catch up");
}

fn erase(person: u128) -> Value {
    json!({"participant": {
        "id": id(1000 + person), "action": {"erase_personal_data": {"basis": "court_order", "on": "2027-01-11"}},
    }})
}

/// What a backup of the vault holds, and its return.
enum Backup {
    File(std::path::PathBuf),
    Tables(String),
}

impl Backup {
    async fn of(world: &World) -> Self {
        match &world.config.vault {
            Store::Sqlite(directory) => {
                let copy = world.directory.path().join("vault.backup");
                let file = SqliteConnection::open(directory.join("vault.sqlite")).expect("the vault");
                file.execute("VACUUM INTO ?1", [copy.display().to_string()]).expect("it is copied");
                Self::File(copy)
            }
            Store::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.expect("a connection");
                let copy = "CREATE SCHEMA backup; CREATE TABLE backup.keys AS TABLE vault.keys;
                     CREATE TABLE backup.head AS TABLE vault.head;
                     CREATE TABLE backup.identities AS TABLE vault.identities;";
                connection.execute(copy).await.expect("it is copied");
                Self::Tables(url.clone())
            }
        }
    }

    /// With no node running.
    async fn restore(self, vault: &Store) {
        match (self, vault) {
            (Self::File(copy), Store::Sqlite(directory)) => {
                for beside in ["vault.sqlite-wal", "vault.sqlite-shm"] {
                    drop(std::fs::remove_file(directory.join(beside)));
                }
                std::fs::copy(copy, directory.join("vault.sqlite")).expect("it is copied back");
            }
            (Self::Tables(url), _) => {
                let mut connection = PgConnection::connect(&url).await.expect("a connection");
                let back = "TRUNCATE vault.keys, vault.head, vault.identities;
                     INSERT INTO vault.keys TABLE backup.keys; INSERT INTO vault.head TABLE backup.head;
                     INSERT INTO vault.identities TABLE backup.identities;";
                connection.execute(back).await.expect("it is copied back");
            }
            (Self::File(_), Store::Postgres(_)) => unreachable!("a backup goes back where it came from"),
        }
    }
}

async fn a_vault_from_before_an_erasure_opens_nothing_that_was_erased_since(world: World) {
    let initiative = world.published(1).await;
    let text = title_of(&world, initiative).await;
    let person = KeyId::Subject(aggregates::ids::ParticipantId(id(1001)));
    // What is followed in time is not read again after a restart.
    world.engine.tick(world.engine.now()).await.expect("the clock runs");
    let followed = world.engine.vault().erased_to().await.expect("the vault answers");
    assert_eq!(followed, world.engine.journal().head().await.expect("a head").position);
    let backup = Backup::of(&world).await;
    let redact = json!({"redact": {"text": text, "masked": "A footbridge", "basis": "court_order"}});
    world.acts(clerk(SURGUT), initiative, redact).await;
    world.when(json!("installation"), erase(1)).await.expect("the court has ordered it");

    let World { engine, clock, config, directory } = world;
    let end = engine.journal().head().await.expect("a head").position;
    drop(engine);
    backup.restore(&config.vault).await;
    let vault = match &config.vault {
        Store::Sqlite(directory) => {
            vault::Vault::open_sqlite(&directory.join("vault.sqlite"), config.keys.clone()).await
        }
        Store::Postgres(url) => vault::Vault::open_postgres(url, config.keys.clone()).await,
    };
    let vault = vault.expect("the vault opens");
    assert!(!vault.is_destroyed(person).await.expect("the vault answers"), "the backup is older");

    let engine = engine::Engine::open(config.clone()).await.expect("the engine opens");
    let world = World { engine, clock, config, directory };
    assert!(is_destroyed(&world, text).await);
    assert!(world.engine.vault().is_destroyed(person).await.expect("the vault answers"));
    let error = world.when(resident(1), support(initiative)).await.expect_err("he is nobody");
    assert_eq!(error.code(), "not_verified");
    assert_eq!(world.engine.vault().erased_to().await.expect("the vault answers"), end);
}

async fn another_node_forgets_a_person_when_it_reads_that_he_was_erased(world: World) {
    let initiative = world.published(1).await;
    let other = world.another_node().await;
    other.views().catch_up().await.expect("the views catch up");
    let person = aggregates::ids::ParticipantId(id(1002));
    let initiative = aggregates::ids::InitiativeId(initiative);
    world.when(resident(2), support(initiative.0)).await.expect("he supports it");
    assert!(matches!(
        other.stand_of(person, initiative).await.expect("it answers").support,
        Standing::Given { .. }
    ));
    world.when(json!("installation"), erase(2)).await.expect("the court has ordered it");
    other.views().catch_up().await.expect("the views catch up");
    assert_eq!(other.stand_of(person, initiative).await.expect("it answers").support, Standing::NeverGiven);
}

async fn erasure_waits_for_open_cases_and_says_until_when_closed_ones_are_kept(world: World) {
    let initiative = world.submitted(3).await;
    let erase = |basis| {
        json!({"participant": {
            "id": id(1003), "action": {"erase_personal_data": {"basis": basis, "on": "2027-01-11"}},
        }})
    };
    let refused = |error: engine::EngineError| match error {
        engine::EngineError::Refused(refusal) => (refusal.code, refusal.values.to_vec()),
        error => panic!("{error}"),
    };
    let error = world.when(resident(3), erase("consent_withdrawn")).await.expect_err("a case is open");
    let values = vec![("open_cases", "1".to_owned()), ("years", "5".to_owned())];
    assert_eq!(refused(error), ("case_open", values));
    world.acts(resident(3), initiative, json!("withdraw")).await;
    let error = world.when(resident(3), erase("consent_withdrawn")).await.expect_err("it is kept");
    assert_eq!(refused(error), ("retained", vec![("until", "2032-12-31".to_owned())]));
    world.when(json!("installation"), erase("unlawful_processing")).await.expect("this does not wait");
}
