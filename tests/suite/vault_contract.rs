//! What every vault promises, whatever store it is in.
//!
//! A rule is a function that takes a [`Place`]; `on_both_stores!` makes of each a
//! test on SQLite and a test on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a panic is how a rule says that it is broken")]

use aggregates::ids::{AttachmentId, InitiativeId, ParticipantId, TextId};
use aggregates::kept::{Open, Private, Typed};
use aggregates::participant::Identity;
use jiff::civil::date;
use rusqlite::Connection as SqliteConnection;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use tests::postgres::cluster;
use uuid::Uuid;
use vault::{
    Context, Entropy, IndexTerm, KeyId, MasterKeys, Rewrapping, Target, TermKind, Text, Vault, VaultError,
};

macro_rules! on_both_stores {
    ($($rule:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule(super::Place::sqlite()).await; })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() { super::$rule(super::Place::postgres()).await; })*
        }
    };
}

on_both_stores! {
    a_vault_that_is_opened_again_reads_what_was_sealed
    a_vault_opens_with_its_own_keys_alone
    texts_of_many_events_are_opened_at_once
    a_destroyed_key_is_destroyed_for_every_node_and_for_ever
    a_key_that_was_never_here_can_be_destroyed
    a_missing_key_is_an_error_and_not_an_empty_text
    two_nodes_that_seal_for_one_new_subject_share_his_key
    the_same_seed_seals_the_same_bytes_as_on_the_other_store
    a_failed_batch_leaves_no_key
    a_new_master_key_reads_everything_and_the_old_one_nothing
    a_change_of_the_master_key_that_was_stopped_goes_on
    index_and_tag_keys_cannot_be_exchanged
    a_case_is_found_by_name_phone_and_number
    erasure_takes_a_person_out_of_the_index
    two_registrations_of_one_person_find_the_same_participant
    a_file_comes_back_as_it_was_and_goes_with_its_key
    an_erasure_can_name_all_keys_of_a_person
    the_files_of_a_person_go_with_his_key
    a_vault_remembers_how_far_it_has_followed_the_journal
    a_vault_of_the_first_format_is_brought_up_to_date
}

/// Where a vault may be: each test has one of its own.
enum Place {
    Sqlite(TempDir),
    Postgres(String),
}

impl Place {
    fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    fn postgres() -> Self {
        Self::Postgres(cluster().database())
    }

    async fn open_with(&self, keys: MasterKeys) -> Result<Vault, VaultError> {
        match self {
            Self::Sqlite(directory) => Vault::open_sqlite(&directory.path().join("vault.sqlite"), keys).await,
            Self::Postgres(url) => Vault::open_postgres(url, keys).await,
        }
    }

    async fn open(&self) -> Vault {
        self.open_with(keys()).await.unwrap()
    }

    async fn rewrapping(&self, new: MasterKeys) -> Result<Rewrapping, VaultError> {
        let entropy = Entropy::system();
        match self {
            Self::Sqlite(directory) => {
                let path = directory.path().join("vault.sqlite");
                Rewrapping::sqlite(&path, &entropy, keys(), new).await
            }
            Self::Postgres(url) => Rewrapping::postgres(url, &entropy, keys(), new).await,
        }
    }

    /// Runs statements past the vault; `HEAD` stands for its head.
    async fn run(&self, statements: &str) {
        match self {
            Self::Sqlite(directory) => {
                let file = SqliteConnection::open(directory.path().join("vault.sqlite")).unwrap();
                file.execute_batch(&statements.replace("HEAD", "vault_head")).unwrap();
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                connection.execute(statements.replace("HEAD", "vault.head").as_str()).await.unwrap();
            }
        }
    }
}

const ANNA: ParticipantId = ParticipantId(Uuid::from_u128(100));
const BORIS: ParticipantId = ParticipantId(Uuid::from_u128(200));
const ROAD: InitiativeId = InitiativeId(Uuid::from_u128(1000));
const PARK: InitiativeId = InitiativeId(Uuid::from_u128(2000));

fn keys() -> MasterKeys {
    MasterKeys::generate(&Entropy::seeded(1))
}

