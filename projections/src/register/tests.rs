use aggregates::actor::Actor;
use aggregates::initiative::Fact;
use aggregates::initiative::stage::EscalationCause;
use aggregates::level::Level;
use aggregates::procedure::StageName;
use aggregates::procedure::TermKind;

use super::*;
use crate::story::{AUTHOR, BRIDGE, CLERK, FRIEND, Kept, LIGHT, PLAYGROUND, Story, authority, territory};

fn three() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story.submitted(PLAYGROUND, "Playground", "Nowhere to play");
    story
}

fn titles(story: &Story, filter: &Filter) -> Vec<String> {
    let kept = Kept::of(&Register, story);
    let page = list(&kept.read(), filter, None, 10, None).expect("it answers");
    page.items.into_iter().map(|item| item.title.expect("readable")).collect()
}

#[test]
fn the_newest_initiative_stands_first_and_a_cursor_goes_on_where_a_page_ended() {
    let kept = Kept::of(&Register, &three());
    let page = |cursor| list(&kept.read(), &Filter::default(), cursor, 2, None).expect("it answers");
    let first = page(None);
    assert_eq!(first.items.iter().map(|item| item.id).collect::<Vec<_>>(), [PLAYGROUND, BRIDGE]);
    let second = page(first.next);
    assert_eq!(second.items.iter().map(|item| item.id).collect::<Vec<_>>(), [LIGHT]);
    assert_eq!(second.next, None);
}

#[test]
fn filters_have_to_hold_together() {
    let story = three();
    let within = Some(territory("71800000"));
    let stage = Some(StageName::AwaitingPublication);
    assert_eq!(titles(&story, &Filter { within: within.clone(), ..Filter::default() }).len(), 3);
    assert_eq!(titles(&story, &Filter { within, stage, ..Filter::default() }), ["Light"]);
    let elsewhere = Filter { within: Some(territory("45000000")), stage, ..Filter::default() };
    assert_eq!(titles(&story, &elsewhere), [""; 0]);
    let number = Filter { number: Some("1/2027".to_owned()), ..Filter::default() };
    assert_eq!(titles(&story, &number), ["Light"]);
}

#[test]
fn an_initiative_is_overdue_until_its_last_missed_term_is_met() {
    let mut story = three();
    let due = story.today();
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let overdue = Filter { overdue: Some(true), custody: Some(authority("r")), ..Filter::default() };
    assert_eq!(titles(&story, &overdue), ["Light"]);
    let position = story.text("Position");
    let fact = Fact::PositionFiled { nth: 4, authority: authority("m"), position };
    story.happens(LIGHT, Story::clerk(), fact, |event| {
        let met = aggregates::initiative::obligation::TermChange::Met { nth: 4, on: due, late: true };
        event.terms = vec![met];
    });
    assert_eq!(titles(&story, &overdue), [""; 0]);
    let kept = Kept::of(&Register, &story);
    let light = find(&kept.read(), LIGHT, None).expect("it answers").expect("it is there");
    assert_eq!((light.level, light.numbers.len()), (Level::Region, 1));
}

#[test]
fn supports_are_counted_by_person_and_withheld_comments_are_not_counted() {
    let mut story = three();
    story.published(LIGHT, None);
    for tag in ["a", "b"] {
        story.supported(tag, LIGHT, &["71826000", "71800000", "RU"]);
    }
    story.commented(1, LIGHT, "Yes");
    let text = story.commented(2, LIGHT, "No").key;
    let day = story.today();
    let (basis, by) = (aggregates::initiative::fields::Basis::CourtOrder, Story::clerk());
    let event = aggregates::comment::CommentEvent::CommentWithheld { text, basis, by, day };
    let id = aggregates::ids::CommentId(uuid::Uuid::from_u128(2));
    story.tell("comment", id, "CommentWithheld", Event::Comment(event));
    let kept = Kept::of(&Register, &story);
    let light = find(&kept.read(), LIGHT, None).expect("it answers").expect("it is there");
    assert_eq!((light.supports, light.comments), (2, 1));
}

