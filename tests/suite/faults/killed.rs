//! The program is killed, and its database stopped as by a power cut, while people work.

use std::time::{Duration, Instant};

use tests::postgres::Cluster;

use super::load::{Counts, Load};
use super::town::Town;
use crate::engine::world::World;

/// What happened, for whoever reads the output of a long run.
#[derive(Debug, Default)]
pub(crate) struct Kills {
    pub(crate) program: u32,
    pub(crate) postgres: u32,
    pub(crate) seconds: u64,
    pub(crate) counts: Counts,
}

/// Kills the program again and again under load, and with a cluster of its own every other time
/// the database; until it was `at_least` times and the time is over. Then everything has to be
/// there once, and everything that follows from it has to follow.
pub(crate) async fn kill(town: Town, mut cluster: Option<Cluster>, at_least: u32, time: Duration) -> Kills {
    let begun = Instant::now();
    let before = town.journal().await.head().await.expect("it reads").position;
    let mut program = town.serve();
    let load = Load::start(&town, &program.url);
    let mut kills = Kills::default();
    while kills.program + kills.postgres < at_least || begun.elapsed() < time {
        // Each time after another number of commands: at any moment.
        load.go_on(20 + u64::from(kills.program * 7 + kills.postgres * 13) % 60).await;
        if let Some(running) = cluster.take_if(|_| (kills.program + kills.postgres) % 2 == 1) {
            let restarted = tokio::task::spawn_blocking(move || {
                let mut running = running;
                running.crash_and_restart();
                running
            });
            cluster = Some(restarted.await.expect("the server comes back"));
            kills.postgres += 1;
        } else {
            program.kill();
            program = town.serve();
            load.moved(&program.url);
            kills.program += 1;
        }
    }
    load.go_on(20).await;
    let acknowledged = load.end().await;
    kills.counts = Counts::of(&town.journal().await, before, &acknowledged).await;
    program.kill();
    let audit = town.veche(&["audit", "verify"]);
    assert_eq!(audit.code, 0, "{audit:#?}");
    kills.seconds = begun.elapsed().as_secs();
    kills.counts.hold();
    kills
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_on_sqlite_loses_nothing_and_does_nothing_twice() {
    let town = Town::of(World::sqlite().await).await;
    let kills = kill(town, None, 4, Duration::ZERO).await;
    assert_eq!((kills.program, kills.postgres), (4, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_and_a_stopped_postgresql_lose_nothing_and_do_nothing_twice() {
    let cluster = Cluster::alone();
    let town = Town::of(World::at(cluster.database()).await).await;
    let kills = kill(town, Some(cluster), 4, Duration::ZERO).await;
    assert_eq!((kills.program, kills.postgres), (2, 2));
}
