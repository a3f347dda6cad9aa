use aggregates::ids::InitiativeId;
use aggregates::initiative::event::Fact;
use aggregates::initiative::obligation::TermChange;
use aggregates::level::Level;
use aggregates::procedure::TermKind;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::story::{Kept, LIGHT, Story, authority};

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn year(story: &Story) -> Vec<Period> {
    let kept = Kept::of(&Performance, story);
    performance(&kept.read(), &authority("m"), month("2027-01"), month("2027-12"), None).expect("it answers")
}

fn registered() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story
}

#[test]
fn what_was_met_counts_in_the_month_in_which_it_was_due() {
    let periods = year(&registered());
    let months: Vec<_> = periods.iter().map(|period| period.month.to_string()).collect();
    assert_eq!(months, ["2027-01", "2027-02"]);
    let expected = Figures { due: 1, met: 1, running: 1, ..Figures::default() };
    assert_eq!((periods[0].figures, periods[0].rate), (expected, Some(1.0)));
    assert_eq!((periods[1].figures, periods[1].rate), (Figures { running: 1, ..Figures::default() }, None));
}

#[test]
fn a_miss_stays_counted_when_it_is_met_late() {
    let mut story = registered();
    let due = date(2027, 1, 14);
    story.missed(LIGHT, 2, TermKind::Publish, due, Vec::new());
    let january = year(&story)[0].figures;
    assert_eq!(january, Figures { due: 2, met: 1, missed: 1, owed: 1, ..Figures::default() });
    story.published(LIGHT, None);
    // Published meets it in time by the story's book; say that it was late.
    let position = story.text("Position");
    story.happens(
        LIGHT,
        Story::clerk(),
        Fact::PositionFiled { nth: 2, authority: authority("m"), position },
        |event| {
            event.terms = vec![TermChange::Met { nth: 2, on: date(2027, 2, 1), late: true }];
        },
    );
    let january = year(&story)[0].figures;
    assert_eq!(january, Figures { due: 2, met: 1, late: 1, missed: 1, ..Figures::default() });
}

#[test]
fn an_extension_moves_an_obligation_to_its_new_month() {
    let mut story = registered();
    let due = date(2027, 3, 12);
    let reason = story.text("Commission");
    story.happens(LIGHT, Story::clerk(), Fact::DeadlineExtended { nth: 4, reason }, |event| {
        let missed_from = calendar::midnight_after(due, calendar::UtcOffset::moscow());
        event.terms = vec![TermChange::Moved { nth: 4, due, missed_from }];
    });
    let periods = year(&story);
    assert_eq!(periods.last().map(|period| period.month), Some(month("2027-03")));
    let expected = Figures { running: 1, extended: 1, ..Figures::default() };
    assert_eq!(periods.last().map(|period| period.figures), Some(expected));
}

#[test]
fn what_is_cancelled_was_never_due() {
    let mut story = registered();
    story.happens(LIGHT, Story::clerk(), Fact::Withdrawn, |event| {
        event.terms = vec![TermChange::Cancelled { nth: 2 }, TermChange::Cancelled { nth: 4 }];
    });
    let periods = year(&story);
    assert_eq!(periods.len(), 1);
    assert_eq!(periods[0].figures, Figures { due: 1, met: 1, ..Figures::default() });
}

#[test]
fn nobody_is_ranked_before_ten_obligations_fell_due() {
    let mut story = Story::new();
    story.country();
    let mut ranks = Vec::new();
    for number in 1..=10 {
        let id = InitiativeId(Uuid::from_u128(0x100 + number));
        story.submitted(id, "Light", "Dark");
        story.registered(id, number as u32, "streets");
        let kept = Kept::of(&Performance, &story);
        let (first, last) = (month("2027-01"), month("2027-01"));
        let found = ranking(&kept.read(), Level::Municipality, first, last, None).expect("it answers");
        ranks.push((found[0].figures.due, found[0].rank));
    }
    assert_eq!(ranks[8..], [(9, None), (10, Some(1))]);
}

#[test]
fn a_month_reads_as_it_is_written_and_nothing_else_is_one() {
    assert_eq!(month("2027-02").to_string(), "2027-02");
    for text in ["", "2027", "2027-2", "2027-13", "2027-02-01", "0000-00"] {
        assert!(text.parse::<Month>().is_err(), "{text:?}");
    }
}

#[test]
fn every_figure_is_the_length_of_its_list() {
    let mut story = registered();
    story.missed(LIGHT, 2, TermKind::Publish, date(2027, 1, 14), Vec::new());
    let reasons = story.text("Nobody uses it");
    let ground = "M5".parse().expect("a code");
    let outcome = aggregates::initiative::event::Review::Refused { ground, reasons, link: None };
    story.happens(LIGHT, Story::clerk(), Fact::ReviewedByMunicipality { outcome }, |event| {
        event.terms = vec![TermChange::Met { nth: 4, on: date(2027, 2, 1), late: false }];
    });
    let kept = Kept::of(&Performance, &story);
    let (view, who) = (kept.read(), authority("m"));
    let mut all = 0;
    for period in performance(&view, &who, Month::FIRST, Month::LAST, None).expect("it answers") {
        for measure in Measure::ALL {
            let months = (period.month, period.month);
            let list = counted(&view, &who, measure, months, None, 100).expect("it answers").items;
            assert_eq!(list.len() as u64, period.figures.of(measure), "{measure} in {}", period.month);
            assert!(list.iter().all(|one| one.initiative() == LIGHT));
            all += list.len();
        }
    }
    assert!(all > 4, "{all}");
    let page = |after| {
        counted(&view, &who, Measure::Due, (Month::FIRST, Month::LAST), after, 1).expect("it answers")
    };
    let (first, mut seen) = (page(None), 1);
    let mut next = first.next;
    while let Some(cursor) = next {
        let more = page(Some(cursor));
        seen += more.items.len();
        next = more.next;
    }
    assert_eq!(seen, 3, "page by page nothing is lost or told twice");
}