fn context(command: u128) -> Context {
    Context {
        log: Uuid::from_u128(1),
        stream_kind: "initiative".into(),
        stream_id: "9".into(),
        command_id: Uuid::from_u128(command),
    }
}

fn titled(title: &str) -> Value {
    json!({ "title": Typed(title), "phone": Private("8 912 345-67-89") })
}

async fn seal(vault: &Vault, entropy: &Entropy, title: &str) -> Value {
    vault.seal(entropy, &context(1), Some(ANNA), titled(title)).await.unwrap()
}

fn key_of(payload: &Value) -> TextId {
    Open::<String>::deserialize(&payload["title"]).unwrap().key
}

async fn read(vault: &Vault, payload: &Value) -> Text {
    let mut texts = vault.open_texts(&context(1), payload).await.unwrap();
    texts.remove(&key_of(payload)).unwrap()
}

async fn a_vault_that_is_opened_again_reads_what_was_sealed(place: Place) {
    let payload = seal(&place.open().await, &Entropy::system(), "Мост").await;
    let again = place.open().await;
    assert_eq!(read(&again, &payload).await, Text::Readable("Мост".into()));
    let phone = again.open_sealed(&context(1), "phone", &payload["phone"]).await.unwrap();
    assert_eq!(phone, json!("8 912 345-67-89"));
}

async fn a_vault_opens_with_its_own_keys_alone(place: Place) {
    place.open().await;
    for keys in [
        MasterKeys { master: [9; 32], ..keys() },
        MasterKeys { index: [9; 32], ..keys() },
        MasterKeys { tag: [9; 32], ..keys() },
    ] {
        assert_eq!(place.open_with(keys).await.unwrap_err().code(), "wrong_master_keys");
    }
    place.open().await;
}

async fn texts_of_many_events_are_opened_at_once(place: Place) {
    let commands: Vec<_> = (0..5000).map(|at| (context(at), None, json!({ "title": Typed(at) }))).collect();
    let sealed = place.open().await.seal_many(&Entropy::system(), commands.clone()).await.unwrap();
    let reader = place.open().await;
    for payload in &sealed[..3] {
        reader.destroy(KeyId::Text(key_of(payload))).await.unwrap();
    }
    let events: Vec<_> =
        commands.iter().zip(&sealed).map(|((context, ..), payload)| (context, payload)).collect();
    // Twice: from the database, and from what is remembered of it.
    for _ in 0..2 {
        let opened = reader.open_many(&events).await.unwrap();
        assert_eq!(opened.len(), sealed.len());
        for (at, (texts, payload)) in opened.iter().zip(&sealed).enumerate() {
            let expected = if at < 3 { Text::Destroyed } else { Text::Readable(at.to_string()) };
            assert_eq!((texts.len(), &texts[&key_of(payload)]), (1, &expected), "{at}");
        }
    }
}

async fn a_destroyed_key_is_destroyed_for_every_node_and_for_ever(place: Place) {
    let (here, there) = (place.open().await, place.open().await);
    let entropy = Entropy::system();
    let (payload, other) = (seal(&here, &entropy, "Мост").await, seal(&here, &entropy, "Парк").await);
    let (title, anna) = (KeyId::Text(key_of(&payload)), KeyId::Subject(ANNA));
    for key in [title, anna] {
        assert!(!here.is_destroyed(key).await.unwrap());
        here.destroy(key).await.unwrap();
        here.destroy(key).await.unwrap();
    }
    for vault in [&here, &there, &place.open().await] {
        assert!(vault.is_destroyed(title).await.unwrap() && vault.is_destroyed(anna).await.unwrap());
        assert_eq!(read(vault, &payload).await, Text::Destroyed);
        assert_eq!(read(vault, &other).await, Text::Readable("Парк".into()));
        assert_eq!(vault.opening(key_of(&payload)).await.unwrap(), None);
        let refused = vault.open_sealed(&context(1), "phone", &payload["phone"]).await.unwrap_err();
        assert_eq!(refused.code(), "key_destroyed");
        let refused = vault.seal(&entropy, &context(1), Some(ANNA), titled("x")).await.unwrap_err();
        assert_eq!(refused.code(), "key_destroyed");
    }
}

