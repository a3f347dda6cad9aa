//! The desk on SQLite; the same rules run on both stores in `tests/suite/desk_contract.rs`.

use tempfile::tempdir;

use crate::Desk;

#[tokio::test]
async fn only_its_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempdir().unwrap();
    let path = directory.path().join("desk.sqlite");
    Desk::open_sqlite(&path).await.unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_desk_that_a_newer_program_wrote_is_refused() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("desk.sqlite");
    Desk::open_sqlite(&path).await.unwrap();
    rusqlite::Connection::open(&path).unwrap().execute("UPDATE desk_head SET format = 99", ()).unwrap();
    assert_eq!(Desk::open_sqlite(&path).await.unwrap_err().code(), "desk_newer");
}

#[tokio::test]
async fn a_desk_of_the_first_format_learns_languages_and_keeps_what_it_has() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("desk.sqlite");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(crate::sqlite::SCHEMA).unwrap();
    let id = uuid::Uuid::from_u128(7);
    let insert = "INSERT INTO accounts (id, login, created_at) VALUES (?1, 'clerk', 0)";
    old.execute(insert, [id.to_string()]).unwrap();
    drop(old);
    for _ in 0..2 {
        let desk = Desk::open_sqlite(&path).await.unwrap();
        assert_eq!(desk.account_by_login("clerk").await.unwrap().map(|account| account.id), Some(id));
        desk.set_language(id, "en").await.unwrap();
    }
    let desk = Desk::open_sqlite(&path).await.unwrap();
    assert_eq!(desk.language(id).await.unwrap().as_deref(), Some("en"));
    desk.close_account(id).await.unwrap();
    assert_eq!(desk.language(id).await.unwrap(), None);
}
