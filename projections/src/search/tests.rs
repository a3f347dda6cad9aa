use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Basis;

use super::*;
use crate::story::{BRIDGE, Kept, LIGHT, PLAYGROUND, Story};

fn three() -> Story {
    let mut story = Story::new();
    story.country();
    let texts = [
        (LIGHT, "Фонари на улице Мира", "Вечером темно, дети боятся"),
        (BRIDGE, "Мост через речку", "Брод размыло, детям не дойти до школы"),
        (PLAYGROUND, "Street lights", "The street is dark"),
    ];
    for (id, title, problem) in texts {
        story.submitted(id, title, problem);
        story.registered(id, 1, "streets");
        story.published(id, None);
    }
    story
}

fn found(story: &Story, query: &str) -> Vec<aggregates::ids::InitiativeId> {
    let kept = Kept::of(&Search, story);
    let found = search(&kept.read(), query, 10, None).expect("it answers");
    found.hits.iter().map(|hit| hit.initiative).collect()
}

#[test]
fn a_word_is_found_in_every_form() {
    assert_eq!(found(&three(), "мосты"), [BRIDGE]);
    assert_eq!(found(&three(), "фонарей улица"), [LIGHT]);
    assert_eq!(found(&three(), "darkness light"), [PLAYGROUND]);
}

#[test]
fn where_no_text_has_all_words_those_with_some_are_found_and_it_is_said() {
    let kept = Kept::of(&Search, &three());
    let found = search(&kept.read(), "мост фонарь", 10, None).expect("it answers");
    assert!(found.some_words_only);
    assert_eq!(found.hits.len(), 2);
}

#[test]
fn operators_of_the_index_are_only_words() {
    for query in ["\"", "* OR NOT", "title:мост", "NEAR(мост, 2)", "(", "мост\"*", "''; DROP TABLE words"]
    {
        let kept = Kept::of(&Search, &three());
        assert!(search(&kept.read(), query, 10, None).is_ok(), "{query}");
    }
    assert_eq!(found(&three(), ""), []);
}

#[test]
fn what_is_not_published_is_not_found() {
    let mut story = Story::new();
    story.country();
    story.submitted(BRIDGE, "Мост", "Брод размыло");
    story.registered(BRIDGE, 1, "roads");
    assert_eq!(found(&story, "мост"), []);
    let masked = story.fields("Мост", "Брод [скрыто]");
    story.published(BRIDGE, Some(masked));
    assert_eq!(found(&story, "мост"), [BRIDGE]);
    assert_eq!(found(&story, "размыло"), [], "the text the gate masked is in no index");
}

#[test]
fn similar_initiatives_share_their_rarest_words() {
    let kept = Kept::of(&Search, &three());
    let text = "Нужен новый мост: брод опять размыло, дети не ходят в школу";
    let hits = similar(&kept.read(), text, None, 10).expect("it answers");
    assert_eq!(hits[0].initiative, BRIDGE);
    let others = similar(&kept.read(), text, Some(BRIDGE), 10).expect("it answers");
    assert!(others.iter().all(|hit| hit.initiative != BRIDGE));
}

#[test]
fn asked_as_of_a_date_it_says_that_it_searched_the_text_of_today() {
    let story = three();
    let before = story.records.len() as u64 - 3;
    let kept = Kept::of(&Search, &story);
    let then = search(&kept.read(), "dark", 10, Some(before)).expect("it answers");
    assert!(then.searched_text_of_today && then.hits.is_empty());
}

#[test]
fn a_redacted_word_is_gone_from_answers_and_from_the_file() {
    let mut story = three();
    let fields = story.fields("Мост", "Звоните Сверхсекретову");
    let text = fields.problem.as_ref().expect("it has one").key;
    story.happens(BRIDGE, Story::clerk(), Fact::Revised { version: 2, fields }, |_| {});
    let mut kept = Kept::of(&Search, &story);
    assert_eq!(found(&story, "сверхсекретову"), [BRIDGE]);
    assert!(kept.holds("сверхсекрет"));
    let already = story.records.len();
    let masked = Some(story.text("Звоните [скрыто]"));
    let fact = Fact::Redacted { text, masked, spans: vec![(8, 22)], basis: Basis::UnlawfulProcessing };
    story.happens(BRIDGE, Story::clerk(), fact, |_| {});
    kept.view.apply(&story.records[already..]).expect("it applies");
    assert!(!kept.holds("сверхсекрет") && !kept.holds("Сверхсекретов"));
    let hits = |query| search(&kept.read(), query, 10, None).expect("it answers").hits.len();
    assert_eq!((hits("сверхсекретову"), hits("звоните скрыто")), (0, 1));
}
