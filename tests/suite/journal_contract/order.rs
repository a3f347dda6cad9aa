//! One order, without gaps, whoever writes and whoever reads.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use journal::{Journal, JournalError, Verdict, Verification};
use tokio::task::JoinSet;

use super::items::{append, item, stream, write};
use super::place::Place;

on_both_stores! {
    positions_are_dense_under_concurrent_appends
    of_many_that_expect_the_same_sequence_one_is_recorded
    a_reader_never_sees_a_gap_while_others_append
    a_full_queue_answers_busy_at_once_and_loses_nothing
    an_append_that_cannot_get_the_head_fails_visibly
}

/// Appends by several tasks through two handles, as two programs would.
async fn write_at_once(place: &Place, tasks: u128, items: u128) -> JoinSet<Vec<(u64, u64)>> {
    let journals = [place.journal().await, place.journal().await];
    let mut writers = JoinSet::new();
    for task in 0..tasks {
        let journal = journals[task as usize % 2].clone();
        writers.spawn(async move {
            let mut ranges = Vec::new();
            for number in 0..items {
                let id = format!("{task}-{}", number / 5);
                let expected = number as u64 % 5 * 2;
                let item = item(task * 1000 + number, [write(&id, expected, 2)]);
                let Verdict::Committed { first, last } = append(&journal, item).await else {
                    panic!("nobody else writes {id}");
                };
                ranges.push((first, last));
            }
            ranges
        });
    }
    writers
}

async fn positions_are_dense_under_concurrent_appends(place: &Place) {
    let ranges = write_at_once(place, 12, 20).await.join_all().await;
    let ranges: BTreeSet<_> = ranges.into_iter().flatten().collect();
    let mut next = 1;
    for (first, last) in ranges {
        assert_eq!((first, last), (next, next + 1));
        next = last + 1;
    }
    let journal = place.journal().await;
    let events = 12 * 20 * 2;
    assert_eq!(journal.head().await.unwrap().position, events);
    let holds = Verification::Holds { events, head: events };
    assert_eq!(journal.verify(|_| ()).await.unwrap(), holds);
}

async fn of_many_that_expect_the_same_sequence_one_is_recorded(place: &Place) {
    let journals = [place.journal().await, place.journal().await];
    let mut writers = JoinSet::new();
    for number in 0..40 {
        let journal = journals[number as usize % 2].clone();
        writers.spawn(async move { append(&journal, item(number, [write("a", 0, 1)])).await });
    }
    let verdicts = writers.join_all().await;
    let conflict = Verdict::Conflict { stream: stream("a") };
    assert_eq!(verdicts.iter().filter(|verdict| **verdict == conflict).count(), 39);
    assert_eq!(journals[0].head().await.unwrap().position, 1);
}

/// Reads to the head again and again; each page must go on where the last ended.
async fn follow(journal: Journal, done: Arc<AtomicBool>) -> u64 {
    let mut position = 0;
    loop {
        let last_time = done.load(Ordering::SeqCst);
        let page = journal.read(position, 50).await.expect("a page");
        for event in &page {
            assert_eq!(event.position, position + 1);
            position = event.position;
        }
        if last_time && page.is_empty() {
            return position;
        }
    }
}

async fn a_reader_never_sees_a_gap_while_others_append(place: &Place) {
    let done = Arc::new(AtomicBool::new(false));
    let writers = write_at_once(place, 10, 25).await;
    let readers: Vec<_> = [place.journal().await, place.journal().await]
        .map(|journal| tokio::spawn(follow(journal, Arc::clone(&done))))
        .into();
    writers.join_all().await;
    done.store(true, Ordering::SeqCst);
    for reader in readers {
        assert_eq!(reader.await.unwrap(), 10 * 25 * 2);
    }
}

async fn a_full_queue_answers_busy_at_once_and_loses_nothing(place: &Place) {
    let journal = place.journal().await;
    let held = place.hold_head().await;
    let mut writers = JoinSet::new();
    for number in 0..6000 {
        let journal = journal.clone();
        let item = item(number, [write(&number.to_string(), 0, 1)]);
        writers.spawn(async move { journal.append(item).await });
    }
    let refusal = writers.join_next().await.unwrap().unwrap().expect_err("nothing else can end");
    assert_eq!(refusal.code(), "busy");
    held.release().await;
    let mut busy = 1;
    for outcome in writers.join_all().await {
        match outcome {
            Ok(verdict) => assert!(matches!(verdict, Verdict::Committed { .. })),
            Err(JournalError::Busy) => busy += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(journal.head().await.unwrap().position, 6000 - busy);
}

async fn an_append_that_cannot_get_the_head_fails_visibly(place: &Place) {
    let journal = place.journal().await;
    let held = place.hold_head().await;
    let refusal = journal.append(item(1, [write("a", 0, 1)])).await.expect_err("the head is held");
    assert_eq!(refusal.code(), "journal_locked");
    assert_eq!(journal.read(0, 10).await.unwrap(), [], "readers go on");
    held.release().await;
    let verdict = append(&journal, item(1, [write("a", 0, 1)])).await;
    assert_eq!(verdict, Verdict::Committed { first: 1, last: 1 });
}
