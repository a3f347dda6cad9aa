use aggregates::initiative::obligation::TermChange;
use aggregates::initiative::stage::EscalationCause;
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
