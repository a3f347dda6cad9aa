use aggregates::initiative::obligation::TermChange;
use aggregates::initiative::stage::{CustodyRule, EscalationCause, Moved};
use aggregates::procedure::TermKind;

use super::*;
use crate::story::{BRIDGE, Kept, LIGHT, Story};

fn two() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story
}

fn figures(story: &Story, dimension: Dimension, key: &str) -> Funnel {
    funnel(&Kept::of(&Funnels, story).read(), dimension, key, None).expect("it answers")
}

#[test]
fn every_initiative_stands_at_one_stage_in_every_breakdown_it_belongs_to() {
    let mut story = two();
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let keys = [
        (Dimension::All, "", 2),
        (Dimension::Territory, "RU", 2),
        (Dimension::Territory, "71826000", 2),
        (Dimension::District, "ural", 2),
        (Dimension::Theme, "streets", 1),
        (Dimension::NationalProject, "infrastructure", 1),
        (Dimension::Theme, "roads", 0),
    ];
    for (dimension, key, total) in keys {
        assert_eq!(figures(&story, dimension, key).total, total, "{dimension:?} {key}");
    }
    let all = figures(&story, Dimension::All, "");
    let reached: Vec<_> = all.levels.iter().map(|level| level.reached).collect();
    assert_eq!(reached, [2, 1, 0]);
    assert_eq!(all.levels[1].stages, BTreeMap::from([(StageName::AwaitingRegistration, 1)]));
}

#[test]
fn a_corrected_theme_takes_the_initiative_with_it() {
    let mut story = two();
    let fact = Fact::Reclassified {
        theme: "energy".parse().expect("a code"),
        national_project: None,
        kind: aggregates::initiative::fields::Kind::Work,
    };
    story.happens(LIGHT, Story::clerk(), fact, |_| {});
    assert_eq!(figures(&story, Dimension::Theme, "streets").total, 0);
    assert_eq!(figures(&story, Dimension::Theme, "energy").total, 1);
    assert_eq!(figures(&story, Dimension::NationalProject, "infrastructure").total, 0);
    let by_theme = breakdown(&Kept::of(&Funnels, &story).read(), Dimension::Theme, None).expect("it answers");
    assert_eq!(by_theme.iter().map(|funnel| funnel.key.as_str()).collect::<Vec<_>>(), ["energy"]);
}

#[test]
fn two_misses_make_an_initiative_overdue_once_until_both_are_met() {
    let mut story = two();
    let on = story.today();
    story.missed(LIGHT, 2, TermKind::Publish, on, Vec::new());
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, on, Vec::new());
    assert_eq!(figures(&story, Dimension::All, "").overdue, 1);
    for (nth, overdue) in [(2, 1), (4, 0)] {
        let position = story.text("Position");
        let fact = Fact::PositionFiled { nth, authority: crate::story::authority("m"), position };
        story.happens(LIGHT, Story::clerk(), fact, |event| {
            event.terms = vec![TermChange::Met { nth, on, late: true }];
        });
        assert_eq!(figures(&story, Dimension::All, "").overdue, overdue);
    }
}

#[test]
fn an_appeal_is_with_the_level_above_and_does_not_count_as_reached_there() {
    let mut story = two();
    let custody = story.custody("r", Level::Region, CustodyRule::Appealed);
    let reasons = story.text("Unlawful");
    let fact = Fact::Appealed { against: Level::Municipality, reasons };
    story.happens(LIGHT, Story::clerk(), fact, |event| {
        let stage = Stage::UnderAppeal { against: Level::Municipality, admitted: true };
        event.moved = Some(Moved { stage, custody: Some(custody) });
    });
    let all = figures(&story, Dimension::All, "");
    assert_eq!(all.levels[1].reached, 0);
    assert_eq!(all.levels[1].stages, BTreeMap::from([(StageName::UnderAppeal, 1)]));
}