async fn a_key_that_was_never_here_can_be_destroyed(place: Place) {
    let vault = place.open().await;
    let lost = TextId(Uuid::from_u128(5));
    assert!(!vault.is_destroyed(KeyId::Text(lost)).await.unwrap());
    vault.destroy(KeyId::Text(lost)).await.unwrap();
    assert!(vault.is_destroyed(KeyId::Text(lost)).await.unwrap());
    assert!(!vault.is_destroyed(KeyId::Attachment(AttachmentId(lost.0))).await.unwrap());
}

async fn a_missing_key_is_an_error_and_not_an_empty_text(place: Place) {
    let elsewhere = Place::sqlite();
    let payload = seal(&elsewhere.open().await, &Entropy::system(), "Мост").await;
    let vault = place.open().await;
    assert_eq!(vault.open_texts(&context(1), &payload).await.unwrap_err().code(), "key_missing");
    let refused = vault.open_sealed(&context(1), "phone", &payload["phone"]).await.unwrap_err();
    assert_eq!(refused.code(), "key_missing");
    assert_eq!(vault.opening(key_of(&payload)).await.unwrap_err().code(), "key_missing");
    assert_eq!(vault.attachment(AttachmentId(Uuid::nil())).await.unwrap_err().code(), "key_missing");
}

async fn two_nodes_that_seal_for_one_new_subject_share_his_key(place: Place) {
    let (here, there) = (place.open().await, place.open().await);
    let entropy = Entropy::system();
    for subject in (0..8).map(|at| ParticipantId(Uuid::from_u128(at))) {
        let place = context(1);
        let (one, other) = tokio::join!(
            here.seal(&entropy, &place, Some(subject), titled("а")),
            there.seal(&entropy, &place, Some(subject), titled("б")),
        );
        for payload in [one.unwrap(), other.unwrap()] {
            let phone = here.open_sealed(&context(1), "phone", &payload["phone"]).await.unwrap();
            assert_eq!(phone, json!("8 912 345-67-89"));
        }
    }
}

async fn the_same_seed_seals_the_same_bytes_as_on_the_other_store(place: Place) {
    let elsewhere = Place::sqlite();
    let (vault, other) = (place.open().await, elsewhere.open().await);
    let (one, two) = (Entropy::seeded(7), Entropy::seeded(7));
    for title in ["Мост", "Парк"] {
        assert_eq!(seal(&vault, &one, title).await.to_string(), seal(&other, &two, title).await.to_string());
    }
}

async fn a_failed_batch_leaves_no_key(place: Place) {
    let elsewhere = Place::sqlite();
    let two = || (0..2).map(|_| (context(1), None, json!({ "title": Typed("x") }))).collect();
    let names = elsewhere.open().await.seal_many(&Entropy::seeded(3), two()).await.unwrap();
    let vault = place.open().await;
    let first = json!({ "title": Typed("x") });
    let first = vault.seal(&Entropy::seeded(3), &context(1), None, first).await.unwrap();
    assert_eq!(key_of(&first), key_of(&names[0]));
    // Of these two names the first is taken and the second is not.
    let refused = vault.seal_many(&Entropy::seeded(3), two()).await.unwrap_err();
    assert_eq!(refused.code(), "key_exists");
    assert_eq!(vault.opening(key_of(&names[1])).await.unwrap_err().code(), "key_missing");
}

async fn a_new_master_key_reads_everything_and_the_old_one_nothing(place: Place) {
    let old = place.open().await;
    let entropy = Entropy::system();
    let (payload, erased) = (seal(&old, &entropy, "Мост").await, seal(&old, &entropy, "Парк").await);
    old.destroy(KeyId::Text(key_of(&erased))).await.unwrap();
    let file = old.put_attachment(&entropy, &context(1), None, "text/plain", b"plan").await.unwrap();
    let changed = MasterKeys { master: [9; 32], ..keys() };
    let rewrapping = place.rewrapping(changed.clone()).await.unwrap();
    assert_eq!(rewrapping.step().await.unwrap(), Some(3), "one text, one subject, one file");
    assert_eq!(rewrapping.step().await.unwrap(), None);
    assert_eq!(place.open_with(keys()).await.unwrap_err().code(), "wrong_master_keys");
    let new = place.open_with(changed.clone()).await.unwrap();
    assert_eq!(read(&new, &payload).await, Text::Readable("Мост".into()));
    assert_eq!(read(&new, &erased).await, Text::Destroyed);
    assert_eq!(new.attachment(file.id).await.unwrap().unwrap().bytes, b"plan");
    new.open_sealed(&context(1), "phone", &payload["phone"]).await.unwrap();
    let refused = old.seal(&entropy, &context(1), None, json!({ "title": Typed("x") })).await.unwrap_err();
    assert_eq!(refused.code(), "wrong_master_keys");
    assert_eq!(place.rewrapping(changed).await.unwrap().step().await.unwrap(), None, "it is done already");
    let third = MasterKeys { master: [8; 32], ..keys() };
    let refused = place.rewrapping(third).await.unwrap().step().await.unwrap_err();
    assert_eq!(refused.code(), "wrong_master_keys");
}

