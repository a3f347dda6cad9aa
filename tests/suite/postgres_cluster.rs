//! The cluster that the other tests stand on.

use sqlx::{Connection, PgConnection};
use tests::postgres::{Cluster, cluster};

async fn setting(connection: &mut PgConnection, name: &str) -> String {
    let setting = sqlx::query_scalar("SELECT current_setting($1)").bind(name);
    setting.fetch_one(connection).await.expect("the setting exists")
}

#[tokio::test]
async fn every_database_is_new_and_empty() {
    let (first, second) = (cluster().database(), cluster().database());
    assert_ne!(first, second);
    let mut connection = PgConnection::connect(&first).await.unwrap();
    sqlx::query("CREATE TABLE seen (id int)").execute(&mut connection).await.unwrap();
    let mut connection = PgConnection::connect(&second).await.unwrap();
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(tables, 0);
}

#[tokio::test]
async fn the_server_is_durable_and_only_on_loopback() {
    let cluster = Cluster::alone();
    let mut connection = PgConnection::connect(&cluster.database()).await.unwrap();
    assert_eq!(setting(&mut connection, "fsync").await, "on");
    assert_eq!(setting(&mut connection, "synchronous_commit").await, "on");
    assert_eq!(setting(&mut connection, "listen_addresses").await, "127.0.0.1");
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_crash() {
    let mut cluster = Cluster::alone();
    let url = cluster.database();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 7 AS id").execute(&mut connection).await.unwrap();
    let mut open = PgConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN").execute(&mut open).await.unwrap();
    sqlx::query("INSERT INTO kept VALUES (8)").execute(&mut open).await.unwrap();

    cluster.crash_and_restart();

    let mut connection = PgConnection::connect(&url).await.unwrap();
    let kept: Vec<i32> = sqlx::query_scalar("SELECT id FROM kept").fetch_all(&mut connection).await.unwrap();
    assert_eq!(kept, [7]);
}

#[tokio::test]
async fn the_server_and_its_files_go_with_their_owner() {
    let cluster = Cluster::alone();
    let url = cluster.database();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let files = setting(&mut connection, "unix_socket_directories").await;
    assert!(std::path::Path::new(&files).is_dir());

    drop(cluster);

    assert!(PgConnection::connect(&url).await.is_err());
    assert!(!std::path::Path::new(&files).exists());
}
