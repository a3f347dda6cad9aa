use jiff::civil::{Date, date};

use super::*;
use crate::actor::{By, Order};
use crate::cast::{
    LAST_DAY, SURGUT, TODAY, clerk, code, given, initiative, initiative_id, noon, official, path, person,
    published, registered, reported, resident, revised, revision_accepted, submitted, under_review, verified,
};
use crate::golden;
use crate::initiative::Initiative;
use crate::initiative::fields::{Basis, Channel};
use crate::official::Role;
use crate::participant::{Age, Method, Participant, ParticipantEvent, ParticipantKind};
use crate::seen::Seen;

const WEB: Action = Action::Give { channel: Channel::Web };
const PAPER: Action = Action::Give { channel: Channel::Paper };

fn gave(version: u32) -> SupportEvent {
    SupportEvent::SupportGiven {
        initiative: initiative_id(),
        version,
        residence: code(SURGUT),
        residence_path: path(),
        channel: Channel::Web,
        verified: Method::Oidc,
        day: TODAY,
    }
}

fn on(
    day: Date,
    state: &Support,
    by: &By,
    action: Action,
    initiative: Seen<Initiative>,
) -> Result<Vec<SupportEvent>, Refusal> {
    let order = Order { at: noon(day), by: by.clone(), action };
    state.decide(Command { order, initiative, supporter: Some(person(1)) })
}

fn decide(
    state: &Support,
    by: &By,
    action: Action,
    initiative: Seen<Initiative>,
) -> Result<Vec<SupportEvent>, Refusal> {
    on(TODAY, state, by, action, initiative)
}

fn revised_initiative() -> Seen<Initiative> {
    initiative([submitted(), published(), revision_accepted(), revised()])
}

fn being(events: Vec<ParticipantEvent>) -> By {
    By::Participant(Box::new(Seen::new(given::<Participant>(events), "participant", 1)))
}

#[test]
fn a_support_holds_version_residence_and_day() {
    assert_eq!(decide(&Support::default(), &resident(), WEB, under_review()), Ok(vec![gave(1)]));
}

#[test]
fn no_event_names_the_person() {
    let events = decide(&Support::default(), &resident(), WEB, under_review()).expect("open");
    let stored = serde_json::to_string(&events).expect("events are JSON");
    assert!(!stored.contains(&crate::cast::participant_id(1).to_string()));
}

#[test]
fn the_same_person_counts_once() {
    let state: Support = given([gave(1)]);
    assert_eq!(decide(&state, &resident(), WEB, under_review()), Err(Refusal::AlreadySupported));
    assert_eq!(decide(&state, &clerk(), PAPER, under_review()), Err(Refusal::AlreadySupported));
}

#[test]
fn a_support_taken_back_can_be_given_again() {
    let withdrawn = SupportEvent::SupportWithdrawn { day: TODAY };
    assert_eq!(
        decide(&given([gave(1)]), &resident(), Action::Withdraw, under_review()),
        Ok(vec![withdrawn.clone()])
    );
    let state: Support = given([gave(1), withdrawn]);
    assert_eq!(
        decide(&state, &resident(), Action::Withdraw, under_review()),
        Err(Refusal::NothingToWithdraw)
    );
    assert_eq!(decide(&state, &resident(), WEB, under_review()), Ok(vec![gave(1)]));
}

#[test]
fn nothing_is_supported_before_it_is_published() {
    let unpublished = initiative([submitted()]);
    assert_eq!(decide(&Support::default(), &resident(), WEB, unpublished), Err(Refusal::NotPublished));
    assert_eq!(decide(&Support::default(), &resident(), WEB, initiative([])), Err(Refusal::NoSuchInitiative));
}

#[test]
fn supports_stand_still_while_the_text_is_revised_but_can_be_withdrawn() {
    let drafting = initiative([submitted(), published(), revision_accepted()]);
    assert_eq!(decide(&Support::default(), &resident(), WEB, drafting.clone()), Err(Refusal::SupportClosed));
    assert!(decide(&given([gave(1)]), &resident(), Action::Withdraw, drafting).is_ok());
}

#[test]
fn supports_are_given_and_withdrawn_through_the_last_day() {
    let over = LAST_DAY.tomorrow().expect("there is one");
    let state: Support = given([gave(1)]);
    assert!(on(LAST_DAY, &Support::default(), &resident(), WEB, under_review()).is_ok());
    assert!(on(LAST_DAY, &state, &resident(), Action::Withdraw, under_review()).is_ok());
    assert_eq!(on(over, &Support::default(), &resident(), WEB, under_review()), Err(Refusal::SupportClosed));
    assert_eq!(
        on(over, &state, &resident(), Action::Withdraw, under_review()),
        Err(Refusal::WithdrawalClosed)
    );
}

