use super::command::LONGEST;
use super::*;
use crate::actor::{By, Order};
use crate::cast::{
    LAST_DAY, TODAY, clerk, given, initiative, initiative_id, noon, open, published, registered, reported,
    resident, submitted, under_review, verified,
};
use crate::golden;
use crate::initiative::Initiative;
use crate::initiative::fields::Finding;
use crate::participant::{Participant, ParticipantKind};
use crate::seen::Seen;

fn score(number: u8) -> Score {
    Score::try_from(number).expect("1 to 5")
}

fn assessed() -> AssessmentEvent {
    AssessmentEvent::ResultAssessed {
        initiative: initiative_id(),
        score: score(4),
        text: Some(open(40)),
        day: TODAY,
        confirmed: Vec::new(),
    }
}

fn decide(
    day: jiff::civil::Date,
    state: &Assessment,
    by: &By,
    initiative: Seen<Initiative>,
) -> Result<Vec<AssessmentEvent>, Refusal> {
    let action = Action::Assess { score: score(4), text: Some(open(40)) };
    let order = Order { at: noon(day), by: by.clone(), action };
    state.decide(Command { order, initiative, findings: Vec::new(), confirmed: Vec::new() })
}

#[test]
fn an_assessment_with_personal_data_or_an_endless_one_is_not_taken() {
    let found = || vec![Finding { field: "text".into(), kind: "email".into(), start: 0, end: 9 }];
    let assess = |chars, findings| {
        let action = Action::Assess { score: score(2), text: Some(open(chars)) };
        let order = Order { at: noon(TODAY), by: resident(), action };
        Assessment::default().decide(Command { order, initiative: done(), findings, confirmed: Vec::new() })
    };
    assert_eq!(assess(40, found()), Err(Refusal::PersonalDataFound { findings: found() }));
    assert_eq!(assess(LONGEST + 1, Vec::new()), Err(Refusal::BadLength));
    assert!(assess(LONGEST, Vec::new()).is_ok());
}

fn done() -> Seen<Initiative> {
    initiative([submitted(), published(), reported()])
}

#[test]
fn a_person_assesses_a_reported_result_once() {
    assert_eq!(decide(TODAY, &Assessment::default(), &resident(), done()), Ok(vec![assessed()]));
    let state: Assessment = given([assessed()]);
    assert_eq!(state.score(), Some(score(4)));
    assert_eq!(decide(TODAY, &state, &resident(), done()), Err(Refusal::AlreadyAssessed));
}

#[test]
fn nothing_is_assessed_before_the_report_or_after_the_term() {
    let none = Assessment::default();
    assert_eq!(decide(TODAY, &none, &resident(), under_review()), Err(Refusal::AssessmentClosed));
    assert_eq!(decide(TODAY, &none, &resident(), initiative([])), Err(Refusal::NoSuchInitiative));
    assert!(decide(LAST_DAY, &none, &resident(), done()).is_ok());
    let over = LAST_DAY.tomorrow().expect("there is one");
    assert_eq!(decide(over, &none, &resident(), done()), Err(Refusal::AssessmentClosed));
}

#[test]
fn only_a_verified_person_assesses() {
    let participant =
        |events: Vec<_>| By::Participant(Box::new(Seen::new(given::<Participant>(events), "participant", 1)));
    let newcomer = participant(vec![registered(1, ParticipantKind::Person)]);
    let body = participant(vec![registered(1, ParticipantKind::Organisation), verified(None)]);
    for by in [newcomer, body, clerk(), By::Engine] {
        assert_eq!(decide(TODAY, &Assessment::default(), &by, done()), Err(Refusal::NotVerified));
    }
}

#[test]
fn a_score_goes_from_one_to_five() {
    for bad in [0, 6, 255] {
        assert_eq!(Score::try_from(bad), Err(BadScore(bad)));
    }
    assert!(serde_json::from_str::<Action>(r#"{"assess": {"score": 6}}"#).is_err());
    assert!(serde_json::from_str::<Action>(r#"{"assess": {"score": 5}}"#).is_ok());
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(Assessment::TYPE, vec![assessed()]);
}
