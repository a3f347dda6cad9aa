//! The scenarios that ship with the default procedure, by their letters.

use jiff::civil::date;
use uuid::Uuid;

use super::world::{FEDERATION, NEFTEYUGANSK, SURGUT, YUGRA};
use super::*;
use crate::ids::InitiativeId;
use crate::initiative::event::{Closing, ReturnCause};
use crate::initiative::fields::Money;
use crate::initiative::obligation::Standing;
use crate::initiative::stage::SupportWindow;
use crate::initiative::tests::world;
use crate::seen::Seen;

#[test]
fn a_municipality_adopts_reports_and_residents_assess() {
    let case = given().under_review().adopted_by(SURGUT).dispatched();
    assert_eq!(case.state.window(), SupportWindow::Closed);
    let works = case.world.text();
    let case = case
        .days_later(80)
        .clerk_of_executor(Action::ReportProgress {
            works,
            money: Money::default(),
            labour: Default::default(),
        })
        .days_later(60)
        .carried_out()
        .then_stage(Stage::Reported);
    assert!(case.state.assessment_open(case.now()));
    let case = case.days_later(31).then_stage(Stage::Closed { how: Closing::CarriedOut });
    assert_eq!(case.misses(), []);
}

#[test]
fn b_municipality_passes_up_region_endorses_federation_adopts_municipality_executes() {
    let case = given().under_review().passed_up().then_with(YUGRA).dispatched().registered();
    let opinion = case.world.text();
    let case = case.head(Action::Endorse { opinion }).dispatched().then_with(FEDERATION).registered();
    let (reasons, question) = (case.world.text(), case.world.text());
    let adopt = Action::Adopt { reasons, executor: SURGUT.parse().unwrap(), until: date(2027, 6, 1) };
    case.then_refused(case.world.head_at(FEDERATION), adopt.clone(), "executor_has_not_agreed");
    let case = case.clerk(Action::RequestOpinion { authority: SURGUT.parse().unwrap(), question });
    let opinion = case.world.text();
    let surgut = case.world.clerk_at(SURGUT);
    let case = case.does(surgut, Action::GiveOpinion { agrees: true, opinion }).head(adopt).dispatched();
    case.then_stage(Stage::InExecution).then_with(SURGUT);
}

#[test]
fn c_silence_at_every_level_leaves_three_debts_and_stays_open_with_the_federation() {
    let case = given().submitted().registered().published().on(date(2026, 11, 1)).then_with(YUGRA);
    assert_eq!(case.debts_of(SURGUT), [TermKind::ReviewMunicipality]);
    let case = case.registered().on(date(2027, 1, 20)).then_with(FEDERATION).registered();
    assert!(case.debts_of(YUGRA).contains(&TermKind::ReviewRegion));
    let case = case
        .on(date(2027, 9, 1))
        .then_with(FEDERATION)
        .then_stage(Stage::UnderReview { level: Level::Federation });
    let again = case.debts_of(FEDERATION).iter().filter(|kind| **kind == TermKind::ReviewFederation).count();
    assert!(again >= 3, "the federation misses again each thirty days: {:?}", case.misses());
}

#[test]
fn d_registration_never_done_is_missed_on_day_three_and_the_review_is_due_all_the_same() {
    let case = given().submitted().on(date(2026, 9, 11));
    assert_eq!(case.misses(), [(TermKind::Register, date(2026, 9, 10))]);
    assert_eq!(
        case.due(TermKind::ReviewMunicipality),
        date(2026, 10, 9),
        "thirty days from 10.09 roll back from a Saturday"
    );
    let case = case.on(date(2026, 10, 10));
    assert_eq!(case.misses().len(), 2);
    let case = case.on(date(2026, 10, 17)).then_with(YUGRA);
    assert_eq!(case.state.stage(), Stage::AwaitingRegistration { level: Level::Region });
    assert_eq!(case.debts_of(SURGUT), [TermKind::Register, TermKind::ReviewMunicipality]);
}

