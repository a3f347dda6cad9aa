//! The database itself refuses to change what was recorded.

use super::items::{append, item, write};
use super::place::Place;
use journal::Store;

on_both_stores! {
    the_database_refuses_to_change_or_delete_anything
    the_database_refuses_to_replace_or_overtake_anything
    bytes_are_kept_as_they_were_given
}

async fn refused(place: &Place, statements: &[&str]) {
    let journal = place.journal().await;
    append(&journal, item(1, [write("a", 0, 2)])).await;
    append(&journal, item(2, [write("b", 0, 1)])).await;
    let events = journal.read(0, 10).await.unwrap();
    let command = journal.command(item(1, []).command_id).await.unwrap();
    let head = journal.head().await.unwrap();
    for statement in statements {
        let answer = place.sql(statement).await;
        assert!(answer.is_err(), "allowed: {statement}");
    }
    assert_eq!(journal.read(0, 10).await.unwrap(), events);
    assert_eq!(journal.command(item(1, []).command_id).await.unwrap(), command);
    assert_eq!(journal.head().await.unwrap(), head);
}

async fn the_database_refuses_to_change_or_delete_anything(place: &Place) {
    let everywhere = [
        "UPDATE events SET payload = '{}' WHERE position = 1",
        "UPDATE events SET at = at",
        "DELETE FROM events WHERE position = 3",
        "DELETE FROM events",
        "UPDATE commands SET first_position = 2",
        "DELETE FROM commands",
        "UPDATE journal_head SET position = 2",
        "UPDATE journal_head SET clock = 'real'",
        "UPDATE journal_head SET format = 0",
        "DELETE FROM journal_head",
    ];
    refused(place, &everywhere).await;
    if let Store::Postgres(_) = place.store {
        for table in ["events", "commands", "journal_head"] {
            assert!(place.sql(&format!("TRUNCATE {table}")).await.is_err(), "{table} emptied");
        }
    }
}

async fn the_database_refuses_to_replace_or_overtake_anything(place: &Place) {
    const ROW: &str = "INTO events (position, aggregate_type, aggregate_id, sequence, event_type,
        event_version, payload, metadata, at)";
    let (earlier, replace) = match place.store {
        Store::Sqlite(_) => (
            format!("INSERT {ROW} VALUES (2, 'thing', 'new', 1, 'E', '1', '{{}}', '{{}}', 0)"),
            [
                "INSERT OR REPLACE INTO events SELECT * FROM events WHERE position = 1".to_owned(),
                format!("REPLACE {ROW} VALUES (9, 'thing', 'a', 1, 'E', '1', '{{}}', '{{}}', 0)"),
                "REPLACE INTO commands SELECT command_id, digest, 2, 2 FROM commands".to_owned(),
                "REPLACE INTO journal_head SELECT * FROM journal_head".to_owned(),
            ],
        ),
        Store::Postgres(_) => (
            format!("INSERT {ROW} VALUES (2, 'thing', 'new', 1, 'E', '1', '{{}}', '{{}}', now())"),
            ["events", "commands", "journal_head", "events"].map(|table| {
                let column = if table == "commands" { "first_position" } else { "position" };
                format!(
                    "INSERT INTO {table} SELECT * FROM {table}
                     ON CONFLICT ON CONSTRAINT {table}_pkey DO UPDATE SET {column} = 1"
                )
            }),
        ),
    };
    let statements: Vec<&str> = std::iter::once(&earlier).chain(&replace).map(String::as_str).collect();
    refused(place, &statements).await;
}

async fn bytes_are_kept_as_they_were_given(place: &Place) {
    let journal = place.journal().await;
    let payload = " {\"z\" : 1.50,\t\"a\":[ ],\"a\":12345678901234567890123, \"я\":\"\\u044f\\u0000/\\/\"}\n";
    let metadata = "{ \"b\":\"2\" ,\"a\":\"\u{1F33B}\" }";
    let mut item = item(1, [write("a", 0, 1)]);
    item.appends[0].events[0].payload = payload.into();
    item.appends[0].events[0].metadata = metadata.into();
    append(&journal, item).await;
    let event = journal.read(0, 1).await.unwrap().remove(0);
    assert_eq!((&*event.payload, &*event.metadata), (payload, metadata));
}
