//! What becomes of a journal whose database goes away and comes back.

use journal::Verdict;
use tests::postgres::Cluster;

use super::items::{append, committed, item, write};
use super::place::Place;

#[tokio::test]
async fn an_append_outlives_the_loss_of_its_connection() {
    let place = Place::postgres();
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    place.sql(others).await.expect("the others are sent away");
    assert_eq!(append(&journal, item(2, [write("a", 1, 1)])).await, committed(2, 2));
    assert_eq!(journal.read(0, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash_of_the_server() {
    let mut cluster = Cluster::alone();
    let place = Place::on(&cluster);
    let journal = place.journal().await;
    let before = item(1, [write("a", 0, 1)]);
    append(&journal, before.clone()).await;
    cluster.crash_and_restart();
    assert_eq!(append(&journal, item(2, [write("a", 1, 1)])).await, committed(2, 2));
    assert_eq!(append(&journal, before).await, Verdict::Repeated { first: 1, last: 1 });
}
