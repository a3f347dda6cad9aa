use aggregates::actor::Actor;
use aggregates::ids::AttachmentId;
use aggregates::initiative::event::{Fact, Review};
use aggregates::initiative::fields::Channel;
use aggregates::initiative::obligation::TermChange;
use aggregates::level::Level;
use aggregates::procedure::TermKind;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::story::{BRIDGE, Kept, LIGHT, Story, authority};

const LETTER: AttachmentId = AttachmentId(Uuid::from_u128(0x1e7));

fn begun() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story.registered(BRIDGE, 2, "roads");
    story
}

/// A refusal, and the letter that tells the author.
fn answered(story: &mut Story) -> u64 {
    let reasons = story.text("No money");
    let dispatch = story.term(LIGHT, TermKind::Dispatch, Some("m"), 3);
    let nth = dispatch.nth();
    let ground = "M2".parse().expect("a code");
    let outcome = Review::Refused { ground, reasons, link: None };
    let refused = story.happens(LIGHT, Story::clerk(), Fact::ReviewedByMunicipality { outcome }, |event| {
        event.terms = vec![dispatch];
    });
    let fact = Fact::AnswerDispatched {
        nth,
        outgoing_number: "01-12/7".to_owned(),
        channel: Channel::Paper,
        letter: Some(LETTER),
    };
    story.happens(LIGHT, Story::clerk(), fact, |event| {
        event.done_on = date(2027, 1, 12);
        event.terms = vec![TermChange::Met { nth, on: date(2027, 1, 12), late: false }];
    });
    refused
}

#[test]
fn the_incoming_book_has_every_registration_in_order_page_by_page() {
    let kept = Kept::of(&Correspondence, &begun());
    let page = |after| incoming(&kept.read(), &authority("m"), 2027, after, 1, None).expect("it answers");
    let first = page(None);
    let line = &first.items[0];
    assert_eq!((line.ordinal, line.number.as_str(), line.case.initiative), (1, "1/2027", LIGHT));
    assert_eq!((line.case.came_by, line.again), (Channel::Web, false));
    let second = page(first.next);
    assert_eq!((second.items[0].ordinal, second.next), (2, None));
}

#[test]
fn a_case_that_comes_back_is_entered_again_under_its_old_number() {
    let mut story = begun();
    let fact = Fact::Registered {
        level: Level::Municipality,
        authority: authority("m"),
        year: 2027,
        ordinal: 1,
        number: "1/2027".to_owned(),
        again: true,
        theme: None,
        national_project: None,
    };
    story.happens(LIGHT, Story::clerk(), fact, |_| {});
    let kept = Kept::of(&Correspondence, &story);
    let book = incoming(&kept.read(), &authority("m"), 2027, None, 10, None).expect("it answers").items;
    let entered: Vec<_> = book.iter().map(|line| (line.ordinal, line.again)).collect();
    assert_eq!(entered, [(1, false), (2, false), (1, true)]);
}

#[test]
fn a_letter_says_which_step_it_answers() {
    let mut story = begun();
    let refused = answered(&mut story);
    let kept = Kept::of(&Correspondence, &story);
    let book = outgoing(&kept.read(), &authority("m"), 2027, None, 10, None).expect("it answers").items;
    assert_eq!(book.len(), 1);
    assert_eq!(
        (book[0].number.as_str(), book[0].channel, book[0].letter),
        ("01-12/7", Channel::Paper, Some(LETTER))
    );
    let answers = book[0].answers.clone().expect("it answers something");
    assert_eq!((answers.position, answers.event.as_str()), (refused, "ReviewedByMunicipality"));
    assert_eq!((answers.due, book[0].sent_on), (date(2027, 1, 14), date(2027, 1, 12)));
    assert_eq!(outgoing(&kept.read(), &authority("r"), 2027, None, 10, None).expect("it answers").items, []);
}

#[test]
fn the_years_of_an_authority_count_both_books() {
    let mut story = begun();
    answered(&mut story);
    let kept = Kept::of(&Correspondence, &story);
    let found = years(&kept.read(), &authority("m"), None);
    assert_eq!(found, Ok(vec![Year { year: 2027, incoming: 2, outgoing: 1 }]));
    assert_eq!(years(&kept.read(), &authority("f"), None), Ok(Vec::new()));
}

#[test]
fn a_letter_that_no_official_sent_stops_the_view() {
    let mut story = begun();
    let channel = Channel::Web;
    let fact = Fact::AnswerDispatched { nth: 1, outgoing_number: "1".to_owned(), channel, letter: None };
    story.happens(LIGHT, Actor::Engine, fact, |_| {});
    assert!(Kept::empty(&Correspondence).view.apply(&story.records).is_err());
}
