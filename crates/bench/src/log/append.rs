//! What entries cost the append: the same supports with and without them.

use std::time::Instant;

use journal::{ClockKind, Journal, Store, Verdict};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::item::{Entries, first, support};
use crate::Failure;
use crate::table::Table;

/// Commands on their way at once.
const IN_FLIGHT: u64 = 512;
/// How often each side is measured.
const ROUNDS: usize = 5;

/// Appends supports with whole entries and with bare ones, in turn; the journal keeps all.
pub(crate) async fn measure(
    table: &mut Table,
    name: &str,
    store: &Store,
    events: u64,
) -> Result<(), Failure> {
    let journal = Journal::create_or_open(store, ClockKind::Simulated, Uuid::from_u128(1)).await?;
    journal.append(first()).await?;
    let each = events / (2 * ROUNDS as u64);
    let mut next = 1;
    let (mut whole, mut bare) = (Vec::new(), Vec::new());
    // The first round warms up and is not counted.
    for round in 0..=ROUNDS {
        for (entries, rates) in [(Entries::Whole, &mut whole), (Entries::Bare, &mut bare)] {
            let rate = run(&journal, next, each, entries).await?;
            next += each;
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    let what = format!("{name}: appends with entries, {IN_FLIGHT} in flight");
    table.compare(&what, "events/s", whole, "without", bare, "at least 0.75");
    Ok(())
}

async fn run(journal: &Journal, from: u64, count: u64, entries: Entries) -> Result<f64, Failure> {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for task in 0..IN_FLIGHT {
        let journal = journal.clone();
        tasks.spawn(async move {
            let mut number = from + task;
            while number < from + count {
                let verdict = journal.append(support(number, entries)).await?;
                if !matches!(verdict, Verdict::Committed { .. }) {
                    return Err(Failure::from(format!("{number}: {verdict:?}")));
                }
                number += IN_FLIGHT;
            }
            Ok(())
        });
    }
    while let Some(outcome) = tasks.join_next().await {
        outcome??;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}
