//! More is asked than can be done.

use std::time::{Duration, Instant};

use journal::Store;
use sqlx::{Connection, Executor, PgConnection};
use tests::web::Served;
use tokio::task::JoinSet;

use super::network::{is_told, support};
use super::town::accounts;
use crate::engine::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn past_the_limit_people_are_refused_at_once_and_what_was_begun_is_done() {
    const AT_ONCE: usize = 6;
    let world = World::postgres().await;
    let initiative = world.published(1).await;
    let accounts = accounts(&world).await;
    let served =
        Served::with(world.engine.clone(), accounts, |settings| settings.rates.in_work = AT_ONCE).await;
    let Store::Postgres(url) = &world.config.store else { unreachable!("it is on PostgreSQL") };
    let mut holder = PgConnection::connect(url).await.expect("a connection");
    holder.execute("BEGIN; SELECT 1 FROM journal_head FOR UPDATE").await.expect("the lock");

    let client = served.visitor();
    let mut sent = JoinSet::new();
    let begun = Instant::now();
    for resident in 5..=28 {
        let client = client.clone();
        sent.spawn(async move { (resident, support(&client, initiative, resident).await) });
    }
    let mut again = Vec::new();
    for _ in 0..24 - AT_ONCE {
        let (resident, answer) = sent.join_next().await.expect("there are more").expect("it ends");
        assert_eq!(is_told(&answer), "overloaded");
        again.push(resident);
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "they waited {:?}", begun.elapsed());
    // A person is told in words, and whoever watches gets through.
    let page = client.get("/ru/initiatives").await;
    assert_eq!(page.status, 503);
    assert!(page.headers.contains_key("retry-after") && page.body.contains("Повторите"), "{}", page.body);
    assert_eq!(client.get("/health").await.status, 200);

    holder.execute("ROLLBACK").await.expect("it ends");
    for (resident, answer) in sent.join_all().await {
        assert_eq!(answer.status, 200, "{resident}: {}", answer.body);
    }
    for resident in again {
        assert_eq!(support(&client, initiative, resident).await.status, 200);
    }
    assert_eq!(client.get("/ru/initiatives").await.status, 200);
}
