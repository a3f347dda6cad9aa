use jiff::civil::date;

use super::*;
use crate::actor::By;
use crate::cast::{
    FEDERATION, SURGUT, TODAY, YUGRA, administrator, clerk, code, given, grown_up, official, official_id,
    open, order, participant_id, path, person, registered, resident, sealed, territories, verified,
};
use crate::golden;
use crate::initiative::fields::Basis;
use crate::kept::{Private, Typed};
use crate::official::Role;
use crate::seen::Seen;
use crate::territory::TerritoryKind;

fn verify(method: Method) -> Action {
    Action::Verify { method, on: TODAY, identity: Some(sealed()), residence: code(SURGUT) }
}

fn command(by: &By, action: Action) -> Command {
    Command {
        id: participant_id(1),
        order: order(by, action),
        age: None,
        residence: territories(),
        representative: None,
        retention: Retention::default(),
    }
}

fn with_age(by: &By, action: Action) -> Command {
    Command { age: grown_up(), ..command(by, action) }
}

fn unverified() -> Participant {
    given([registered(1, ParticipantKind::Person)])
}

fn organisation() -> Participant {
    given([registered(1, ParticipantKind::Organisation), verified(None)])
}

#[test]
fn who_is_verified_has_the_facts_that_rules_need() {
    let events =
        unverified().decide(with_age(&clerk(), verify(Method::DocumentSeenByClerk))).expect("a clerk saw it");
    let mut state = unverified();
    assert!(!state.is_verified());
    events.into_iter().for_each(|event| state.apply(event));
    assert!(state.is_verified());
    assert_eq!(state.method(), Some(Method::DocumentSeenByClerk));
    assert_eq!(state.residence(), Some(&code(SURGUT)));
    assert_eq!(state.residence_path(), path());
    assert!(state.is_sixteen_on(date(2006, 5, 1)) && !state.is_sixteen_on(date(2006, 4, 30)));
    assert!(state.is_eighteen_on(date(2008, 5, 1)) && !state.is_eighteen_on(date(2008, 4, 30)));
}

#[test]
fn each_way_to_verify_belongs_to_one_kind_of_actor() {
    let actors = [By::Engine, clerk(), By::Installation, resident(), official(Role::Auditor, SURGUT)];
    let allowed = [
        (Method::Oidc, [true, false, false, false, false]),
        (Method::DocumentSeenByClerk, [false, true, false, false, false]),
        (Method::Imported, [false, false, true, false, false]),
    ];
    for (method, expected) in allowed {
        let got = actors
            .each_ref()
            .map(|by| unverified().decide(with_age(by, verify(method))) != Err(Refusal::NotAllowed));
        assert_eq!(got, expected, "{method:?}");
    }
}

