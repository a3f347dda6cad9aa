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