async fn a_change_of_the_master_key_that_was_stopped_goes_on(place: Place) {
    let old = place.open().await;
    let entropy = Entropy::system();
    let many: Vec<_> = (0..2_500).map(|number| Typed(number.to_string())).collect();
    let payload = old.seal(&entropy, &context(1), None, json!({ "texts": many })).await.unwrap();
    let erased = seal(&old, &entropy, "Парк").await;
    let changed = MasterKeys { master: [9; 32], ..keys() };
    let rewrapping = place.rewrapping(changed.clone()).await.unwrap();
    let first = rewrapping.step().await.unwrap().unwrap();
    assert!(first < 2_500, "a step is bounded: {first}");
    drop(rewrapping);

    for keys in [keys(), changed.clone()] {
        assert_eq!(place.open_with(keys).await.unwrap_err().code(), "vault_rewrapping");
    }
    let refused = old.seal(&entropy, &context(1), None, json!({ "title": Typed("x") })).await.unwrap_err();
    assert!(["vault_rewrapping", "wrong_master_keys"].contains(&refused.code()), "{refused}");
    old.destroy(KeyId::Text(key_of(&erased))).await.unwrap();
    let third = MasterKeys { master: [8; 32], ..keys() };
    let refused = place.rewrapping(third).await.unwrap().step().await.unwrap_err();
    assert_eq!(refused.code(), "vault_rewrapping");

    let rewrapping = place.rewrapping(changed.clone()).await.unwrap();
    let mut rest = 0;
    while let Some(count) = rewrapping.step().await.unwrap() {
        rest += count;
    }
    let gone = rest + first;
    assert!(
        gone == 2_501 || gone == 2_502,
        "each once, whether or not it was wrapped before it went: {gone}"
    );
    assert_eq!(place.open_with(keys()).await.unwrap_err().code(), "wrong_master_keys");
    let new = place.open_with(changed).await.unwrap();
    let texts = new.open_texts(&context(1), &payload).await.unwrap();
    assert_eq!(texts.values().filter(|text| text.readable().is_some()).count(), 2_500);
    assert_eq!(read(&new, &erased).await, Text::Destroyed);
}

async fn index_and_tag_keys_cannot_be_exchanged(place: Place) {
    let vault = place.open().await;
    for keys in [MasterKeys { index: [9; 32], ..keys() }, MasterKeys { tag: [9; 32], ..keys() }] {
        assert_eq!(place.rewrapping(keys).await.unwrap_err().code(), "index_keys_differ");
    }
    drop(vault);
    place.open().await;
}

fn term(kind: TermKind, value: &str, target: Target, subject: Option<ParticipantId>) -> IndexTerm {
    IndexTerm { kind, value: value.into(), target, subject }
}

