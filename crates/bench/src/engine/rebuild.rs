//! Views built anew, each alone and all at once, against a bare scan and parse of the same journal.

use std::time::Instant;

use engine::Engine;
use serde_json::Value;

use super::world::World;
use crate::Failure;
use crate::country::Country;
use crate::table::Table;

/// Events that are read at once.
const PAGE: usize = 2_000;
const ROUNDS: usize = 3;

/// Rebuilds the views of a simulated country.
pub(crate) async fn measure(table: &mut Table, country: &Country) -> Result<(), Failure> {
    let world = World::open(country.store(), country.data()).await?;
    let engine = &world.engine;
    engine.views().catch_up().await?;
    let events = country.events as f64;
    let (mut all, mut scans) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        scans.push(events / scan(engine).await?);
        all.push(events / rebuild(engine, &[]).await?);
    }
    table.alone(&format!("bare scan and parse of {} events", country.events), "events/s", scans.clone());
    for view in engine.views().status().await? {
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            rates.push(events / rebuild(engine, &[view.name.to_string()]).await?);
        }
        table.compare(
            &format!("view {} alone", view.name),
            "events/s",
            rates,
            "bare scan",
            scans.clone(),
            "",
        );
    }
    table.compare("all views at once", "events/s", all, "bare scan", scans, "at least 0.2");
    Ok(())
}

async fn rebuild(engine: &Engine, names: &[String]) -> Result<f64, Failure> {
    let started = Instant::now();
    engine.views().rebuild(names).await?;
    Ok(started.elapsed().as_secs_f64())
}

async fn scan(engine: &Engine) -> Result<f64, Failure> {
    let started = Instant::now();
    let mut after = 0;
    loop {
        let rows = engine.journal().read(after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(started.elapsed().as_secs_f64()) };
        after = last.position;
        for row in &rows {
            let _: Value = serde_json::from_str(&row.payload)?;
        }
    }
}
