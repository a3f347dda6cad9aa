//! How many items a second a journal takes.
//!
//! `cargo run --release -p journal --example append_rate -- STORE [ITEMS]`
//!
//! The journal must be empty or absent. Every item appends one event of some
//! 300 bytes to a stream of its own, with one guard, like a support.

use std::time::Instant;

use jiff::Timestamp;
use journal::{
    ClockKind, EntryText, EntryTime, Guard, Item, Journal, NewEvent, Store, StreamAppend, StreamId, Verdict,
};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let store: Store = arguments.next().ok_or("name a store")?.parse()?;
    let items: u128 = arguments.next().as_deref().unwrap_or("20000").parse()?;
    let journal = Journal::create_or_open(&store, ClockKind::Simulated, Uuid::from_u128(1)).await?;
    let mut next = u128::from(journal.head().await?.position);
    if next == 0 {
        journal.append_batch(vec![item(0, 0)]).await?;
        next = 1;
    }

    for together in [1, 32, 512] {
        let count = items.min(together * 2000);
        let started = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..together {
            let journal = journal.clone();
            let numbers = (next + task..next + count).step_by(together as usize);
            tasks.spawn(async move {
                for number in numbers {
                    let verdict = journal.append(item(number, 1)).await?;
                    assert!(matches!(verdict, Verdict::Committed { .. }), "{verdict:?}");
                }
                Ok::<_, Failure>(())
            });
        }
        while let Some(outcome) = tasks.join_next().await {
            outcome??;
        }
        next += count;
        report(&format!("{together} in flight"), count, started);
    }
    for size in [1, 100, 1000] {
        let count = items.min(size * 500);
        let started = Instant::now();
        let numbers: Vec<u128> = (next..next + count).collect();
        for batch in numbers.chunks(size as usize) {
            journal.append_batch(batch.iter().map(|number| item(*number, 1)).collect()).await?;
        }
        next += count;
        report(&format!("batches of {size}"), count, started);
    }

    let started = Instant::now();
    let mut position = 0;
    while let Some(last) = journal.read(position, 2000).await?.last() {
        position = last.position;
    }
    report("read", position.into(), started);
    let started = Instant::now();
    println!("{:?}", journal.verify(|_| ()).await?);
    report("verify", position.into(), started);
    Ok(())
}

fn report(what: &str, count: u128, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!("{what}: {count} in {seconds:.2} s, {:.0}/s", count as f64 / seconds);
}

fn item(number: u128, guarded: u64) -> Item {
    let command_id = Uuid::from_u128((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
    let payload = format!(
        r#"{{"Given":{{"text_version":1,"channel":"web","lives_in":"71876000","level":"regional","filler":"{:0>160}"}}}}"#,
        number
    );
    let initiative = StreamId::new("initiative", "first");
    let (stream, guards) = if guarded == 0 {
        (initiative, Vec::new())
    } else {
        let guard = Guard { stream: initiative, sequence: guarded };
        (StreamId::new("support", command_id.simple().to_string()), vec![guard])
    };
    Item {
        command_id,
        digest: [7; 32],
        at: Timestamp::UNIX_EPOCH,
        appends: vec![StreamAppend {
            stream,
            expected: 0,
            events: vec![NewEvent {
                event_type: "Given".into(),
                event_version: "1.0".into(),
                payload,
                metadata: r#"{"actor":"participant/4711","command":"support/give"}"#.into(),
                entry: EntryText {
                    before: r#"{"v":1,"log":"example.org/log","stream":"support/x","at":""#.into(),
                    time: EntryTime::Day,
                    after: format!(r#"","public":"{}"}}"#, "x".repeat(400)),
                },
            }],
        }],
        guards,
    }
}