async fn a_case_is_found_by_name_phone_and_number(place: Place) {
    let vault = place.open().await;
    let terms = || {
        vec![
            term(TermKind::Surname, "Семёнова", Target::Initiative(ROAD), Some(ANNA)),
            term(TermKind::Surname, "Семёнова", Target::Initiative(PARK), Some(BORIS)),
            term(TermKind::Surname, "Семёнова", Target::Participant(ANNA), None),
            term(TermKind::Phone, "8 (912) 345-67-89", Target::Participant(ANNA), None),
            term(TermKind::IncomingNumber, "А-12/34", Target::Initiative(ROAD), None),
        ]
    };
    vault.remember(terms()).await.unwrap();
    vault.remember(terms()).await.unwrap();
    let found = vault.find(TermKind::Surname, " СЕМЕНОВА").await.unwrap();
    assert_eq!(found, [Target::Initiative(ROAD), Target::Initiative(PARK), Target::Participant(ANNA)]);
    assert_eq!(vault.find(TermKind::Phone, "+79123456789").await.unwrap(), [Target::Participant(ANNA)]);
    assert_eq!(vault.find(TermKind::IncomingNumber, "а-12/34").await.unwrap(), [Target::Initiative(ROAD)]);
    for (kind, value) in
        [(TermKind::Phone, "Семёнова"), (TermKind::Surname, "Петрова"), (TermKind::Surname, "-")]
    {
        assert_eq!(vault.find(kind, value).await.unwrap(), [], "{value}");
    }
    let nothing = vec![term(TermKind::Surname, " - ", Target::Participant(ANNA), None)];
    assert_eq!(vault.remember(nothing).await.unwrap_err().code(), "empty_search_term");
}

async fn erasure_takes_a_person_out_of_the_index(place: Place) {
    let vault = place.open().await;
    let (anna, boris) = (person(&vault, "Семёнова", 0), person(&vault, "Семёнов", 0));
    vault
        .remember(vec![
            term(TermKind::Surname, "Семёнова", Target::Initiative(ROAD), Some(ANNA)),
            term(TermKind::Phone, "22-33-44", Target::Participant(ANNA), None),
            term(TermKind::Phone, "22-33-44", Target::Participant(BORIS), None),
            term(TermKind::IncomingNumber, "7", Target::Initiative(ROAD), None),
        ])
        .await
        .unwrap();
    vault.claim_identity(anna, ANNA).await.unwrap();
    vault.claim_identity(boris, BORIS).await.unwrap();
    assert_eq!(vault.identities_of(ANNA).await.unwrap(), [anna]);
    vault.destroy(KeyId::Subject(ANNA)).await.unwrap();
    assert_eq!(vault.identities_of(ANNA).await.unwrap(), []);
    assert_eq!(vault.find(TermKind::Surname, "Семёнова").await.unwrap(), []);
    assert_eq!(vault.find(TermKind::Phone, "22-33-44").await.unwrap(), [Target::Participant(BORIS)]);
    assert_eq!(vault.find(TermKind::IncomingNumber, "7").await.unwrap(), [Target::Initiative(ROAD)]);
    assert_eq!(vault.participant_by_identity(anna).await.unwrap(), None);
    assert_eq!(vault.participant_by_identity(boris).await.unwrap(), Some(BORIS));
    let late = vec![term(TermKind::Phone, "1-23-45", Target::Participant(ANNA), None)];
    assert_eq!(vault.remember(late).await.unwrap_err().code(), "key_destroyed");
    assert_eq!(vault.claim_identity(anna, ANNA).await.unwrap_err().code(), "key_destroyed");
    vault.forget(BORIS, TermKind::Surname).await.unwrap();
    assert_eq!(vault.find(TermKind::Phone, "22-33-44").await.unwrap(), [Target::Participant(BORIS)]);
    vault.forget(BORIS, TermKind::Phone).await.unwrap();
    assert_eq!(vault.find(TermKind::Phone, "22-33-44").await.unwrap(), []);
}

fn person(vault: &Vault, surname: &str, namesake: u16) -> vault::IdentityKey {
    let identity = Identity {
        surname: surname.into(),
        given_names: "Анна".into(),
        patronymic: None,
        birth_date: date(1990, 2, 3),
    };
    vault.identity_key(&identity, namesake)
}

async fn two_registrations_of_one_person_find_the_same_participant(place: Place) {
    let (here, there) = (place.open().await, place.open().await);
    for at in 0..8 {
        let key = person(&here, &format!("Семёнова{at}"), 0);
        assert_eq!(here.participant_by_identity(key).await.unwrap(), None);
        let (one, other) = tokio::join!(here.claim_identity(key, ANNA), there.claim_identity(key, BORIS));
        let holder = one.unwrap();
        assert_eq!(other.unwrap(), holder);
        assert_eq!(there.participant_by_identity(key).await.unwrap(), Some(holder));
    }
    let namesake = person(&here, "Семёнова0", 1);
    let before = there.identities_of(BORIS).await.unwrap();
    assert_eq!(here.claim_identity(namesake, BORIS).await.unwrap(), BORIS);
    let held = there.identities_of(BORIS).await.unwrap();
    assert!(held.len() == before.len() + 1 && held.contains(&namesake), "a second name is one identity more");
}

