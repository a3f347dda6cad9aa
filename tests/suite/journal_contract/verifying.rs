//! Damage is found, at the first position where it shows.

use journal::{Journal, Store, Verification};

use super::items::{append, item, write};
use super::place::Place;

on_both_stores! {
    a_sound_journal_holds
    damage_is_found_at_its_first_position
}

/// Positions 1 to 6: `a` 1, `a` 2, `b` 1, `a` 3, `b` 2, `b` 3.
async fn fill(journal: &Journal) {
    for (number, appends) in
        [vec![write("a", 0, 2), write("b", 0, 1)], vec![write("a", 2, 1)], vec![write("b", 1, 2)]]
            .into_iter()
            .enumerate()
    {
        let mut item = item(number as u128, appends);
        item.at = jiff::Timestamp::from_second(10 * number as i64).unwrap();
        append(journal, item).await;
    }
}

async fn a_sound_journal_holds(place: &Place) {
    let journal = place.journal().await;
    let empty = Verification::Holds { events: 0, head: 0 };
    assert_eq!(journal.verify(|_| ()).await.unwrap(), empty);
    fill(&journal).await;
    let mut told = Vec::new();
    let verified = journal.verify(|position| told.push(position)).await.unwrap();
    assert_eq!(verified, Verification::Holds { events: 6, head: 6 });
    assert_eq!(told, [6]);
}

async fn damage_is_found_at_its_first_position(place: &Place) {
    let mut damages = vec![
        ("DELETE FROM events WHERE position = 3", 3),
        ("DELETE FROM events WHERE position = 6", 6),
        ("UPDATE events SET position = 9 WHERE position = 6", 6),
        ("UPDATE journal_head SET position = 5", 6),
        ("UPDATE journal_head SET position = 7", 7),
        ("UPDATE events SET sequence = 7 WHERE position = 4", 4),
        ("UPDATE events SET aggregate_id = 'c' WHERE position = 5", 5),
        (
            "UPDATE events SET position = 99 WHERE position = 1;
             UPDATE events SET position = 1 WHERE position = 2;
             UPDATE events SET position = 2 WHERE position = 99",
            1,
        ),
        ("UPDATE events SET metadata = '{\"actor\":7}' WHERE position = 2", 2),
        ("UPDATE events SET metadata = '[]' WHERE position = 2", 2),
        ("UPDATE commands SET last_position = 4 WHERE first_position = 1", 4),
        ("UPDATE commands SET first_position = 4 WHERE first_position = 5", 4),
        ("UPDATE commands SET last_position = 7 WHERE first_position = 5", 6),
        ("UPDATE commands SET last_position = 1 WHERE first_position = 5", 5),
    ];
    match place.store {
        Store::Sqlite(_) => damages.extend([
            ("UPDATE events SET payload = '{' WHERE position = 2", 2),
            ("UPDATE events SET at = 0 WHERE position = 5", 5),
            ("UPDATE events SET at = 15000000 WHERE position = 2", 2),
            ("UPDATE events SET payload = CAST(x'ff' AS TEXT) WHERE position = 5", 5),
        ]),
        Store::Postgres(_) => damages.extend([
            ("UPDATE events SET at = 'epoch' WHERE position = 5", 5),
            ("UPDATE events SET at = at + interval '1 second' WHERE position = 2", 2),
            ("UPDATE events SET at = 'infinity' WHERE position = 4", 4),
        ]),
    }
    for (damage, expected) in damages {
        let place = match place.store {
            Store::Sqlite(_) => Place::sqlite(),
            Store::Postgres(_) => Place::postgres(),
        };
        let journal = place.journal().await;
        fill(&journal).await;
        place.tamper(damage).await;
        match journal.verify(|_| ()).await.unwrap() {
            Verification::Diverges { position, what } => {
                assert_eq!(position, expected, "{damage}: {what}");
            }
            Verification::Holds { .. } => panic!("not found: {damage}"),
        }
    }
}
