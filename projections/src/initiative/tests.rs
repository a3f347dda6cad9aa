use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Basis;
use aggregates::initiative::obligation::{Standing, TermChange};
use aggregates::initiative::stage::EscalationCause;
use aggregates::procedure::TermKind;
use jiff::civil::date;

use super::*;
use crate::story::{BRIDGE, Kept, LIGHT, Story};

fn light(story: &Story, as_of: Option<u64>) -> Page {
    let kept = Kept::of(&Initiatives, story);
    page(&kept.read(), LIGHT, as_of).expect("it answers").expect("it is there")
}

fn published() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Свет", "Позвоните Сверхсекретову");
    story.registered(LIGHT, 1, "streets");
    story.published(LIGHT, None);
    story
}

#[test]
fn a_due_date_says_from_what_by_which_rule_and_what_became_of_it() {
    let mut story = published();
    let due = date(2027, 2, 10);
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    let missed = story.records.len() as u64;
    let position = story.text("Position");
    let on = date(2027, 3, 1);
    let fact = Fact::PositionFiled { nth: 4, authority: crate::story::authority("m"), position };
    story.happens(LIGHT, Story::clerk(), fact, |event| {
        event.terms = vec![TermChange::Met { nth: 4, on, late: true }];
    });
    let review = &light(&story, None).obligations[3];
    assert_eq!(review.started_by, "Registered");
    assert_eq!(review.obligation.term.due.date, due);
    assert!(review.why.contains("30 calendar days from 2027-01-11") && review.why.contains("a local rule"));
    assert_eq!(
        (review.obligation.standing, review.missed_position),
        (Standing::MetLate { on }, Some(missed))
    );
    assert_eq!(light(&story, Some(missed)).obligations[3].obligation.standing, Standing::Missed);
}

#[test]
fn at_each_moment_one_authority_has_it_and_the_history_has_no_holes() {
    let mut story = published();
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let page = light(&story, None);
    let held: Vec<_> = page.custody_history.iter().map(|held| held.custody.authority.as_str()).collect();
    assert_eq!(held, ["m", "r"]);
    assert_eq!(page.custody_history[0].to_position, Some(page.custody_history[1].from_position));
    assert_eq!(page.custody_history[1].to_position, None);
}

#[test]
fn a_text_that_was_published_as_submitted_keeps_its_hash() {
    let texts = light(&published(), None).texts;
    let versions: Vec<_> = texts.iter().map(|text| (text.version, text.published)).collect();
    assert_eq!(versions, [(0, false), (1, true)]);
    assert_eq!(texts[0].hash, texts[1].hash);
    assert_eq!(texts[0].hash.len(), 64);
}

#[test]
fn a_redacted_text_is_masked_at_every_position_and_gone_from_the_file() {
    let mut story = published();
    let mut kept = Kept::of(&Initiatives, &story);
    assert!(kept.holds("Сверхсекретов"));
    let submitted = story.records.iter().find(|record| record.event_type == "Submitted").expect("it was");
    let text = *submitted.texts.iter().find(|(_, text)| text.contains("Сверхсекретов")).expect("it has it").0;
    let (before, already) = (submitted.position, story.records.len());
    let masked = Some(story.text("Позвоните [скрыто]"));
    let fact = Fact::Redacted { text, masked, spans: vec![(10, 24)], basis: Basis::CourtOrder };
    story.happens(LIGHT, Story::clerk(), fact, |_| {});
    kept.view.apply(&story.records[already..]).expect("it applies");
    assert!(!kept.holds("Сверхсекретов"));
    for as_of in [None, Some(before)] {
        let page = page(&kept.read(), LIGHT, as_of).expect("it answers").expect("it is there");
        let problem = page.texts[0].fields.problem.clone().expect("it has one");
        assert_eq!((problem.text.as_deref(), problem.redacted), (Some("Позвоните [скрыто]"), true));
        assert!(page.texts[0].redacted);
        assert!(page.timeline[0].details["fields"]["problem"]["text"] == "Позвоните [скрыто]");
    }
}

#[test]
fn a_masked_text_that_is_redacted_again_is_read_nowhere() {
    let mut story = published();
    let submitted = story.records.iter().find(|record| record.event_type == "Submitted").expect("it was");
    let mut text =
        *submitted.texts.iter().find(|(_, text)| text.contains("Сверхсекретов")).expect("it has it").0;
    for left in ["Позвоните [скрыто], Полусекретову", "Позвоните [скрыто], [скрыто]"]
    {
        let masked = story.text(left);
        let next = masked.key;
        let fact =
            Fact::Redacted { text, masked: Some(masked), spans: vec![(0, 1)], basis: Basis::CourtOrder };
        story.happens(LIGHT, Story::clerk(), fact, |_| {});
        text = next;
    }
    let kept = Kept::of(&Initiatives, &story);
    let page = page(&kept.read(), LIGHT, None).expect("it answers").expect("it is there");
    let problem = page.texts[0].fields.problem.clone().expect("it has one");
    assert_eq!((problem.text.as_deref(), problem.redacted), (Some("Позвоните [скрыто], [скрыто]"), true));
    assert!(!kept.holds("Полусекретов"), "what was masked only then is gone from the file");
}

#[test]
fn a_view_built_after_a_redaction_shows_the_same_as_one_built_before() {
    let mut story = published();
    let text = *story.records[story.records.len() - 3].texts.iter().next_back().expect("it has texts").0;
    let masked = Some(story.text("masked"));
    let fact = Fact::Redacted { text, masked, spans: vec![(0, 1)], basis: Basis::CourtOrder };
    story.happens(LIGHT, Story::clerk(), fact, |_| {});
    let before = light(&story, None);
    for record in &mut story.records {
        record.texts.remove(&text);
    }
    assert_eq!(light(&story, None), before);
}

#[test]
fn nothing_sealed_reaches_the_file() {
    let kept = Kept::of(&Initiatives, &published());
    assert!(!kept.holds("\"ciphertext\":\"sealed\""));
}

#[test]
fn an_initiative_that_was_not_submitted_by_then_has_no_page() {
    let kept = Kept::of(&Initiatives, &published());
    assert_eq!(page(&kept.read(), LIGHT, Some(1)), Ok(None));
    assert_eq!(page(&kept.read(), BRIDGE, None), Ok(None));
}
