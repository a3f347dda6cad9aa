use aggregates::actor::Actor;
use aggregates::initiative::event::Fact;
use aggregates::initiative::stage::{CustodyRule, Moved, SupportWindow};
use aggregates::level::Level;
use aggregates::support::SupportEvent;

use super::*;
use crate::story::{BRIDGE, Kept, Story, territory};

const HERE: [&str; 3] = ["71826000", "71800000", "RU"];

fn published() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story.registered(BRIDGE, 1, "roads");
    story.published(BRIDGE, None);
    story
}

fn refused(story: &mut Story, admitted: bool) {
    let custody = story.custody("m", Level::Municipality, CustodyRule::Submitted);
    story.happens(BRIDGE, Story::clerk(), Fact::RevisionLapsed, |event| {
        let stage = Stage::Refused { level: Level::Municipality, admitted };
        event.moved = Some(Moved { stage, custody: Some(custody) });
    });
}

fn reached(story: &mut Story, level: Level) {
    story.happens(BRIDGE, Actor::Engine, Fact::ThresholdReached { level, count: 2, needed: 2 }, |_| {});
}

fn withdrawn(story: &mut Story, tag: &str) {
    let event = SupportEvent::SupportWithdrawn { day: story.today() };
    story.tell("support", tag, "SupportWithdrawn", Event::Support(event));
}

fn candidates(story: &Story) -> Vec<(Level, u64)> {
    let kept = Kept::of(&Supports, story);
    let found = threshold_candidates(&kept.read(), 10).expect("it answers");
    found.iter().map(|candidate| (candidate.level, candidate.count)).collect()
}

fn counted(story: &Story, version: u32, place: &str) -> u64 {
    count(&Kept::of(&Supports, story).read(), BRIDGE, version, &territory(place), None).expect("it answers")
}

#[test]
fn each_level_counts_its_own_residents_and_the_federation_counts_all() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &["71874000", "71800000", "RU"]);
    story.supported("c", BRIDGE, &["45000000", "RU"]);
    assert_eq!(["71826000", "71800000", "RU"].map(|place| counted(&story, 1, place)), [1, 2, 3]);
    assert_eq!(total(&Kept::of(&Supports, &story).read(), BRIDGE, None), Ok(3));
}

#[test]
fn the_engine_is_told_once_of_a_threshold_that_is_reached() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    assert_eq!(candidates(&story), []);
    story.supported("b", BRIDGE, &HERE);
    assert_eq!(candidates(&story), [(Level::Municipality, 2)]);
    reached(&mut story, Level::Municipality);
    assert_eq!(candidates(&story), []);
}

#[test]
fn the_engine_is_told_of_a_threshold_that_is_no_longer_reached() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &HERE);
    reached(&mut story, Level::Municipality);
    withdrawn(&mut story, "a");
    assert_eq!(candidates(&story), [(Level::Municipality, 1)]);
    story.happens(
        BRIDGE,
        Actor::Engine,
        Fact::ThresholdUnreached { level: Level::Municipality, count: 1, needed: 2 },
        |_| {},
    );
    assert_eq!(candidates(&story), []);
}

#[test]
fn a_refusal_makes_a_threshold_reached_before_it_a_candidate_again() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &HERE);
    reached(&mut story, Level::Municipality);
    let mut not_admitted = story.clone();
    refused(&mut not_admitted, false);
    assert_eq!(candidates(&not_admitted), []);
    refused(&mut story, true);
    assert_eq!(candidates(&story), [(Level::Municipality, 2)]);
}

#[test]
fn a_threshold_of_another_level_moves_nothing_after_a_refusal() {
    let mut story = published();
    reached(&mut story, Level::Region);
    for tag in ["a", "b", "c"] {
        story.supported(tag, BRIDGE, &["71874000", "71800000", "RU"]);
    }
    refused(&mut story, true);
    assert_eq!(candidates(&story), []);
}

#[test]
fn a_closed_window_has_no_candidates() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &HERE);
    story.happens(BRIDGE, Actor::Engine, Fact::SupportClosed, |event| {
        event.supports = Some(SupportWindow::Closed);
    });
    assert_eq!(candidates(&story), []);
}

#[test]
fn a_revised_text_counts_from_nothing_and_both_counts_stay() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &HERE);
    reached(&mut story, Level::Municipality);
    let fields = story.fields("Footbridge", "The ford is gone");
    story.happens(BRIDGE, Story::clerk(), Fact::Revised { version: 2, fields }, |event| {
        event.supports = Some(SupportWindow::Open { version: 2 });
    });
    assert_eq!(candidates(&story), []);
    let event = SupportEvent::SupportConfirmed { version: 2, day: story.today() };
    story.tell("support", "a", "SupportConfirmed", Event::Support(event));
    assert_eq!((counted(&story, 1, "RU"), counted(&story, 2, "RU")), (2, 1));
    withdrawn(&mut story, "a");
    assert_eq!((counted(&story, 1, "RU"), counted(&story, 2, "RU")), (1, 0));
}

#[test]
fn a_support_given_again_counts_once() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    withdrawn(&mut story, "a");
    story.supported("a", BRIDGE, &HERE);
    assert_eq!(counted(&story, 1, "71826000"), 1);
}

#[test]
fn the_days_of_a_count_add_up_to_it() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    story.supported("b", BRIDGE, &HERE);
    story.days_pass(2);
    withdrawn(&mut story, "a");
    let kept = Kept::of(&Supports, &story);
    let days = days(&kept.read(), BRIDGE, 1, &territory("71826000"), None).expect("it answers");
    let figures: Vec<_> = days.iter().map(|day| (day.change, day.count)).collect();
    assert_eq!(figures, [(2, 2), (-1, 1)]);
}

#[test]
fn a_day_that_comes_back_is_one_day_of_the_count() {
    let mut story = published();
    story.supported("a", BRIDGE, &HERE);
    let first = story.today();
    story.days_pass(1);
    story.supported("b", BRIDGE, &HERE);
    let next = story.today();
    let event = SupportEvent::SupportWithdrawn { day: first };
    let back = story.tell("support", "a", "SupportWithdrawn", Event::Support(event));
    story.supported("c", BRIDGE, &["45000000", "RU"]);
    story.supported("d", BRIDGE, &HERE);
    let kept = Kept::of(&Supports, &story);
    let days = |place, as_of| days(&kept.read(), BRIDGE, 1, &territory(place), as_of).expect("it answers");
    let day = |day, change, count| Day { day, change, count };
    assert_eq!(days("71826000", Some(back - 1)), [day(first, 1, 1), day(next, 1, 2)]);
    assert_eq!(days("71826000", Some(back)), [day(next, 1, 1)], "nothing is left of the first");
    assert_eq!(days("RU", None), [day(next, 3, 3)]);
    assert_eq!(days("71826000", None), [day(next, 2, 2)]);
}

#[test]
fn a_support_of_an_unknown_initiative_stops_the_view() {
    let mut story = Story::new();
    story.supported("a", BRIDGE, &HERE);
    assert!(Kept::empty(&Supports).view.apply(&story.records).is_err());
}