#[test]
fn somebody_finds_what_he_proposed_and_what_he_joined() {
    let mut story = three();
    let friend = Actor::Participant(FRIEND);
    story.happens(BRIDGE, friend.clone(), Fact::CoInitiatorJoined { participant: FRIEND }, |_| {});
    let of = |story: &Story, who, cursor| {
        let page = by_author_or_co_initiator(&Kept::of(&Register, story).read(), who, cursor, 2);
        page.expect("it answers")
    };
    let ids = |page: &Page| page.items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&of(&story, FRIEND, None)), [BRIDGE]);
    let first = of(&story, AUTHOR, None);
    assert_eq!(ids(&first), [PLAYGROUND, BRIDGE]);
    assert_eq!(ids(&of(&story, AUTHOR, first.next)), [LIGHT]);
    let joined = Filter { co_initiator: Some(FRIEND), ..Filter::default() };
    assert_eq!(titles(&story, &joined), ["Bridge"]);
    story.happens(BRIDGE, Actor::Participant(AUTHOR), Fact::AuthorSteppedDown, |_| {});
    story.happens(BRIDGE, friend, Fact::AuthorReplaced { by: FRIEND }, |_| {});
    assert_eq!(titles(&story, &joined), [""; 0], "he is the author now");
    assert_eq!(ids(&of(&story, FRIEND, None)), [BRIDGE]);
    assert_eq!(ids(&of(&story, AUTHOR, None)), [PLAYGROUND, LIGHT]);
}

#[test]
fn an_official_finds_what_he_works_on() {
    let mut story = three();
    let mine = Filter { assigned: Some(CLERK), ..Filter::default() };
    assert_eq!(titles(&story, &mine), [""; 0]);
    story.happens(LIGHT, Story::clerk(), Fact::Assigned { official: CLERK }, |_| {});
    assert_eq!(titles(&story, &mine), ["Light"]);
}

#[test]
fn a_list_can_be_kept_to_some_initiatives() {
    let story = three();
    let unknown = aggregates::ids::InitiativeId(uuid::Uuid::from_u128(0x99));
    let among = |ids: &[_]| Filter { among: Some(ids.to_vec()), ..Filter::default() };
    assert_eq!(titles(&story, &among(&[LIGHT, unknown, PLAYGROUND])), ["Playground", "Light"]);
    assert_eq!(titles(&story, &among(&[])), [""; 0]);
}

#[test]
fn dates_of_coming_and_publishing_bound_what_is_listed_to_the_day() {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    let first = story.today();
    story.days_pass(2);
    story.published(LIGHT, None);
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    let later = story.today();
    let all = Filter::default;
    assert_eq!(titles(&story, &Filter { submitted_until: Some(first), ..all() }), ["Light"]);
    assert_eq!(titles(&story, &Filter { submitted_from: Some(later), ..all() }), ["Bridge"]);
    assert_eq!(titles(&story, &Filter { published_from: Some(later), ..all() }), ["Light"]);
    assert_eq!(titles(&story, &Filter { published_until: Some(first), ..all() }), [""; 0]);
}

#[test]
fn what_is_under_a_procedure_without_public_texts_can_be_left_out() {
    let mut story = three();
    for record in &mut story.records {
        if let Event::Initiative(event) = &mut record.event
            && let Fact::Submitted { id, public, .. } = &mut event.fact
        {
            *public = *id != BRIDGE;
        }
    }
    let public = |public| Filter { procedure_public: Some(public), ..Filter::default() };
    assert_eq!(titles(&story, &public(true)), ["Playground", "Light"]);
    assert_eq!(titles(&story, &public(false)), ["Bridge"]);
}

#[test]
fn what_most_people_support_stands_first_while_it_is_published_and_not_over() {
    let mut story = three();
    for initiative in [LIGHT, BRIDGE] {
        story.published(initiative, None);
    }
    story.supported("a", BRIDGE, &["71826000", "71800000", "RU"]);
    for tag in ["b", "c"] {
        story.supported(tag, LIGHT, &["71826000", "71800000", "RU"]);
    }
    let kept = Kept::of(&Register, &story);
    let read = kept.read();
    let ids = |within: Option<&str>| {
        let within = within.map(territory);
        let found = most_supported(&read, within.as_ref(), 10).expect("it answers");
        found.iter().map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None), [LIGHT, BRIDGE]);
    assert_eq!(ids(Some("71826000")), [LIGHT, BRIDGE]);
    assert_eq!(ids(Some("45000000")), []);
}
