use jiff::civil::date;

use super::*;
use crate::authority::AuthorityEvent;
use crate::cast::{
    SURGUT, TODAY, administrator, appointed, authority, authority_id, clerk, given, initiative_id, noon,
    official, official_id, open, order, participant_id, under_review,
};
use crate::golden;
use crate::level::Level;
use crate::seen::Seen;

fn appoint(role: Role) -> Action {
    Action::Appoint {
        authority: authority_id(SURGUT),
        role,
        from: TODAY,
        until: None,
        acting: false,
        name: open(20),
        participant: Some(participant_id(5)),
    }
}

fn command(by: &By, action: Action) -> Command {
    Command {
        id: official_id(2),
        order: order(by, action),
        authority: Some(authority(SURGUT, Level::Municipality)),
        colleague: None,
        case: Some(under_review()),
    }
}

fn clerk_two() -> Official {
    given([appointed(2, Role::Clerk, SURGUT)])
}

fn after(state: &Official, by: &By, action: Action) -> Official {
    let mut state = state.clone();
    for event in state.decide(command(by, action)).expect("nothing stands against it") {
        state.apply(event);
    }
    state
}

#[test]
fn an_appointed_official_has_his_role_from_the_first_day() {
    let state = after(&Official::default(), &administrator(), appoint(Role::Clerk));
    assert!(state.holds(Role::Clerk, TODAY));
    assert!(!state.holds(Role::Clerk, TODAY.yesterday().expect("there is one")));
    assert_eq!(state.authority(), Some(&authority_id(SURGUT)));
    assert_eq!(state.participant(), Some(participant_id(5)));
}

#[test]
fn nobody_is_appointed_to_an_authority_that_is_no_more() {
    let mut abolished = command(&administrator(), appoint(Role::Clerk));
    if let Some(authority) = &mut abolished.authority {
        authority.state_mut().apply(AuthorityEvent::AuthorityAbolished { on: TODAY, successor: None });
    }
    assert_eq!(Official::default().decide(abolished), Err(Refusal::NoSuchAuthority(authority_id(SURGUT))));
}

#[test]
fn only_an_administrator_appoints_and_grants() {
    let grant = Action::GrantRole { role: Role::Administrator, from: TODAY, until: None, acting: false };
    for by in [clerk(), official(Role::Head, SURGUT), By::Engine] {
        assert_eq!(
            Official::default().decide(command(&by, appoint(Role::Head))),
            Err(Refusal::NotAdministrator)
        );
        assert_eq!(clerk_two().decide(command(&by, grant.clone())), Err(Refusal::NotAdministrator));
    }
    assert!(Official::default().decide(command(&By::Installation, appoint(Role::Administrator))).is_ok());
}

#[test]
fn an_acting_head_is_a_head_between_his_dates() {
    let (from, until) = (date(2027, 3, 1), date(2027, 3, 14));
    let grant = Action::GrantRole { role: Role::Head, from, until: Some(until), acting: true };
    let state = after(&clerk_two(), &administrator(), grant);
    assert!(!state.holds(Role::Head, date(2027, 2, 28)));
    assert!(state.holds(Role::Head, from));
    assert!(state.holds(Role::Head, until));
    assert!(!state.holds(Role::Head, date(2027, 3, 15)));
}

#[test]
fn a_head_may_take_every_step_and_a_clerk_only_his_own() {
    let table = [
        (Role::Clerk, [true, false, false, false, false]),
        (Role::Officer, [true, true, false, false, false]),
        (Role::Head, [true, true, true, false, false]),
        (Role::Auditor, [false, false, false, true, false]),
        (Role::Administrator, [false, false, false, false, true]),
    ];
    let roles = [Role::Clerk, Role::Officer, Role::Head, Role::Auditor, Role::Administrator];
    for (role, may) in table {
        let state: Official = given([appointed(2, role, SURGUT)]);
        assert_eq!(roles.map(|step| state.may_act_as(step, TODAY)), may, "{role}");
    }
}

