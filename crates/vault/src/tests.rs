//! What holds on every store, tried on SQLite, and what only its files show.
//! `tests/suite/vault_contract.rs` runs on both.

use std::path::Path;

use aggregates::ids::{InitiativeId, ParticipantId, TextId};
use aggregates::kept::{Open, Private, Sealed, Typed};
use aggregates::participant::Identity;
use jiff::civil::date;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Context, Entropy, KeyId, MasterKeys, Text, Vault, VaultError, commitment};

fn keys() -> MasterKeys {
    MasterKeys::generate(&Entropy::seeded(1))
}

async fn vault() -> (TempDir, Vault) {
    let directory = tempfile::tempdir().unwrap();
    let vault = Vault::open_sqlite(&directory.path().join("vault.sqlite"), keys()).await.unwrap();
    (directory, vault)
}

fn context() -> Context {
    Context {
        log: Uuid::from_u128(1),
        stream_kind: "initiative".into(),
        stream_id: "9".into(),
        command_id: Uuid::from_u128(2),
    }
}

const ANNA: ParticipantId = ParticipantId(Uuid::from_u128(100));
const BORIS: ParticipantId = ParticipantId(Uuid::from_u128(200));

fn command() -> Value {
    json!({
        "submit": {
            "title": Typed(String::from("Осветить двор")),
            "letter": Private(String::from("Я, Анна, прошу …")),
            "places": [Typed("двор"), Typed("школа")],
            "level": 3,
            "origin": null,
        }
    })
}

fn open_of(value: &Value) -> Open {
    Open::deserialize(value).unwrap()
}

async fn sealed(vault: &Vault, entropy: &Entropy) -> Value {
    vault.seal(entropy, &context(), Some(ANNA), command()).await.unwrap()
}

#[tokio::test]
async fn what_was_typed_is_sealed_and_everything_else_stays() {
    let (_directory, vault) = vault().await;
    let payload = sealed(&vault, &Entropy::seeded(2)).await;
    let submit = &payload["submit"];
    assert_eq!((&submit["level"], &submit["origin"]), (&json!(3), &Value::Null));
    assert_eq!(open_of(&submit["title"]).chars, 13);
    assert_eq!(Sealed::<String>::deserialize(&submit["letter"]).unwrap().subject, ANNA);
    let written = payload.to_string();
    for secret in ["Осветить", "Анна", "школа", "$typed", "$private"] {
        assert!(!written.contains(secret), "{secret}");
    }
    let texts = vault.open_texts(&context(), &payload).await.unwrap();
    let text = |value: &Value| texts[&open_of(value).key].readable().map(str::to_owned);
    assert_eq!(texts.len(), 3);
    assert_eq!(text(&submit["title"]).as_deref(), Some("Осветить двор"));
    assert_eq!(text(&submit["places"][1]).as_deref(), Some("школа"));
    let letter = vault.open_sealed(&context(), "letter", &submit["letter"]).await.unwrap();
    assert_eq!(letter, json!("Я, Анна, прошу …"));
}

