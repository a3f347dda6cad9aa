//! The made-up country of the demo: built once, and looked at by each test.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aggregates::ids::AuthorityId;
use aggregates::initiative::Stage;
use aggregates::initiative::event::Closing;
use aggregates::level::Level;
use aggregates::procedure::TermKind;
use engine::{Clock, Config, Engine, Entropy, SimulatedClock};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use journal::{Recorded, Store};
use projections::worklist::{Work, worklist};
use simulation::demo::{self, Cast, Who};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use vault::MasterKeys;

/// A Thursday.
pub(crate) const NOW: &str = "2026-11-26T07:00:00Z";
const TODAY: Date = date(2026, 11, 26);
const DISTRICT: &str = "71826000.administration";

pub(crate) struct Country {
    pub(crate) engine: Engine,
    pub(crate) cast: Cast,
    _directory: TempDir,
}

/// Outlives each test, as does what runs on it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static COUNTRY: LazyLock<Country> = LazyLock::new(|| RUNTIME.block_on(built_for(NOW)));

pub(crate) async fn built_for(now: &str) -> Country {
    let now: Timestamp = now.parse().expect("a time");
    let directory = tempfile::tempdir().expect("a directory");
    let entropy = Entropy::seeded(5);
    let keys = MasterKeys::generate(&entropy);
    let config = Config {
        clock: Some(Clock::Simulated(SimulatedClock::new(demo::begins(now)))),
        entropy,
        create: true,
        ..Config::new(Store::Sqlite(directory.path().join("stores")), directory.path().join("node"), keys)
    };
    let engine = Engine::open(config).await.expect("the engine opens");
    let cast = demo::build(&engine, now, |_| {}).await.unwrap_or_else(|error| panic!("{}", told(&error)));
    Country { engine, cast, _directory: directory }
}

/// An error with everything behind it: which initiative, which step, and why not.
fn told(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {}", told(cause)))
}

async fn events(engine: &Engine) -> Vec<Recorded> {
    engine.journal().read(0, 100_000).await.expect("the journal reads")
}

async fn stages(engine: &Engine) -> BTreeMap<String, Stage> {
    let mut stages = BTreeMap::new();
    for event in events(engine).await.into_iter().filter(|it| it.event_type == "Submitted") {
        let id = event.stream.id.parse().expect("an initiative");
        let state = engine.initiative(id).await.expect("it loads").expect("it was submitted");
        stages.insert(event.stream.id.to_string(), state.stage());
    }
    stages
}

async fn work_of(engine: &Engine, authority: &str) -> Work {
    let authority: AuthorityId = authority.parse().expect("an authority");
    let read = engine.views().read("worklist", move |view| worklist(view, &authority, 1000, None));
    read.await.expect("the view reads")
}

#[test]
fn every_stage_of_the_procedure_is_there() {
    let there: Vec<Stage> = RUNTIME.block_on(stages(&COUNTRY.engine)).into_values().collect();
    let mut wanted = vec![
        Stage::RevisionOffered,
        Stage::RevisionDrafting,
        Stage::Refused { level: Level::Municipality, admitted: false },
        Stage::UnderAppeal { against: Level::Municipality, admitted: true },
        Stage::UnderAppeal { against: Level::Region, admitted: true },
        Stage::InExecution,
        Stage::Completed,
        Stage::Reported,
    ];
    for level in Level::ALL {
        wanted.extend([
            Stage::AwaitingRegistration { level },
            Stage::AwaitingPublication { level },
            Stage::UnderReview { level },
            Stage::Refused { level, admitted: true },
        ]);
    }
    for how in [
        Closing::CarriedOut,
        Closing::Refused,
        Closing::Withdrawn,
        Closing::NotCarriedOut,
        Closing::Merged,
        Closing::Redirected,
        Closing::Answered,
    ] {
        wanted.push(Stage::Closed { how });
    }
    let missing: Vec<&Stage> = wanted.iter().filter(|stage| !there.contains(stage)).collect();
    assert!(missing.is_empty(), "nothing stands at {missing:?}");
}

