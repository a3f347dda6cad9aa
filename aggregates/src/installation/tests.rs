use super::*;
use crate::actor::By;
use crate::cast::{TODAY, administrator, clerk, code, given, official_id, order, resident};
use crate::golden;

const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn founded() -> InstallationEvent {
    let (id, clock) = (Uuid::from_u128(3), ClockKind::Simulated);
    InstallationEvent::InstallationFounded { id, clock, on: TODAY, log: Some(log()) }
}

fn found() -> Action {
    let (id, clock) = (Uuid::from_u128(3), ClockKind::Simulated);
    Action::Found { id, clock, on: TODAY, log: Some(log()) }
}

fn log() -> LogOpened {
    let key = "veche.example/log+8e2d1a50+AQ==".to_owned();
    LogOpened { origin: "veche.example/log".to_owned(), format: 1, key: Some(key) }
}

const OTHER_KEY: &str = "veche.example/log+77c01f2e+Ag==";

fn change(before: Option<String>, key: &str) -> Action {
    Action::ChangeLogKey { before, key: key.to_owned() }
}

fn lost() -> (u64, u64, String) {
    (10, 12, EMPTY_SHA256.to_owned())
}

fn procedure(version: u32, text: &str) -> Action {
    Action::AdoptProcedure { id: code("inverted-pyramid"), version, text: text.to_owned() }
}

fn calendar(version: &str, text: &str) -> Action {
    Action::AdoptCalendar { version: version.to_owned(), text: text.to_owned() }
}

fn after(actions: Vec<Action>) -> Installation {
    let mut state: Installation = given([founded()]);
    for action in actions {
        for event in state.decide(order(&By::Installation, action)).expect("nothing stands against it") {
            state.apply(event);
        }
    }
    state
}

#[test]
fn a_journal_is_founded_once_and_by_the_installation() {
    let none = Installation::default();
    assert_eq!(none.decide(order(&By::Installation, found())), Ok(vec![founded()]));
    assert_eq!(none.decide(order(&administrator(), found())), Err(Refusal::NotAllowed));
    let state = after(vec![]);
    assert_eq!(state.log(), Some(&log()));
    assert_eq!((state.id(), state.clock()), (Some(Uuid::from_u128(3)), Some(ClockKind::Simulated)));
    assert_eq!(state.decide(order(&By::Installation, found())), Err(Refusal::AlreadyFounded));
}

#[test]
fn nothing_happens_before_the_journal_is_founded() {
    let refused = Installation::default().decide(order(&By::Installation, procedure(1, "x")));
    assert_eq!(refused, Err(Refusal::NotFounded));
}

#[test]
fn a_normative_text_is_recorded_with_its_hash() {
    let state = after(vec![procedure(1, ""), calendar("2027", "")]);
    let adopted = state.adopted(&code("inverted-pyramid"), 1).expect("it was used");
    assert_eq!((adopted.sha256.as_str(), adopted.text.as_str()), (EMPTY_SHA256, ""));
    assert_eq!(state.adopted_calendar("2027").expect("it was used").sha256, EMPTY_SHA256);
    assert!(state.adopted(&code("inverted-pyramid"), 2).is_none());
}

#[test]
fn the_same_file_again_changes_nothing() {
    let state = after(vec![procedure(1, "terms"), calendar("2027", "days")]);
    assert_eq!(state.decide(order(&By::Engine, procedure(1, "terms"))), Ok(vec![]));
    assert_eq!(state.decide(order(&By::Engine, calendar("2027", "days"))), Ok(vec![]));
}

#[test]
fn a_known_version_with_another_text_is_refused() {
    let state = after(vec![procedure(1, "terms"), calendar("2027", "days")]);
    for action in [procedure(1, "other terms"), calendar("2027", "other days")] {
        let refusal = state.decide(order(&By::Engine, action)).expect_err("it changed");
        assert_eq!(refusal.code(), "file_changed");
    }
    assert!(state.decide(order(&By::Engine, procedure(2, "other terms"))).is_ok());
}

#[test]
fn residents_and_clerks_adopt_nothing() {
    for by in [resident(), clerk()] {
        assert_eq!(after(vec![]).decide(order(&by, procedure(1, "x"))), Err(Refusal::NotAllowed));
    }
    assert!(after(vec![]).decide(order(&administrator(), procedure(1, "x"))).is_ok());
}

#[test]
fn an_administrator_is_named_once() {
    let name = || Action::NameAdministrator { official: official_id(1) };
    let state = after(vec![name()]);
    assert!(state.administrators().contains(&official_id(1)));
    assert_eq!(state.decide(order(&By::Installation, name())), Err(Refusal::AlreadyNamed));
    assert_eq!(after(vec![]).decide(order(&By::Engine, name())), Err(Refusal::NotAllowed));
}

#[test]
fn stored_events_keep_their_shape() {
    let (kept, signed, root) = lost();
    golden::check(
        Installation::TYPE,
        vec![
            // As journals before the log have it; it stays readable.
            InstallationEvent::InstallationFounded {
                id: Uuid::from_u128(3),
                clock: ClockKind::Simulated,
                on: TODAY,
                log: None,
            },
            InstallationEvent::ProcedureAdopted {
                id: code("inverted-pyramid"),
                version: 1,
                sha256: EMPTY_SHA256.to_owned(),
                text: String::new(),
            },
            InstallationEvent::CalendarAdopted {
                version: "2027".to_owned(),
                sha256: EMPTY_SHA256.to_owned(),
                text: String::new(),
            },
            InstallationEvent::AdministratorNamed { official: official_id(1) },
            InstallationEvent::TailLost { kept, signed, root },
            InstallationEvent::LogKeyChanged { before: log().key, key: OTHER_KEY.to_owned() },
        ],
    );
}

#[test]
fn only_whoever_runs_the_installation_can_say_that_signed_events_are_lost() {
    let (kept, signed, root) = lost();
    let admit = Action::AdmitLoss { kept, signed, root: root.clone() };
    let state = after(vec![]);
    assert_eq!(state.decide(order(&administrator(), admit.clone())), Err(Refusal::NotAllowed));
    assert_eq!(
        state.decide(order(&By::Installation, admit)),
        Ok(vec![InstallationEvent::TailLost { kept, signed, root }])
    );
}

#[test]
fn a_log_gets_another_key_by_whoever_has_the_one_that_is_named_and_no_key_twice() {
    let state = after(vec![]);
    let (first, changed) = (log().key, change(log().key, OTHER_KEY));
    assert_eq!(state.decide(order(&administrator(), changed.clone())), Err(Refusal::NotAllowed));
    let state = after(vec![changed]);
    assert_eq!(state.log().and_then(|log| log.key.as_deref()), Some(OTHER_KEY));
    assert_eq!(state.earlier_log_keys(), first.as_slice());
    let named = Some(OTHER_KEY.to_owned());
    for again in [
        change(first.clone(), "veche.example/log+1+Aw=="),
        change(named.clone(), OTHER_KEY),
        change(named, &first.unwrap_or_default()),
    ] {
        let refusal =
            state.decide(order(&By::Installation, again)).expect_err("it is not named, or was before");
        assert_eq!(refusal.code(), "other_log_key");
        assert!(refusal.to_string().contains(OTHER_KEY), "{refusal}");
    }
}
