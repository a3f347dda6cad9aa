use aggregates::initiative::obligation::TermChange;
use aggregates::initiative::stage::EscalationCause;
use aggregates::level::Level;
use aggregates::procedure::TermKind;

use super::*;
use crate::story::{BRIDGE, CLERK, Kept, LIGHT, Story, authority};

fn work(story: &Story, of: &str) -> Work {
    worklist(&Kept::of(&Worklist, story).read(), &authority(of), 100, None).expect("it answers")
}

fn kinds(tasks: &[Task]) -> Vec<TermKind> {
    tasks.iter().map(|task| task.owed.kind).collect()
}

fn begun() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story.happens(LIGHT, Story::clerk(), Fact::Assigned { official: CLERK }, |_| {});
    story
}

#[test]
fn what_is_due_first_stands_first_with_number_and_official() {
    let work = work(&begun(), "m");
    assert_eq!(kinds(&work.due), [TermKind::Publish, TermKind::Register, TermKind::ReviewMunicipality]);
    assert_eq!(work.due[0].number.as_deref(), Some("1/2027"));
    assert_eq!(work.due[0].assigned, Some(CLERK));
    assert_eq!(work.due[1].title.as_deref(), Some("Bridge"));
    assert_eq!(work.due[1].number, None);
}

#[test]
fn a_worklist_is_read_in_the_order_of_an_index_now_and_then() {
    let kept = Kept::of(&Worklist, &begun());
    let view = kept.read();
    let plan = |sql: &str| {
        let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("it can be asked");
        let steps = statement.raw_query().mapped(|row| row.get::<_, String>("detail"));
        steps.collect::<Result<Vec<_>, _>>().expect("they can be read").join("; ")
    };
    let [now, of_authors] = super::list::statements(false).map(|sql| plan(&sql));
    let [then, of_authors_then] = super::list::statements(true).map(|sql| plan(&sql));
    let [still, over] = super::list::keys().map(|sql| plan(&sql));
    assert!(still.contains("INDEX owed_now (authority=?)"), "{still}");
    assert!(over.contains("COVERING INDEX owed_then (node=? AND authority=?)"), "{over}");
    for in_order in [&now, &still, &over] {
        assert!(!in_order.contains("TEMP B-TREE") && !in_order.contains("SCAN o"), "{in_order}");
    }
    assert!(now.contains("INDEX owed_now"), "{now}");
    // What is sorted is no more than what is shown.
    assert!(then.contains("PRIMARY KEY (initiative=? AND nth=? AND from_position=?)"), "{then}");
    for of_authors in [of_authors, of_authors_then] {
        assert!(of_authors.contains("cases_with") && !of_authors.contains("SCAN"), "{of_authors}");
    }
}

#[test]
fn of_what_was_open_then_those_due_first_are_shown() {
    let mut story = begun();
    story.published(LIGHT, None);
    story.registered(BRIDGE, 2, "roads");
    story.published(BRIDGE, None);
    let kept = Kept::of(&Worklist, &story);
    for position in 1..=story.records.len() as u64 {
        let due =
            |limit| worklist(&kept.read(), &authority("m"), limit, Some(position)).expect("it answers").due;
        let all = due(100);
        assert!(all.is_sorted_by_key(|task| task.owed.due), "at {position}");
        for limit in 0..=all.len() {
            assert_eq!(due(limit as u32), all[..limit], "{limit} at {position}");
        }
    }
}

#[test]
fn a_miss_stays_as_a_debt_with_the_silent_authority_after_the_case_has_left_it() {
    let mut story = begun();
    let due = story.today();
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    assert_eq!(kinds(&work(&story, "m").missed), [TermKind::ReviewMunicipality]);
    story.goes_up(LIGHT, EscalationCause::Silence, vec![TermChange::Cancelled { nth: 2 }]);
    let m = work(&story, "m");
    assert_eq!((kinds(&m.missed), kinds(&m.debts)), (vec![], vec![TermKind::ReviewMunicipality]));
    assert_eq!(m.debts[0].custody, Some(authority("r")));
    let r = work(&story, "r");
    assert_eq!((kinds(&r.due), kinds(&r.debts)), (vec![TermKind::Register], vec![]));
    assert_eq!(r.due[0].assigned, None, "the official of another authority does not come along");
}