#[test]
fn e_a_refused_initiative_goes_up_when_five_percent_of_residents_support_it() {
    let case = given().under_review().supported(Level::Municipality, 6_499).refused("M5").dispatched();
    let case = case.supported(Level::Municipality, 6_499).then_with(SURGUT);
    let case = case.supported(Level::Municipality, 6_500).then_with(YUGRA);
    assert_eq!(case.count("ThresholdReached"), 1);
    case.then_stage(Stage::AwaitingRegistration { level: Level::Region });
}

#[test]
fn e_a_threshold_reached_before_the_refusal_moves_it_only_after_the_refusal() {
    let case = given().under_review().supported(Level::Municipality, 7_000).then_with(SURGUT);
    let case = case.refused("M5").then_with(SURGUT).supported(Level::Municipality, 7_000).then_with(YUGRA);
    assert_eq!(case.count("EscalatedToRegion"), 1);
}

#[test]
fn f_a_reconsidered_refusal_cannot_use_the_same_ground_again() {
    let case = given().under_review().refused("M5").dispatched().appealed().then_with(YUGRA);
    let case = case.days_later(5).appeal_decided(AppealOutcome::Reconsider).then_with(SURGUT);
    assert_eq!(case.state.stage(), Stage::UnderReview { level: Level::Municipality });
    let again = Action::Refuse { ground: ground("M5"), reasons: case.world.long_text(), link: None };
    case.then_refused(case.world.head_at(SURGUT), again, "ground_barred");
    case.refused("M2").then_stage(Stage::Refused { level: Level::Municipality, admitted: true });
}

#[test]
fn g_federation_returns_region_refuses_and_it_is_closed_when_nothing_can_change_that() {
    let case = given().under_review().passed_up().registered();
    let opinion = case.world.text();
    let case = case.head(Action::Endorse { opinion }).registered();
    let reasons = case.world.text();
    let case = case.head(Action::Return { cause: ReturnCause::WithinItsPowers, reasons }).then_with(YUGRA);
    let case = case.refused("R5");
    let case = while_letters_are_owed(case);
    let case = case.days_later(40);
    assert_eq!(case.count("AppealLapsed"), 1);
    let case = case.then_stage(Stage::Refused { level: Level::Region, admitted: true });
    case.on(date(2027, 10, 1)).then_stage(Stage::Closed { how: Closing::Refused });
}

fn while_letters_are_owed(mut case: Case) -> Case {
    while case.state.running(TermKind::Dispatch).is_some() {
        case = case.dispatched();
    }
    case
}

#[test]
fn h_after_a_revision_only_confirmed_supports_of_the_new_version_count() {
    let case = given().under_review().supported(Level::Municipality, 400);
    let what = case.world.text();
    let case = case.head(Action::OfferRevision { what });
    assert_eq!(case.state.window(), SupportWindow::Suspended { version: 1 });
    assert_eq!(case.state.supports_version(case.now()), None);
    let fields = case.world.fields(Kind::Work);
    let case = case.author(Action::AcceptRevision).days_later(9).author(Action::Revise { fields });
    assert_eq!(case.state.supports_version(case.now()), Some(2));
    assert_eq!(case.state.text_version(), 2);
    assert!(case.state.running(TermKind::ReviewAgain).is_some());
    let what = case.world.text();
    case.then_refused(case.world.head_at(SURGUT), Action::OfferRevision { what }, "used_up");
}

#[test]
fn i_a_decision_in_time_recorded_late_keeps_the_miss_and_the_document_beside_it() {
    let case = given().under_review();
    let due = case.due(TermKind::ReviewMunicipality);
    let two_later = due.checked_add(jiff::Span::new().days(4)).unwrap();
    let mut case = case.on(two_later);
    let missed =
        case.state.obligations().iter().find(|it| it.standing == Standing::Missed).expect("missed").term.nth;
    let opinion = case.world.text();
    case.try_on(case.world.head_at(SURGUT), Some(due), Action::PassUp { opinion }).expect("dated in time");
    let document = case.world.text();
    let clerk = case.world.clerk_at(SURGUT);
    let case = case.does(clerk, Action::AnnotateMiss { nth: missed, done_on: due, document });
    let obligation = case.state.obligation(missed).unwrap();
    assert_eq!(obligation.standing, Standing::MetLate { on: due });
    assert_eq!(obligation.annotated, Some(due));
    assert_eq!(case.misses().len(), 1);
}

