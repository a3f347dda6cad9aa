//! The catch-up of a node that has nothing, its memory, and its start once it has everything.

use std::time::{Duration, Instant};

use super::settlement::YESTERDAY;
use crate::Failure;
use crate::http::connection::{Connection, get};
use crate::http::node::{Node, Place};
use crate::table::Table;

/// Starts that are measured.
const STARTS: usize = 3;
/// Longer than any catch-up should take.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// Deletes the views, lets a node build them, and starts it again.
pub(super) async fn measure(table: &mut Table, place: &Place) -> Result<(), Failure> {
    let views = place.data.join("views");
    if views.exists() {
        std::fs::remove_dir_all(&views)?;
    }
    let started = Instant::now();
    let node = place.serve()?;
    let events = ready(&node).await?;
    let rate = events as f64 / started.elapsed().as_secs_f64();
    table.alone(&format!("catch-up of an empty node on {events} events"), "events/s", vec![rate]);
    table.alone("the same: most resident memory meanwhile", "MB", vec![node.peak()]);
    node.stop()?;
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let started = Instant::now();
        let node = place.serve()?;
        ready(&node).await?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
        visited(&node).await?;
        memory.push(node.memory());
        node.stop()?;
    }
    let what = format!("start of veche serve on {events} events with views present, until health says ok");
    table.alone(&what, "ms (at most 5,000)", times);
    let what = format!("resident memory of veche serve at {events} events, after some hundred pages");
    table.alone(&what, "MB (under 300)", memory);
    Ok(())
}

/// Waits until its health is ok; the position of the journal.
pub(super) async fn ready(node: &Node) -> Result<u64, Failure> {
    let until = Instant::now() + PATIENCE;
    let mut connection = Connection::open(node.address).await?;
    while Instant::now() < until {
        let answer = connection.ask(&get("/health")).await?;
        if answer.status == 200 {
            let health: serde_json::Value = serde_json::from_slice(&answer.body)?;
            return health["position"].as_u64().ok_or_else(|| "health tells no position".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("it is never ready".into())
}

async fn visited(node: &Node) -> Result<(), Failure> {
    let mut connection = Connection::open(node.address).await?;
    for _ in 0..50 {
        for path in
            ["/ru/", "/ru/initiatives", &format!("/ru/initiatives?as_of={YESTERDAY}"), "/ru/authorities"]
        {
            let answer = connection.ask(&get(path)).await?;
            if answer.status != 200 {
                return Err(format!("{path}: {}", answer.status).into());
            }
        }
    }
    Ok(())
}
