//! Killed at least fifty times, under load.

use tests::postgres::Cluster;

use super::share;
use crate::engine::world::World;
use crate::faults::killed::{Kills, kill};
use crate::faults::town::Town;

fn told(store: &str, kills: &Kills) {
    let Kills { program, postgres, seconds, counts } = kills;
    println!("soak: killed on {store}: program {program}, postgresql {postgres}; {counts}; {seconds} s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: cargo xtask soak"]
async fn on_postgresql() {
    let cluster = Cluster::alone();
    let town = Town::of(World::at(cluster.database()).await).await;
    told("postgresql", &kill(town, Some(cluster), 50, share(45)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: cargo xtask soak"]
async fn on_sqlite() {
    let town = Town::of(World::sqlite().await).await;
    told("sqlite", &kill(town, None, 25, share(20)).await);
}
