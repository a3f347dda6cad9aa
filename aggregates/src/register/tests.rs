use jiff::civil::date;

use super::*;
use crate::actor::By;
use crate::cast::{
    SURGUT, TODAY, administrator, authority_id, clerk, given, initiative_id, official, order, resident,
};
use crate::golden;
use crate::official::Role;

fn id() -> RegisterId {
    RegisterId { authority: authority_id(SURGUT), year: 2027 }
}

fn successor() -> RegisterId {
    RegisterId { authority: authority_id("71818000"), year: 2027 }
}

fn assign() -> Action {
    Action::Assign { initiative: initiative_id(), on: TODAY }
}

fn decide(state: &Register, by: &By, action: Action) -> Result<Vec<RegisterEvent>, Refusal> {
    state.decide(Command { id: id(), order: order(by, action) })
}

#[test]
fn numbers_follow_one_another_from_one() {
    let mut state = Register::default();
    for expected in 1..=5 {
        let events = decide(&state, &clerk(), assign()).expect("a clerk of the authority");
        assert_eq!(
            events,
            [RegisterEvent::NumberAssigned { number: expected, initiative: initiative_id(), on: TODAY }]
        );
        events.into_iter().for_each(|event| state.apply(event));
        assert_eq!((state.last(), state.next()), (expected, expected + 1));
    }
}

#[test]
fn only_a_clerk_of_the_authority_gives_its_numbers() {
    let others = [
        official(Role::Clerk, "71818000"),
        official(Role::Auditor, SURGUT),
        resident(),
        By::Engine,
        By::Installation,
    ];
    for by in others {
        assert_eq!(decide(&Register::default(), &by, assign()), Err(Refusal::NotItsClerk { register: id() }));
    }
    for role in [Role::Clerk, Role::Officer, Role::Head] {
        assert!(decide(&Register::default(), &official(role, SURGUT), assign()).is_ok());
    }
}

#[test]
fn a_register_numbers_its_own_year() {
    let on = date(2026, 12, 31);
    let refused = decide(&Register::default(), &clerk(), Action::Assign { initiative: initiative_id(), on });
    assert_eq!(refused, Err(Refusal::OtherYear { on, year: 2027 }));
}

#[test]
fn a_closed_register_names_the_one_that_goes_on() {
    let closing = decide(&Register::default(), &administrator(), Action::Close { continued_by: successor() });
    let state: Register = given(closing.expect("an administrator closes it"));
    assert_eq!(state.continued_by(), Some(&successor()));
    assert_eq!(decide(&state, &clerk(), assign()), Err(Refusal::Closed { continued_by: successor() }));
}

#[test]
fn only_an_administrator_closes_a_register() {
    let refused = decide(&Register::default(), &clerk(), Action::Close { continued_by: successor() });
    assert_eq!(refused, Err(Refusal::NotAdministrator));
}

#[test]
fn a_register_is_continued_by_another_of_the_same_year() {
    for continued_by in [id(), RegisterId { year: 2028, ..successor() }] {
        let refused = decide(
            &Register::default(),
            &administrator(),
            Action::Close { continued_by: continued_by.clone() },
        );
        assert_eq!(refused, Err(Refusal::UnfitSuccessor(continued_by)));
    }
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Register::TYPE,
        vec![
            RegisterEvent::NumberAssigned { number: 1, initiative: initiative_id(), on: TODAY },
            RegisterEvent::RegisterClosed { continued_by: successor() },
        ],
    );
}