#[tokio::test]
async fn a_structure_is_sealed_as_its_json() {
    let (_directory, vault) = vault().await;
    let identity = json!({ "surname": "Петрова", "birth_date": "1990-02-03" });
    let payload = json!({ "identity": { "$private": identity }, "list": { "$typed": ["а", "б"] } });
    let payload = vault.seal(&Entropy::seeded(2), &context(), Some(ANNA), payload).await.unwrap();
    assert_eq!(vault.open_sealed(&context(), "identity", &payload["identity"]).await.unwrap(), identity);
    let texts = vault.open_texts(&context(), &payload).await.unwrap();
    assert_eq!(texts[&open_of(&payload["list"]).key], Text::Readable(r#"["а","б"]"#.into()));
}

#[tokio::test]
async fn a_ciphertext_opens_nowhere_but_where_it_was_sealed() {
    let (_directory, vault) = vault().await;
    let payload = sealed(&vault, &Entropy::seeded(2)).await;
    let (title, letter) = (&payload["submit"]["title"], &payload["submit"]["letter"]);
    let elsewhere = [
        Context { log: Uuid::from_u128(9), ..context() },
        Context { stream_kind: "comment".into(), ..context() },
        Context { stream_id: "8".into(), ..context() },
        Context { command_id: Uuid::from_u128(9), ..context() },
    ];
    for place in &elsewhere {
        let error = vault.open_texts(place, &json!({ "title": title })).await.unwrap_err();
        assert_eq!(error.code(), "sealed_value_changed");
        let error = vault.open_sealed(place, "letter", letter).await.unwrap_err();
        assert_eq!(error.code(), "sealed_value_changed");
    }
    let error = vault.open_texts(&context(), &json!({ "reason": title })).await.unwrap_err();
    assert_eq!(error.code(), "sealed_value_changed");
    let error = vault.open_sealed(&context(), "phone", letter).await.unwrap_err();
    assert_eq!(error.code(), "sealed_value_changed");
    assert!(vault.open_texts(&context(), &json!({ "title": title })).await.is_ok());
}

#[tokio::test]
async fn a_private_value_does_not_open_as_another_persons() {
    let (_directory, vault) = vault().await;
    let entropy = Entropy::seeded(2);
    let value = json!({ "phone": { "$private": "1" } });
    let mut annas = vault.seal(&entropy, &context(), Some(ANNA), value.clone()).await.unwrap();
    vault.seal(&entropy, &context(), Some(BORIS), value).await.unwrap();
    annas["phone"]["$sealed"] = json!(BORIS);
    let error = vault.open_sealed(&context(), "phone", &annas["phone"]).await.unwrap_err();
    assert_eq!(error.code(), "sealed_value_changed");
}

#[tokio::test]
async fn an_edited_text_is_refused_whatever_part_was_edited() {
    let (_directory, vault) = vault().await;
    let payload = sealed(&vault, &Entropy::seeded(2)).await;
    let title = &payload["submit"]["title"];
    let edited = |part: &str, with: Value| {
        let mut title = title.clone();
        title[part] = with;
        json!({ "title": title })
    };
    let other = &payload["submit"]["places"][0];
    for (payload, code) in [
        (edited("chars", json!(12)), "sealed_value_changed"),
        (edited("commitment", other["commitment"].clone()), "sealed_value_changed"),
        (edited("ciphertext", other["ciphertext"].clone()), "sealed_value_changed"),
        (edited("ciphertext", json!("not base64!")), "sealed_value_changed"),
        (edited("$open", other["$open"].clone()), "sealed_value_changed"),
        (edited("$open", json!(Uuid::from_u128(77))), "key_missing"),
        (edited("$open", json!("x")), "malformed_sealed_value"),
        (edited("more", json!(1)), "malformed_sealed_value"),
    ] {
        assert_eq!(vault.open_texts(&context(), &payload).await.unwrap_err().code(), code, "{payload}");
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes() {
    let ((_one, first), (_two, second)) = (vault().await, vault().await);
    let first = sealed(&first, &Entropy::seeded(2)).await;
    assert_eq!(first.to_string(), sealed(&second, &Entropy::seeded(2)).await.to_string());
    let (_three, third) = vault().await;
    assert_ne!(first, sealed(&third, &Entropy::seeded(3)).await);
}

#[tokio::test]
async fn many_at_once_are_what_they_are_one_by_one() {
    let ((_one, together), (_two, single)) = (vault().await, vault().await);
    let values: Vec<_> = (0..5_u128)
        .map(|at| (Context { command_id: Uuid::from_u128(at), ..context() }, Some(ANNA), command()))
        .collect();
    let many = together.seal_many(&Entropy::seeded(2), values.clone()).await.unwrap();
    let entropy = Entropy::seeded(2);
    for (sealed, (context, subject, value)) in many.iter().zip(values) {
        assert_eq!(*sealed, single.seal(&entropy, &context, subject, value).await.unwrap());
    }
}

#[tokio::test]
async fn a_seed_used_twice_on_one_vault_is_refused() {
    let (_directory, vault) = vault().await;
    sealed(&vault, &Entropy::seeded(2)).await;
    let again = vault.seal(&Entropy::seeded(2), &context(), Some(ANNA), command()).await;
    assert_eq!(again.unwrap_err().code(), "key_exists");
}

#[tokio::test]
async fn what_cannot_be_sealed_leaves_no_key_behind() {
    let (_directory, vault) = vault().await;
    let entropy = Entropy::seeded(2);
    let seal = async |value| vault.seal(&entropy, &context(), None, value).await.unwrap_err().code();
    assert_eq!(seal(json!({ "a": Typed("x"), "b": { "$private": 1 } })).await, "private_without_subject");
    assert_eq!(seal(json!({ "a": { "$typed": "x", "b": 1 } })).await, "malformed_sealed_value");
    let first = TextId(Entropy::seeded(2).uuid_v4());
    assert_eq!(vault.opening(first).await.unwrap_err().code(), "key_missing");
}

#[tokio::test]
async fn the_opening_of_a_text_proves_its_commitment_and_goes_with_the_key() {
    let (_directory, vault) = vault().await;
    let payload = sealed(&vault, &Entropy::seeded(2)).await;
    let title = open_of(&payload["submit"]["title"]);
    let opening = vault.opening(title.key).await.unwrap().unwrap();
    let proof = commitment(&opening, &context().bytes("title", None), r#""Осветить двор""#.as_bytes());
    assert_eq!(proof, title.commitment);
    vault.destroy(KeyId::Text(title.key)).await.unwrap();
    assert_eq!(vault.opening(title.key).await.unwrap(), None);
}

#[tokio::test]
async fn equal_texts_have_different_commitments() {
    let (_directory, vault) = vault().await;
    let value = json!({ "a": Typed("x"), "b": [Typed("x"), Typed("x")] });
    let payload = vault.seal(&Entropy::seeded(2), &context(), None, value).await.unwrap();
    let all = [&payload["a"], &payload["b"][0], &payload["b"][1]].map(|open| open_of(open).commitment);
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
}

fn bytes_on_disk(directory: &Path) -> Vec<u8> {
    let mut names: Vec<_> = directory.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.iter().flat_map(|name| std::fs::read(name).unwrap()).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn a_destroyed_key_is_in_no_file_and_its_text_unreadable_for_ever() {
    let (directory, vault) = vault().await;
    let entropy = Entropy::seeded(2);
    let payload = sealed(&vault, &entropy).await;
    // Enough neighbours that pages split and move.
    for at in 0..20 {
        let values = vec![(context(), None, json!({ "a": Typed("сосед") })); 50 + at];
        vault.seal_many(&entropy, values).await.unwrap();
    }
    let destroyed = [KeyId::Text(open_of(&payload["submit"]["title"]).key), KeyId::Subject(ANNA)];
    let stored = rusqlite::Connection::open(directory.path().join("vault.sqlite")).unwrap();
    let wrapped = destroyed.map(|key| -> Vec<u8> {
        stored
            .query_row("SELECT wrapped FROM keys WHERE id = ?1", [key.uuid().as_bytes()], |row| row.get(0))
            .unwrap()
    });
    drop(stored);
    assert!(wrapped.iter().all(|wrapped| contains(&bytes_on_disk(directory.path()), wrapped)));
    for key in destroyed {
        vault.destroy(key).await.unwrap();
        vault.destroy(key).await.unwrap();
        assert!(vault.is_destroyed(key).await.unwrap());
    }
    let left = bytes_on_disk(directory.path());
    // Not even a piece of them.
    assert!(wrapped.iter().all(|wrapped| wrapped.chunks(12).all(|piece| !contains(&left, piece))));
    let texts = vault.open_texts(&context(), &payload).await.unwrap();
    assert_eq!(texts[&open_of(&payload["submit"]["title"]).key], Text::Destroyed);
    assert_eq!(texts.values().filter(|text| text.readable().is_some()).count(), 2);
    let error = vault.open_sealed(&context(), "letter", &payload["submit"]["letter"]).await.unwrap_err();
    assert_eq!(error.code(), "key_destroyed");
    let error = vault.seal(&entropy, &context(), Some(ANNA), command()).await.unwrap_err();
    assert_eq!(error.code(), "key_destroyed");
}

#[tokio::test]
async fn an_erasure_that_a_reader_holds_up_says_so_and_succeeds_afterwards() {
    let (directory, vault) = vault().await;
    let payload = sealed(&vault, &Entropy::seeded(2)).await;
    let key = KeyId::Text(open_of(&payload["submit"]["title"]).key);
    let reader = rusqlite::Connection::open(directory.path().join("vault.sqlite")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM keys;").unwrap();
    assert!(matches!(vault.destroy(key).await, Err(VaultError::NotYetErased)));
    assert!(vault.is_destroyed(key).await.unwrap());
    reader.execute_batch("COMMIT").unwrap();
    vault.destroy(key).await.unwrap();
}

#[tokio::test]
async fn only_its_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let (directory, vault) = vault().await;
    sealed(&vault, &Entropy::seeded(2)).await;
    for file in directory.path().read_dir().unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn a_key_that_another_process_destroyed_is_forgotten_when_told() {
    let (directory, here) = vault().await;
    let there = Vault::open_sqlite(&directory.path().join("vault.sqlite"), keys()).await.unwrap();
    let payload = sealed(&here, &Entropy::seeded(2)).await;
    let title = open_of(&payload["submit"]["title"]).key;
    there.destroy(KeyId::Text(title)).await.unwrap();
    here.drop_cached(KeyId::Text(title));
    assert_eq!(here.open_texts(&context(), &payload).await.unwrap()[&title], Text::Destroyed);
}

fn person(surname: &str, given_names: &str, patronymic: Option<&str>) -> Identity {
    Identity {
        surname: surname.into(),
        given_names: given_names.into(),
        patronymic: patronymic.map(Into::into),
        birth_date: date(1990, 2, 3),
    }
}

#[tokio::test]
async fn one_person_has_one_tag_per_initiative_however_the_name_is_spelt() {
    let (_directory, vault) = vault().await;
    let (road, park) = (InitiativeId(Uuid::from_u128(1)), InitiativeId(Uuid::from_u128(2)));
    let anna = vault.identity_key(&person("Семёнова", "Анна", Some("Петровна")), 0);
    let same = vault.identity_key(&person(" СЕМЕНОВА", "анна ", Some("Петровна")), 0);
    assert_eq!(vault.support_tag(road, anna), vault.support_tag(road, same));
    assert_ne!(vault.support_tag(road, anna), vault.support_tag(park, anna));
    assert_ne!(vault.support_tag(road, anna), vault.assessment_tag(road, anna));
    let others = [
        vault.identity_key(&person("Семёнова", "Инна", Some("Петровна")), 0),
        vault.identity_key(&person("Семёнова", "Анна", None), 0),
        vault.identity_key(&person("Семён", "оваАнна", Some("Петровна")), 0),
        vault.identity_key(&person("Семёнова", "Анна", Some("Петровна")), 1),
        vault.identity_key(
            &Identity {
                birth_date: date(1990, 2, 4), ..person("Семёнова", "Анна", Some("Петровна"))
            },
            0,
        ),
    ];
    for (at, other) in others.iter().enumerate() {
        assert!(*other != anna, "{at}");
    }
    assert!(
        vault.identity_key(&person("Семёнова", "Анна", Some(" ")), 0) == others[1],
        "an empty patronymic is none"
    );
}

#[tokio::test]
async fn tags_depend_on_the_tag_key_and_identities_on_the_index_key() {
    let (_directory, vault) = vault().await;
    let tag = async |keys: MasterKeys| {
        let directory = tempfile::tempdir().unwrap();
        let vault = Vault::open_sqlite(&directory.path().join("v"), keys).await.unwrap();
        vault.support_tag(InitiativeId(Uuid::nil()), vault.identity_key(&person("А", "Б", None), 0))
    };
    let ours = vault.support_tag(InitiativeId(Uuid::nil()), vault.identity_key(&person("А", "Б", None), 0));
    assert_eq!(tag(MasterKeys { master: [9; 32], ..keys() }).await, ours);
    assert_ne!(tag(MasterKeys { index: [9; 32], ..keys() }).await, ours);
    assert_ne!(tag(MasterKeys { tag: [9; 32], ..keys() }).await, ours);
}
