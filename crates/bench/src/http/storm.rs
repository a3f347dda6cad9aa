//! Everybody at once: residents with tokens support one initiative, and take it back, on 2,000
//! connections; readers beside it.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use super::connection::{Connection, get, post};
use super::latencies::Latencies;
use super::node::{Node, Prepared, token};
use crate::Failure;
use crate::engine::commands::database;
use crate::table::Table;

const CONNECTIONS: u64 = 2_000;
/// What the largest national petition site took in a second when it failed in 2019.
const REFERENCE: f64 = 33.0;
/// Supports a second while readers are measured, and what these ask for in a second.
const BESIDE_READERS: u64 = 1_000;
const READS: u64 = 100;

/// How large the storm is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) residents: u64,
    pub(crate) time: Duration,
}

/// What was acknowledged.
#[derive(Default)]
struct Outcome {
    acknowledged: Vec<u64>,
    taken: Vec<Duration>,
    /// Answers by which nothing was recorded: refusals while the node is full, and others.
    busy: u64,
    other: u64,
}

struct Storm {
    address: SocketAddr,
    initiative: Uuid,
    residents: u64,
    /// The next command: first everybody supports, then everybody takes it back, and so on.
    next: AtomicU64,
}

pub(crate) async fn measure(
    table: &mut Table,
    server: &str,
    directory: &Path,
    programs: &Path,
    size: Size,
) -> Result<(), Failure> {
    let url = database(server, "storm_bench").await?;
    let prepared = Prepared::make(url, directory, programs, size.residents).await?;
    let node = prepared.place.serve()?;
    let storm = Arc::new(Storm {
        address: node.address,
        initiative: prepared.initiative,
        residents: size.residents,
        next: AtomicU64::new(0),
    });
    let whole = run(&storm, CONNECTIONS, None, size.time).await?;
    report(table, &whole, size, &node);
    let (beside, reads) = tokio::join!(
        run(&storm, 200, Some(BESIDE_READERS), size.time / 3),
        readers(node.address, prepared.initiative, size.time / 3),
    );
    let (beside, reads) = (beside?, reads?);
    for (what, taken) in reads {
        let taken = Latencies::of(taken);
        let what = format!("{what} while {BESIDE_READERS} supports come a second: p50 / p99");
        table.alone(&what, "ms (p99 at most 150)", vec![taken.within(0.5), taken.within(0.99)]);
    }
    let acknowledged = [whole.acknowledged, beside.acknowledged].concat();
    drop(node);
    counted(table, &prepared, acknowledged).await
}

fn report(table: &mut Table, outcome: &Outcome, size: Size, node: &Node) {
    let rate = outcome.acknowledged.len() as f64 / size.time.as_secs_f64();
    let what = format!(
        "HTTP storm on one initiative, {} residents, {CONNECTIONS} connections, {} s",
        size.residents,
        size.time.as_secs()
    );
    let reference = vec![REFERENCE];
    table.compare(
        &what,
        "commands/s acknowledged",
        vec![rate],
        "a national petition site, 2019",
        reference,
        "at least 100",
    );
    let taken = Latencies::of(outcome.taken.iter().copied());
    for part in [0.5, 0.99, 1.0] {
        table.alone(&format!("the same: latency of {:.0} %", part * 100.0), "ms", vec![taken.within(part)]);
    }
    table.alone("the same: told to come again (503)", "answers", vec![outcome.busy as f64]);
    table.alone("the same: other answers", "answers", vec![outcome.other as f64]);
    table.alone("the same: resident memory of veche serve", "MB", vec![node.memory()]);
}

/// Commands by so many connections for so long, as fast as they are answered, or at a rate.
async fn run(
    storm: &Arc<Storm>,
    connections: u64,
    rate: Option<u64>,
    time: Duration,
) -> Result<Outcome, Failure> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(storm.address).await?);
    }
    let (started, first) = (Instant::now(), storm.next.load(Ordering::Relaxed));
    let mut tasks = JoinSet::new();
    for connection in open {
        let storm = Arc::clone(storm);
        tasks.spawn(async move { storm.one(connection, started, first, rate, time).await });
    }
    let mut all = Outcome::default();
    while let Some(done) = tasks.join_next().await {
        let Outcome { acknowledged, taken, busy, other } = done??;
        all.acknowledged.extend(acknowledged);
        all.taken.extend(taken);
        all.busy += busy;
        all.other += other;
    }
    Ok(all)
}

