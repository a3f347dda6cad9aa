//! What is recorded, and what is turned down.

use journal::{Item, JournalError, Verdict};

use super::items::{append, committed, guard, guarded, item, stream, write};
use super::place::Place;

on_both_stores! {
    a_sequence_that_another_took_is_a_conflict
    a_guard_that_moved_refuses_the_item
    a_repeated_command_gets_its_first_positions_and_adds_nothing
    a_command_id_with_another_body_is_refused
    several_streams_are_recorded_together_or_not_at_all
    a_refused_item_leaves_nothing_and_stops_no_other
    new_and_repeated_items_in_turn_each_get_their_verdict
    of_items_that_look_at_one_stream_all_are_judged_by_it
    a_batch_is_the_same_as_one_by_one
    a_malformed_item_is_refused_before_it_reaches_the_store
    a_conflict_outranks_a_moved_guard_and_a_repeat_outranks_both
}

async fn a_sequence_that_another_took_is_a_conflict(place: &Place) {
    let journal = place.journal().await;
    assert_eq!(append(&journal, item(1, [write("a", 0, 2)])).await, committed(1, 2));
    for (number, expected) in [(2, 0), (3, 1), (4, 3)] {
        let verdict = append(&journal, item(number, [write("a", expected, 1)])).await;
        assert_eq!(verdict, Verdict::Conflict { stream: stream("a") }, "expected {expected}");
    }
    assert_eq!(append(&journal, item(5, [write("a", 2, 1)])).await, committed(3, 3));
}

async fn a_guard_that_moved_refuses_the_item(place: &Place) {
    let journal = place.journal().await;
    let item_with = |number: u128, sequence| {
        let id = number.to_string();
        guarded(number, [write(&id, 0, 1)], [guard("seen", sequence)])
    };
    let moved = Verdict::GuardMoved { stream: stream("seen") };
    assert_eq!(append(&journal, item_with(1, 1)).await, moved, "seen at 1, but there is none");
    assert_eq!(append(&journal, item_with(2, 0)).await, committed(1, 1));
    append(&journal, item(3, [write("seen", 0, 2)])).await;
    assert_eq!(append(&journal, item_with(4, 0)).await, moved, "seen when there was none");
    assert_eq!(append(&journal, item_with(5, 1)).await, moved);
    assert_eq!(append(&journal, item_with(6, 2)).await, committed(4, 4));
    let own = guarded(7, [write("seen", 2, 1)], [guard("seen", 2)]);
    assert_eq!(append(&journal, own).await, committed(5, 5), "looked at before it is written");
}

async fn a_repeated_command_gets_its_first_positions_and_adds_nothing(place: &Place) {
    let journal = place.journal().await;
    let first = item(1, [write("a", 0, 2)]);
    assert_eq!(append(&journal, first.clone()).await, committed(1, 2));
    append(&journal, item(2, [write("a", 2, 1)])).await;
    let repeated = Verdict::Repeated { first: 1, last: 2 };
    assert_eq!(append(&journal, first.clone()).await, repeated);
    assert_eq!(append(&place.journal().await, first).await, repeated, "also elsewhere");

    let twice = item(3, [write("b", 0, 1)]);
    let verdicts = journal.append_batch(vec![twice.clone(), twice.clone()]).await.unwrap();
    assert_eq!(verdicts, [committed(4, 4), Verdict::Repeated { first: 4, last: 4 }]);
    let at_once = item(4, [write("c", 0, 1)]);
    let (one, other) = tokio::join!(journal.append(at_once.clone()), journal.append(at_once));
    assert_eq!(one.unwrap(), committed(5, 5));
    assert_eq!(other.unwrap(), Verdict::Repeated { first: 5, last: 5 });
    assert_eq!(journal.head().await.unwrap().position, 5);
}

async fn a_command_id_with_another_body_is_refused(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    let other = Item { digest: [99; 32], ..item(1, [write("b", 0, 1)]) };
    assert_eq!(append(&journal, other.clone()).await, Verdict::IdReused);
    let verdicts =
        journal.append_batch(vec![item(2, [write("c", 0, 1)]), other, item(3, [write("d", 0, 1)])]).await;
    assert_eq!(verdicts.unwrap(), [committed(2, 2), Verdict::IdReused, committed(3, 3)]);
    let new = item(4, [write("e", 0, 1)]);
    let at_once = Item { digest: [99; 32], ..item(4, [write("f", 0, 1)]) };
    let verdicts = journal.append_batch(vec![new, at_once]).await;
    assert_eq!(verdicts.unwrap(), [committed(4, 4), Verdict::IdReused]);
}