#[test]
fn the_clerk_who_saw_the_document_is_recorded() {
    let events =
        unverified().decide(with_age(&clerk(), verify(Method::DocumentSeenByClerk))).expect("a clerk saw it");
    let [ParticipantEvent::ParticipantVerified { method, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(*method, Verification::DocumentSeenByClerk { official: official_id(1) });
}

#[test]
fn only_an_imported_verification_is_done_again() {
    let imported =
        unverified().decide(with_age(&By::Installation, verify(Method::Imported))).expect("an import");
    let mut state = unverified();
    imported.into_iter().for_each(|event| state.apply(event));
    assert!(state.decide(with_age(&By::Engine, verify(Method::Oidc))).is_ok());
    let refused = person(1).decide(with_age(&By::Engine, verify(Method::Oidc)));
    assert_eq!(refused, Err(Refusal::AlreadyVerified));
}

#[test]
fn a_person_is_verified_by_name_and_birth_date_and_a_body_is_not() {
    assert_eq!(
        unverified().decide(command(&By::Engine, verify(Method::Oidc))),
        Err(Refusal::IdentityMissing)
    );
    let body: Participant = given([registered(1, ParticipantKind::Organisation)]);
    assert_eq!(body.decide(with_age(&By::Engine, verify(Method::Oidc))), Err(Refusal::IdentityOfABody));
    let seat = Action::Verify { method: Method::Oidc, on: TODAY, identity: None, residence: code(SURGUT) };
    assert!(body.decide(command(&By::Engine, seat)).is_ok());
}

#[test]
fn a_tos_body_belongs_to_its_own_territory() {
    let seat = || Action::Verify { method: Method::Oidc, on: TODAY, identity: None, residence: code(SURGUT) };
    let of = |place: &str| -> Participant {
        given([registered(1, ParticipantKind::TosBody { territory: code(place) })])
    };
    assert!(of(SURGUT).decide(command(&By::Engine, seat())).is_ok());
    assert_eq!(of(YUGRA).decide(command(&By::Engine, seat())), Err(Refusal::TosElsewhere));
}

#[test]
fn nobody_is_verified_tomorrow_or_lives_nowhere() {
    let on = TODAY.tomorrow().expect("there is one");
    let tomorrow =
        Action::Verify { method: Method::Oidc, on, identity: Some(sealed()), residence: code(SURGUT) };
    assert_eq!(unverified().decide(with_age(&By::Engine, tomorrow)), Err(Refusal::InTheFuture { on }));
    let mut nowhere = with_age(&By::Engine, verify(Method::Oidc));
    nowhere.residence.pop();
    assert_eq!(unverified().decide(nowhere), Err(Refusal::NoSuchResidence(code(SURGUT))));
}

#[test]
fn a_person_does_not_move_himself() {
    let elsewhere = Action::ChangeResidence { residence: code("71818000"), on: TODAY };
    let mut by_himself = command(&resident(), elsewhere);
    by_himself.residence[0] = crate::cast::territory("71818000", Some(YUGRA), TerritoryKind::Municipality);
    let mut by_clerk = by_himself.clone();
    by_clerk.order.by = clerk();
    assert_eq!(person(1).decide(by_himself), Err(Refusal::NotAllowed));
    let mut state = person(1).into_state();
    for event in state.decide(by_clerk.clone()).expect("a clerk saw the registration") {
        state.apply(event);
    }
    assert_eq!(state.residence(), Some(&code("71818000")));
    assert_eq!(state.decide(by_clerk), Err(Refusal::NothingChanges));
}

#[test]
fn the_name_of_a_person_is_not_recorded_in_the_open() {
    let register = |kind| Action::Register { kind, name: Some(open(20)) };
    let newcomer = Participant::default();
    assert_eq!(
        newcomer.decide(command(&clerk(), register(ParticipantKind::Person))),
        Err(Refusal::NameIsPrivate)
    );
    assert!(newcomer.decide(command(&clerk(), register(ParticipantKind::Organisation))).is_ok());
}

#[test]
fn a_newcomer_registers_himself_and_nobody_else() {
    let newcomer = |id: u128| {
        By::Participant(Box::new(Seen::new(Participant::default(), participant_id(id).to_string(), 0)))
    };
    let register = || Action::Register { kind: ParticipantKind::Person, name: None };
    assert!(Participant::default().decide(command(&newcomer(1), register())).is_ok());
    assert_eq!(Participant::default().decide(command(&newcomer(2), register())), Err(Refusal::NotAllowed));
    assert_eq!(unverified().decide(command(&newcomer(1), register())), Err(Refusal::AlreadyRegistered));
}

#[test]
fn a_verified_person_represents_an_organisation_until_removed() {
    let add = Action::AddRepresentative { participant: participant_id(2) };
    let mut command_by_clerk = command(&clerk(), add);
    command_by_clerk.representative = Some(person(2));
    let mut state = organisation();
    for event in state.decide(command_by_clerk).expect("a clerk saw the authorisation") {
        state.apply(event);
    }
    assert!(state.is_represented_by(participant_id(2)));
    let himself = By::Participant(Box::new(person(2)));
    let remove = || Action::RemoveRepresentative { participant: participant_id(2) };
    assert_eq!(
        state.decide(command(&By::Participant(Box::new(person(3))), remove())),
        Err(Refusal::NotAllowed)
    );
    for event in state.decide(command(&himself, remove())).expect("a representative may") {
        state.apply(event);
    }
    assert!(!state.is_represented_by(participant_id(2)));
}

#[test]
fn an_unverified_person_represents_nobody_and_a_person_has_no_representative() {
    let add = || Action::AddRepresentative { participant: participant_id(2) };
    let mut unfit = command(&clerk(), add());
    unfit.representative =
        Some(Seen::new(given([registered(2, ParticipantKind::Person)]), participant_id(2).to_string(), 1));
    assert_eq!(organisation().decide(unfit), Err(Refusal::UnfitRepresentative));
    let mut of_a_person = command(&clerk(), add());
    of_a_person.representative = Some(person(2));
    assert_eq!(person(1).decide(of_a_person), Err(Refusal::HasNoRepresentatives));
}

fn erase(basis: Basis, retention: Retention) -> Result<Vec<ParticipantEvent>, Refusal> {
    let erase = Action::ErasePersonalData { basis, on: TODAY };
    person(1).decide(Command { retention, ..command(&administrator(), erase) })
}

#[test]
fn erasure_is_refused_while_a_case_is_open() {
    for basis in [Basis::RetentionOver, Basis::ConsentWithdrawn] {
        let retention = Retention { open_cases: 2, then_years: 5, retained_until: None };
        assert_eq!(erase(basis, retention), Err(Refusal::CaseOpen { open_cases: 2, years: 5 }));
    }
}

#[test]
fn erasure_is_refused_through_the_last_day_of_retention_and_says_which() {
    let kept = |until| Retention { retained_until: Some(until), ..Retention::default() };
    assert_eq!(erase(Basis::RetentionOver, kept(TODAY)), Err(Refusal::Retained { until: TODAY }));
    assert!(erase(Basis::RetentionOver, kept(TODAY.yesterday().expect("there is one"))).is_ok());
}

#[test]
fn a_court_and_unlawful_processing_do_not_wait() {
    let retention = Retention { open_cases: 1, then_years: 5, retained_until: Some(date(2030, 1, 1)) };
    for basis in [Basis::CourtOrder, Basis::UnlawfulProcessing] {
        assert_eq!(
            erase(basis, retention),
            Ok(vec![ParticipantEvent::PersonalDataErased { basis, on: TODAY }])
        );
    }
}

#[test]
fn an_erased_participant_is_no_longer_verified_and_nothing_more_happens_to_him() {
    let mut state = person(1).into_state();
    state.apply(ParticipantEvent::PersonalDataErased { basis: Basis::CourtOrder, on: TODAY });
    assert!(state.is_erased() && !state.is_verified());
    let contact = Action::SetContact { phone: Some(sealed()), email: None };
    assert_eq!(state.decide(command(&resident(), contact)), Err(Refusal::Erased));
}

#[test]
fn a_clerk_does_not_erase() {
    let erase = Action::ErasePersonalData { basis: Basis::CourtOrder, on: TODAY };
    assert_eq!(person(1).decide(command(&clerk(), erase)), Err(Refusal::NotAllowed));
}

#[test]
fn who_is_born_on_29_february_comes_of_age_on_the_last_day_of_that_month() {
    let identity = Identity {
        surname: "Иванова".to_owned(),
        given_names: "Анна".to_owned(),
        patronymic: None,
        birth_date: date(2012, 2, 29),
    };
    assert_eq!(identity.age(), Age { sixteen_on: date(2028, 2, 29), eighteen_on: date(2030, 2, 28) });
}

#[test]
fn an_identity_shows_nothing_of_itself_in_logs() {
    let identity: Identity =
        serde_json::from_str(r#"{"surname": "Иванова", "given_names": "Анна", "birth_date": "1990-05-01"}"#)
            .expect("it is complete");
    assert_eq!(format!("{identity:?}"), "Identity(…)");
}

#[test]
fn an_action_reads_from_what_a_clerk_types() {
    let typed = r#"{"verify": {"method": "document_seen_by_clerk", "on": "2027-02-01", "residence": "71826000",
        "identity": {"surname": "Иванова", "given_names": "Анна", "patronymic": "Петровна", "birth_date": "1990-05-01"}}}"#;
    let action: Action<Typed, Private, Private<Identity>> =
        serde_json::from_str(typed).expect("it is complete");
    let Action::Verify { identity: Some(Private(identity)), .. } = action else {
        panic!("another action came out")
    };
    assert_eq!(identity.age().eighteen_on, date(2008, 5, 1));
    assert!(
        serde_json::from_str::<Action<Typed, Private, Private<Identity>>>(r#"{"verify": {"who": 1}}"#)
            .is_err()
    );
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Participant::TYPE,
        vec![
            ParticipantEvent::ParticipantRegistered {
                id: participant_id(1),
                kind: ParticipantKind::TosBody { territory: code(SURGUT) },
                name: Some(open(20)),
            },
            ParticipantEvent::ParticipantVerified {
                method: Verification::DocumentSeenByClerk { official: official_id(1) },
                on: TODAY,
                identity: Some(sealed()),
                age: grown_up(),
                residence: code(SURGUT),
                residence_path: path(),
            },
            ParticipantEvent::ResidenceChanged {
                residence: code(FEDERATION),
                residence_path: vec![code(FEDERATION)],
                on: TODAY,
            },
            ParticipantEvent::ContactSet { phone: Some(sealed()), email: Some(sealed()) },
            ParticipantEvent::RepresentativeAdded { participant: participant_id(2) },
            ParticipantEvent::RepresentativeRemoved { participant: participant_id(2) },
            ParticipantEvent::PersonalDataErased { basis: Basis::RetentionOver, on: TODAY },
        ],
    );
}