#[test]
fn an_ended_role_lasts_through_its_last_day() {
    let state = after(&clerk_two(), &administrator(), Action::EndRole { role: Role::Clerk, on: TODAY });
    assert!(state.holds(Role::Clerk, TODAY));
    assert!(!state.holds(Role::Clerk, TODAY.tomorrow().expect("there is one")));
    let never = Action::EndRole { role: Role::Head, on: TODAY };
    assert_eq!(
        state.decide(command(&administrator(), never)),
        Err(Refusal::RoleNotHeld { role: Role::Head, on: TODAY })
    );
}

#[test]
fn a_dismissal_ends_every_role_and_cannot_lengthen_one() {
    let grant =
        Action::GrantRole { role: Role::Head, from: TODAY, until: Some(date(2027, 2, 5)), acting: true };
    let state = after(&clerk_two(), &administrator(), grant);
    let state = after(&state, &administrator(), Action::Dismiss { on: date(2027, 2, 10) });
    assert!(state.holds(Role::Clerk, date(2027, 2, 10)));
    assert!(!state.holds(Role::Clerk, date(2027, 2, 11)));
    assert!(!state.holds(Role::Head, date(2027, 2, 6)));
    assert_eq!(
        state.decide(command(&administrator(), Action::Rename { name: open(9) })),
        Err(Refusal::Dismissed { on: date(2027, 2, 10) })
    );
}

fn substitute(colleague: Official, by: &By, role: Role) -> Result<Vec<OfficialEvent>, Refusal> {
    let in_place_of = official_id(1);
    let action = Action::Substitute { in_place_of, role, from: TODAY, until: date(2027, 2, 5) };
    let colleague = Some(Seen::new(colleague, in_place_of.to_string(), 1));
    clerk_two().decide(Command { colleague, ..command(by, action) })
}

#[test]
fn a_substitute_takes_the_role_of_his_colleague_for_those_days() {
    let head = given([appointed(1, Role::Head, SURGUT)]);
    let mut state = clerk_two();
    for event in
        substitute(head, &official(Role::Head, SURGUT), Role::Head).expect("the head may say who stands in")
    {
        state.apply(event);
    }
    assert!(state.holds(Role::Head, date(2027, 2, 5)));
    assert!(!state.holds(Role::Head, date(2027, 2, 6)));
    assert!(state.holdings().iter().any(|holding| holding.role == Role::Head && holding.acting));
}

#[test]
fn nobody_stands_in_for_a_stranger_or_in_a_role_that_is_not_there() {
    let stranger = given([appointed(1, Role::Head, "71818000")]);
    let clerk_one = given([appointed(1, Role::Clerk, SURGUT)]);
    let auditor = given([appointed(1, Role::Auditor, SURGUT)]);
    for (colleague, role) in [(stranger, Role::Head), (clerk_one, Role::Head), (auditor, Role::Auditor)] {
        assert_eq!(substitute(colleague, &administrator(), role), Err(Refusal::NotSubstitutable { role }));
    }
}

#[test]
fn a_clerk_does_not_say_who_stands_in() {
    let head = given([appointed(1, Role::Head, SURGUT)]);
    assert_eq!(substitute(head, &clerk(), Role::Head), Err(Refusal::NotAdministrator));
}

#[test]
fn an_official_sets_his_own_contacts_and_no_others() {
    let contacts = || Action::SetContacts { phone: Some(open(12)), email: None };
    let himself: Official = given([appointed(1, Role::Clerk, SURGUT)]);
    assert!(himself.decide(command(&clerk(), contacts())).is_ok());
    assert_eq!(clerk_two().decide(command(&clerk(), contacts())), Err(Refusal::NotAdministrator));
}

#[test]
fn the_last_day_is_not_before_the_first() {
    let until = TODAY.yesterday().expect("there is one");
    let grant = Action::GrantRole { role: Role::Head, from: TODAY, until: Some(until), acting: true };
    assert_eq!(
        clerk_two().decide(command(&administrator(), grant)),
        Err(Refusal::DatesReversed { from: TODAY, until })
    );
}

#[test]
fn an_official_acts_for_his_own_authority_only() {
    let of_surgut: Official = given([appointed(1, Role::Clerk, SURGUT)]);
    let borrowed = By::Official {
        official: Box::new(Seen::new(of_surgut, official_id(1).to_string(), 1)),
        authority: Box::new(authority("71818000", Level::Municipality)),
    };
    let at = crate::cast::noon(TODAY);
    assert!(acts_as(&clerk(), Role::Clerk, at));
    assert!(!acts_as(&borrowed, Role::Clerk, at));
}