impl Storm {
    async fn one(
        &self,
        mut connection: Connection,
        started: Instant,
        first: u64,
        rate: Option<u64>,
        time: Duration,
    ) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::default();
        while started.elapsed() < time {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if let Some(rate) = rate {
                let due = started + Duration::from_secs_f64((number - first) as f64 / rate as f64);
                tokio::time::sleep_until(due.into()).await;
            }
            let asked = Instant::now();
            let answer = connection.ask(&self.command(number)).await?;
            match (answer.status, answer.position) {
                (200..300, Some(position)) => {
                    outcome.taken.push(asked.elapsed());
                    outcome.acknowledged.push(position);
                }
                (503, _) => {
                    outcome.busy += 1;
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                (status, _) => {
                    if outcome.other == 0 {
                        eprintln!("{status}: {}", String::from_utf8_lossy(&answer.body));
                    }
                    outcome.other += 1;
                }
            }
        }
        Ok(outcome)
    }

    fn command(&self, number: u64) -> Vec<u8> {
        let (resident, round) = (number % self.residents, number / self.residents);
        let verb = if round % 2 == 0 { "support" } else { "withdraw-support" };
        let body = if round % 2 == 0 { r#"{"channel":"web"}"# } else { "{}" };
        post(&format!("/api/v1/initiatives/{}/{verb}", self.initiative), &token(resident), body)
    }
}

type Reads = [(&'static str, Vec<Duration>); 2];

/// The front page and the initiative, asked for by people who come at a rate.
async fn readers(address: SocketAddr, initiative: Uuid, time: Duration) -> Result<Reads, Failure> {
    let paths = [("front page", "/ru/".to_owned()), ("initiative", format!("/ru/initiatives/{initiative}"))];
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for reader in 0..READS {
        let paths = paths.clone();
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut taken: Reads = [(paths[0].0, Vec::new()), (paths[1].0, Vec::new())];
            let mut turn = 0_u64;
            while started.elapsed() < time {
                let due = started + Duration::from_secs_f64(turn as f64 + reader as f64 / READS as f64);
                tokio::time::sleep_until(due.into()).await;
                let which = ((turn + reader) % 2) as usize;
                let asked = Instant::now();
                let answer = connection.ask(&get(&paths[which].1)).await?;
                if answer.status != 200 {
                    return Err(Failure::from(format!("{}: {}", paths[which].1, answer.status)));
                }
                taken[which].1.push(asked.elapsed());
                turn += 1;
            }
            Ok(taken)
        });
    }
    let mut all: Reads = [(paths[0].0, Vec::new()), (paths[1].0, Vec::new())];
    while let Some(done) = tasks.join_next().await {
        for ((_, all), (_, taken)) in all.iter_mut().zip(done??) {
            all.extend(taken);
        }
    }
    Ok(all)
}

/// Every acknowledged command stands in the journal, once.
async fn counted(table: &mut Table, prepared: &Prepared, acknowledged: Vec<u64>) -> Result<(), Failure> {
    let world = prepared.place.open().await?;
    let mut recorded = HashSet::new();
    let (mut standing, mut twice) = (HashSet::new(), 0_u64);
    let mut after = 0;
    loop {
        let rows = world.engine.journal().read(after, 2_000).await?;
        let Some(last) = rows.last() else { break };
        after = last.position;
        for row in rows {
            let changed = match &*row.event_type {
                "SupportGiven" => standing.insert(row.stream.id.clone()),
                "SupportWithdrawn" => standing.remove(&row.stream.id),
                _ => continue,
            };
            twice += u64::from(!changed);
            recorded.insert(row.position);
        }
    }
    let lost = acknowledged.iter().filter(|position| !recorded.contains(position)).count();
    let distinct: HashSet<_> = acknowledged.iter().collect();
    table.alone("the storm: acknowledged and not in the journal", "commands", vec![lost as f64]);
    let doubled = acknowledged.len() - distinct.len();
    table.alone(
        "the storm: acknowledged for one position, or counted twice",
        "commands",
        vec![doubled as f64 + twice as f64],
    );
    table.alone(
        "the storm: recorded and not acknowledged (cut off by the end)",
        "commands",
        vec![recorded.iter().filter(|position| !distinct.contains(position)).count() as f64],
    );
    world.close().await;
    Ok(())
}
