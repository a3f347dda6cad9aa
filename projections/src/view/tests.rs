use std::fs;

use aggregates::level::Level;
use jiff::civil::date;

use super::*;
use crate::directory::{self, Directory};
use crate::story::{JOURNAL, Kept, Story, authority, territory};
use crate::time_travel::long_story;

fn country() -> Story {
    let mut story = Story::new();
    story.country();
    story
}

/// The same, an event after it that no view can apply, and how many are good.
fn country_and_a_wrong_event() -> (Story, usize) {
    let mut story = country();
    let good = story.records.len();
    let name = story.text("Nowhere");
    let event = aggregates::territory::TerritoryEvent::TerritoryRenamed { name };
    story.tell("territory", "nowhere", "TerritoryRenamed", crate::Event::Territory(event));
    (story, good)
}

fn custodians(reader: &Reader) -> usize {
    directory::custodians(reader, &territory("71826000"), date(2027, 1, 11), None).expect("it answers").len()
}

fn reopened(kept: Kept, journal: Uuid) -> (tempfile::TempDir, View, Opened) {
    let Kept { dir, view } = kept;
    drop(view);
    let (view, opened) = View::open(dir.path(), &Directory, journal).expect("it opens");
    (dir, view, opened)
}

#[test]
fn a_view_goes_on_where_it_stopped() {
    let story = country();
    let head = story.records.len() as u64;
    let (_dir, view, opened) = reopened(Kept::of(&Directory, &story), JOURNAL);
    assert_eq!(opened, Opened::Resumed { position: head });
    assert_eq!(view.last(), Some((head, story.records[story.records.len() - 1].hash.bytes())));
}

#[test]
fn a_view_without_events_is_fresh() {
    let (_dir, view, opened) = reopened(Kept::empty(&Directory), JOURNAL);
    assert_eq!((opened, view.last()), (Opened::Fresh, None));
}

#[test]
fn the_view_of_another_journal_is_not_read_and_not_written() {
    let story = country();
    let (dir, mut view, opened) = reopened(Kept::of(&Directory, &story), Uuid::from_u128(9));
    assert_eq!((opened, view.last()), (Opened::Foreign, None));
    assert_eq!(view.apply(&story.records).expect_err("it is foreign").code(), "view_not_built");
    let reader = Reader::open(dir.path(), &Directory, Uuid::from_u128(9));
    assert_eq!(reader.err().map(|error| error.code()), Some("view_not_built"));
}

#[test]
fn a_gap_is_refused_and_nothing_of_the_batch_is_kept() {
    let story = country();
    let mut kept = Kept::empty(&Directory);
    kept.view.apply(&story.records[..3]).expect("it applies");
    for wrong in
        [&story.records[4..], &story.records[2..5], &[story.records[3].clone(), story.records[5].clone()]]
    {
        let error = kept.view.apply(wrong).expect_err("there is a gap");
        assert_eq!(error.code(), "view_gap");
        assert_eq!((kept.view.position(), kept.read().position().expect("it answers")), (3, 3));
    }
    kept.view.apply(&story.records[3..]).expect("it applies");
    assert_eq!(custodians(&kept.read()), 3);
}

#[test]
fn an_event_that_cannot_be_applied_takes_its_whole_batch_back() {
    let (story, good) = country_and_a_wrong_event();
    let mut kept = Kept::empty(&Directory);
    kept.view.apply(&story.records).expect_err("there is no such territory");
    assert_eq!(custodians(&kept.read()), 0);
    kept.view.apply(&story.records[..good]).expect("it applies");
    assert_eq!(custodians(&kept.read()), 3);
}

#[test]
fn a_view_that_is_built_takes_a_failed_batch_back_and_is_kept_as_any_other_once_it_is_whole() {
    let (story, good) = country_and_a_wrong_event();
    let mut kept = Kept::empty(&Directory);
    let mut rebuild = kept.view.rebuild().expect("it begins");
    rebuild.apply(&story.records[..3]).expect("it applies");
    rebuild.apply(&story.records[3..]).expect_err("there is no such territory");
    assert_eq!(rebuild.position(), 3);
    rebuild.apply(&story.records[3..good]).expect("it applies");
    kept.view.swap(rebuild).expect("it takes its place");
    let mode: String = kept.read().query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("it tells");
    assert_eq!(mode, "wal");
    let whole = Kept::of(&Directory, &country());
    assert_eq!(difference(&whole.read(), &kept.read()).expect("both are read").difference, None);
}

