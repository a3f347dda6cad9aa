use jiff::civil::date;

use super::*;
use crate::actor::By;
use crate::cast::{
    SURGUT, TODAY, YUGRA, administrator, authority, authority_id, clerk, code, given, official_id, offset,
    open, order, territories,
};
use crate::golden;
use crate::seen::Seen;
use crate::territory::TerritoryEvent;

fn establish(level: Level, default_receiver: bool) -> Action {
    Action::Establish {
        territory: code(SURGUT),
        level,
        kind: AuthorityKind::Administration,
        name: open(20),
        competences: Competences::default(),
        utc_offset: offset(5),
        number_format: NumberFormat::default(),
        default_receiver,
        accepts_from: TODAY,
    }
}

fn command(by: &By, action: Action) -> Command {
    Command {
        id: authority_id(SURGUT),
        order: order(by, action),
        territory: Some(territories().remove(0)),
        receiver: None,
        successor: None,
    }
}

fn surgut() -> Authority {
    authority(SURGUT, Level::Municipality).into_state()
}

#[test]
fn an_established_authority_accepts_from_its_first_day() {
    let events = Authority::default().decide(command(&administrator(), establish(Level::Municipality, true)));
    let state: Authority = given(events.expect("nothing stands against it"));
    assert!(state.accepts_on(TODAY));
    assert!(!state.accepts_on(TODAY.yesterday().expect("there is one")));
    assert!(state.is_default_receiver());
    assert_eq!(state.level(), Level::Municipality);
    assert_eq!(state.territory(), Some(&code(SURGUT)));
    assert_eq!(state.utc_offset(), offset(5));
}

#[test]
fn an_authority_has_the_level_of_its_territory() {
    let refused = Authority::default().decide(command(&administrator(), establish(Level::Region, false)));
    assert_eq!(refused, Err(Refusal::LevelMismatch { expected: Level::Municipality }));
}

#[test]
fn an_authority_needs_a_territory_that_exists() {
    let mut ended = command(&administrator(), establish(Level::Municipality, false));
    if let Some(territory) = &mut ended.territory {
        territory.state_mut().apply(TerritoryEvent::TerritoryAbolished { on: TODAY });
    }
    assert_eq!(Authority::default().decide(ended), Err(Refusal::NoSuchTerritory(code(SURGUT))));
}

#[test]
fn a_territory_has_one_default_receiver() {
    let rival = authority(SURGUT, Level::Municipality);
    let second = |default_receiver, receiver: &Seen<Authority>| {
        let mut command = command(&administrator(), establish(Level::Municipality, default_receiver));
        command.id = code("71826000.council");
        command.receiver = Some(receiver.clone());
        Authority::default().decide(command)
    };
    assert_eq!(second(true, &rival), Err(Refusal::ReceiverExists(authority_id(SURGUT))));
    assert!(second(false, &rival).is_ok());

    let mut gone = rival;
    gone.state_mut().apply(AuthorityEvent::AcceptanceEnded { on: TODAY });
    assert!(second(true, &gone).is_ok());
}

#[test]
fn nobody_but_an_administrator_changes_an_authority() {
    for by in [clerk(), By::Engine] {
        assert_eq!(
            surgut().decide(command(&by, Action::Rename { name: open(9) })),
            Err(Refusal::NotAdministrator)
        );
    }
    assert!(surgut().decide(command(&By::Installation, Action::Rename { name: open(9) })).is_ok());
}

#[test]
fn acceptance_ends_once_and_on_its_day() {
    let end = Action::EndAcceptance { on: TODAY };
    let mut state = surgut();
    for event in state.decide(command(&administrator(), end.clone())).expect("it accepts") {
        state.apply(event);
    }
    assert!(state.accepts_on(TODAY.yesterday().expect("there is one")));
    assert!(!state.accepts_on(TODAY));
    assert_eq!(state.decide(command(&administrator(), end)), Err(Refusal::AcceptanceOver { on: TODAY }));
}