#[test]
fn j_a_successor_takes_over_with_the_same_due_dates() {
    let case = given().under_review();
    let due = case.due(TermKind::ReviewMunicipality);
    let administrator = case.world.administrator();
    let case = case
        .does(administrator, Action::PassCustody { to: NEFTEYUGANSK.parse().unwrap() })
        .then_with(NEFTEYUGANSK);
    assert_eq!(case.due(TermKind::ReviewMunicipality), due);
    let owes = case.state.running(TermKind::ReviewMunicipality).unwrap().term.obliged.authority().cloned();
    assert_eq!(owes.unwrap().as_str(), NEFTEYUGANSK);
}

#[test]
fn k_two_towns_cannot_merge_until_one_authority_has_both() {
    let other_id = InitiativeId(Uuid::from_u128(77));
    let mut case = given().under_review();
    let merge = Action::ProposeMerge { into: other_id };
    // The other town's initiative is with its own municipality …
    let elsewhere = given().under_review().does(
        world::World::new("inverted-pyramid").administrator(),
        Action::PassCustody { to: NEFTEYUGANSK.parse().unwrap() },
    );
    case.world.others.insert(other_id, Seen::new(elsewhere.state.clone(), other_id.to_string(), 5));
    case.then_refused(case.world.head_at(SURGUT), merge.clone(), "not_mergeable");
    // … and then both are with the region.
    let at_region = given().under_review().passed_up().registered();
    case.world.others.insert(other_id, Seen::new(at_region.state.clone(), other_id.to_string(), 9));
    let case = case.passed_up().registered().head(merge).author(Action::AcceptMerge);
    case.then_stage(Stage::Closed { how: Closing::Merged });
}

#[test]
fn l_withdrawal_is_refused_at_ten_supports() {
    let mut case = given().under_review();
    case.supports = 10;
    case.then_refused(case.world.author(), Action::Withdraw, "supported_by_many");
    let case = case.author(Action::StepDown);
    assert_eq!(case.state.author(), None);
    let mut few = given().under_review();
    few.supports = 9;
    few.author(Action::Withdraw).then_stage(Stage::Closed { how: Closing::Withdrawn });
}

#[test]
fn what_is_not_published_is_joined_by_invitation_alone() {
    let uninvited = Action::JoinAsCoInitiator { invitation: None };
    let code = "0".repeat(64).parse().expect("a code");
    let invited = Action::JoinAsCoInitiator { invitation: Some(code) };
    let case = given().submitted();
    case.then_refused(case.world.participant(2), uninvited.clone(), "not_invited");
    let by = case.world.participant(2);
    let case = case.does(by.clone(), invited);
    case.then_refused(by.clone(), uninvited.clone(), "already_done");
    given().under_review().does(by, uninvited);
}

#[test]
fn an_appeal_to_an_authority_is_answered_without_ever_being_public() {
    let case = given_an_appeal().submitted().registered();
    assert_eq!(case.state.stage(), Stage::UnderReview { level: Level::Municipality });
    case.then_refused(case.world.clerk_at(SURGUT), Action::Publish { fields: None }, "wrong_stage");
    assert_eq!(case.state.supports_version(case.now()), None);
    let answer = case.world.text();
    case.head(Action::Answer { answer }).dispatched().then_stage(Stage::Closed { how: Closing::Answered });
}

#[test]
fn silence_on_an_appeal_to_an_authority_is_a_miss_but_never_an_escalation() {
    let case = given_an_appeal().submitted().registered().days_later(200);
    assert_eq!(case.debts_of(SURGUT), [TermKind::ReviewMunicipality]);
    case.then_with(SURGUT);
}

#[test]
fn an_unanswered_appeal_is_taken_over_for_silence() {
    let case = given().under_review().refused("M2").dispatched().appealed().days_later(60);
    assert!(case.debts_of(YUGRA).contains(&TermKind::AppealDecide), "{:?}", case.names());
    case.then_stage(Stage::AwaitingRegistration { level: Level::Region }).then_with(YUGRA);
}
