//! When something was recorded.

use jiff::{SignedDuration, Timestamp};
use journal::{ClockKind, Item, Verdict};

use super::items::{append, committed, item, write};
use super::place::Place;

on_both_stores! {
    the_recorded_time_never_goes_back
    as_of_a_time_is_the_last_event_recorded_by_then
    a_time_is_kept_to_the_microsecond
    a_real_journal_refuses_a_time_far_from_the_databases_clock
    a_skewed_item_does_not_hold_up_others
    a_skewed_item_stops_its_whole_batch
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn item_at(number: u128, at: Timestamp) -> Item {
    Item { at, ..item(number, [write(&number.to_string(), 0, 1)]) }
}

async fn the_recorded_time_never_goes_back(place: &Place) {
    let journal = place.journal().await;
    append(&journal, item_at(1, second(100))).await;
    append(&journal, item_at(2, second(50))).await;
    let batch = [200, 150, 300].map(|at| item_at(at as u128, second(at))).to_vec();
    journal.append_batch(batch).await.unwrap();
    let times: Vec<_> = journal.read(0, 10).await.unwrap();
    let times: Vec<_> = times.iter().map(|event| event.at.as_second()).collect();
    assert_eq!(times, [100, 100, 200, 200, 300]);
    assert_eq!(journal.head().await.unwrap().at, Some(second(300)));
}

async fn as_of_a_time_is_the_last_event_recorded_by_then(place: &Place) {
    let journal = place.journal().await;
    assert_eq!(journal.position_as_of(second(1)).await.unwrap(), 0);
    for (number, at) in [(1, 10), (2, 20), (3, 20), (4, 30)] {
        append(&journal, item_at(number, second(at))).await;
    }
    for (at, position) in [(9, 0), (10, 1), (19, 1), (20, 3), (29, 3), (30, 4), (99, 4)] {
        assert_eq!(journal.position_as_of(second(at)).await.unwrap(), position, "as of {at}");
    }
}

async fn a_time_is_kept_to_the_microsecond(place: &Place) {
    let journal = place.journal().await;
    let at: Timestamp = "2026-03-01T12:34:56.123456789Z".parse().unwrap();
    append(&journal, item_at(1, at)).await;
    let kept = journal.read(0, 1).await.unwrap()[0].at;
    assert_eq!(kept.to_string(), "2026-03-01T12:34:56.123456Z");
}

async fn a_real_journal_refuses_a_time_far_from_the_databases_clock(place: &Place) {
    let journal = place.journal_of(ClockKind::Real).await;
    for (number, off) in [(1, -90), (2, 90)] {
        let at = place.now().await + SignedDuration::from_secs(off);
        let refusal = journal.append(item_at(number, at)).await.expect_err("it is 90 s off");
        assert_eq!(refusal.code(), "clock_skew");
    }
    for (number, off) in [(3, -30), (4, 30)] {
        let at = place.now().await + SignedDuration::from_secs(off);
        let verdict = append(&journal, item_at(number, at)).await;
        assert!(matches!(verdict, Verdict::Committed { .. }), "{verdict:?}");
    }
    assert_eq!(journal.head().await.unwrap().position, 2);
}

async fn a_skewed_item_does_not_hold_up_others(place: &Place) {
    let journal = place.journal_of(ClockKind::Real).await;
    let now = place.now().await;
    let (one, skewed, other) = tokio::join!(
        journal.append(item_at(1, now)),
        journal.append(item_at(2, second(0))),
        journal.append(item_at(3, now)),
    );
    assert_eq!(one.unwrap(), committed(1, 1));
    assert_eq!(skewed.expect_err("it is of 1970").code(), "clock_skew");
    assert_eq!(other.unwrap(), committed(2, 2));
}

async fn a_skewed_item_stops_its_whole_batch(place: &Place) {
    let journal = place.journal_of(ClockKind::Real).await;
    let now = place.now().await;
    let dependent = Item { at: second(0), ..item(2, [write("1", 1, 1)]) };
    let refusal = journal.append_batch(vec![item_at(1, now), dependent]).await;
    assert_eq!(refusal.expect_err("one is of 1970").code(), "clock_skew");
    assert_eq!(journal.head().await.unwrap().position, 0);
}