#[test]
fn an_abolished_authority_names_a_successor_that_accepts() {
    let abolish = |successor: Seen<Authority>, id: AuthorityId| {
        let mut command = command(&administrator(), Action::Abolish { on: TODAY, successor: Some(id) });
        command.successor = Some(successor);
        surgut().decide(command)
    };
    let neighbour = authority("71818000", Level::Municipality);
    let mut state = surgut();
    for event in abolish(neighbour.clone(), authority_id("71818000")).expect("the neighbour accepts") {
        state.apply(event);
    }
    assert!(state.is_abolished_on(TODAY));
    assert!(!state.accepts_on(TODAY));
    assert_eq!(state.successor(), Some(&authority_id("71818000")));
    assert_eq!(
        state.decide(command(&administrator(), Action::Rename { name: open(9) })),
        Err(Refusal::Abolished { on: TODAY })
    );

    let mut closed = neighbour;
    closed.state_mut().apply(AuthorityEvent::AcceptanceEnded { on: TODAY });
    let unfit = [
        (closed, authority_id("71818000")),
        (authority(YUGRA, Level::Region), authority_id(YUGRA)),
        (authority(SURGUT, Level::Municipality), authority_id(SURGUT)),
    ];
    for (successor, id) in unfit {
        assert_eq!(abolish(successor, id.clone()), Err(Refusal::UnfitSuccessor(id)));
    }
}

#[test]
fn nobody_signs_twice() {
    let officials = vec![official_id(1), official_id(2), official_id(1)];
    let refused = surgut().decide(command(&administrator(), Action::SetSignatories { officials }));
    assert_eq!(refused, Err(Refusal::ListedTwice));
}

#[test]
fn competences_limit_what_an_authority_decides() {
    let mut state = surgut();
    assert!(state.competent_for(Some(&code("roads")), Kind::Law));
    let competences = Competences { themes: vec![code("roads")], kinds: vec![Kind::Work, Kind::Programme] };
    state.apply(AuthorityEvent::CompetencesSet { competences });
    assert!(state.competent_for(Some(&code("roads")), Kind::Work));
    assert!(state.competent_for(None, Kind::Work));
    assert!(!state.competent_for(Some(&code("schools")), Kind::Work));
    assert!(!state.competent_for(Some(&code("roads")), Kind::Law));
}

#[test]
fn numbers_are_written_by_the_format() {
    assert_eq!(surgut().format_number(17, 2027), "17/2027-71826000.administration");
    let mut state = surgut();
    state.apply(AuthorityEvent::NumberFormatSet { number_format: code("OG-{n}") });
    assert_eq!(state.format_number(17, 2027), "OG-17");
}

#[test]
fn a_number_format_has_the_number_once_and_no_free_text() {
    for bad in ["", "{year}", "{n}{n}", "№{n}", "{n} {year}", "{n}/{month}", "{n", &"x".repeat(61)] {
        assert!(bad.parse::<NumberFormat>().is_err(), "{bad:?} was taken");
    }
    for good in ["{n}", "{n}/{year}", "{authority}-{year}.{n}", "OG_{n}"] {
        assert!(good.parse::<NumberFormat>().is_ok(), "{good:?} was refused");
    }
}

#[test]
fn stored_events_keep_their_shape() {
    golden::check(
        Authority::TYPE,
        vec![
            AuthorityEvent::AuthorityEstablished {
                id: authority_id(SURGUT),
                territory: code(SURGUT),
                level: Level::Municipality,
                kind: AuthorityKind::Administration,
                name: open(20),
                competences: Competences { themes: vec![code("roads")], kinds: vec![Kind::Work] },
                utc_offset: offset(5),
                number_format: NumberFormat::default(),
                default_receiver: true,
                accepts_from: date(2027, 1, 1),
            },
            AuthorityEvent::AuthorityRenamed { name: open(20) },
            AuthorityEvent::LetterheadSet { text: open(90) },
            AuthorityEvent::SignatoriesSet { officials: vec![official_id(1)] },
            AuthorityEvent::CompetencesSet { competences: Competences::default() },
            AuthorityEvent::NumberFormatSet { number_format: code("{n}/{year}-{authority}") },
            AuthorityEvent::AcceptanceEnded { on: TODAY },
            AuthorityEvent::ContactsSet {
                phone: Some(open(12)),
                email: Some(open(20)),
                address: Some(open(60)),
            },
            AuthorityEvent::AuthorityAbolished { on: TODAY, successor: Some(authority_id("71818000")) },
        ],
    );
}
