//! Making a journal and opening it again.

use std::collections::BTreeSet;

use journal::{ClockKind, Identity, Journal};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::items::{append, committed, item, stream, write};
use super::place::{ID, Place};

on_both_stores! {
    a_store_without_a_journal_is_refused_until_it_is_made
    reopening_keeps_everything
    a_journal_refuses_the_other_kind_of_clock
    made_by_several_at_once_it_is_one_journal
    a_newer_format_stops_an_older_program
}

async fn a_store_without_a_journal_is_refused_until_it_is_made(place: &Place) {
    let refusal = Journal::open(&place.store, None).await.err().expect("there is none");
    assert_eq!(refusal.code(), "not_migrated");
    place.journal().await;
    let journal = Journal::open(&place.store, None).await.expect("there is one");
    assert_eq!(journal.identity(), Identity { id: ID, clock: ClockKind::Simulated });
    assert_eq!(journal.head().await.unwrap().position, 0);
}

async fn reopening_keeps_everything(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 2), write("b", 0, 1)])).await;
    append(&journal, item(2, [write("a", 2, 1)])).await;
    let (events, head) = (journal.read(0, 10).await.unwrap(), journal.head().await.unwrap());
    let command = journal.command(item(2, []).command_id).await.unwrap();
    drop(journal);

    let other_id = Uuid::from_u128(7);
    let journal =
        Journal::create_or_open(&place.store, ClockKind::Simulated, other_id).await.expect("a journal");
    assert_eq!(journal.identity().id, ID, "an id is given once");
    assert_eq!(journal.read(0, 10).await.unwrap(), events);
    assert_eq!(journal.head().await.unwrap(), head);
    assert_eq!(journal.command(item(2, []).command_id).await.unwrap(), command);
    assert_eq!(journal.load(&stream("a"), 0).await.unwrap().len(), 3);
    assert_eq!(append(&journal, item(3, [write("a", 3, 1)])).await, committed(5, 5));
}

async fn a_journal_refuses_the_other_kind_of_clock(place: &Place) {
    place.journal_of(ClockKind::Real).await;
    let simulated = ClockKind::Simulated;
    let opened = Journal::open(&place.store, Some(simulated)).await;
    assert_eq!(opened.err().expect("it is real").code(), "wrong_clock");
    let made = Journal::create_or_open(&place.store, simulated, ID).await;
    assert_eq!(made.err().expect("it is real").code(), "wrong_clock");
    assert!(Journal::open(&place.store, Some(ClockKind::Real)).await.is_ok());
    assert!(Journal::open(&place.store, None).await.is_ok());
}

async fn made_by_several_at_once_it_is_one_journal(place: &Place) {
    let mut makers = JoinSet::new();
    for id in 0..8 {
        let store = place.store.clone();
        makers.spawn(async move {
            let journal = Journal::create_or_open(&store, ClockKind::Real, Uuid::from_u128(id)).await;
            journal.expect("a journal").identity().id
        });
    }
    let ids: BTreeSet<Uuid> = makers.join_all().await.into_iter().collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

async fn a_newer_format_stops_an_older_program(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    place.sql("UPDATE journal_head SET format = format + 1").await.expect("an upgrade");
    let refusal = journal.append(item(2, [write("a", 1, 1)])).await.expect_err("it is newer");
    assert_eq!(refusal.code(), "newer_format");
    assert_eq!(journal.head().await.unwrap().position, 1);
    let opened = Journal::open(&place.store, None).await;
    assert_eq!(opened.err().expect("it is newer").code(), "newer_format");
    let made = Journal::create_or_open(&place.store, ClockKind::Simulated, ID).await;
    assert_eq!(made.err().expect("it is newer").code(), "newer_format");
}