#[test]
fn however_events_are_cut_into_batches_the_rows_are_the_same() {
    let story = long_story();
    for projection in crate::all() {
        let whole = Kept::of(projection, &story);
        for size in [1, 7] {
            let mut cut = Kept::empty(projection);
            story.records.chunks(size).for_each(|batch| cut.view.apply(batch).expect("it applies"));
            let compared = difference(&whole.read(), &cut.read()).expect("both are read");
            assert_eq!(compared.difference, None, "{} by {size}", projection.name());
            assert!(compared.rows > 0, "{}", projection.name());
        }
    }
}

#[test]
fn a_view_that_was_built_has_the_rows_and_the_indexes_of_one_that_grew() {
    let story = long_story();
    for projection in crate::all() {
        let (grown, mut built) = (Kept::of(projection, &story), Kept::empty(projection));
        let mut rebuild = built.view.rebuild().expect("it begins");
        rebuild.apply(&story.records).expect("it applies");
        built.view.swap(rebuild).expect("it takes its place");
        assert_eq!(made_of(&built.read()), made_of(&grown.read()), "{}", projection.name());
        let compared = difference(&grown.read(), &built.read()).expect("both are read");
        assert_eq!(compared.difference, None, "{}", projection.name());
    }
}

#[test]
fn a_built_view_whose_indexes_found_no_room_is_not_lost() {
    let story = long_story();
    let mut kept = Kept::empty(&crate::register::Register);
    let mut rebuild = kept.view.rebuild().expect("it begins");
    rebuild.apply(&story.records).expect("it applies");
    let room = |rebuild: &Rebuild, pages: &str| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        rebuild.store.connection.query_row(&sql, [], |_| Ok(())).expect("it is set");
    };
    room(&rebuild, "1");
    assert_eq!(rebuild.complete().expect_err("there is no room").code(), "view_storage_failed");
    assert_eq!(rebuild.position(), story.records.len() as u64);
    room(&rebuild, "1000000");
    kept.view.swap(rebuild).expect("there is room now");
    let grown = Kept::of(&crate::register::Register, &story);
    assert_eq!(made_of(&kept.read()), made_of(&grown.read()));
}

/// Its tables and indexes, as they were made.
fn made_of(reader: &Reader) -> Vec<Option<String>> {
    let mut all = reader.prepare("SELECT sql FROM sqlite_schema ORDER BY name").expect("it is asked");
    all.query_map([], |row| row.get(0)).expect("it answers").map(|sql| sql.expect("a text")).collect()
}

#[test]
fn one_process_writes_and_others_read() {
    let kept = Kept::of(&Directory, &country());
    let second = View::open(kept.dir.path(), &Directory, JOURNAL);
    assert_eq!(second.err().map(|error| error.code()), Some("view_locked"));
    let reader = Reader::open(kept.dir.path(), &Directory, JOURNAL).expect("it can be read");
    assert_eq!(custodians(&reader), 3);
    assert!(reader.execute("DELETE FROM authorities", []).is_err());
}

#[test]
fn a_view_is_read_when_nobody_writes_it_and_goes_on_being_read_when_somebody_does() {
    let mut story = country();
    let Kept { dir, view } = Kept::of(&Directory, &story);
    drop(view);
    let reader = Reader::open(dir.path(), &Directory, JOURNAL).expect("it can be read");
    assert_eq!(custodians(&reader), 3);
    let (mut view, _) = View::open(dir.path(), &Directory, JOURNAL).expect("it opens");
    let event = aggregates::authority::AuthorityEvent::AcceptanceEnded { on: date(2027, 1, 1) };
    let already = story.records.len();
    story.tell("authority", "m", "AcceptanceEnded", crate::Event::Authority(event));
    view.apply(&story.records[already..]).expect("it applies");
    assert_eq!(custodians(&reader), 2);
}