async fn several_streams_are_recorded_together_or_not_at_all(place: &Place) {
    let journal = place.journal().await;
    let both = item(1, [write("a", 0, 2), write("b", 0, 1)]);
    assert_eq!(append(&journal, both).await, committed(1, 3));
    let half_stale = item(2, [write("c", 0, 1), write("a", 1, 1)]);
    let verdict = append(&journal, half_stale).await;
    assert_eq!(verdict, Verdict::Conflict { stream: stream("a") });
    assert_eq!(journal.load(&stream("c"), 0).await.unwrap(), []);
    let order: Vec<_> = journal.read(0, 10).await.unwrap();
    let order: Vec<_> = order.iter().map(|event| (&*event.stream.id, event.sequence)).collect();
    assert_eq!(order, [("a", 1), ("a", 2), ("b", 1)]);
}

async fn a_refused_item_leaves_nothing_and_stops_no_other(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    let before = journal.stats().await.unwrap();
    append(&journal, item(2, [write("a", 0, 1)])).await;
    append(&journal, guarded(3, [write("b", 0, 1)], [guard("a", 0)])).await;
    assert_eq!(journal.stats().await.unwrap(), before);
    assert_eq!(journal.command(item(2, []).command_id).await.unwrap(), None);

    let verdicts = journal
        .append_batch(vec![
            item(4, [write("b", 0, 1)]),
            item(2, [write("a", 0, 1)]),
            guarded(3, [write("c", 0, 1)], [guard("a", 9)]),
            item(5, [write("d", 0, 2)]),
        ])
        .await;
    let conflict = Verdict::Conflict { stream: stream("a") };
    let moved = Verdict::GuardMoved { stream: stream("a") };
    assert_eq!(verdicts.unwrap(), [committed(2, 2), conflict, moved, committed(3, 4)]);
    assert_eq!(append(&journal, item(2, [write("a", 1, 1)])).await, committed(5, 5), "not remembered");
}

/// A store may take for granted that items are new, and grow careful when one is not: either way
/// the answers are the same.
async fn new_and_repeated_items_in_turn_each_get_their_verdict(place: &Place) {
    let journal = place.journal().await;
    let new = |number: u128| item(number, [write(&number.to_string(), 0, 1)]);
    for position in 1..=25_u64 {
        let first = u128::from(position);
        assert_eq!(append(&journal, new(first)).await, committed(position, position));
        // Long stretches without a repeat as well as short ones.
        if position % 20 < 3 {
            let repeated = Verdict::Repeated { first: position, last: position };
            assert_eq!(append(&journal, new(first)).await, repeated);
            let taken = item(1000 + first, [write(&first.to_string(), 0, 1)]);
            let conflict = Verdict::Conflict { stream: stream(&first.to_string()) };
            assert_eq!(append(&journal, taken).await, conflict);
        }
    }
    assert_eq!(journal.head().await.unwrap().position, 25);
}

async fn of_items_that_look_at_one_stream_all_are_judged_by_it(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("seen", 0, 2)])).await;
    append(&journal, item(2, [write("other", 0, 1)])).await;
    let supports = [(3, "a", 2), (4, "b", 1), (5, "c", 2), (6, "d", 1), (7, "e", 2)];
    let items = supports.map(|(number, id, seen)| {
        guarded(number, [write(id, 0, 1)], [guard("other", 1), guard("seen", seen)])
    });
    let verdicts = journal.append_batch(items.into()).await.unwrap();
    let moved = || Verdict::GuardMoved { stream: stream("seen") };
    assert_eq!(verdicts, [committed(4, 4), moved(), committed(5, 5), moved(), committed(6, 6)]);
    let recorded = journal.read(3, 10).await.unwrap();
    let recorded: Vec<_> = recorded.iter().map(|event| (event.position, &*event.stream.id)).collect();
    assert_eq!(recorded, [(4, "a"), (5, "c"), (6, "e")]);
}

