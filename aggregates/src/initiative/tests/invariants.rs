//! The invariants of the state model, over random histories of commands.

use proptest::prelude::*;

use super::world::{FEDERATION, NEFTEYUGANSK, SURGUT, YUGRA};
use super::*;
use crate::initiative::event::ReturnCause;
use crate::initiative::obligation::{Standing, TermChange};
use crate::initiative::stage::Awaited;

/// One thing somebody tries; most are refused, and that is part of the test.
#[derive(Clone, Debug)]
enum Try {
    Wait(u8),
    Author(u8),
    Clerk(u8),
    Head(u8),
    Other(u8),
    Supports(u8),
    Passing(u8),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        4 => (1u8..40).prop_map(Try::Wait),
        3 => (0u8..8).prop_map(Try::Author),
        6 => (0u8..9).prop_map(Try::Clerk),
        6 => (0u8..14).prop_map(Try::Head),
        1 => (0u8..4).prop_map(Try::Other),
        1 => (0u8..3).prop_map(Try::Supports),
        1 => (0u8..6).prop_map(Try::Passing),
    ];
    proptest::collection::vec(one, 1..60)
}

fn attempt(case: &mut Case, what: &Try) {
    let holder =
        case.state.custody().map_or_else(|| SURGUT.parse().expect("an id"), |it| it.authority.clone());
    let (text, long) = (case.world.text(), case.world.long_text());
    let author = |n: u8| match n {
        0 => Action::Submit(Box::new(case.world.submission(Kind::Work))),
        1 => Action::Clarify { answer: text.clone(), fields: None },
        2 => Action::AcceptRevision,
        3 => Action::DeclineRevision,
        4 => Action::Revise { fields: case.world.fields(Kind::Work) },
        5 => Action::Appeal { reasons: text.clone() },
        6 => Action::Withdraw,
        _ => Action::StepDown,
    };
    let clerk = |n: u8| match n {
        0 | 1 => Action::Register { theme: Some("roads".parse().expect("a theme")), national_project: None },
        2 | 3 => Action::Publish { fields: None },
        4 => Action::ReturnForClarification { questions: text.clone() },
        5 => Action::DispatchAnswer {
            nth: None,
            outgoing_number: "1".to_owned(),
            channel: Channel::Web,
            letter: None,
        },
        6 => Action::Complete,
        7 => Action::PublishReport {
            report: text.clone(),
            money: Default::default(),
            labour: Default::default(),
        },
        _ => Action::ReportProgress {
            works: text.clone(),
            money: Default::default(),
            labour: Default::default(),
        },
    };
    let head = |n: u8| match n {
        0 => Action::Refuse { ground: ground("M5"), reasons: long.clone(), link: None },
        1 => Action::Refuse { ground: ground("R2"), reasons: long.clone(), link: None },
        2 => Action::Refuse { ground: ground("F2"), reasons: long.clone(), link: None },
        3 => Action::PassUp { opinion: text.clone() },
        4 => Action::Endorse { opinion: text.clone() },
        5 => Action::OfferRevision { what: text.clone() },
        6 => Action::Return { cause: ReturnCause::WithinItsPowers, reasons: text.clone() },
        7 => Action::Extend { days: 20, reason: text.clone() },
        8 => Action::Forward { to: NEFTEYUGANSK.parse().expect("an id"), why: text.clone() },
        9 => Action::NotAdmit { ground: ground("N3"), reasons: text.clone(), linked: None },
        10 => Action::DecideAppeal { outcome: AppealOutcome::Dismissed, reasons: text.clone() },
        11 => Action::DecideAppeal { outcome: AppealOutcome::Reconsider, reasons: text.clone() },
        12 => Action::DecideAppeal { outcome: AppealOutcome::TakenOver, reasons: text.clone() },
        _ => Action::Adopt {
            reasons: text.clone(),
            executor: holder.clone(),
            until: case.today.checked_add(jiff::Span::new().days(90)).expect("a date"),
        },
    };
    let (by, action) = match what {
        Try::Wait(days) => {
            let day = case.today.checked_add(jiff::Span::new().days(i64::from(*days))).expect("a date");
            case.run_to(day);
            return;
        }
        Try::Author(n) => (case.world.author(), author(*n)),
        Try::Clerk(n) => (case.world.clerk(&holder), clerk(*n)),
        Try::Head(n) => (case.world.head(&holder), head(*n)),
        Try::Other(n) => {
            let somebody = [SURGUT, NEFTEYUGANSK, YUGRA, FEDERATION][usize::from(*n)];
            (case.world.clerk_at(somebody), clerk(5))
        }
        Try::Passing(0) => {
            let to = if holder.as_str() == SURGUT { NEFTEYUGANSK } else { SURGUT };
            (case.world.administrator(), Action::PassCustody { to: to.parse().expect("an id") })
        }
        Try::Passing(1) => (case.world.clerk_at(YUGRA), {
            let authority = SURGUT.parse().expect("an id");
            Action::RequestOpinion { authority, question: text.clone() }
        }),
        Try::Passing(nth) => {
            let action = Action::FilePosition { nth: u32::from(*nth), position: text.clone() };
            (case.world.clerk_at(SURGUT), action)
        }
        Try::Supports(n) => {
            let count = [0, 7_000, 120_000][usize::from(*n)];
            (By::Engine, Action::NoteSupports { level: Level::Municipality, count })
        }
    };
    let before = case.events.len();
    if case.try_on(by, None, action).is_ok() {
        check_events(case, before);
    }
    case.tick();
}

