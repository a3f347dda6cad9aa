//! Races, a network that comes and goes, and far more callers than can be answered.

use std::time::{Duration, Instant};

use journal::Store;
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use tests::proxy::Network;
use tokio::task::JoinSet;

use super::share;
use crate::engine::world::World;
use crate::faults::network::{Far, is_told};
use crate::faults::oracle::race;
use crate::faults::town::{Town, secret};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: cargo xtask soak"]
async fn races_on_two_nodes() {
    let begun = Instant::now();
    let more = |rounds| rounds < 10 || begun.elapsed() < share(15);
    let races = race(World::postgres().await, more).await;
    println!("soak: races on two nodes: {races}; {} s", begun.elapsed().as_secs());
}

/// A firewall that forgets connections says nothing for a quarter of an hour; nobody waits that long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: cargo xtask soak"]
async fn a_silent_network_is_given_up_and_a_cut_one_comes_back() {
    let begun = Instant::now();
    let far = Far::away().await;
    let (mut resident, mut cuts) = (6, 0);
    assert_eq!(far.supports(5).await.status, 200);
    far.proxy.set(Network::Silent);
    let silent = Instant::now();
    let head = far.world.engine.journal().head().await.expect_err("nobody answers");
    assert_eq!(head.code(), "journal_unavailable");
    let read_after = silent.elapsed();
    let code = is_told(&far.supports(resident).await);
    let told_after = silent.elapsed();
    assert!(read_after < Duration::from_secs(17), "{read_after:?}");
    assert!(told_after < Duration::from_secs(60), "{told_after:?}");
    far.proxy.set(Network::Whole);
    let back = far.supports_at_last(resident, Duration::from_secs(40)).await;
    println!(
        "soak: silent network: a reader was told after {} s, a command ({code}) after {} s, back {} ms after it spoke",
        read_after.as_secs(),
        told_after.as_secs() - read_after.as_secs(),
        back.as_millis()
    );
    let mut slowest = Duration::ZERO;
    while resident < 28 && (cuts < 10 || begun.elapsed() < share(10)) {
        resident += 1;
        far.proxy.set(Network::Cut);
        is_told(&far.supports(resident).await);
        far.proxy.set(Network::Slow(Duration::from_millis(20)));
        slowest = slowest.max(far.supports_at_last(resident, Duration::from_secs(40)).await);
        far.proxy.set(Network::Whole);
        cuts += 1;
    }
    far.is_supported_by(usize::try_from(resident - 4).expect("it is small")).await;
    println!(
        "soak: cut network: {cuts} times, back after {} ms at most; {} s",
        slowest.as_millis(),
        begun.elapsed().as_secs()
    );
}

/// Kilobytes of memory that a process has.
fn resident_memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it says so");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: cargo xtask soak"]
async fn callers_without_end_are_refused_and_cost_no_memory() {
    const CALLERS: u32 = 6000;
    let begun = Instant::now();
    let town = Town::of(World::postgres().await).await;
    let Store::Postgres(url) = town.config.store.clone() else { unreachable!("it is on PostgreSQL") };
    let program = town.serve();
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().expect("a client");
    let (mut peaks, mut refused, mut failed) = (Vec::new(), 0, 0);
    for wave in 0..4 {
        let mut holder = PgConnection::connect(&url).await.expect("a connection");
        holder.execute("BEGIN; SELECT 1 FROM journal_head FOR UPDATE").await.expect("the lock");
        let mut sent = JoinSet::new();
        for caller in 0..CALLERS {
            let resident = 5 + u128::from(caller % 24);
            let path = format!("{}/api/v1/initiatives/{}/support", program.url, town.initiatives[0]);
            let request = http.request(Method::POST, path).bearer_auth(secret(resident));
            let request = request
                .header("idempotency-key", format!("{wave}-{caller}"))
                .json(&json!({"channel": "web"}));
            sent.spawn(async move { request.send().await.map(|answer| answer.status().as_u16()) });
        }
        let mut peak = 0;
        while let Some(answer) = sent.join_next().await {
            peak = peak.max(if sent.len() % 100 == 0 { resident_memory(program.pid()) } else { 0 });
            match answer.expect("it ends") {
                Ok(429 | 503) => refused += 1,
                Ok(status) => panic!("{status} while the journal was held"),
                Err(_) => failed += 1,
            }
        }
        peaks.push(peak / 1024);
        holder.execute("ROLLBACK").await.expect("it ends");
    }
    // It goes on by itself.
    let path = format!("{}/api/v1/initiatives/{}/support", program.url, town.initiatives[0]);
    let back = Instant::now();
    loop {
        let request = http.post(&path).bearer_auth(secret(5)).header("idempotency-key", "afterwards");
        let answer = request.json(&json!({"channel": "web"})).send().await.expect("an answer");
        if answer.status() == 200 {
            break;
        }
        assert!(back.elapsed() < Duration::from_secs(60), "it does not go on: {}", answer.status());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (first, last) = (peaks[0], peaks[peaks.len() - 1]);
    println!(
        "soak: pressure: 4 waves of {CALLERS} callers, refused {refused}, not connected {failed}, \
         peak memory by wave {peaks:?} MB, back after {} ms; {} s",
        back.elapsed().as_millis(),
        begun.elapsed().as_secs()
    );
    assert!(last <= first + first / 4 + 16, "memory grows: {peaks:?}");
}