fn himself(state: &Official) -> By {
    By::Official {
        official: Box::new(Seen::new(state.clone(), official_id(2).to_string(), 1)),
        authority: Box::new(authority(SURGUT, Level::Municipality)),
    }
}

fn opens(fields: &[SealedField]) -> Action {
    Action::OpenSealed {
        initiative: initiative_id(),
        fields: fields.iter().copied().collect(),
        reason: OpeningReason::Contact,
    }
}

#[test]
fn what_is_sealed_is_opened_once_a_day_and_each_field_is_named() {
    let state = clerk_two();
    let identity = &[SealedField::Identity];
    let opened = after(&state, &himself(&state), opens(identity));
    assert!(opened.has_opened(initiative_id(), SealedField::Identity, TODAY));
    assert!(!opened.has_opened(initiative_id(), SealedField::Letter, TODAY));
    assert_eq!(opened.decide(command(&himself(&opened), opens(identity))), Ok(Vec::new()));
    let more =
        opened.decide(command(&himself(&opened), opens(&[SealedField::Identity, SealedField::Letter])));
    let fields = [SealedField::Letter].into();
    let (initiative, reason, on) = (initiative_id(), OpeningReason::Contact, TODAY);
    assert_eq!(more, Ok(vec![OfficialEvent::SealedOpened { initiative, fields, reason, on }]));

    let mut next_day = command(&himself(&opened), opens(identity));
    next_day.order.at = noon(TODAY.tomorrow().expect("there is one"));
    assert_eq!(opened.decide(next_day).expect("he may").len(), 1);
}

#[test]
fn nobody_opens_a_case_that_is_not_with_his_authority_but_an_auditor() {
    let elsewhere: Official = given([appointed(2, Role::Head, "71818000")]);
    let by = By::Official {
        official: Box::new(Seen::new(elsewhere.clone(), official_id(2).to_string(), 1)),
        authority: Box::new(authority("71818000", Level::Municipality)),
    };
    let all = SealedField::ALL;
    assert_eq!(elsewhere.decide(command(&by, opens(all))), Err(Refusal::NotYourCase));
    // Nor in another's name, nor as an administrator.
    assert_eq!(clerk_two().decide(command(&clerk(), opens(all))), Err(Refusal::NotYourCase));
    let administrator: Official = given([appointed(2, Role::Administrator, SURGUT)]);
    let by = himself(&administrator);
    assert_eq!(administrator.decide(command(&by, opens(all))), Err(Refusal::NotYourCase));

    let auditor: Official = given([appointed(2, Role::Auditor, SURGUT)]);
    assert_eq!(auditor.decide(command(&himself(&auditor), opens(all))).expect("he may").len(), 1);
    assert_eq!(auditor.decide(command(&himself(&auditor), opens(&[]))), Err(Refusal::NothingToOpen));
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Official::TYPE,
        vec![
            OfficialEvent::OfficialAppointed {
                id: official_id(1),
                authority: authority_id(SURGUT),
                role: Role::Head,
                from: TODAY,
                until: Some(date(2031, 9, 1)),
                acting: false,
                name: open(20),
                participant: Some(participant_id(5)),
            },
            OfficialEvent::RoleGranted {
                role: Role::Officer,
                from: TODAY,
                until: Some(date(2027, 3, 1)),
                acting: true,
            },
            OfficialEvent::RoleEnded { role: Role::Officer, on: TODAY },
            OfficialEvent::SubstitutionSet {
                in_place_of: official_id(2),
                role: Role::Clerk,
                from: TODAY,
                until: date(2027, 2, 14),
            },
            OfficialEvent::ContactsSet { phone: Some(open(12)), email: Some(open(20)) },
            OfficialEvent::Renamed { name: open(20) },
            OfficialEvent::SealedOpened {
                initiative: initiative_id(),
                fields: [SealedField::Identity, SealedField::Contacts].into(),
                reason: OpeningReason::Contact,
                on: TODAY,
            },
            OfficialEvent::Dismissed { on: TODAY },
        ],
    );
}
