//! What readers get.

use std::collections::BTreeMap;
use std::time::Duration;

use journal::{CommandRecord, Stats};
use tokio::task::JoinSet;

use super::items::{append, item, stream, write};
use super::place::Place;

on_both_stores! {
    a_page_begins_after_a_position_and_ends_at_the_limit
    a_stream_is_loaded_from_after_a_sequence
    several_streams_are_loaded_each_in_its_place
    of_many_who_load_at_once_each_gets_his_stream
    of_many_who_ask_for_entries_at_once_each_gets_his
    a_command_is_found_by_its_id
    a_waiting_reader_wakes_for_its_own_program_and_for_another
    stats_count_what_is_there
    an_events_hash_tells_every_field_apart
}

async fn a_page_begins_after_a_position_and_ends_at_the_limit(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 5)])).await;
    for (after, limit, expected) in [(0, 2, 1..3), (2, 2, 3..5), (4, 9, 5..6), (5, 9, 6..6), (0, 0, 1..1)] {
        let page = journal.read(after, limit).await.unwrap();
        let positions: Vec<_> = page.iter().map(|event| event.position).collect();
        assert_eq!(positions, expected.collect::<Vec<_>>(), "after {after}, {limit} at most");
    }
}

async fn a_stream_is_loaded_from_after_a_sequence(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 2), write("b", 0, 1)])).await;
    append(&journal, item(2, [write("a", 2, 1)])).await;
    let loaded = |events: Vec<journal::Recorded>| -> Vec<_> {
        events.iter().map(|event| (event.sequence, event.position)).collect()
    };
    assert_eq!(loaded(journal.load(&stream("a"), 0).await.unwrap()), [(1, 1), (2, 2), (3, 4)]);
    assert_eq!(loaded(journal.load(&stream("a"), 2).await.unwrap()), [(3, 4)]);
    assert_eq!(journal.load(&stream("a"), 3).await.unwrap(), []);
    assert_eq!(journal.load(&stream("nobody"), 0).await.unwrap(), []);
}

async fn several_streams_are_loaded_each_in_its_place(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 2), write("b", 0, 1)])).await;
    append(&journal, item(2, [write("a", 2, 1)])).await;
    let loaded = journal.load_each(["b", "nobody", "a"].map(stream).to_vec()).await.unwrap();
    let positions = loaded.iter().map(|events| events.iter().map(|event| event.position).collect::<Vec<_>>());
    assert_eq!(positions.collect::<Vec<_>>(), [vec![3], vec![], vec![1, 2, 4]]);
    assert_eq!(journal.load_each(Vec::new()).await.unwrap(), [[]; 0]);
}

async fn of_many_who_load_at_once_each_gets_his_stream(place: &Place) {
    let journal = place.journal().await;
    for number in 0..40 {
        append(&journal, item(number.into(), [write(&format!("s{number}"), 0, number % 3 + 1)])).await;
    }
    let mut asking = JoinSet::new();
    for number in 0..120_u64 {
        let journal = journal.clone();
        asking.spawn(async move {
            // Every third asks for a stream that has nothing, or nothing more.
            let (of, after) = if number % 3 == 0 { (number, 3) } else { (number % 40, 0) };
            let loaded = journal.load(&stream(&format!("s{of}")), after).await.unwrap();
            let sequences: Vec<_> = loaded.iter().map(|event| event.sequence).collect();
            let expected = if of < 40 { after + 1..of % 3 + 2 } else { 1..1 };
            assert_eq!(sequences, expected.collect::<Vec<_>>(), "s{of} after {after}");
            assert!(loaded.iter().all(|event| event.stream == stream(&format!("s{of}"))));
        });
    }
    asking.join_all().await;
}

async fn of_many_who_ask_for_entries_at_once_each_gets_his(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 40)])).await;
    let all = journal.entries(0, 40).await.unwrap();
    let mut asking = JoinSet::new();
    for after in 0..60_u64 {
        let (journal, all) = (journal.clone(), all.clone());
        asking.spawn(async move {
            let found = journal.entries(after, 3).await.unwrap();
            let expected: Vec<_> = all.into_iter().skip(after as usize).take(3).collect();
            assert_eq!(found, expected, "after {after}");
        });
    }
    asking.join_all().await;
}

async fn a_command_is_found_by_its_id(place: &Place) {
    let journal = place.journal().await;
    let sent = item(7, [write("a", 0, 3)]);
    let (command_id, digest) = (sent.command_id, sent.digest);
    assert_eq!(journal.command(command_id).await.unwrap(), None);
    append(&journal, sent).await;
    let record = CommandRecord { command_id, digest, first: 1, last: 3 };
    assert_eq!(journal.command(command_id).await.unwrap(), Some(record));
}

async fn a_waiting_reader_wakes_for_its_own_program_and_for_another(place: &Place) {
    let (journal, elsewhere) = (place.journal().await, place.journal().await);
    append(&journal, item(1, [write("a", 0, 2)])).await;
    assert_eq!(journal.wait_past(0).await.unwrap(), 2, "already there");
    assert_eq!(elsewhere.wait_past(1).await.unwrap(), 2);
    for (number, writer) in [(2, &journal), (3, &elsewhere)] {
        let reader = journal.clone();
        let waiting = tokio::spawn(async move { reader.wait_past(number).await });
        append(writer, item(number.into(), [write("a", number, 1)])).await;
        let woken = tokio::time::timeout(Duration::from_secs(20), waiting).await;
        let woken = woken.expect("it wakes").unwrap();
        assert_eq!(woken.unwrap(), number + 1);
    }
}

async fn stats_count_what_is_there(place: &Place) {
    let journal = place.journal().await;
    assert_eq!(journal.stats().await.unwrap().by_type, BTreeMap::new());
    append(&journal, item(1, [write("a", 0, 2), write("б", 0, 1)])).await;
    let events = journal.read(0, 10).await.unwrap();
    let bytes = events.iter().map(|event| event.payload.len() + event.metadata.len()).sum::<usize>();
    let expected = Stats {
        head: 3,
        events: 3,
        streams: 2,
        by_type: BTreeMap::from([("Happened1".into(), 2), ("Happened2".into(), 1)]),
        bytes: bytes as u64,
    };
    assert_eq!(journal.stats().await.unwrap(), expected);
}

async fn an_events_hash_tells_every_field_apart(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    let event = journal.read(0, 1).await.unwrap().remove(0);
    assert_eq!(event.hash(), place.journal().await.read(0, 1).await.unwrap()[0].hash());
    let with = |change: fn(&mut journal::Recorded)| {
        let mut changed = event.clone();
        change(&mut changed);
        changed.hash()
    };
    let hashes = std::collections::BTreeSet::from([
        event.hash(),
        with(|event| event.position = 2),
        with(|event| event.sequence = 2),
        with(|event| event.stream = journal::StreamId::new("thin", "ga")),
        with(|event| event.stream.id = "b".into()),
        with(|event| event.event_type.push('x')),
        with(|event| event.event_version.push('x')),
        with(|event| event.payload.push(' ')),
        with(|event| event.metadata.push(' ')),
        with(|event| event.at += jiff::SignedDuration::from_micros(1)),
    ]);
    assert_eq!(hashes.len(), 10);
}