#[test]
fn everything_that_the_procedure_knows_has_happened() {
    let events = RUNTIME.block_on(events(&COUNTRY.engine));
    let happened: BTreeSet<&str> = events.iter().map(|it| it.event_type.as_str()).collect();
    for event in [
        "AuthorReplaced",
        "AuthorSteppedDown",
        "Clarified",
        "ClarificationLapsed",
        "CoInitiatorJoined",
        "CommentWithheld",
        "DeadlineExtended",
        "DeadlineMissed",
        "DecidedFederally",
        "DecisionCorrected",
        "ExecutionTermMoved",
        "ForwardedByCompetence",
        "HearingAnnounced",
        "HearingRecorded",
        "MergedInto",
        "MergeProposed",
        "MissAnnotated",
        "OpinionGiven",
        "PositionFiled",
        "Redacted",
        "ResultAssessed",
        "ReturnedToMunicipality",
        "ReturnedToRegion",
        "Revised",
        "RevisionDeclined",
        "SubstitutionSet",
        "SupportConfirmed",
        "SupportWithdrawn",
        "ThresholdReached",
    ] {
        assert!(happened.contains(event), "no {event}");
    }
    let cause = |cause: &str| {
        events.iter().any(|it| it.event_type.starts_with("Escalated") && it.payload.contains(cause))
    };
    for why in ["passed_up", "endorsed", "silence", "threshold", "appeal"] {
        assert!(cause(&format!("\"{why}\"")), "nothing went up by {why}");
    }
}

#[test]
fn the_cast_has_every_role_under_a_login_of_its_own() {
    let cast = &COUNTRY.cast;
    let logins: BTreeSet<&str> = cast.people.iter().map(|role| role.login.as_str()).collect();
    assert_eq!(logins.len(), cast.people.len());
    for login in [
        "clerk",
        "officer",
        "head",
        "head.acting",
        "region.clerk",
        "region.head",
        "federal.clerk",
        "federal.head",
        "auditor",
        "admin",
        "executor",
        "clerk.neighbour",
        "resident",
        "resident2",
        "unverified",
        "tos",
        "company",
    ] {
        assert!(logins.contains(login), "nobody is {login}");
    }
    for role in &cast.people {
        assert!(
            role.login.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
        );
        for text in [&role.name, &role.about_ru, &role.about_en] {
            assert!(!text.is_empty(), "{} is not told of", role.login);
        }
    }
    assert!(matches!(cast.role("clerk").expect("he is there").who, Who::Official(_)));
    assert!(matches!(cast.role("tos").expect("it is there").who, Who::Participant(_)));
}

#[test]
fn the_districts_worklist_has_something_in_each_part() {
    let work = RUNTIME.block_on(work_of(&COUNTRY.engine, DISTRICT));
    let week = TODAY.saturating_add(jiff::Span::new().days(7));
    let actual = |task: &&projections::worklist::Task| {
        !matches!(task.owed.kind, TermKind::Comments | TermKind::Forward | TermKind::Grace)
    };
    let due: Vec<Date> = work.due.iter().filter(actual).map(|task| task.owed.due).collect();
    assert!(due.contains(&TODAY), "nothing is due today: {due:?}");
    assert!(due.iter().any(|day| *day > TODAY && *day <= week), "nothing is due this week: {due:?}");
    assert!(due.iter().any(|day| *day > week), "nothing is due later: {due:?}");
    assert!(!work.missed.is_empty(), "nothing is overdue");
    assert!(!work.debts.is_empty(), "nothing is owed to somebody above");
    assert!(!work.awaiting_author.is_empty(), "nobody is awaited");
    let waits = |kind| work.due.iter().filter(|task| task.owed.kind == kind).count();
    assert!(waits(TermKind::Register) >= 3, "too little waits for registration");
    assert!(waits(TermKind::Publish) >= 3, "too little waits for publication");
    assert!(waits(TermKind::Dispatch) >= 1, "no letter waits to be sent");
}

#[test]
fn a_phone_number_waits_to_be_answered_before_publication() {
    let work = RUNTIME.block_on(work_of(&COUNTRY.engine, DISTRICT));
    let leaky = |task: &&projections::worklist::Task| {
        task.owed.kind == TermKind::Publish
            && task.title.as_deref().is_some_and(|it| it.contains("Слив воды"))
    };
    assert_eq!(work.due.iter().filter(leaky).count(), 1);
    let told = include_str!("../../data/demo/desk.toml");
    let problem = told.lines().find(|line| line.contains("Свидетель: Анна")).expect("it is told");
    let found = vault::detector::find(problem);
    assert!(found.iter().any(|finding| finding.kind == vault::detector::FindingKind::Phone), "{found:?}");
}

#[test]
fn a_hearing_is_still_to_come() {
    let events = RUNTIME.block_on(events(&COUNTRY.engine));
    let to_come = events.iter().filter(|it| it.event_type == "HearingAnnounced").filter(|it| {
        let payload: serde_json::Value = serde_json::from_str(&it.payload).expect("it is JSON");
        let on = payload["fact"]["HearingAnnounced"]["on"].as_str().and_then(|on| on.parse::<Date>().ok());
        on.is_some_and(|on| on > TODAY)
    });
    assert!(to_come.count() >= 2);
}