#[test]
fn nothing_is_supported_once_it_is_carried_out() {
    let done = initiative([submitted(), published(), reported()]);
    assert_eq!(decide(&Support::default(), &resident(), WEB, done), Err(Refusal::SupportClosed));
}

#[test]
fn only_a_verified_person_of_sixteen_supports() {
    let turning_sixteen = |sixteen_on| Some(Age { sixteen_on, eighteen_on: date(2029, 2, 1) });
    let person = |events: Vec<ParticipantEvent>| {
        let all = std::iter::once(registered(1, ParticipantKind::Person)).chain(events).collect();
        decide(&Support::default(), &being(all), WEB, under_review())
    };
    assert_eq!(person(vec![]), Err(Refusal::NotVerified));
    assert_eq!(person(vec![verified(turning_sixteen(date(2027, 2, 2)))]), Err(Refusal::UnderAge));
    assert!(person(vec![verified(turning_sixteen(TODAY))]).is_ok());
    let erased = ParticipantEvent::PersonalDataErased { basis: Basis::CourtOrder, on: TODAY };
    assert_eq!(person(vec![verified(crate::cast::grown_up()), erased]), Err(Refusal::NotVerified));

    let body = being(vec![registered(1, ParticipantKind::Organisation), verified(None)]);
    assert_eq!(decide(&Support::default(), &body, WEB, under_review()), Err(Refusal::NotAPerson));
    assert_eq!(decide(&Support::default(), &By::Engine, WEB, under_review()), Err(Refusal::NotAPerson));
}

#[test]
fn a_person_supports_on_the_web_and_a_clerk_enters_the_rest() {
    assert_eq!(decide(&Support::default(), &resident(), PAPER, under_review()), Err(Refusal::WrongChannel));
    assert_eq!(decide(&Support::default(), &clerk(), WEB, under_review()), Err(Refusal::WrongChannel));
    for channel in [Channel::Paper, Channel::Hearing, Channel::Import] {
        assert!(decide(&Support::default(), &clerk(), Action::Give { channel }, under_review()).is_ok());
    }
}

#[test]
fn paper_is_entered_by_a_clerk_who_is_near_it() {
    let far = official(Role::Clerk, "71818000");
    assert_eq!(decide(&Support::default(), &far, PAPER, under_review()), Err(Refusal::NotAClerk));
    let auditor = official(Role::Auditor, SURGUT);
    assert_eq!(decide(&Support::default(), &auditor, PAPER, under_review()), Err(Refusal::NotAClerk));
}

#[test]
fn a_revised_text_is_confirmed_once_by_naming_it() {
    let confirm = |version| Action::Confirm { version };
    let state: Support = given([gave(1)]);
    assert_eq!(
        decide(&state, &resident(), confirm(1), revised_initiative()),
        Err(Refusal::VersionMismatch { current: 2, named: 1 })
    );
    let confirmed = SupportEvent::SupportConfirmed { version: 2, day: TODAY };
    assert_eq!(decide(&state, &resident(), confirm(2), revised_initiative()), Ok(vec![confirmed.clone()]));
    let state: Support = given([gave(1), confirmed]);
    assert_eq!(state.version(), Some(2));
    assert_eq!(decide(&state, &resident(), confirm(2), revised_initiative()), Err(Refusal::NothingToConfirm));
}

#[test]
fn there_is_nothing_to_confirm_for_who_never_supported() {
    let refused =
        decide(&Support::default(), &resident(), Action::Confirm { version: 2 }, revised_initiative());
    assert_eq!(refused, Err(Refusal::NothingToConfirm));
}

#[test]
fn a_clerk_of_the_holder_strikes_a_support_out_for_good() {
    let strike = || Action::Invalidate { ground: InvalidationGround::Duplicate };
    let state: Support = given([gave(1)]);
    for by in [official(Role::Clerk, "71818000"), resident(), By::Engine] {
        assert_eq!(decide(&state, &by, strike(), under_review()), Err(Refusal::NotAClerk));
    }
    let struck = SupportEvent::SupportInvalidated { ground: InvalidationGround::Duplicate, day: TODAY };
    assert_eq!(decide(&state, &clerk(), strike(), under_review()), Ok(vec![struck.clone()]));
    let state: Support = given([gave(1), struck]);
    assert_eq!(state.version(), None);
    assert_eq!(decide(&state, &resident(), WEB, under_review()), Err(Refusal::StruckOut));
    assert_eq!(decide(&state, &clerk(), strike(), under_review()), Err(Refusal::NothingToInvalidate));
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Support::TYPE,
        vec![
            gave(1),
            SupportEvent::SupportConfirmed { version: 2, day: TODAY },
            SupportEvent::SupportWithdrawn { day: TODAY },
            SupportEvent::SupportInvalidated { ground: InvalidationGround::NotResident, day: TODAY },
        ],
    );
}
