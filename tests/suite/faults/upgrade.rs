//! A rolling upgrade: a newer program has raised the journal's format, an older node runs on.

use journal::Store;
use serde_json::json;
use tests::web::Served;

use super::network::{is_told, support};
use super::town::accounts;
use crate::engine::world::World;

crate::engine::in_a_world!(an_older_node_stops_appending_says_so_and_reads_on);

async fn an_older_node_stops_appending_says_so_and_reads_on(world: World) {
    let initiative = world.published(1).await;
    let accounts = accounts(&world).await;
    let served = Served::start(world.engine.clone(), accounts).await;
    let client = served.visitor();
    assert_eq!(support(&client, initiative, 5).await.status, 200);
    assert_eq!(client.get("/health").await.json()["appends"], "ok");
    let head = world.engine.journal().head().await.expect("it reads").position;

    let raise = "UPDATE journal_head SET format = format + 1";
    match &world.config.store {
        Store::Sqlite(directory) => {
            let file = rusqlite::Connection::open(directory.join("journal.sqlite")).expect("the file");
            file.execute(raise, ()).expect("a newer program upgrades it");
        }
        Store::Postgres(url) => {
            let mut connection = sqlx::Connection::connect(url).await.expect("a connection");
            sqlx::Executor::execute::<&str>(&mut connection as &mut sqlx::PgConnection, raise)
                .await
                .expect("a newer program upgrades it");
        }
    }

    assert_eq!(is_told(&support(&client, initiative, 6).await), "newer_format");
    assert_eq!(world.engine.journal().head().await.expect("it reads").position, head);
    let health = client.get("/health").await;
    assert_eq!((health.status, &health.json()["appends"]), (200, &json!("newer_format")));
    for page in ["/ru/initiatives", &format!("/en/initiatives/{initiative}")] {
        assert_eq!(client.get(page).await.status, 200, "{page}");
    }
    assert_eq!(
        support(&client, initiative, 5).await.json()["repeated"],
        json!(true),
        "what was done is told"
    );
}
