//! Many who listen to every public event on one node.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::task::JoinSet;

use super::connection::{Connection, get, post};
use super::latencies::Latencies;
use super::node::{Prepared, token};
use crate::Failure;
use crate::engine::commands::database;
use crate::table::Table;

/// Messages a second.
const RATE: u64 = 5;

type Arrivals = Arc<Mutex<HashMap<u64, Vec<Instant>>>>;

pub(crate) async fn measure(
    table: &mut Table,
    server: &str,
    directory: &Path,
    programs: &Path,
    subscribers: u64,
    messages: u64,
) -> Result<(), Failure> {
    let url = database(server, "listen_bench").await?;
    let prepared = Prepared::make(url, &directory.join("listen"), programs, messages + 1).await?;
    let node = prepared.place.serve()?;
    let arrivals = Arrivals::default();
    let mut listeners = JoinSet::new();
    for _ in 0..subscribers {
        let stream = listening(node.address).await?;
        listeners.spawn(listen(stream, Arc::clone(&arrivals)));
    }
    let mut connection = Connection::open(node.address).await?;
    let started = Instant::now();
    let mut sent = Vec::new();
    for number in 0..messages {
        let due = started + Duration::from_secs_f64(number as f64 / RATE as f64);
        tokio::time::sleep_until(due.into()).await;
        let path = format!("/api/v1/initiatives/{}/comments", prepared.initiative);
        let asked = Instant::now();
        let answer = connection.ask(&post(&path, &token(number), r#"{"text":"Yes, please."}"#)).await?;
        let position = answer.position.ok_or_else(|| format!("{}: no comment was taken", answer.status))?;
        sent.push((position, asked));
    }
    let complete = |arrivals: &Arrivals| {
        let arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter()
            .all(|(position, _)| arrivals.get(position).is_some_and(|all| all.len() as u64 >= subscribers))
    };
    let until = Instant::now() + Duration::from_secs(30);
    while !complete(&arrivals) && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    listeners.abort_all();
    let memory = node.memory();
    let arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner);
    let all: Vec<Duration> = sent
        .iter()
        .flat_map(|(position, asked)| {
            arrivals.get(position).into_iter().flatten().map(|at| at.duration_since(*asked))
        })
        .collect();
    let missing = (subscribers * messages).saturating_sub(all.len() as u64);
    let all = Latencies::of(all);
    let what =
        format!("{subscribers} subscribers of /live/events, {RATE} messages a second: p50 / p99 / last");
    table.alone(
        &what,
        "ms after the request (at most 2,000)",
        vec![all.within(0.5), all.within(0.99), all.within(1.0)],
    );
    table.alone("the same: not delivered", "messages", vec![missing as f64]);
    table.alone("the same: resident memory of veche serve", "MB", vec![memory]);
    Ok(())
}

async fn listening(address: SocketAddr) -> Result<BufReader<tokio::net::TcpStream>, Failure> {
    let Connection { mut stream, .. } = Connection::open(address).await?;
    stream.write_all(&get("/live/events")).await?;
    let mut reader = BufReader::with_capacity(1024, stream);
    let mut line = String::new();
    // The first message says from where it listens.
    while !line.starts_with("id:") {
        line.clear();
        if reader.read_line(&mut line).await? == 0 {
            return Err("nobody may listen".into());
        }
    }
    Ok(reader)
}

async fn listen(mut reader: BufReader<tokio::net::TcpStream>, arrivals: Arrivals) -> Result<(), Failure> {
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        if let Some(position) = line.strip_prefix("id:").and_then(|id| id.trim().parse().ok()) {
            let at = Instant::now();
            arrivals.lock().unwrap_or_else(PoisonError::into_inner).entry(position).or_default().push(at);
        }
    }
}