/// Streams that depend on each other in every way within a few items.
fn entangled() -> Vec<Item> {
    let mut items = vec![
        item(1, [write("a", 0, 2)]),
        item(2, [write("a", 2, 1), write("b", 0, 1)]),
        guarded(3, [write("c", 0, 1)], [guard("a", 3), guard("b", 1)]),
        guarded(4, [write("d", 0, 1)], [guard("a", 2)]),
        item(5, [write("a", 2, 1)]),
        item(1, [write("a", 0, 2)]),
        Item { digest: [0; 32], ..item(3, [write("z", 0, 1)]) },
        guarded(6, [write("a", 3, 1)], [guard("c", 1)]),
        guarded(7, [write("e", 0, 3)], [guard("a", 4), guard("d", 0)]),
        item(4, [write("d", 0, 1)]),
    ];
    for (item, seconds) in items.iter_mut().zip([5, 3, 9, 50, 7, 7, 70, 8, 10, 11]) {
        item.at = jiff::Timestamp::from_second(seconds).unwrap();
    }
    items
}

async fn a_batch_is_the_same_as_one_by_one(place: &Place) {
    let at_once = place.journal().await;
    let elsewhere = place.other_kind();
    let one_by_one = elsewhere.journal().await;
    let verdicts = at_once.append_batch(entangled()).await.unwrap();
    let mut expected = Vec::new();
    for item in entangled() {
        expected.push(append(&one_by_one, item).await);
    }
    assert_eq!(verdicts, expected);
    let events = at_once.read(0, 100).await.unwrap();
    assert_eq!(events, one_by_one.read(0, 100).await.unwrap());
    assert_eq!(events.len(), 10);
    assert_eq!(events.last().unwrap().at.as_second(), 11);
}

async fn a_malformed_item_is_refused_before_it_reaches_the_store(place: &Place) {
    let journal = place.journal().await;
    let with = |change: fn(&mut Item)| {
        let mut item = item(1, [write("a", 0, 1)]);
        change(&mut item);
        item
    };
    let malformed = [
        with(|item| item.appends.clear()),
        with(|item| item.appends[0].events.clear()),
        with(|item| item.appends.push(write("a", 1, 1))),
        with(|item| item.appends[0].stream = stream("")),
        with(|item| item.appends[0].stream = stream("a\0b")),
        with(|item| item.guards = vec![guard("", 1)]),
        with(|item| item.appends[0].expected = u64::MAX),
        with(|item| item.guards = vec![guard("b", u64::MAX)]),
        with(|item| item.appends[0].events[0].event_type.clear()),
        with(|item| item.appends[0].events[0].event_version.clear()),
        with(|item| item.appends[0].events[0].payload = "{".into()),
        with(|item| item.appends[0].events[0].payload = "{} {}".into()),
        with(|item| item.appends[0].events[0].metadata = "[]".into()),
        with(|item| item.appends[0].events[0].metadata = r#"{"a":{"b":"c"}}"#.into()),
    ];
    for item in malformed {
        let refusal = journal.append(item.clone()).await.expect_err("it is malformed");
        assert_eq!(refusal.code(), "malformed_append", "{item:?}");
        let among_others = vec![self::item(9, [write("b", 0, 1)]), item];
        let refusal = journal.append_batch(among_others).await.expect_err("it is malformed");
        assert!(matches!(refusal, JournalError::Malformed { .. }));
    }
    assert_eq!(journal.head().await.unwrap().position, 0);
}

async fn a_conflict_outranks_a_moved_guard_and_a_repeat_outranks_both(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 1)])).await;
    let both = guarded(2, [write("b", 0, 1), write("a", 0, 1)], [guard("a", 7), guard("b", 7)]);
    assert_eq!(append(&journal, both).await, Verdict::Conflict { stream: stream("a") });
    let guards = guarded(2, [write("b", 0, 1)], [guard("b", 0), guard("c", 1), guard("a", 7)]);
    assert_eq!(append(&journal, guards).await, Verdict::GuardMoved { stream: stream("c") });
    let stale = guarded(1, [write("a", 0, 1)], [guard("a", 7)]);
    assert_eq!(append(&journal, stale).await, Verdict::Repeated { first: 1, last: 1 });
}