#[test]
fn a_debt_is_gone_once_the_position_is_filed() {
    let mut story = begun();
    let due = story.today();
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let position = story.text("Position");
    story.happens(
        LIGHT,
        Story::clerk(),
        Fact::PositionFiled { nth: 4, authority: authority("m"), position },
        |event| {
            event.terms = vec![TermChange::Met { nth: 4, on: due, late: true }];
        },
    );
    assert_eq!(work(&story, "m").debts, []);
}

fn begun_and_missed() -> Story {
    let mut story = begun();
    let due = story.today();
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    story
}

fn missed(story: &Story, filter: &Filter) -> Vec<Miss> {
    misses(&Kept::of(&Worklist, story).read(), filter, None, 10, None).expect("it answers").items
}

#[test]
fn a_miss_is_never_removed_and_says_what_became_of_it() {
    let mut story = begun_and_missed();
    let on = story.today();
    let (document, position) = (story.text("Book"), story.text("Position"));
    story.happens(LIGHT, Story::clerk(), Fact::MissAnnotated { nth: 4, done_on: on, document }, |event| {
        event.terms = vec![TermChange::Annotated { nth: 4, done_on: on }];
    });
    let still = Filter { open_only: true, ..Filter::default() };
    assert_eq!(missed(&story, &still).len(), 1, "a document that came late ends no debt");
    let fact = Fact::PositionFiled { nth: 4, authority: authority("m"), position };
    story.happens(LIGHT, Story::clerk(), fact, |event| {
        event.terms = vec![TermChange::Met { nth: 4, on, late: true }];
    });
    let found = missed(&story, &Filter::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].met_late_on, found[0].still_owed, found[0].annotated), (Some(on), false, Some(on)));
    assert_eq!(missed(&story, &still), []);
}

#[test]
fn a_miss_stays_with_the_authority_that_was_silent_and_says_who_has_the_case() {
    let mut story = begun_and_missed();
    let of = |code| Filter { authority: Some(authority(code)), ..Filter::default() };
    assert!(missed(&story, &of("m"))[0].still_has_the_case);
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let found = missed(&story, &of("m"));
    assert_eq!((found[0].still_has_the_case, found[0].custody.clone()), (false, Some(authority("r"))));
    assert_eq!(found[0].level, Some(Level::Municipality));
    assert_eq!(missed(&story, &of("r")), []);
    let level = |level| Filter { level: Some(level), ..Filter::default() };
    assert_eq!(missed(&story, &level(Level::Municipality)).len(), 1);
    assert_eq!(missed(&story, &level(Level::Region)), []);
    let within = |code| Filter { within: Some(crate::story::territory(code)), ..Filter::default() };
    assert_eq!(
        (missed(&story, &within("71800000")).len(), missed(&story, &within("45000000")).len()),
        (1, 0)
    );
}

#[test]
fn a_miss_says_whether_the_public_may_read_the_title() {
    let mut story = begun_and_missed();
    let title = |story: &Story| {
        let miss = missed(story, &Filter::default()).remove(0);
        (miss.title.expect("readable"), miss.public, miss.published)
    };
    assert_eq!(title(&story), ("Light".to_owned(), true, false));
    let masked = story.fields("Lights", "Dark");
    story.published(LIGHT, Some(masked));
    assert_eq!(title(&story), ("Lights".to_owned(), true, true));
}

#[test]
fn the_newest_miss_stands_first_and_a_cursor_goes_on_where_a_page_ended() {
    let mut story = begun_and_missed();
    let due = story.today();
    story.missed(BRIDGE, 1, TermKind::Register, due, Vec::new());
    let kept = Kept::of(&Worklist, &story);
    let page = |before| misses(&kept.read(), &Filter::default(), before, 1, None).expect("it answers");
    let first = page(None);
    assert_eq!(first.items[0].initiative, BRIDGE);
    let second = page(first.next);
    assert_eq!((second.items[0].initiative, second.next), (LIGHT, None));
}
