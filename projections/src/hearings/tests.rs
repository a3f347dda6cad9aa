use aggregates::ids::InitiativeId;
use jiff::civil::{Date, date};

use super::*;
use crate::story::{BRIDGE, Kept, LIGHT, Story, territory};

const MAY: Date = date(2027, 5, 5);
const JUNE: Date = date(2027, 6, 1);

fn announced(story: &mut Story, id: InitiativeId, on: Date) {
    let place = story.text("House of Culture");
    story.happens(id, Story::clerk(), Fact::HearingAnnounced { on, starts_at: 1080, place }, |_| {});
}

fn recorded(story: &mut Story, id: InitiativeId, held_on: Date) {
    let protocol = story.text("All agreed");
    let fact = Fact::HearingRecorded { held_on, protocol, present: 30, votes_for: 20, votes_against: 3 };
    story.happens(id, Story::clerk(), fact, |_| {});
}

fn begun() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    announced(&mut story, LIGHT, JUNE);
    announced(&mut story, BRIDGE, MAY);
    story
}

fn found(story: &Story, filter: &Filter) -> Vec<Hearing> {
    list(&Kept::of(&Hearings, story).read(), filter, None, 10, None).expect("it answers").items
}

fn whose(hearings: &[Hearing]) -> Vec<(InitiativeId, Date)> {
    hearings.iter().map(|hearing| (hearing.case.initiative, hearing.on)).collect()
}

#[test]
fn hearings_stand_by_date_and_a_cursor_goes_on_where_a_page_ended() {
    let kept = Kept::of(&Hearings, &begun());
    let page = |after| list(&kept.read(), &Filter::default(), after, 1, None).expect("it answers");
    let first = page(None);
    assert_eq!(whose(&first.items), [(BRIDGE, MAY)]);
    let second = page(first.next);
    assert_eq!((whose(&second.items), second.next), (vec![(LIGHT, JUNE)], None));
}

#[test]
fn a_protocol_belongs_to_the_hearing_announced_for_that_day() {
    let mut story = begun();
    recorded(&mut story, BRIDGE, MAY);
    let hearings = found(&story, &Filter { initiative: Some(BRIDGE), ..Filter::default() });
    assert_eq!(whose(&hearings), [(BRIDGE, MAY)]);
    let protocol = hearings[0].protocol.clone().expect("it was recorded");
    assert_eq!((protocol.position, protocol.present), (story.records.len() as u64, 30));
    assert_eq!(protocol.text.text.as_deref(), Some("All agreed"));
    assert_eq!(hearings[0].starts_at, Some(1080));
    assert_eq!(hearings[0].utc_offset.to_string(), "+5");
}

#[test]
fn a_hearing_that_was_not_announced_is_there_once_recorded() {
    let mut story = begun();
    recorded(&mut story, LIGHT, MAY);
    let hearings = found(&story, &Filter { initiative: Some(LIGHT), ..Filter::default() });
    assert_eq!(whose(&hearings), [(LIGHT, MAY), (LIGHT, JUNE)]);
    assert!(!hearings[0].announced && hearings[0].protocol.is_some());
    assert!(hearings[1].announced && hearings[1].protocol.is_none());
}

#[test]
fn dates_and_territories_bound_what_is_found() {
    let story = begun();
    let of = |from, until| Filter { from, until, ..Filter::default() };
    assert_eq!(whose(&found(&story, &of(Some(JUNE), None))), [(LIGHT, JUNE)]);
    assert_eq!(whose(&found(&story, &of(None, Some(MAY)))), [(BRIDGE, MAY)]);
    let within = |code| Filter { within: Some(territory(code)), ..Filter::default() };
    assert_eq!(found(&story, &within("71800000")).len(), 2);
    assert_eq!(found(&story, &within("77000000")), []);
}

#[test]
fn the_public_list_has_hearings_of_published_initiatives_only() {
    let mut story = begun();
    let public = Filter { published_only: true, ..Filter::default() };
    assert_eq!(found(&story, &public), []);
    story.registered(LIGHT, 1, "streets");
    story.published(LIGHT, None);
    assert_eq!(whose(&found(&story, &public)), [(LIGHT, JUNE)]);
}