fn check_events(case: &Case, from: usize) {
    for event in &case.events[from..] {
        for change in &event.terms {
            if let TermChange::Started(term) = change {
                assert!(
                    term.due.date > term.due.trigger,
                    "5: no due date on or before its trigger: {term:?}"
                );
            }
        }
    }
}

fn check_state(case: &Case) {
    let state = &case.state;
    if !state.exists() {
        return;
    }
    let closed = state.stage().is_closed();
    assert_eq!(state.custody().is_none(), closed, "1: somebody has it exactly while it is open");
    let author_awaited = state.custody().is_some_and(|it| it.awaited == Awaited::Author);
    let resting =
        closed || author_awaited || matches!(state.stage(), Stage::Refused { .. } | Stage::Reported);
    let clocked =
        state.obligations().iter().any(|it| matches!(it.standing, Standing::Running | Standing::Missed));
    assert!(resting || clocked, "2: nothing lies without a clock: {:?}", state.stage());
    let runs = |kinds: &[TermKind]| kinds.iter().any(|kind| state.running(*kind).is_some());
    let asked = [TermKind::Clarify, TermKind::RevisionAnswer, TermKind::RevisionText];
    assert!(!author_awaited || runs(&asked), "an author who is awaited has a term: {:?}", state.stage());
    let letter_owed = state.open_of_kind(TermKind::Dispatch).next().is_some();
    let can_change = letter_owed || runs(&[TermKind::AppealLodge, TermKind::Support]);
    let refused = matches!(state.stage(), Stage::Refused { .. });
    assert!(!refused || can_change, "a refusal that nothing can change is closed");
}

fn check_history(case: &Case) {
    let mut registered = Vec::new();
    let mut published = false;
    let mut missed = std::collections::BTreeSet::new();
    let mut level_before = None;
    let count = |name: &str| case.count(name);
    for event in &case.events {
        match &event.fact {
            Fact::Registered { level, .. } => registered.push(*level),
            Fact::Published { .. } => published = true,
            Fact::ReviewedByMunicipality { .. } => {
                assert!(
                    published && registered.contains(&Level::Municipality),
                    "3: decided only when registered and published"
                );
            }
            Fact::RefusedByRegion { .. } | Fact::EndorsedByRegion { .. } | Fact::AdoptedByRegion { .. } => {
                assert!(published && registered.contains(&Level::Region), "3");
            }
            Fact::DecidedFederally { .. } => {
                assert!(published && registered.contains(&Level::Federation), "3")
            }
            _ => {}
        }
        for change in &event.terms {
            match change {
                TermChange::Missed { nth } => assert!(missed.insert(*nth), "a term is missed once"),
                TermChange::Resumed { nth, .. } | TermChange::Paused { nth } => {
                    assert!(!missed.contains(nth), "6: a missed obligation never runs again");
                }
                _ => {}
            }
        }
        if let Some(custody) = event.moved.as_ref().and_then(|it| it.custody.as_ref()) {
            if let Some(before) = level_before {
                assert!(
                    custody.level <= before || Some(custody.level) == Level::above(before),
                    "8: no level is skipped"
                );
            }
            level_before = Some(custody.level);
        }
    }
    assert!(count("DeadlineExtended") <= 3 && count("ReturnedForClarification") <= 3, "7");
    assert!(
        count("ForwardedByCompetence") <= 2
            && count("ReturnedToMunicipality") <= 1
            && count("ReturnedToRegion") <= 1,
        "7"
    );
    let offers = case.events.iter().filter(|it| {
        matches!(
            &it.fact,
            Fact::ReviewedByMunicipality {
                outcome: crate::initiative::event::Review::RevisionOffered { .. }
            }
        )
    });
    assert!(offers.count() <= 1, "7");
    if let Some(end) =
        case.events.iter().position(|it| it.moved.as_ref().is_some_and(|moved| moved.stage.is_closed()))
    {
        let allowed = [
            "Redacted",
            "PersonalDataErased",
            "PositionFiled",
            "AnswerDispatched",
            "MissAnnotated",
            "DecisionCorrected",
        ];
        let clock = ["DeadlineMissed"];
        for event in &case.events[end + 1..] {
            let name = event.fact.name();
            assert!(allowed.contains(&name) || clock.contains(&name), "9: {name} after the end");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_keeps_the_invariants_of_the_state_model(tries in tries()) {
        let mut case = given().submitted();
        for what in &tries {
            attempt(&mut case, what);
            check_state(&case);
        }
        check_history(&case);
    }

    #[test]
    fn folding_the_stored_events_gives_the_live_state(tries in tries()) {
        let mut case = given().submitted();
        for what in &tries {
            attempt(&mut case, what);
        }
        let mut replayed = Initiative::default();
        for event in &case.events {
            let stored = serde_json::to_string(event).expect("an event is JSON");
            replayed.fold(&serde_json::from_str(&stored).expect("and reads back"));
        }
        prop_assert_eq!(replayed, case.state);
    }
}