async fn a_file_comes_back_as_it_was_and_goes_with_its_key(place: Place) {
    let vault = place.open().await;
    let plan = vec![b'a'; 300_000];
    let entropy = Entropy::system();
    let about = vault.put_attachment(&entropy, &context(1), Some(ANNA), "text/plain", &plan).await.unwrap();
    assert_eq!((about.media_type.as_str(), about.size), ("text/plain", 300_000));
    let stored = place.open().await.attachment(about.id).await.unwrap().unwrap();
    assert_eq!((&stored.about, &stored.context, &stored.bytes), (&about, &context(1), &plan));
    let same = vault.put_attachment(&entropy, &context(1), Some(ANNA), "text/plain", &plan).await.unwrap();
    assert!(same.id != about.id && same.commitment != about.commitment);
    vault.destroy(KeyId::Attachment(about.id)).await.unwrap();
    assert_eq!(vault.attachment(about.id).await.unwrap(), None);
    assert!(vault.attachment(same.id).await.unwrap().is_some());
    let refused = vault.put_attachment(&entropy, &context(1), None, "image/png", &plan).await.unwrap_err();
    assert_eq!(refused.code(), "attachment_media_differs");
}

async fn an_erasure_can_name_all_keys_of_a_person(place: Place) {
    let vault = place.open().await;
    let entropy = Entropy::system();
    let payload = seal(&vault, &entropy, "Мост").await;
    let file = vault.put_attachment(&entropy, &context(1), Some(ANNA), "text/plain", b"plan").await.unwrap();
    vault.seal(&entropy, &context(1), Some(BORIS), titled("Парк")).await.unwrap();
    let (file, text) = (KeyId::Attachment(file.id), KeyId::Text(key_of(&payload)));
    assert_eq!(vault.keys_of(ANNA).await.unwrap(), [file, text]);
    vault.destroy(file).await.unwrap();
    assert_eq!(vault.keys_of(ANNA).await.unwrap(), [text]);
}

async fn the_files_of_a_person_go_with_his_key(place: Place) {
    let vault = place.open().await;
    let entropy = Entropy::system();
    let place = context(1);
    let his = vault.put_attachment(&entropy, &place, Some(ANNA), "text/plain", b"plan").await.unwrap();
    let hers = vault.put_attachment(&entropy, &place, Some(BORIS), "text/plain", b"map").await.unwrap();
    vault.destroy(KeyId::Subject(ANNA)).await.unwrap();
    assert_eq!(vault.attachment(his.id).await.unwrap(), None);
    assert!(vault.is_destroyed(KeyId::Attachment(his.id)).await.unwrap());
    assert!(vault.attachment(hers.id).await.unwrap().is_some());
}

async fn a_vault_remembers_how_far_it_has_followed_the_journal(place: Place) {
    let vault = place.open().await;
    assert_eq!(vault.erased_to().await.unwrap(), 0);
    vault.note_erased_to(17).await.unwrap();
    assert_eq!(place.open().await.erased_to().await.unwrap(), 17);
}

async fn a_vault_of_the_first_format_is_brought_up_to_date(place: Place) {
    let payload = seal(&place.open().await, &Entropy::system(), "Мост").await;
    place
        .run(
            "ALTER TABLE HEAD DROP COLUMN rewrapping_from; ALTER TABLE HEAD DROP COLUMN rewrapped_kind;
             ALTER TABLE HEAD DROP COLUMN rewrapped_id; ALTER TABLE HEAD DROP COLUMN erased_to;
             UPDATE HEAD SET format = 1;",
        )
        .await;
    let vault = place.open().await;
    assert_eq!(read(&vault, &payload).await, Text::Readable("Мост".into()));
    assert_eq!(vault.erased_to().await.unwrap(), 0);
}