#[test]
fn a_view_serves_while_it_is_built_anew_and_then_gives_way() {
    let mut story = country();
    let mut kept = Kept::of(&Directory, &story);
    let old = kept.read();
    let mut rebuild = kept.view.rebuild().expect("it begins");
    rebuild.apply(&story.records[..5]).expect("it applies");
    assert_eq!((rebuild.position(), custodians(&old)), (5, 3));
    let on = date(2027, 1, 1);
    let event = aggregates::authority::AuthorityEvent::AcceptanceEnded { on };
    story.tell("authority", "r", "AcceptanceEnded", crate::Event::Authority(event));
    rebuild.apply(&story.records[5..]).expect("it applies");
    kept.view.swap(rebuild).expect("it swaps");
    assert_eq!(kept.view.generation(), 1);
    assert_eq!((custodians(&old), custodians(&kept.read())), (3, 2), "a reader keeps the file it opened");
    drop(old);
    assert_eq!(custodians(&kept.read()), 2, "a reader that leaves takes nothing of the new file with it");
    let event = aggregates::authority::AuthorityEvent::AcceptanceEnded { on };
    let already = story.records.len();
    story.tell("authority", "m", "AcceptanceEnded", crate::Event::Authority(event));
    kept.view.apply(&story.records[already..]).expect("it goes on");
    let (_dir, view, _) = reopened(kept, JOURNAL);
    assert_eq!(view.position(), story.records.len() as u64);
    let reader = view.reader().expect("it can be read");
    assert_eq!(custodians(&reader), 1);
    let m = directory::authority(&reader, &authority("m"), None).expect("it answers").expect("it is there");
    assert_eq!((m.level, m.accepts_until), (Level::Municipality, Some(on)));
}

#[test]
fn a_reset_view_is_not_read_before_it_is_built_again() {
    let story = country();
    let (dir, mut view, _) = reopened(Kept::of(&Directory, &story), Uuid::from_u128(9));
    let mut rebuild = view.reset().expect("it begins");
    assert!(view.reader().is_err());
    rebuild.apply(&story.records).expect("it applies");
    view.swap(rebuild).expect("it swaps");
    assert_eq!(custodians(&view.reader().expect("it can be read")), 3);
    drop(view);
    let (_, opened) = View::open(dir.path(), &Directory, Uuid::from_u128(9)).expect("it opens");
    assert_eq!(opened, Opened::Resumed { position: story.records.len() as u64 });
}

#[test]
fn what_a_crash_left_half_built_is_thrown_away() {
    let story = country();
    let kept = Kept::of(&Directory, &story);
    let mut rebuild = kept.view.rebuild().expect("it begins");
    rebuild.apply(&story.records[..5]).expect("it applies");
    drop(rebuild);
    let (dir, view, _) = reopened(kept, JOURNAL);
    let left = fs::read_dir(dir.path()).expect("a directory").map(|file| file.expect("a file").file_name());
    assert!(left.map(|name| name.to_string_lossy().into_owned()).all(|name| !name.contains("building")));
    assert_eq!(custodians(&view.reader().expect("it can be read")), 3);
}

/// The file that serves.
fn live() -> String {
    format!("directory-v{}.sqlite", crate::Projection::version(&Directory))
}

#[test]
fn files_of_earlier_versions_go_and_those_of_other_views_stay() {
    let kept = Kept::of(&Directory, &country());
    for name in ["directory-v0.sqlite", "directory-v0.lock", "directory-v7.sqlite", "directory2-v0.sqlite"] {
        fs::write(kept.dir.path().join(name), "").expect("it can be written");
    }
    kept.view.remove_older().expect("it removes");
    let there = |name: &str| kept.dir.path().join(name).exists();
    assert!(!there("directory-v0.sqlite") && !there("directory-v0.lock"));
    assert!(there("directory-v7.sqlite") && there("directory2-v0.sqlite") && there(&live()));
}

#[test]
fn every_view_has_a_name_of_its_own_and_a_schema_that_holds() {
    let mut names: Vec<_> = crate::all().iter().map(|projection| projection.name()).collect();
    for projection in crate::all() {
        assert_eq!(Kept::of(projection, &country()).view.position(), country().records.len() as u64);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), crate::all().len());
}

#[test]
fn a_file_that_is_no_view_is_thrown_away_and_made_again() {
    let story = country();
    let Kept { dir, view } = Kept::of(&Directory, &story);
    drop(view);
    let path = dir.path().join(live());
    for damage in [&b"this is no database, and never was one"[..], &[0x5a; 8192]] {
        fs::write(&path, damage).expect("it can be written");
        let (mut view, opened) = View::open(dir.path(), &Directory, JOURNAL).expect("it opens all the same");
        assert_eq!(opened, Opened::Fresh);
        view.apply(&story.records).expect("it applies");
        assert_eq!(custodians(&view.reader().expect("it can be read")), 3);
    }
}