#[test]
fn an_appeal_of_a_citizen_is_not_public() {
    let events = RUNTIME.block_on(events(&COUNTRY.engine));
    let private = |it: &&Recorded| it.event_type == "Submitted" && it.payload.contains("\"public\":false");
    assert!(events.iter().filter(private).count() >= 3);
}

#[test]
fn a_popular_one_has_hundreds_of_supporters_and_sheets_were_entered() {
    let events = RUNTIME.block_on(events(&COUNTRY.engine));
    let mut supports: BTreeMap<String, u32> = BTreeMap::new();
    let mut on_paper = 0;
    for event in events.iter().filter(|it| it.event_type.starts_with("SupportGiven")) {
        let payload: serde_json::Value = serde_json::from_str(&event.payload).expect("it is JSON");
        let given = &payload["SupportGiven"];
        *supports.entry(given["initiative"].to_string()).or_default() += 1;
        on_paper += u32::from(given["channel"] == "paper");
    }
    assert!(supports.values().any(|count| *count > 300), "{supports:?}");
    assert!(on_paper >= 15, "{on_paper} came on paper");
}

#[test]
fn titles_are_of_at_least_fifty_five_different_initiatives() {
    let files = ["roads", "yards", "people_first", "rules", "upward", "desk"];
    let mut titles = BTreeSet::new();
    let mut told = 0;
    for file in files {
        let path = format!("{}/../data/demo/{file}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the file is there");
        for title in text.lines().filter_map(|line| line.strip_prefix("title = ")) {
            told += 1;
            titles.insert(title.to_owned());
        }
    }
    assert_eq!(titles.len(), told);
    assert!(told >= 55, "{told} initiatives are told of");
    assert!(RUNTIME.block_on(stages(&COUNTRY.engine)).len() >= told, "some never came in");
}

#[test]
fn the_journal_of_the_demo_holds_and_ends_at_now() {
    let engine = &COUNTRY.engine;
    let verified = RUNTIME.block_on(engine.journal().verify(|_| {})).expect("it reads");
    assert!(matches!(verified, journal::Verification::Holds { .. }), "{verified:?}");
    assert_eq!(engine.now(), NOW.parse().expect("a time"));
    let ticked = RUNTIME.block_on(engine.tick(engine.now())).expect("it ticks");
    assert_eq!(ticked, engine::TickReport::default(), "nothing is left to the clock");
}

#[test]
fn a_demo_is_not_built_twice() {
    let now = NOW.parse().expect("a time");
    let again = RUNTIME.block_on(demo::build(&COUNTRY.engine, now, |_| {}));
    assert_eq!(again.expect_err("it is full").code(), "demo_clock_past");
}

#[test]
fn the_same_day_gives_the_same_journal() {
    RUNTIME.block_on(async {
        let (one, other) = (&COUNTRY, built_for(NOW).await);
        let (one, other) = (events(&one.engine).await, events(&other.engine).await);
        assert_eq!(one.len(), other.len());
        assert!(one.iter().zip(&other).all(|(one, other)| one == other));
    });
}

/// Weeks of holidays shift what is due and missed; no step may be refused for that, and
/// the clerk finds work all the same.
async fn the_clerk_has_work_on(now: &str, today: Date) {
    let country = built_for(now).await;
    let work = work_of(&country.engine, DISTRICT).await;
    let due: Vec<Date> = work.due.iter().map(|task| task.owed.due).collect();
    assert!(due.contains(&today), "nothing is due on {today}: {due:?}");
    assert!(due.iter().any(|day| *day > today), "nothing is due after {today}");
    assert!(!work.missed.is_empty() && !work.debts.is_empty() && !work.awaiting_author.is_empty());
}

#[test]
fn it_works_in_the_new_year_holidays() {
    RUNTIME.block_on(the_clerk_has_work_on("2027-01-04T06:00:00Z", date(2027, 1, 4)));
}

#[test]
fn it_works_on_a_sunday_in_summer() {
    RUNTIME.block_on(the_clerk_has_work_on("2025-07-13T15:30:00Z", date(2025, 7, 13)));
}

#[test]
fn it_works_weeks_after_the_new_year_in_the_night() {
    // Terms in calendar days ran through the holidays; it is the next day in Yugra
    // already, and not yet in Moscow.
    RUNTIME.block_on(the_clerk_has_work_on("2026-01-28T20:15:00Z", date(2026, 1, 29)));
}
