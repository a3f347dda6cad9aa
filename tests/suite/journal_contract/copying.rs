//! From one store into another.

use journal::{ClockKind, Journal, Verification, copy};
use uuid::Uuid;

use super::items::{append, committed, item, write};
use super::place::{ID, Place};

on_both_stores! {
    a_copy_keeps_positions_times_bytes_and_commands
    a_copy_needs_an_empty_journal_of_the_same_identity
}

async fn a_copy_keeps_positions_times_bytes_and_commands(place: &Place) {
    let from = place.journal().await;
    for number in 0..30 {
        let mut item = item(number, [write(&number.to_string(), 0, 100)]);
        item.at = jiff::Timestamp::from_microsecond(number as i64 * 7_000_001).unwrap();
        item.appends[0].events[0].payload = "{ \"b\":1,\n\"a\": 2.0 }".into();
        append(&from, item).await;
    }
    let elsewhere = place.other_kind();
    let to = elsewhere.journal().await;
    let mut told = Vec::new();
    assert_eq!(copy(&from, &to, |position| told.push(position)).await.unwrap(), 3000);
    assert_eq!(told, [2000, 3000]);

    assert_eq!(to.read(0, 4000).await.unwrap(), from.read(0, 4000).await.unwrap());
    assert_eq!(to.head().await.unwrap(), from.head().await.unwrap());
    for number in 0..30 {
        let id = item(number, []).command_id;
        assert_eq!(to.command(id).await.unwrap(), from.command(id).await.unwrap());
    }
    let holds = Verification::Holds { events: 3000, head: 3000 };
    assert_eq!(to.verify(|_| ()).await.unwrap(), holds);
    assert_eq!(append(&to, item(99, [write("0", 100, 1)])).await, committed(3001, 3001));
}

async fn a_copy_needs_an_empty_journal_of_the_same_identity(place: &Place) {
    let from = place.journal().await;
    append(&from, item(1, [write("a", 0, 1)])).await;
    let refusal = |to: Journal| {
        let from = from.clone();
        async move { copy(&from, &to, |_| ()).await.expect_err("it is refused").code() }
    };
    let elsewhere = place.other_kind();
    let taken = elsewhere.journal().await;
    append(&taken, item(2, [write("b", 0, 1)])).await;
    assert_eq!(refusal(taken.clone()).await, "journal_not_empty");
    assert_eq!(append(&taken, item(3, [write("b", 1, 1)])).await, committed(2, 2), "unharmed");

    let elsewhere = place.other_kind();
    let other = Uuid::from_u128(9);
    let simulated = ClockKind::Simulated;
    let stranger = Journal::create_or_open(&elsewhere.store, simulated, other).await.unwrap();
    assert_eq!(refusal(stranger).await, "other_journal");
    let elsewhere = place.other_kind();
    let real = Journal::create_or_open(&elsewhere.store, ClockKind::Real, ID).await.unwrap();
    assert_eq!(refusal(real).await, "other_journal");
}
